//! The address of a shared book: `postgres://role:password@host,host:port/database?sslrootcert=…`, with one host or several.
//! It is shown, kept and logged without its password. A server elsewhere must prove who it is (TLS with its certificate checked).

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use sqlx::postgres::{PgConnectOptions, PgSslMode};

use zamu_core::both;
use zamu_core::words::Words;

use crate::store::StoreError;

/// An address that was understood.
#[derive(Clone)]
pub struct Address {
    /// Without the password.
    shown: String,
    password: Option<String>,
    hosts: Vec<PgConnectOptions>,
}

impl Address {
    /// Reads a connection text; the error says what to write instead.
    pub fn read(text: &str) -> Result<Address, StoreError> {
        let parts = Parts::of(text.trim()).ok_or_else(|| {
            wrong(both!(
                "it should read postgres://role:password@host/database",
                "inapaswa kuwa postgres://jukumu:nywila@seva/hifadhidata"
            ))
        })?;
        let mut hosts = Vec::new();
        for host in parts.hosts.split(',') {
            let url = format!("postgres://{}@{host}/{}", parts.login, parts.rest);
            let options = PgConnectOptions::from_str(&url).map_err(|why| wrong(why.to_string()))?;
            hosts.push(safe(options, parts.rest)?.application_name("zamu"));
        }
        let (role, password) = match parts.login.split_once(':') {
            Some((role, password)) => (role, Some(unescaped(password))),
            None => (parts.login, None),
        };
        if role.is_empty() {
            return Err(wrong(both!("it names no role before the @", "haitaji jukumu kabla ya @")));
        }
        Ok(Address { shown: format!("postgres://{role}@{}/{}", parts.hosts, parts.rest), password, hosts })
    }

    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }

    /// The same address with a password from the keyring.
    pub fn with_password(mut self, password: &str) -> Address {
        self.hosts = self.hosts.into_iter().map(|host| host.password(password)).collect();
        self.password = Some(password.into());
        self
    }

    /// In the order in which they are tried.
    pub fn hosts(&self) -> &[PgConnectOptions] {
        &self.hosts
    }

    /// The text another desk is given: the same place with its own login.
    pub fn for_login(&self, role: &str, password: &str) -> String {
        let place = self.shown.split_once('@').map_or("", |(_, place)| place);
        format!("postgres://{role}:{password}@{place}")
    }

    /// The login: one role is one desk.
    pub fn role(&self) -> &str {
        self.hosts.first().map_or("", |host| host.get_username())
    }
}

/// Without the password, also in a log or an error.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// `login @ hosts / rest`; a password may hold an @ only escaped.
struct Parts<'a> {
    login: &'a str,
    hosts: &'a str,
    rest: &'a str,
}

impl Parts<'_> {
    fn of(text: &str) -> Option<Parts<'_>> {
        let after = text.strip_prefix("postgres://").or_else(|| text.strip_prefix("postgresql://"))?;
        let (login, after) = after.rsplit_once('@')?;
        let (hosts, rest) = after.split_once('/')?;
        Some(Parts { login, hosts, rest })
    }
}

/// Whether a text is an address of a shared book and not a file.
pub fn is_shared(text: &str) -> bool {
    text.starts_with("postgres://") || text.starts_with("postgresql://")
}

/// On this machine a plain connection will do; anything else is encrypted and checked, and an address that says otherwise is refused.
fn safe(options: PgConnectOptions, rest: &str) -> Result<PgConnectOptions, StoreError> {
    if is_here(&options) {
        return Ok(options);
    }
    if rest.contains("sslmode=")
        && !matches!(options.get_ssl_mode(), PgSslMode::VerifyFull | PgSslMode::VerifyCa)
    {
        return Err(wrong(both!(
            "a shared book on another machine needs sslmode=verify-full (leave sslmode out)",
            "kitabu cha pamoja kwenye mashine nyingine kinahitaji sslmode=verify-full (acha sslmode)"
        )));
    }
    Ok(options.ssl_mode(PgSslMode::VerifyFull))
}

fn is_here(options: &PgConnectOptions) -> bool {
    let host = options.get_host().trim_start_matches('[').trim_end_matches(']');
    options.get_socket().is_some()
        || host == "localhost"
        || host.starts_with('/')
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn wrong(why: impl Into<Words>) -> StoreError {
    StoreError::WrongAddress(why.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_never_shown() {
        let address =
            Address::read("postgres://front:s3cr%40t@db1,db2:5433/spa?sslrootcert=/etc/ca.pem").unwrap();
        assert_eq!(address.to_string(), "postgres://front@db1,db2:5433/spa?sslrootcert=/etc/ca.pem");
        assert_eq!(format!("{address:?}"), address.to_string());
        assert_eq!(address.password(), Some("s3cr@t"));
        let hosts: Vec<_> = address.hosts().iter().map(|host| (host.get_host(), host.get_port())).collect();
        assert_eq!(hosts, [("db1", 5432), ("db2", 5433)]);
    }

    #[test]
    fn another_machine_must_prove_who_it_is() {
        let mode = |text: &str| Address::read(text).map(|address| address.hosts()[0].get_ssl_mode());
        assert!(matches!(mode("postgres://a:b@db.example/spa"), Ok(PgSslMode::VerifyFull)));
        assert!(matches!(mode("postgres://a:b@127.0.0.1:5433/spa"), Ok(PgSslMode::Prefer)));
        let refused = mode("postgres://a:b@db.example/spa?sslmode=disable").unwrap_err().to_string();
        assert!(refused.contains("verify-full"), "{refused}");
        for text in ["postgres://db/spa", "http://a@b/c", "postgres://a:b@db", "postgres://:b@db/spa"] {
            assert!(Address::read(text).is_err(), "{text}");
        }
    }
}
