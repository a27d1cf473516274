//! Where the browser brings the answer: a free port of this computer, open for one answer and a few minutes. The state that must come back
//! is signed with a key of this one question and counts once; anything else that knocks is sent away and changes nothing.

use std::time::Duration;
use zamu_core::both;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use oauth2::CsrfToken;
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::provider::Fault;

/// A person reads, signs in, and may have to find a phone.
pub const PATIENCE: Duration = Duration::from_secs(300);
const HEAD: usize = 16 * 1024;
const KNOCK: Duration = Duration::from_secs(10);

/// An open port with the signature of its question.
pub struct Loopback {
    listener: TcpListener,
    /// Where the browser is sent back to.
    pub redirect: String,
    /// What must come back.
    pub state: String,
    key: Vec<u8>,
}

impl Loopback {
    pub async fn open() -> Result<Loopback, Fault> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(|why| {
            Fault::later(both!(
                "no free port on this computer: {why}",
                "hakuna mlango huru kwenye kompyuta hii: {why}"
            ))
        })?;
        let port = listener.local_addr().map_err(|why| Fault::later(why.to_string()))?.port();
        let redirect = format!("http://127.0.0.1:{port}/");
        let random = || CsrfToken::new_random_len(32).into_secret();
        let (key, once) = (random().into_bytes(), random());
        let state = format!(
            "{once}.{}",
            URL_SAFE_NO_PAD.encode(signed(&key, &once, &redirect)?.finalize().into_bytes())
        );
        Ok(Loopback { listener, redirect, state, key })
    }

    /// The code, when the person has said yes. The port is closed afterwards.
    pub async fn answer(self) -> Result<String, Fault> {
        match tokio::time::timeout(PATIENCE, self.wait()).await {
            Ok(answer) => answer,
            Err(_) => Err(Fault::later("nobody answered in the browser; try again")),
        }
    }

    async fn wait(&self) -> Result<String, Fault> {
        loop {
            let Ok((mut knock, _)) = self.listener.accept().await else { continue };
            let head = tokio::time::timeout(KNOCK, head(&mut knock)).await.ok().flatten();
            let Some(answer) = head.and_then(|head| self.understood(&head)) else {
                say(&mut knock, "404 Not Found", "").await;
                continue;
            };
            let page = if answer.is_ok() { DONE } else { NOT_DONE };
            say(&mut knock, "200 OK", page).await;
            return answer;
        }
    }

    /// None: it is not the answer to this question.
    fn understood(&self, head: &str) -> Option<Result<String, Fault>> {
        let target = head.strip_prefix("GET ")?.split(' ').next()?;
        let url = Url::parse(&self.redirect).ok()?.join(target).ok()?;
        let said =
            |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        if url.path() != "/" || !self.is_signed(&said("state")?) {
            return None;
        }
        match (said("code"), said("error")) {
            (Some(code), None) => Some(Ok(code)),
            (_, Some(error)) if error == "access_denied" => Some(Err(Fault::refused(both!(
                "the person did not give the permission",
                "mtu hakutoa ruhusa"
            )))),
            (_, Some(error)) => Some(Err(Fault::refused(
                error.chars().filter(char::is_ascii_graphic).take(80).collect::<String>(),
            ))),
            (None, None) => None,
        }
    }

    fn is_signed(&self, state: &str) -> bool {
        let Some((once, signature)) = state.split_once('.') else { return false };
        let (Ok(signature), Ok(expected)) =
            (URL_SAFE_NO_PAD.decode(signature), signed(&self.key, once, &self.redirect))
        else {
            return false;
        };
        expected.verify_slice(&signature).is_ok()
    }
}

fn signed(key: &[u8], once: &str, redirect: &str) -> Result<Hmac<Sha256>, Fault> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|why| Fault::refused(why.to_string()))?;
    mac.update(once.as_bytes());
    mac.update(b"\n");
    mac.update(redirect.as_bytes());
    Ok(mac)
}

async fn head(knock: &mut TcpStream) -> Option<String> {
    let mut read = Vec::new();
    let mut part = [0; 1024];
    while !read.windows(4).any(|end| end == b"\r\n\r\n") && read.len() < HEAD {
        match knock.read(&mut part).await {
            Ok(0) | Err(_) => return None,
            Ok(more) => read.extend_from_slice(&part[..more]),
        }
    }
    String::from_utf8(read).ok()
}

const DONE: &str = "<h1>Zamu</h1><p>Done. You can close this page and go back to Zamu.</p><p lang=sw>Tayari. Unaweza kufunga ukurasa huu na kurudi Zamu.</p>";
const NOT_DONE: &str = "<h1>Zamu</h1><p>Nothing was connected. You can close this page and go back to Zamu.</p><p lang=sw>Hakuna kilichounganishwa. Unaweza kufunga ukurasa huu na kurudi Zamu.</p>";

/// Whoever knocked may be gone; then there is nobody to tell.
async fn say(knock: &mut TcpStream, status: &str, page: &str) {
    let page = if page.is_empty() {
        String::new()
    } else {
        format!("<!doctype html><html lang=en><meta charset=utf-8><title>Zamu</title>{page}")
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
        page.len()
    );
    let _gone = knock.write_all(answer.as_bytes()).await;
    let _gone = knock.shutdown().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn knock(redirect: &str, target: &str) -> String {
        let at = redirect.trim_start_matches("http://").trim_end_matches('/').to_string();
        let mut stream = TcpStream::connect(at).await.unwrap();
        stream.write_all(format!("GET {target} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await.unwrap();
        let mut said = String::new();
        stream.read_to_string(&mut said).await.unwrap();
        said
    }

    #[tokio::test]
    async fn only_the_signed_state_is_an_answer_and_only_once() {
        let open = Loopback::open().await.unwrap();
        let other = Loopback::open().await.unwrap();
        let (redirect, state) = (open.redirect.clone(), open.state.clone());
        let waiting = tokio::spawn(open.answer());
        let forged = format!("{}x", &state[..state.len() - 1]);
        for target in [
            "/favicon.ico",
            "/?code=c",
            "/?code=c&state=x.y",
            &format!("/?code=c&state={forged}"),
            &format!("/?code=c&state={}", other.state),
            &format!("/elsewhere?code=c&state={state}"),
        ] {
            assert!(knock(&redirect, target).await.starts_with("HTTP/1.1 404"), "{target}");
        }
        assert!(
            knock(&redirect, &format!("/?code=the-code&state={state}")).await.contains("go back to Zamu")
        );
        assert_eq!(waiting.await.unwrap().unwrap(), "the-code");
        assert!(
            TcpStream::connect(redirect.trim_start_matches("http://").trim_end_matches('/')).await.is_err(),
            "closed"
        );
    }

    #[tokio::test]
    async fn a_no_is_said() {
        let open = Loopback::open().await.unwrap();
        let (redirect, state) = (open.redirect.clone(), open.state.clone());
        let waiting = tokio::spawn(open.answer());
        knock(&redirect, &format!("/?error=access_denied&state={state}")).await;
        assert!(
            matches!(waiting.await.unwrap(), Err(Fault::Refused(why)) if why.english.contains("did not give"))
        );
    }
}
