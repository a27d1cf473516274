//! What people would reach for instead, each in a process of its own that lives as long as the caller (`peers.py`, `teams.py`, `luxon.mjs`).

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A program of another house, kept running.
pub struct Peer {
    pub version: String,
    child: Child,
    asks: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    /// A script of this folder with the words it wants, `highs` or `cpsat` first, in the Python that
    /// `ZAMU_PEERS_PYTHON` names (`cargo xtask` sets it up).
    pub fn start(script: &str, words: &[&str]) -> Peer {
        let python = std::env::var("ZAMU_PEERS_PYTHON").unwrap_or_else(|_| "python3".into());
        Peer::run(&python, script, words)
    }

    /// A script of this folder in any program that runs it. It says its version first, then a line for each line.
    pub fn run(program: &str, script: &str, words: &[&str]) -> Peer {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench").join(script);
        let name = script.display().to_string();
        let mut child = Command::new(program)
            .arg(script)
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|why| panic!("{name}: {why}"));
        let asks = child.stdin.take().unwrap_or_else(|| panic!("no way to ask {name}"));
        let answers = BufReader::new(child.stdout.take().unwrap_or_else(|| panic!("{name} is silent")));
        let mut peer = Peer { version: String::new(), child, asks, answers };
        peer.version = peer.line();
        peer
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap_or_else(|why| panic!("{why}"));
        line.trim().to_string()
    }

    /// What it answers to a line.
    pub fn answer(&mut self, line: &str) -> String {
        writeln!(self.asks, "{line}").unwrap_or_else(|why| panic!("{why}"));
        self.line()
    }

    /// The words it answers about a file.
    pub fn ask(&mut self, file: &Path) -> Vec<String> {
        self.answer(&file.display().to_string()).split(' ').map(str::to_string).collect()
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _ended_already = self.child.wait();
    }
}
