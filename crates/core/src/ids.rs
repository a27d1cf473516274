//! Handles: the names by which a site's records know each other, unique per kind and ordered, so that every tie breaks the same.
//! The UUID a store keeps beside a handle is derived from it (`uuid_of`), never drawn.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! handles {
    ($($(#[$meta:meta])* $name:ident),* $(,)?) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            pub fn new(handle: &str) -> Self { Self(handle.into()) }
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl From<&str> for $name {
            fn from(handle: &str) -> Self { Self::new(handle) }
        }
    )* };
}

handles! {
    SiteId, ServiceId, RoomId, StaffId, CustomerId, AppointmentId, OverrideId, VacationId, BlockId, RoomBlockId, BusyId, CalendarLinkId,
    SheetId, MessageId, ItemId,
}

/// A command's id: the same id twice is the same command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommandId(pub Uuid);

impl std::fmt::Display for CommandId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The namespace of every id Zamu derives.
const ZAMU: Uuid = Uuid::from_u128(0x6d5c_1f0a_7f0e_5b1e_9c51_7a61_6d75_0001);

/// The id a store keeps for a record: UUIDv5 of (site, kind, handle).
pub fn uuid_of(site: &str, kind: &str, handle: &str) -> Uuid {
    Uuid::new_v5(&ZAMU, format!("{site}\n{kind}\n{handle}").as_bytes())
}

/// The id of a command that was given a name instead of a UUID.
pub fn command_named(name: &str) -> CommandId {
    CommandId(
        Uuid::parse_str(name).unwrap_or_else(|_| Uuid::new_v5(&ZAMU, format!("command\n{name}").as_bytes())),
    )
}

/// A fingerprint of a text, for digests.
pub fn fingerprint(text: &str) -> String {
    Uuid::new_v5(&ZAMU, text.as_bytes()).simple().to_string()
}

/// The handle of something a command creates: the same on every desk. 60 bits, ten letters and digits.
pub fn handle_of(command: CommandId, kind: &str, which: &str) -> String {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let drawn = Uuid::new_v5(&command.0, format!("{kind}\n{which}").as_bytes()).as_u128();
    (0..12).map(|at| char::from(LETTERS[((drawn >> (5 * at)) & 31) as usize])).collect()
}
