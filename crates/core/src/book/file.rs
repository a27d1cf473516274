//! The shapes of the book file, field by field. Unknown keys are refused; what is empty or default is left out when written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::{
    BlockKind, Gender, ItemKind, Language, MessageKind, MessageState, PickRule, Picked, Status, Temporary,
    WeekHours,
};
use crate::time::Clock;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

macro_rules! defaults {
    ($($name:ident: $type:ty = $value:expr;)*) => { $(
        fn $name() -> $type { $value }
    )* };
}

defaults! {
    africa_nairobi: String = "Africa/Nairobi".into();
    kenya: String = "KE".into();
    shilling: String = "KES".into();
    six_in_the_evening: Clock = Clock(18 * 60);
    fifteen: u32 = 15;
    sixty: u32 = 60;
    fourteen: u32 = 14;
    one: u32 = 1;
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BookFile {
    pub site: SiteFile,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<RoomFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<StaffFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<CustomerFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appointments: Vec<AppointmentFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<OverrideFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vacations: Vec<VacationFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<BlockFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub room_blocks: Vec<RoomBlockFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub busy: Vec<BusyFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<MessageFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attention: Vec<ItemFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<SheetFile>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteFile {
    pub name: String,
    #[serde(default = "africa_nairobi")]
    pub time_zone: String,
    #[serde(default = "kenya")]
    pub country: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub language: Language,
    #[serde(default = "shilling")]
    pub currency: String,
    #[serde(default = "six_in_the_evening")]
    pub cutoff: Clock,
    #[serde(default = "fifteen")]
    pub slot_step: u32,
    #[serde(default = "sixty")]
    pub lead: u32,
    #[serde(default = "fourteen")]
    pub horizon_days: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub staff_preference: bool,
    #[serde(default)]
    pub pick_rule: PickRule,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<WeekHours>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rotation: BTreeMap<String, String>,
}

impl Default for SiteFile {
    fn default() -> Self {
        SiteFile {
            name: String::new(),
            time_zone: africa_nairobi(),
            country: kenya(),
            language: Language::default(),
            currency: shilling(),
            cutoff: six_in_the_evening(),
            slot_step: fifteen(),
            lead: sixty(),
            horizon_days: fourteen(),
            staff_preference: false,
            pick_rule: PickRule::default(),
            hours: Vec::new(),
            closed: Vec::new(),
            rotation: BTreeMap::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceFile {
    pub id: String,
    pub name: String,
    pub minutes: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub turnover: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    #[serde(default = "one")]
    pub seats: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub room_kinds: Vec<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub price: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomFile {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffFile {
    pub id: String,
    pub name: String,
    pub gender: Gender,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<WeekHours>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub temporary: Option<Temporary>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub left_on: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomerFile {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub phone: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub gender: Option<Gender>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

/// One value for all seats, or one per seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PerSeat<T> {
    All(T),
    Each(Vec<T>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppointmentFile {
    pub id: String,
    pub service: String,
    pub start: String,
    pub customer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<PerSeat<Option<Gender>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<PerSeat<crate::record::Assignment>>,
    /// Left out: picked on import. Empty: stays unplaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<PerSeat<Option<String>>>,
    /// Left out: the system names one. `null`: has none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "given")]
    pub room: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub status: Status,
    #[serde(default, skip_serializing_if = "is_default")]
    pub arrived: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub room_fixed: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub forced: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_for: Option<PerSeat<Option<String>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish_waived: Option<PerSeat<bool>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_placed: Option<PerSeat<bool>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picked: Option<Vec<Option<Picked>>>,
    /// Another length or clean-up than the service's.
    #[serde(default, skip_serializing_if = "is_default")]
    pub minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub turnover: Option<u32>,
}

fn given<'de, D: serde::Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(from).map(Some)
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverrideFile {
    #[serde(default)]
    pub id: String,
    pub staff: String,
    pub date: String,
    pub open: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub from: Option<Clock>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub until: Option<Clock>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub label: String,
    #[serde(default = "one")]
    pub repeat: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VacationFile {
    #[serde(default)]
    pub id: String,
    pub staff: String,
    pub first: String,
    pub last: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
}

/// `from` and `until`: dates (inclusive) or local date-times (half-open).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockFile {
    #[serde(default)]
    pub id: String,
    pub staff: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: BlockKind,
    pub from: String,
    pub until: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomBlockFile {
    #[serde(default)]
    pub id: String,
    pub room: String,
    pub from: String,
    pub until: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusyFile {
    #[serde(default)]
    pub id: String,
    pub staff: String,
    pub from: String,
    pub until: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageFile {
    pub id: String,
    pub customer: String,
    pub date: String,
    pub kind: MessageKind,
    pub state: MessageState,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appointments: Vec<String>,
    pub text: String,
    pub at: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub taken_back: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ItemFile {
    pub id: String,
    pub kind: ItemKind,
    pub date: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub appointment: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub seat: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    pub message: Option<String>,
    pub opened_at: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetFile {
    pub date: String,
    #[serde(default)]
    pub finalized_at: Option<String>,
}
