//! What Postgres and the line to it say, as faults people can read: no line, not let in, or something broken.

use zamu_core::both;
use zamu_core::words::Words;

use crate::store::StoreError;

/// Codes of Postgres that mean: not now, or not this server. A standby answers 25006 to writes.
const LINE: [&str; 8] = ["57P01", "57P02", "57P03", "53300", "25006", "57P05", "25P03", "53400"];

/// The mapping of SQLSTATE codes is here and nowhere else.
pub fn told(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Io(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => StoreError::Unreachable(error.to_string().into()),
        sqlx::Error::Tls(why) => StoreError::NotLetIn(both!(
            "the server did not prove that it is the right one ({why}); check the address, or give its certificate with sslrootcert=",
            "seva haikuthibitisha kuwa ndiyo yenyewe ({why}); kagua anwani, au toa cheti chake kwa sslrootcert="
        )),
        sqlx::Error::Database(said) => of_code(said.code().as_deref().unwrap_or_default(), said.message())
            .unwrap_or_else(|| StoreError::Database(error)),
        _ => StoreError::Database(error),
    }
}

fn of_code(code: &str, message: &str) -> Option<StoreError> {
    let denied = |why: Words| Some(StoreError::NotLetIn(why));
    match code {
        _ if LINE.contains(&code) || code.starts_with("08") => Some(StoreError::Unreachable(message.into())),
        "28P01" | "28000" => denied(both!(
            "the password or the role is wrong; ask for a new connection text (zamu migrate --create-desk)",
            "nywila au jukumu si sahihi; omba maandishi mapya ya kuunganisha (zamu migrate --create-desk)"
        )),
        "3D000" => denied(both!(
            "there is no such database on that server",
            "hakuna hifadhidata hiyo kwenye seva hiyo"
        )),
        "3F000" | "42P01" | "42883" => denied(both!(
            "this database holds no shared book yet; its owner runs `zamu migrate` first",
            "hifadhidata hii bado haina kitabu cha pamoja; mmiliki wake aendeshe `zamu migrate` kwanza"
        )),
        "42501" => denied(both!(
            "this desk's login may not do that",
            "akaunti ya dawati hili hairuhusiwi kufanya hivyo"
        )),
        "ZM001" => denied(both!(
            "this login is no desk of a shared book; its owner runs `zamu migrate --create-desk NAME`",
            "akaunti hii si dawati la kitabu cha pamoja; mmiliki wake aendeshe `zamu migrate --create-desk JINA`"
        )),
        _ => None,
    }
}

/// The fault of one of our own codes.
pub fn told_of(code: &str) -> StoreError {
    of_code(code, "").unwrap_or_else(|| StoreError::Unreachable(code.into()))
}
