//! Adding, changing or removing a record that no other command is for (a price, a phone number, site hours): the book file's fields with
//! their new values. A field given as before and after is refused when somebody changed it meanwhile. What an edit takes away in capacity
//! is absorbed as an absence is (A8).

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::lines::Edit;
use crate::book::{self, BookFault, Names};
use crate::changes::Kept;
use crate::draft::Draft;
use crate::ids::*;
use crate::outcome::Touched;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::{self, Reach};
use crate::words::{both, say};

pub fn decide(line: &Edit, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    draft.text = say!(draft.language(), "Changed the book", "Kitabu kimebadilishwa");
    let zone = draft.days.zone();
    match line.kind.as_str() {
        "customer" => return customer(line, draft),
        "site" => edit_site(line, draft)?,
        "service" => edit(line, draft, ServiceId::new, book::service_file, book::service, retire_service)?,
        "room" => edit(line, draft, RoomId::new, book::room_file, book::room, retire_room)?,
        "staff" => edit(line, draft, StaffId::new, book::staff_file, book::staff, |_| None)?,
        "override" => edit(line, draft, OverrideId::new, book::override_file, book::override_, gone)?,
        "vacation" => edit(line, draft, VacationId::new, book::vacation_file, book::vacation, gone)?,
        "block" => edit(line, draft, BlockId::new, |block| book::block_file(block, zone), book::block, gone)?,
        "room_block" => edit(
            line,
            draft,
            RoomBlockId::new,
            |block| book::room_block_file(block, zone),
            book::room_block,
            gone,
        )?,
        other => {
            return Err(Refusal::invalid(
                "kind",
                both!("`{other}` cannot be edited", "`{other}` haiwezi kuhaririwa"),
            ));
        }
    }
    draft.days.need_from(draft.today())?;
    repool::absorb(draft, Reach::Previewed)
}

/// What removing a record means: a changed record, or none left.
type Removal<R> = Option<Option<R>>;

fn gone<R>(_record: &R) -> Removal<R> {
    Some(None)
}

/// Rows of the past still name it, so it is only no longer offered.
fn retire_service(service: &Service) -> Removal<Service> {
    Some(Some(Service { retired: true, ..service.clone() }))
}

fn retire_room(room: &Room) -> Removal<Room> {
    Some(Some(Room { retired: true, ..room.clone() }))
}

