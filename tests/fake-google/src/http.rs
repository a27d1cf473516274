//! As much of HTTP/1.1 as a client of Google's interface speaks: one request after the other on a line, bodies with a length.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use crate::answer::{Answer, answer};
use crate::discovery::Discovery;
use crate::tricks::Trick;
use crate::world::World;

pub struct Request {
    pub verb: String,
    /// What follows the address of the interface, its parts decoded.
    pub path: Vec<String>,
    pub query: Vec<(String, String)>,
    pub token: String,
    pub if_match: String,
    pub body: Option<Value>,
}

pub async fn serve(listener: TcpListener, world: Arc<Mutex<World>>) {
    let discovery = Arc::new(Discovery::default());
    loop {
        if let Ok((line, _)) = listener.accept().await {
            let (world, discovery) = (world.clone(), discovery.clone());
            tokio::spawn(async move { while_it_lasts(line, &world, &discovery).await });
        }
    }
}

async fn while_it_lasts(mut line: TcpStream, world: &Mutex<World>, discovery: &Discovery) {
    let mut read = Vec::new();
    while let Some(request) = request(&mut line, &mut read).await {
        let answer = {
            let mut world = world.lock().unwrap_or_else(PoisonError::into_inner);
            answer(&mut world, discovery, &request)
        };
        if !send(&mut line, &answer).await {
            return;
        }
    }
}

async fn request(line: &mut TcpStream, read: &mut Vec<u8>) -> Option<Request> {
    let end = loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        more(line, read).await?;
    };
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_string())
    };
    let length: usize = header("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while read.len() < end + length {
        more(line, read).await?;
    }
    let body: Vec<u8> = read.drain(..end + length).skip(end).collect();
    let mut words = head.lines().next()?.split(' ');
    let (verb, target) = (words.next()?.to_string(), words.next()?);
    let url = Url::parse("http://fake").ok()?.join(target).ok()?;
    Some(Request {
        verb,
        path: path(&url),
        query: url
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .filter(|(name, _)| name != "alt")
            .collect(),
        token: header("authorization")
            .and_then(|text| text.strip_prefix("Bearer ").map(ToString::to_string))
            .unwrap_or_default(),
        if_match: header("if-match").unwrap_or_default(),
        body: serde_json::from_slice(&body).ok(),
    })
}

fn path(url: &Url) -> Vec<String> {
    let parts = url.path().trim_start_matches("/calendar/v3/").split('/');
    let decoded = |part: &str| {
        url::form_urlencoded::parse(part.replace('+', "%2B").as_bytes())
            .next()
            .map(|(text, _)| text.into_owned())
    };
    parts.filter_map(decoded).collect()
}

async fn more(line: &mut TcpStream, read: &mut Vec<u8>) -> Option<()> {
    let mut part = [0; 16 * 1024];
    match line.read(&mut part).await {
        Ok(0) | Err(_) => None,
        Ok(count) => {
            read.extend_from_slice(&part[..count]);
            Some(())
        }
    }
}

/// False: the line is over.
async fn send(line: &mut TcpStream, answer: &Answer) -> bool {
    let body = answer.body.as_ref().map_or_else(String::new, Value::to_string);
    let wait = answer.retry_after.map_or_else(String::new, |seconds| format!("Retry-After: {seconds}\r\n"));
    let head = format!(
        "HTTP/1.1 {} Answer\r\nContent-Type: application/json; charset=UTF-8\r\n{wait}Content-Length: {}\r\n\r\n",
        answer.status,
        body.len()
    );
    match &answer.trick {
        Some(Trick::LoseAnswer | Trick::LoseQuestion) => return false,
        Some(Trick::CutAnswer) => {
            let _gone = line.write_all(format!("{head}{}", &body[..body.len() / 2]).as_bytes()).await;
            return false;
        }
        Some(Trick::Slow(wait)) => tokio::time::sleep(*wait).await,
        _ => {}
    }
    line.write_all(format!("{head}{body}").as_bytes()).await.is_ok()
}
