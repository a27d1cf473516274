//! Asking Google: every request with the person's token and a time limit, every refusal understood by its code and reason as Google documents
//! them. What is said of a fault never holds an address, a token or a body.

use std::future::Future;
use std::sync::OnceLock;
use std::time::Duration;
use zamu_core::both;
use zamu_core::words::Words;

use reqwest::{Client, Method, Response, StatusCode};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use url::Url;

use crate::calendar::provider::Fault;

/// Longer than a page of 2,500 events takes on a slow line.
const PATIENCE: Duration = Duration::from_secs(60);
const CONNECT: Duration = Duration::from_secs(10);
/// A server that asks for more patience than a day is not believed.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// Where the token of a request comes from.
pub trait Bearer: Sync {
    /// `refused`: the one that was given last was not accepted; another is wanted.
    fn bearer(&self, refused: bool) -> impl Future<Output = Result<String, Fault>> + Send;
}

#[derive(Debug)]
pub struct Wire<B> {
    http: Client,
    api: Url,
    pub bearer: B,
}

/// One client for every connection of this program: reading the system's certificates takes longer than a request.
static HTTP: OnceLock<Client> = OnceLock::new();

/// A client for any provider: TLS by rustls with the system's certificates, no cookies, no redirects.
pub fn http() -> Result<Client, Fault> {
    if let Some(made) = HTTP.get() {
        return Ok(made.clone());
    }
    crate::tls::prepare();
    let made = Client::builder()
        .user_agent(concat!("Zamu/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(CONNECT)
        .timeout(PATIENCE)
        .build()
        .map_err(|why| Fault::refused(why.to_string()))?;
    Ok(HTTP.get_or_init(|| made).clone())
}

impl<B: Bearer> Wire<B> {
    pub fn new(api: &str, bearer: B) -> Result<Wire<B>, Fault> {
        let api = Url::parse(api).map_err(|why| {
            Fault::refused(both!("the address of the calendars: {why}", "anwani ya kalenda: {why}"))
        })?;
        Ok(Wire { http: http()?, api, bearer })
    }

    pub async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, String)],
    ) -> Result<T, Fault> {
        self.ask(Method::GET, path, query, None, None).await
    }

    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, String)],
        body: &Value,
    ) -> Result<T, Fault> {
        self.ask(Method::POST, path, query, Some(body), None).await
    }

    pub async fn patch<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, String)],
        body: &Value,
        version: &str,
    ) -> Result<T, Fault> {
        self.ask(Method::PATCH, path, query, Some(body), Some(version)).await
    }

    pub async fn delete(&self, path: &[&str], query: &[(&str, String)]) -> Result<(), Fault> {
        self.ask::<Option<IgnoredAny>>(Method::DELETE, path, query, None, None).await.map(|_| ())
    }

    /// Asks; once more with another token when this one is not accepted.
    async fn ask<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, String)],
        body: Option<&Value>,
        version: Option<&str>,
    ) -> Result<T, Fault> {
        let url = self.address(path, query)?;
        for refused in [false, true] {
            let mut request = self
                .http
                .request(method.clone(), url.clone())
                .bearer_auth(self.bearer.bearer(refused).await?);
            if let Some(body) = body {
                request = request.json(body);
            }
            if let Some(version) = version {
                request = request.header(reqwest::header::IF_MATCH, version);
            }
            let answer = request.send().await.map_err(of_the_line)?;
            if answer.status() != StatusCode::UNAUTHORIZED {
                return read(answer).await;
            }
        }
        Err(Fault::later(both!(
            "Google accepts no token of this account just now",
            "Google haikubali ruhusa ya akaunti hii kwa sasa"
        )))
    }

    fn address(&self, path: &[&str], query: &[(&str, String)]) -> Result<Url, Fault> {
        let mut url = self.api.clone();
        {
            let mut parts = url
                .path_segments_mut()
                .map_err(|()| Fault::refused(both!("the address of the calendars", "anwani ya kalenda")))?;
            parts.pop_if_empty().extend(path);
        }
        url.query_pairs_mut().extend_pairs(query.iter().map(|(name, value)| (*name, value.as_str())));
        Ok(url)
    }
}