fn edit<R: Kept, F: Serialize + DeserializeOwned>(
    line: &Edit,
    draft: &mut Draft<'_>,
    handle: impl Fn(&str) -> R::Id,
    file: impl Fn(&R) -> F,
    read: impl Fn(&F, &Names<'_>, &str) -> Result<R, BookFault>,
    removal: impl Fn(&R) -> Removal<R>,
) -> Result<(), Refusal> {
    let current = R::of(draft.days.records()).get(&handle(&line.id)).cloned();
    if line.fields.is_null() {
        let current = current.ok_or_else(|| Refusal::unknown(&line.kind, &line.id))?;
        return match removal(&current) {
            Some(Some(changed)) => {
                draft.put(changed);
                Ok(())
            }
            Some(None) => {
                draft.remove::<R>(&handle(&line.id));
                Ok(())
            }
            None => Err(Refusal::invalid(
                "fields",
                both!(
                    "people leave the team with `deactivate`, so that their rows are placed again",
                    "watu huondoka kwenye timu kwa `deactivate`, ili miadi yao ipangwe upya"
                ),
            )),
        };
    }
    let id = if current.is_some() { line.id.clone() } else { new_handle::<R>(line, draft, &handle) };
    let file: F = changed_file(line, &id, current.as_deref().map(file))?;
    let site = draft.days.site().clone();
    let record = read(
        &file,
        &Names { records: draft.days.records(), zone: site.time_zone, country: &site.country },
        "",
    )
    .map_err(refused)?;
    if current.is_none() {
        draft.created = Some(Touched { kind: R::KIND.into(), id });
    }
    draft.put(record);
    Ok(())
}

/// A new record's handle: the one asked for, or its name in letters and digits, told apart by the command when taken.
fn new_handle<R: Kept>(line: &Edit, draft: &Draft<'_>, handle: &impl Fn(&str) -> R::Id) -> String {
    if !line.id.trim().is_empty() {
        return line.id.trim().to_string();
    }
    let name = line.fields.get("name").and_then(Value::as_str).unwrap_or(&line.kind).to_lowercase();
    let plain: String =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let plain = plain.trim_matches('-').to_string();
    let own: String = draft.new_handle(&line.kind, "").chars().take(4).collect();
    let taken = plain.is_empty() || R::of(draft.days.records()).contains_key(&handle(&plain));
    if taken { format!("{plain}-{own}").trim_matches('-').to_string() } else { plain }
}

/// The file form of the record with the given fields in it.
fn changed_file<F: Serialize + DeserializeOwned>(
    line: &Edit,
    id: &str,
    current: Option<F>,
) -> Result<F, Refusal> {
    let Value::Object(given) = &line.fields else {
        return Err(Refusal::invalid(
            "fields",
            both!("an object of fields and values", "kitu chenye sehemu na thamani"),
        ));
    };
    let mut fields = match current.map(serde_json::to_value) {
        Some(Ok(Value::Object(fields))) => fields,
        _ => Map::from_iter([("id".to_string(), Value::String(id.to_string()))]),
    };
    for (name, value) in given {
        let value = after(name, value, fields.get(name))?;
        match value {
            Value::Null => fields.remove(name),
            value => fields.insert(name.clone(), value),
        };
    }
    serde_path_to_error::deserialize(Value::Object(fields)).map_err(|error| {
        let path = error.path().to_string();
        Refusal::invalid(if path == "." { "fields" } else { &path }, error.inner().to_string())
    })
}

/// A plain value, or `{ "before", "after" }` checked against what is there. Left-out defaults count as null.
fn after(name: &str, value: &Value, current: Option<&Value>) -> Result<Value, Refusal> {
    let Value::Object(pair) = value else { return Ok(value.clone()) };
    let (Some(before), Some(after)) = (pair.get("before"), pair.get("after")) else {
        return Ok(value.clone());
    };
    let empty = |value: &Value| {
        value.is_null()
            || value == ""
            || value == false
            || value == 0
            || value.as_array().is_some_and(Vec::is_empty)
    };
    let same = current.map_or_else(|| empty(before), |current| current == before);
    if same { Ok(after.clone()) } else { Err(Refusal::StaleEdit { field: name.to_string() }) }
}

fn refused(fault: BookFault) -> Refusal {
    let field = fault.path.trim_start_matches('.').to_string();
    Refusal::invalid(if field.is_empty() { "fields" } else { &field }, fault.why)
}

fn edit_site(line: &Edit, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let site = draft.days.site().clone();
    let Value::Object(given) = &line.fields else {
        return Err(Refusal::invalid(
            "fields",
            both!("an object of fields and values", "kitu chenye sehemu na thamani"),
        ));
    };
    let mut fields = match serde_json::to_value(book::site_file(&site)) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    for (name, value) in given {
        let value = after(name, value, fields.get(name))?;
        fields.insert(name.clone(), value);
    }
    let file = serde_path_to_error::deserialize(Value::Object(fields))
        .map_err(|error| Refusal::invalid(&error.path().to_string(), error.inner().to_string()))?;
    let fresh = book::site(&file, "").map_err(refused)?;
    draft.put(Site { id: site.id.clone(), ..fresh });
    Ok(())
}

/// Customers are not all loaded: the one that is named, and those with the same phone.
fn customer(line: &Edit, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    if !line.id.is_empty() {
        match draft.days.customer(&CustomerId::new(&line.id)) {
            Ok(_) | Err(Refusal::Unknown { .. }) => {}
            Err(more) => return Err(more),
        }
    }
    let nameless = Edit {
        id: if line.id.is_empty() { draft.new_handle("customer", "") } else { line.id.clone() },
        ..line.clone()
    };
    let keep: fn(&Customer) -> Removal<Customer> = |_| None;
    if line.fields.is_null() {
        return Err(Refusal::invalid(
            "fields",
            both!("a customer with rows is not removed", "mteja mwenye miadi haondolewi"),
        ));
    }
    edit(&nameless, draft, CustomerId::new, book::customer_file, book::customer, keep)
}
