//! The site, what it sells and where: site, service, room, room block, sheet.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::WeekHours;
use crate::ids::*;
use crate::time::{Clock, Span};

/// One business at one place, with its rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    pub id: SiteId,
    pub name: String,
    pub time_zone: Tz,
    /// ISO 3166 code of two letters; phones without a country code are this country's.
    pub country: String,
    /// Language of what customers read.
    pub language: Language,
    pub currency: String,
    /// Wall-clock time on the day before at which a sheet becomes final.
    pub cutoff: Clock,
    /// Minutes between offered starts, from local midnight.
    pub slot_step: u32,
    /// Minutes from now before the first offered start.
    pub lead: u32,
    pub horizon_days: u32,
    pub staff_preference: bool,
    pub pick_rule: PickRule,
    /// Empty: always open.
    pub hours: Vec<WeekHours>,
    pub closed: BTreeSet<NaiveDate>,
    /// Where the rotation stands in each service's pool: the last one picked.
    pub rotation: BTreeMap<ServiceId, StaffId>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "sw")]
    Swahili,
}

/// Whom to pick among the free (rule B3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PickRule {
    #[default]
    LeastBusyDay,
    #[serde(rename = "fewest_next_30_days")]
    FewestNext30Days,
    Rotation,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    pub id: ServiceId,
    pub name: String,
    pub minutes: u32,
    /// Minutes of clean-up after it, occupied like the service itself.
    pub turnover: u32,
    pub skills: BTreeSet<String>,
    pub seats: u32,
    /// In the order they are tried; empty: needs no room.
    pub room_kinds: Vec<String>,
    pub price: Option<u32>,
    pub retired: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    pub id: RoomId,
    pub name: String,
    pub kind: String,
    pub retired: bool,
}

/// A room closed for a time (R2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomBlock {
    pub id: RoomBlockId,
    pub room: RoomId,
    pub span: Span,
    pub reason: String,
}

/// One civil day of the site; its handle is the date. Final is data (B8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub id: SheetId,
    pub date: NaiveDate,
    pub finalized_at: Option<DateTime<Utc>>,
}
