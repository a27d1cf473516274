//! Tokens: kept in the keyring under the name of their grant, fetched anew one at a time, and shown to nobody. A token that replaced another
//! is kept before it is used, so that a power cut cannot leave us with the one that no longer works.

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use zamu_core::both;

use super::client::Client;
use super::google::Bearer;
use super::oauth;
use super::provider::Fault;
use crate::clock::Clock;
use crate::keys;

/// A token is not begun with in its last minute.
const MARGIN_SECONDS: i64 = 60;

/// What opens one person's account. Its text form goes to the keyring and nowhere else.
#[derive(Clone, Serialize, Deserialize)]
pub struct Tokens {
    pub refresh: String,
    pub access: String,
    /// Unix seconds of this machine's clock.
    pub expires_at: i64,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(..)")
    }
}

fn name(grant: &str) -> String {
    format!("calendar/{grant}")
}

/// The keyring is another program: it is asked apart from everything else that runs here.
async fn apart<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, keys::KeyringFault> + Send + 'static,
) -> Result<T, Fault> {
    let answered = tokio::task::spawn_blocking(ask).await;
    let answer =
        answered.map_err(|_| Fault::Keyring(both!("the keyring did not answer", "keyring haikujibu")))?;
    answer.map_err(|why| match why {
        keys::KeyringFault::None => Fault::Keyring(both!(
            "this computer has no keyring to keep the permission in; install one (on Linux: gnome-keyring or KWallet), sign in again, and start Zamu again",
            "kompyuta hii haina keyring ya kuhifadhi ruhusa; sakinisha moja (kwenye Linux: gnome-keyring au KWallet), ingia tena, kisha fungua Zamu tena"
        )),
        other => Fault::Keyring(other.words()),
    })
}

pub async fn keep(grant: &str, tokens: &Tokens) -> Result<(), Fault> {
    let (name, text) =
        (name(grant), serde_json::to_string(tokens).map_err(|_| Fault::Keyring("a token".into()))?);
    apart(move || keys::keep_secret(&name, &text)).await
}

/// Whether a secret could be kept at all.
pub async fn try_the_keyring() -> Result<(), Fault> {
    apart(|| {
        keys::keep_secret("calendar/trial", "can this be kept?")?;
        keys::forget_secret("calendar/trial")
    })
    .await
}

/// None: this keyring has none under that name.
pub async fn kept(grant: &str) -> Result<Option<Tokens>, Fault> {
    let name = name(grant);
    let text = apart(move || keys::secret(&name)).await?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

pub async fn forget(grant: &str) -> Result<(), Fault> {
    let name = name(grant);
    apart(move || keys::forget_secret(&name)).await
}

/// The tokens of a grant, for requests.
#[derive(Debug)]
pub struct Access {
    grant: String,
    client: Client,
    /// One refresh at a time; what was fetched is at hand.
    at_hand: Mutex<Option<Tokens>>,
}

impl Access {
    pub fn of(grant: &str, client: Client) -> Access {
        Access { grant: grant.into(), client, at_hand: Mutex::new(None) }
    }

    /// Another program of this desk may have fetched a new one meanwhile: the keyring is asked before the provider is.
    async fn fetch(&self, refused: Option<&str>) -> Result<Tokens, Fault> {
        let kept = kept(&self.grant).await?;
        let known = kept.ok_or_else(|| {
            Fault::Ended(both!(
                "this computer's keyring has no token for it",
                "keyring ya kompyuta hii haina ruhusa yake"
            ))
        })?;
        if is_good(&known) && refused != Some(known.access.as_str()) {
            return Ok(known);
        }
        let fresh = oauth::refresh(&self.client, &known.refresh).await?;
        keep(&self.grant, &fresh).await?;
        Ok(fresh)
    }
}

impl Bearer for Access {
    async fn bearer(&self, refused: bool) -> Result<String, Fault> {
        let mut at_hand = self.at_hand.lock().await;
        match at_hand.as_ref() {
            Some(tokens) if !refused && is_good(tokens) => return Ok(tokens.access.clone()),
            _ => {}
        }
        let last = at_hand.as_ref().map(|tokens| tokens.access.clone()).filter(|_| refused);
        let tokens = self.fetch(last.as_deref()).await?;
        let access = tokens.access.clone();
        *at_hand = Some(tokens);
        Ok(access)
    }
}

fn is_good(tokens: &Tokens) -> bool {
    Clock::System.now().timestamp() < tokens.expires_at - MARGIN_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_never_shows_a_token() {
        let tokens = Tokens { refresh: "r-secret".into(), access: "a-secret".into(), expires_at: 0 };
        assert_eq!(format!("{tokens:?}"), "Tokens(..)");
    }
}
