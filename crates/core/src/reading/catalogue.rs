//! What is sold and where, and the site's settings, as the window edits them.

use std::collections::BTreeSet;

use super::{AbsenceReading, CatalogueReading, HoursReading, RoomReading, ServiceReading, SiteReading, wire};
use crate::days::Days;
use crate::decide::Stamp;
use crate::record::*;
use crate::remedy::qualified_on_file;
use crate::time::local_text;

pub fn catalogue(days: &Days, stamp: &Stamp) -> CatalogueReading {
    let records = days.records();
    let kinds: BTreeSet<String> =
        records.rooms.values().map(|room| room.kind.clone()).filter(|kind| !kind.is_empty()).collect();
    CatalogueReading {
        services: records.services.values().map(|service| service_reading(days, service)).collect(),
        rooms: records.rooms.values().map(|room| room_reading(days, room, stamp)).collect(),
        skills: skills(days),
        room_kinds: kinds.into_iter().collect(),
    }
}

/// Every skill a person has or a service needs.
pub(super) fn skills(days: &Days) -> Vec<String> {
    let of_staff = days.records().staff.values().flat_map(|staff| staff.skills.iter());
    let of_services = days.records().services.values().flat_map(|service| service.skills.iter());
    let skills: BTreeSet<String> = of_staff.chain(of_services).cloned().collect();
    skills.into_iter().collect()
}

fn service_reading(days: &Days, service: &Service) -> ServiceReading {
    ServiceReading {
        id: service.id.to_string(),
        name: service.name.clone(),
        minutes: service.minutes,
        turnover: service.turnover,
        skills: service.skills.iter().cloned().collect(),
        seats: service.seats,
        room_kinds: service.room_kinds.clone(),
        price: service.price,
        retired: service.retired,
        staff: qualified_on_file(days, &service.id).unwrap_or(0),
    }
}

fn room_reading(days: &Days, room: &Room, stamp: &Stamp) -> RoomReading {
    let blocks = days.room_time(&room.id).into_iter().flat_map(|time| time.blocks.values());
    let coming = blocks.filter(|block| block.span.until.utc() > stamp.now);
    let closed = coming.map(|block| AbsenceReading {
        id: block.id.to_string(),
        kind: "closed".into(),
        from: local_text(days.zone(), block.span.from),
        until: local_text(days.zone(), block.span.until),
        reason: block.reason.clone(),
        unplaced: 0,
    });
    RoomReading {
        id: room.id.to_string(),
        name: room.name.clone(),
        kind: room.kind.clone(),
        retired: room.retired,
        closed: closed.collect(),
    }
}

pub fn site(days: &Days) -> SiteReading {
    let site = days.site();
    SiteReading {
        name: site.name.clone(),
        time_zone: site.time_zone.name().into(),
        country: site.country.clone(),
        language: wire(&site.language),
        currency: site.currency.clone(),
        cutoff: site.cutoff.to_string(),
        slot_step: site.slot_step,
        lead: site.lead,
        horizon_days: site.horizon_days,
        staff_preference: site.staff_preference,
        pick_rule: wire(&site.pick_rule),
        hours: hours(&site.hours),
        closed: site.closed.iter().map(ToString::to_string).collect(),
    }
}

pub(super) fn hours(hours: &[WeekHours]) -> Vec<HoursReading> {
    let reading = |block: &WeekHours| HoursReading {
        days: block.days.iter().map(wire).collect(),
        from: block.from.to_string(),
        until: block.until.to_string(),
        breaks: block.breaks.iter().map(|(from, until)| (from.to_string(), until.to_string())).collect(),
    };
    hours.iter().map(reading).collect()
}