/// Where it broke, without the address: it may hold marks that are nobody's business.
pub fn of_the_line(why: reqwest::Error) -> Fault {
    let what = match () {
        () if why.is_timeout() => {
            both!("the calendar's server did not answer in time", "seva ya kalenda haikujibu kwa wakati")
        }
        () if why.is_connect() => {
            both!("the calendar's server cannot be reached", "seva ya kalenda haifikiki")
        }
        () if why.is_body() || why.is_decode() => broke_off(),
        () => both!("the line to the calendar's server broke", "mtandao wa seva ya kalenda umekatika"),
    };
    Fault::later(what)
}

fn broke_off() -> Words {
    both!("the answer of the calendar's server broke off", "jibu la seva ya kalenda lilikatika")
}

async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Fault> {
    let (status, after) = (answer.status(), after(&answer));
    let body = answer.bytes().await.map_err(of_the_line)?;
    if status.is_success() {
        // A deletion says nothing. An answer that is cut off or makes no sense is asked for again later.
        let said: &[u8] = if body.is_empty() { b"null" } else { &body };
        return serde_json::from_slice(said).map_err(|_| Fault::later(broke_off()));
    }
    let said: Value = serde_json::from_slice(&body).unwrap_or_default();
    Err(refusal(status, said["error"]["errors"][0]["reason"].as_str().unwrap_or_default(), after))
}

/// In seconds, or as a date that the server counts from its own clock.
fn after(answer: &Response) -> Option<Duration> {
    let header = |name| answer.headers().get(name)?.to_str().ok();
    let wanted = header(reqwest::header::RETRY_AFTER)?;
    let date = |text: &str| chrono::DateTime::parse_from_rfc2822(text).ok();
    let seconds = match wanted.parse::<i64>() {
        Ok(seconds) => seconds,
        Err(_) => (date(wanted)? - date(header(reqwest::header::DATE)?)?).num_seconds(),
    };
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)).min(LONGEST))
}

/// What Google's guide says to do about each.
fn refusal(status: StatusCode, reason: &str, after: Option<Duration>) -> Fault {
    let said = if reason.is_empty() { status.to_string() } else { format!("{}, {reason}", status.as_u16()) };
    match (status.as_u16(), reason) {
        (429, _)
        | (
            403,
            "rateLimitExceeded"
            | "userRateLimitExceeded"
            | "quotaExceeded"
            | "dailyLimitExceeded"
            | "calendarUsageLimitsExceeded",
        ) => Fault::Later {
            why: both!("Google asks for patience ({said})", "Google inaomba subira ({said})"),
            after,
        },
        (403, _) => Fault::Forbidden(said.into()),
        (404, _) | (410, "deleted") => Fault::Gone(both!("it is not there ({said})", "haipo huko ({said})")),
        (409, _) => Fault::Taken,
        (410, _) => Fault::MarkLost,
        (412, _) => Fault::Changed,
        (408 | 500.., _) => Fault::Later {
            why: both!("Google is in trouble ({said})", "Google ina matatizo ({said})"),
            after,
        },
        _ => Fault::refused(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_what_its_reason_says() {
        let of = |status: u16, reason: &str| refusal(StatusCode::from_u16(status).unwrap(), reason, None);
        assert!(matches!(of(403, "rateLimitExceeded"), Fault::Later { .. }));
        assert!(matches!(of(403, "userRateLimitExceeded"), Fault::Later { .. }));
        assert!(matches!(of(403, "forbiddenForNonOrganizer"), Fault::Forbidden(_)));
        assert!(matches!(of(403, "insufficientPermissions"), Fault::Forbidden(_)));
        assert!(matches!(of(429, "rateLimitExceeded"), Fault::Later { .. }));
        assert!(matches!(of(404, "notFound"), Fault::Gone(_)));
        assert!(matches!(of(410, "deleted"), Fault::Gone(_)));
        assert_eq!(of(410, "fullSyncRequired"), Fault::MarkLost);
        assert_eq!(of(410, "updatedMinTooLongAgo"), Fault::MarkLost);
        assert_eq!(of(409, "duplicate"), Fault::Taken);
        assert_eq!(of(412, "conditionNotMet"), Fault::Changed);
        assert!(matches!(of(503, "backendError"), Fault::Later { .. }));
        assert!(matches!(of(400, "badRequest"), Fault::Refused(_)));
    }
}
