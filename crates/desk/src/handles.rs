//! Handles or ids: a command line may name a record by either. Ids are replaced by handles before anything is decided,
//! so that the core knows handles only.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use uuid::Uuid;

use crate::store::{Store, StoreError};

/// The line with every known id replaced by its handle. Its own id and the command an `undo` names are no records.
pub async fn with_handles<S: Store>(store: &S, mut line: Value) -> Result<Value, StoreError> {
    let mut ids = BTreeSet::new();
    each_text(&mut line, &mut |text| ids.extend(Uuid::parse_str(text).ok()));
    if ids.is_empty() {
        return Ok(line);
    }
    let handles = store.handles(&ids).await?;
    each_text(&mut line, &mut |text| replace(text, &handles));
    Ok(line)
}

fn replace(text: &mut String, handles: &BTreeMap<Uuid, String>) {
    if let Some(handle) = Uuid::parse_str(text).ok().and_then(|id| handles.get(&id)) {
        text.clone_from(handle);
    }
}

fn each_text(value: &mut Value, apply: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => apply(text),
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, apply)),
        Value::Object(fields) => fields.iter_mut().for_each(|(_, field)| each_text(field, apply)),
        _ => {}
    }
}
