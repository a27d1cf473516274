//! Changes: what a command did to the records, as one plain value that can be inverted, squashed and stored.
//! Commit, history, undo and sync all use it. It knows nothing of rules.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::*;
use crate::outcome::Touched;
use crate::record::*;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change<R> {
    Added(R),
    Updated { before: R, after: R },
    Removed(R),
}

impl<R: Clone + PartialEq> Change<R> {
    pub fn between(before: Option<&R>, after: Option<&R>) -> Option<Change<R>> {
        match (before, after) {
            (None, None) => None,
            (None, Some(after)) => Some(Change::Added(after.clone())),
            (Some(before), None) => Some(Change::Removed(before.clone())),
            (Some(before), Some(after)) if before == after => None,
            (Some(before), Some(after)) => {
                Some(Change::Updated { before: before.clone(), after: after.clone() })
            }
        }
    }

    pub fn before(&self) -> Option<&R> {
        match self {
            Change::Added(_) => None,
            Change::Updated { before, .. } | Change::Removed(before) => Some(before),
        }
    }

    pub fn after(&self) -> Option<&R> {
        match self {
            Change::Added(after) | Change::Updated { after, .. } => Some(after),
            Change::Removed(_) => None,
        }
    }

    pub fn invert(&self) -> Change<R> {
        match self.clone() {
            Change::Added(record) => Change::Removed(record),
            Change::Removed(record) => Change::Added(record),
            Change::Updated { before, after } => Change::Updated { before: after, after: before },
        }
    }
}

/// What happened to the records of one kind, by handle.
pub type Changed<R> = BTreeMap<<R as Record>::Id, Change<R>>;

fn squash<R: Record>(first: &mut Changed<R>, second: &Changed<R>) {
    for (id, later) in second {
        let both = match first.get(id) {
            Some(earlier) => Change::between(earlier.before(), later.after()),
            None => Some(later.clone()),
        };
        match both {
            Some(change) => first.insert(id.clone(), change),
            None => first.remove(id),
        };
    }
}

fn invert<R: Record>(changed: &Changed<R>) -> Changed<R> {
    changed.iter().map(|(id, change)| (id.clone(), change.invert())).collect()
}

fn apply<R: Record>(records: &mut BTreeMap<R::Id, Arc<R>>, changed: &Changed<R>) {
    for (id, change) in changed {
        match change.after() {
            Some(after) => records.insert(id.clone(), Arc::new(after.clone())),
            None => records.remove(id),
        };
    }
}

fn between<R: Record>(before: &BTreeMap<R::Id, Arc<R>>, after: &BTreeMap<R::Id, Arc<R>>) -> Changed<R> {
    let ids: BTreeSet<&R::Id> = before.keys().chain(after.keys()).collect();
    let change = |id| Change::between(before.get(id).map(Arc::as_ref), after.get(id).map(Arc::as_ref));
    ids.into_iter().filter_map(|id| Some((id.clone(), change(id)?))).collect()
}

fn by_handle<R: Record + DeserializeOwned>(
    list: Option<Value>,
) -> Result<BTreeMap<R::Id, Arc<R>>, serde_json::Error> {
    let records: Vec<R> = list.map_or(Ok(Vec::new()), serde_json::from_value)?;
    Ok(records.into_iter().map(|record| (record.id().clone(), Arc::new(record))).collect())
}

