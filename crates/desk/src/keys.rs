//! The operating system's keyring: where the password of a shared book is kept, and nowhere else. Without a keyring, or with a locked one,
//! this says so in words; PGPASSWORD and the .pgpass file of a server's own set-up work besides.

use thiserror::Error;

use crate::truth::Address;

const PROGRAM: &str = "zamu";

#[derive(Debug, Error)]
pub enum KeyringFault {
    #[error(
        "this machine has no keyring to keep the password in; install one (on Linux: gnome-keyring or KWallet) and sign in, or give PGPASSWORD"
    )]
    None,
    #[error("the keyring is locked; unlock it and try again ({0})")]
    Locked(String),
    #[error("the keyring did not take it: {0}")]
    Other(String),
}

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

fn entry(address: &Address) -> Result<keyring::Entry, KeyringFault> {
    keyring::Entry::new(PROGRAM, &address.to_string()).map_err(fault)
}

fn fault(error: keyring::Error) -> KeyringFault {
    match error {
        keyring::Error::NoDefaultStore => KeyringFault::None,
        keyring::Error::NoStorageAccess(why) => KeyringFault::Locked(why.to_string()),
        other => KeyringFault::Other(other.to_string()),
    }
}
