//! Records and their tables. A batch of records of one kind crosses as one JSON array: the `.sql` files spread it over real columns
//! and gather it again, so that one function loads and one saves every kind. What a column means is said in `migrations/replica`.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};
use zamu_core::changes::{Changes, Kept, Records};
use zamu_core::ids::uuid_of;
use zamu_core::record::*;

use crate::customers::folded;
use crate::store::{Revision, StoreError};

/// A kind of record with its table.
pub trait Row: Kept + Serialize + DeserializeOwned {
    const TABLE: &'static str;
    const SAVE: &'static str;
    const REMOVE: &'static str;
}

macro_rules! tables {
    ($($record:ident: $table:literal;)*) => {
        $(impl Row for $record {
            const TABLE: &'static str = $table;
            const SAVE: &'static str = include_str!(concat!("../../sql/save/", $table, ".sql"));
            const REMOVE: &'static str = include_str!(concat!("../../sql/remove/", $table, ".sql"));
        })*

        /// One row, in which the records of each kind are one JSON array.
        const LOAD: &str = concat!(
            include_str!("../../sql/load/wanted.sql"),
            "SELECT NULL",
            $(", (", include_str!(concat!("../../sql/load/", $table, ".sql")), ") AS ", $table,)*
        );

        fn read(row: &SqliteRow) -> Result<Records, StoreError> {
            let mut records = Records::default();
            $(read_kind::<$record>(row, &mut records)?;)*
            Ok(records)
        }

        /// Writes everything that changed. References are checked at the end of the transaction, so the order of kinds does not matter.
        pub async fn write(to: &mut SqliteConnection, changes: &Changes, page: &Page<'_>) -> Result<(), StoreError> {
            $(write_kind::<$record>(to, changes, page).await?;)*
            Ok(())
        }
    };
}

tables! {
    Site: "site";
    Service: "service";
    Room: "room";
    Staff: "staff";
    Customer: "customer";
    Appointment: "appointment";
    Override: "override";
    Vacation: "vacation";
    Block: "block";
    RoomBlock: "room_block";
    Busy: "busy";
    CalendarLink: "calendar_link";
    Sheet: "sheet";
    Message: "message";
    Item: "attention";
}

/// Loads what `wanted` (a scope as JSON) takes in, by one statement: a question to the file costs more than what it finds.
pub async fn load(from: &mut SqliteConnection, wanted: &str) -> Result<Records, StoreError> {
    read(&sqlx::query(LOAD).bind(wanted).fetch_one(from).await?)
}

fn read_kind<R: Row>(row: &SqliteRow, into: &mut Records) -> Result<(), StoreError> {
    let records: Vec<R> = serde_json::from_str(row.try_get(R::TABLE)?)?;
    *R::of_mut(into) = by_handle(records);
    Ok(())
}

fn by_handle<R: Record>(records: Vec<R>) -> BTreeMap<R::Id, Arc<R>> {
    records.into_iter().map(|record| (record.id().clone(), Arc::new(record))).collect()
}

/// Where rows are written: which book, and the revision they are stamped with.
pub struct Page<'a> {
    pub site: &'a str,
    pub revision: Revision,
}

async fn write_kind<R: Row>(
    to: &mut SqliteConnection,
    changes: &Changes,
    page: &Page<'_>,
) -> Result<(), StoreError> {
    let changed = R::changed_ref(changes);
    let gone: Vec<Value> = changed
        .values()
        .filter(|change| change.after().is_none())
        .filter_map(|change| change.before())
        .map(handle)
        .collect::<Result<_, _>>()?;
    if !gone.is_empty() {
        sqlx::query(R::REMOVE).bind(Value::Array(gone).to_string()).execute(&mut *to).await?;
    }
    let kept: Vec<Value> = changed
        .values()
        .filter_map(|change| change.after())
        .map(|record| stored(record, page.site))
        .collect::<Result<_, _>>()?;
    if kept.is_empty() {
        return Ok(());
    }
    sqlx::query(R::SAVE).bind(Value::Array(kept).to_string()).bind(page.revision).execute(to).await?;
    Ok(())
}

fn handle<R: Row>(record: &R) -> Result<Value, StoreError> {
    Ok(serde_json::to_value(record)?["id"].take())
}

/// A record with what its table keeps besides: the id, and the name as it is searched for.
fn stored<R: Row>(record: &R, site: &str) -> Result<Value, StoreError> {
    let mut value = serde_json::to_value(record)?;
    let uuid = uuid_of(site, R::KIND, value["id"].as_str().unwrap_or_default());
    value["uuid"] = uuid.to_string().into();
    if let Some(name) = value["name"].as_str().map(folded) {
        value["folded"] = name.into();
    }
    Ok(value)
}
