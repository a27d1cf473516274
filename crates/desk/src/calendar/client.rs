//! How this program presents itself to a provider: the client id that the spa made there, its secret (which Google calls not confidential for
//! desktop programs), and the addresses. Read from what Google lets one download, or typed.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;
use zamu_core::both;
use zamu_core::words::Words;

use super::google;

/// Kept in the desk's file, per provider.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    pub client_id: String,
    /// None: the provider asks for none.
    #[serde(default)]
    pub client_secret: Option<String>,
    #[serde(default = "google::auth_uri")]
    pub auth_uri: String,
    #[serde(default = "google::token_uri")]
    pub token_uri: String,
    /// Where a permission is given back.
    #[serde(default = "google::revoke_uri")]
    pub revoke_uri: String,
    /// Where the calendars are; ends with a slash.
    #[serde(default = "google::api_uri")]
    pub api_uri: String,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

#[derive(Debug, Error, PartialEq, Eq)]
pub enum ClientFault {
    NotAClient(Words),
    Web,
    NotAnId,
    Unsafe(String),
}

impl ClientFault {
    /// For people.
    pub fn words(&self) -> Words {
        match self {
            ClientFault::NotAClient(why) => both!(
                "this is not the file that Google lets you download for a client of the type Desktop app ({})",
                "hii si faili ambayo Google hukuruhusu kupakua kwa kiteja cha aina ya Desktop app ({})",
                why
            ),
            ClientFault::Web => both!(
                "this client is of the type Web application; make one of the type Desktop app",
                "kiteja hiki ni cha aina ya Web application; tengeneza cha aina ya Desktop app"
            ),
            ClientFault::NotAnId => both!(
                "a client id from Google ends with .apps.googleusercontent.com",
                "kitambulisho kutoka Google huishia na .apps.googleusercontent.com"
            ),
            ClientFault::Unsafe(address) => both!(
                "`{address}` is no address that a permission may travel to: https, or this computer itself",
                "`{address}` si anwani ambayo ruhusa inaweza kutumwa: https, au kompyuta hii yenyewe"
            ),
        }
    }
}

zamu_core::displayed_in_english!(ClientFault);

/// The file as Google writes it: one object under `installed`.
#[derive(Deserialize)]
struct Download {
    installed: Option<Client>,
    web: Option<serde::de::IgnoredAny>,
}

impl Client {
    /// Reads a downloaded file. Addresses in it other than Google's must be https, or on this computer.
    pub fn read(text: &str) -> Result<Client, ClientFault> {
        let file: Download =
            serde_json::from_str(text).map_err(|why| ClientFault::NotAClient(why.to_string().into()))?;
        match file {
            Download { installed: Some(client), .. } => client.checked(),
            Download { web: Some(_), .. } => Err(ClientFault::Web),
            Download { .. } => {
                Err(ClientFault::NotAClient(both!("it has no part `installed`", "haina sehemu `installed`")))
            }
        }
    }

    /// From an id and a secret that were typed.
    pub fn typed(client_id: &str, client_secret: &str) -> Result<Client, ClientFault> {
        let client_id = client_id.trim();
        if !client_id.ends_with(".apps.googleusercontent.com") {
            return Err(ClientFault::NotAnId);
        }
        let secret = client_secret.trim();
        Client {
            client_id: client_id.into(),
            client_secret: (!secret.is_empty()).then(|| secret.into()),
            auth_uri: google::auth_uri(),
            token_uri: google::token_uri(),
            revoke_uri: google::revoke_uri(),
            api_uri: google::api_uri(),
        }
        .checked()
    }

    fn checked(self) -> Result<Client, ClientFault> {
        if self.client_id.trim().is_empty() {
            return Err(ClientFault::NotAnId);
        }
        for address in [&self.auth_uri, &self.token_uri, &self.revoke_uri, &self.api_uri] {
            if !is_safe(address) {
                return Err(ClientFault::Unsafe(address.clone()));
            }
        }
        Ok(self)
    }
}

fn is_safe(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    url.scheme() == "https"
        || url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_google_lets_one_download_is_read() {
        let file = r#"{"installed":{"client_id":"1-a.apps.googleusercontent.com","project_id":"spa","auth_uri":"https://accounts.google.com/o/oauth2/auth",
            "token_uri":"https://oauth2.googleapis.com/token","auth_provider_x509_cert_url":"https://www.googleapis.com/oauth2/v1/certs",
            "client_secret":"GOCSPX-1","redirect_uris":["http://localhost"]}}"#;
        let client = Client::read(file).unwrap();
        assert_eq!(client.client_id, "1-a.apps.googleusercontent.com");
        assert_eq!(client.revoke_uri, google::revoke_uri());
        assert!(!format!("{client:?}").contains("GOCSPX"), "a log never shows the secret");
    }

    #[test]
    fn anything_else_is_refused_in_words() {
        assert_eq!(Client::read(r#"{"web":{"client_id":"1"}}"#), Err(ClientFault::Web));
        assert!(matches!(Client::read("{"), Err(ClientFault::NotAClient(_))));
        assert!(matches!(Client::read("{}"), Err(ClientFault::NotAClient(_))));
        let elsewhere = r#"{"installed":{"client_id":"1","token_uri":"http://elsewhere.example/token"}}"#;
        assert_eq!(
            Client::read(elsewhere),
            Err(ClientFault::Unsafe("http://elsewhere.example/token".into()))
        );
        assert_eq!(Client::typed("an id", ""), Err(ClientFault::NotAnId));
    }
}
