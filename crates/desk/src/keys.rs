//! The operating system's keyring: where the password of a shared book is kept, and nowhere else. Without a keyring, or with a locked one,
//! this says so in words; PGPASSWORD and the .pgpass file of a server's own set-up work besides.

use thiserror::Error;
use zamu_core::both;
use zamu_core::words::Words;

use crate::truth::Address;

const PROGRAM: &str = "zamu";

#[derive(Debug, Error)]
pub enum KeyringFault {
    None,
    Locked(String),
    Other(String),
}

impl KeyringFault {
    /// For people.
    pub fn words(&self) -> Words {
        match self {
            KeyringFault::None => both!(
                "this machine has no keyring to keep the password in; install one (on Linux: gnome-keyring or KWallet) and sign in, or give PGPASSWORD",
                "mashine hii haina keyring ya kuhifadhi nywila; sakinisha moja (kwenye Linux: gnome-keyring au KWallet) na uingie, au toa PGPASSWORD"
            ),
            KeyringFault::Locked(why) => both!(
                "the keyring is locked; unlock it and try again ({why})",
                "keyring imefungwa; ifungue na ujaribu tena ({why})"
            ),
            KeyringFault::Other(why) => {
                both!("the keyring did not take it: {why}", "keyring haikupokea: {why}")
            }
        }
    }
}

zamu_core::displayed_in_english!(KeyringFault);

/// Keeps the password of an address.
pub fn keep(address: &Address, password: &str) -> Result<(), KeyringFault> {
    entry(address)?.set_password(password).map_err(fault)
}

pub fn forget(address: &Address) -> Result<(), KeyringFault> {
    match entry(address)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(fault(error)),
    }
}

/// The address with its password, where the keyring has it. Without one the server will say that the login failed.
pub fn with_password(address: Address) -> Address {
    match entry(&address).and_then(|entry| entry.get_password().map_err(fault)) {
        Ok(password) => address.with_password(&password),
        Err(why) => {
            tracing::warn!(%why, "no password for the shared book");
            address
        }
    }
}

/// Keeps a secret under a name of ours.
pub fn keep_secret(name: &str, secret: &str) -> Result<(), KeyringFault> {
    named(name)?.set_password(secret).map_err(fault)
}

/// None: there is none under this name.
pub fn secret(name: &str) -> Result<Option<String>, KeyringFault> {
    match named(name)?.get_password() {
        Ok(secret) => Ok(Some(secret)),
        Err(keyring::Error::NoEntry) => Ok(None),
        Err(error) => Err(fault(error)),
    }
}

pub fn forget_secret(name: &str) -> Result<(), KeyringFault> {
    match named(name)?.delete_credential() {
        Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
        Err(error) => Err(fault(error)),
    }
}

fn entry(address: &Address) -> Result<keyring::Entry, KeyringFault> {
    named(&address.to_string())
}

fn named(name: &str) -> Result<keyring::Entry, KeyringFault> {
    keyring::Entry::new(PROGRAM, name).map_err(fault)
}

fn fault(error: keyring::Error) -> KeyringFault {
    match error {
        keyring::Error::NoDefaultStore => KeyringFault::None,
        keyring::Error::NoStorageAccess(why) => KeyringFault::Locked(why.to_string()),
        other => KeyringFault::Other(other.to_string()),
    }
}