macro_rules! kinds {
    ($($field:ident: $record:ident, $id:ident;)*) => {
        /// Every record that is loaded, by kind and handle.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Records { $(pub $field: BTreeMap<$id, Arc<$record>>,)* }

        /// Added, updated and removed records, by kind and handle.
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct Changes {
            $(#[serde(skip_serializing_if = "BTreeMap::is_empty")] pub $field: BTreeMap<$id, Change<$record>>,)*
        }

        impl Changes {
            pub fn is_empty(&self) -> bool { $(self.$field.is_empty())&&* }

            pub fn invert(&self) -> Changes { Changes { $($field: invert::<$record>(&self.$field),)* } }

            /// These changes and then `later`, as one.
            pub fn squash(&mut self, later: &Changes) { $(squash::<$record>(&mut self.$field, &later.$field);)* }

            /// Every record that is there afterwards, with its kind.
            pub fn saved(&self) -> Result<Vec<(&'static str, Value)>, serde_json::Error> {
                let mut saved = Vec::new();
                $(for record in self.$field.values().filter_map(Change::after) {
                    saved.push(($record::KIND, serde_json::to_value(record)?));
                })*
                Ok(saved)
            }

            /// Kind and handle of every record that is gone afterwards.
            pub fn gone(&self) -> Vec<(&'static str, String)> {
                let mut gone = Vec::new();
                $(gone.extend(self.$field.iter().filter(|(_, change)| change.after().is_none()).map(|(id, _)| ($record::KIND, id.to_string())));)*
                gone
            }

            /// The name under which changes of a kind are written.
            pub fn list_of(kind: &str) -> Option<&'static str> {
                $(if kind == $record::KIND { return Some(stringify!($field)); })*
                None
            }

            /// Kind and handle of everything that changed.
            pub fn touched(&self) -> BTreeSet<Touched> {
                let mut touched = BTreeSet::new();
                $(touched.extend(self.$field.keys().map(|id| Touched { kind: $record::KIND.into(), id: id.to_string() }));)*
                touched
            }
        }

        impl Records {
            /// From lists of records by kind; kinds that are left out are empty.
            pub fn read(mut by_kind: BTreeMap<String, Value>) -> Result<Records, serde_json::Error> {
                Ok(Records { $($field: by_handle::<$record>(by_kind.remove($record::KIND))?,)* })
            }

            pub fn apply(&mut self, changes: &Changes) { $(apply::<$record>(&mut self.$field, &changes.$field);)* }

            /// Adds what is missing; what is there stays.
            pub fn merge(&mut self, more: Records) { $(for (id, record) in more.$field { self.$field.entry(id).or_insert(record); })* }

            /// What makes `later` out of this.
            pub fn until(&self, later: &Records) -> Changes {
                Changes { $($field: between::<$record>(&self.$field, &later.$field),)* }
            }

            /// All of it as additions to an empty book.
            pub fn as_added(&self) -> Changes {
                Changes { $($field: self.$field.iter().map(|(id, record)| (id.clone(), Change::Added($record::clone(record)))).collect(),)* }
            }
        }

        $(impl Kept for $record {
            fn of(records: &Records) -> &BTreeMap<$id, Arc<$record>> { &records.$field }
            fn of_mut(records: &mut Records) -> &mut BTreeMap<$id, Arc<$record>> { &mut records.$field }
            fn changed(changes: &mut Changes) -> &mut Changed<$record> { &mut changes.$field }
            fn changed_ref(changes: &Changes) -> &Changed<$record> { &changes.$field }
        })*
    };
}

/// Where the records of a kind are kept.
pub trait Kept: Record + crate::days::Indexed {
    fn of(records: &Records) -> &BTreeMap<Self::Id, Arc<Self>>;
    fn of_mut(records: &mut Records) -> &mut BTreeMap<Self::Id, Arc<Self>>;
    fn changed(changes: &mut Changes) -> &mut Changed<Self>;
    fn changed_ref(changes: &Changes) -> &Changed<Self>;
}

kinds! {
    site: Site, SiteId;
    services: Service, ServiceId;
    rooms: Room, RoomId;
    staff: Staff, StaffId;
    customers: Customer, CustomerId;
    appointments: Appointment, AppointmentId;
    overrides: Override, OverrideId;
    vacations: Vacation, VacationId;
    blocks: Block, BlockId;
    room_blocks: RoomBlock, RoomBlockId;
    busy: Busy, BusyId;
    calendar_links: CalendarLink, CalendarLinkId;
    sheets: Sheet, SheetId;
    messages: Message, MessageId;
    attention: Item, ItemId;
}
