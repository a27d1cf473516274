//! Not of the fake: a real provider of permissions (npm oidc-provider, `tests/oidc`) and a browser with a person in front of it, for every test
//! that asks for permission.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../oidc")
}

/// The provider. It ends with the value.
pub struct Permission {
    pub issuer: String,
    program: Child,
}

impl Permission {
    pub fn start() -> Permission {
        assert!(
            folder().join("node_modules").is_dir(),
            "tests/oidc has no packages: `npm ci` there, or `cargo xtask test`"
        );
        let mut program = Command::new("node")
            .arg("provider.mjs")
            .current_dir(folder())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
        let issuer = lines.find(|line| line.starts_with("http://")).unwrap();
        // It may have more to say; nobody listens, and it must not wait for us.
        std::thread::spawn(move || lines.for_each(drop));
        Permission { issuer, program }
    }

    /// What Google lets one download, for this provider and a calendar interface.
    pub fn client(&self, api: &str) -> String {
        let at = |path: &str| format!("{}{path}", self.issuer);
        json!({ "installed": { "client_id": "zamu.apps.googleusercontent.com", "client_secret": "not-confidential", "auth_uri": at("/auth"),
            "token_uri": at("/token"), "revoke_uri": at("/token/revocation"), "api_uri": api } })
        .to_string()
    }

    /// What a person does at the provider, and what it was asked so far.
    pub fn person(&self, does: &str) -> Value {
        let at = self.issuer.trim_start_matches("http://");
        let mut line = TcpStream::connect(at).unwrap();
        write!(line, "GET /admin/{does} HTTP/1.0\r\nHost: {at}\r\n\r\n").unwrap();
        let mut said = String::new();
        line.read_to_string(&mut said).unwrap();
        let body = said.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{said}")).1;
        serde_json::from_str(body).unwrap_or_else(|why| panic!("{why}: {said}"))
    }

    /// Every token it ever gave.
    pub fn tokens(&self) -> Vec<String> {
        serde_json::from_value(self.person("")["tokens"].clone()).unwrap()
    }
}

impl Drop for Permission {
    fn drop(&mut self) {
        let _already_gone = self.program.kill();
        let _already_gone = self.program.wait();
    }
}

/// A person answers, in a browser, what an address asks: `allow` or `deny`. What the last page said.
pub fn answer(url: &str, with: &str) -> String {
    let output =
        Command::new("node").arg("browser.mjs").args([url, with]).current_dir(folder()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Puts a browser first in a folder's path: a person sits in front of it and answers what is asked.
pub fn browser(home: &Path, answer: &str) -> PathBuf {
    let fakes = home.join("fakes");
    std::fs::create_dir_all(&fakes).unwrap();
    let script = folder().join("browser.mjs");
    let text = format!(
        "#!/bin/sh\necho \"$1\" >> {}\nexec node {} \"$1\" {answer} > {}\n",
        home.join("opened").display(),
        script.display(),
        home.join("page").display()
    );
    std::fs::write(fakes.join("xdg-open"), text).unwrap();
    Command::new("chmod").arg("+x").arg(fakes.join("xdg-open")).status().unwrap();
    fakes
}

/// Every file below a folder that holds one of some texts.
pub fn files_with(folder: &Path, texts: &[String]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_with(&path, texts));
        } else {
            let bytes = std::fs::read(&path).unwrap_or_default();
            let holds = |text: &String| bytes.windows(text.len()).any(|part| part == text.as_bytes());
            if texts.iter().any(holds) {
                found.push(path);
            }
        }
    }
    found
}
