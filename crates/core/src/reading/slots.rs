//! Slots as scripts and the booking form read them: local starts, who is free, and why there are none.

use super::{SlotQuery, SlotReading, SlotsReading};
use crate::days::Days;
use crate::decide::Stamp;
use crate::ids::*;
use crate::record::Gender;
use crate::refusal::Refusal;
use crate::slots::{self, SlotRequest};
use crate::time::{local_text, parse_date};
use crate::words::both;

/// Reads what was asked; a wrong date or gender is refused.
pub fn request(query: &SlotQuery) -> Result<SlotRequest, Refusal> {
    let date = |field: &str, text: &str| parse_date(text).map_err(|why| Refusal::invalid(field, why));
    let wish = match query.gender.as_deref() {
        None => None,
        Some("F") => Some(Gender::F),
        Some("M") => Some(Gender::M),
        Some(other) => {
            return Err(Refusal::invalid(
                "gender",
                both!("`{other}` is not F or M", "`{other}` si F wala M"),
            ));
        }
    };
    let (first, last) = (date("from", &query.from)?, date("to", &query.to)?);
    if last < first || (last - first).num_days() > 400 {
        return Err(Refusal::invalid(
            "to",
            both!(
                "{last} is not within 400 days after {first}",
                "{last} haimo ndani ya siku 400 baada ya {first}"
            ),
        ));
    }
    let minutes = query.minutes.filter(|minutes| *minutes > 0 && minutes % 5 == 0);
    Ok(SlotRequest {
        service: ServiceId::new(&query.service),
        first,
        last,
        wish,
        staff: query.staff.as_deref().map(StaffId::new),
        reshuffle: query.reshuffle,
        moving: query.moving.as_deref().map(AppointmentId::new),
        minutes,
    })
}

/// Days that are missing are asked for (`Refusal::NotLoaded`).
pub fn slots(days: &Days, query: &SlotQuery, stamp: &Stamp) -> Result<SlotsReading, Refusal> {
    let request = request(query)?;
    let scope = slots::scope(days, &request, stamp);
    if scope.dates.iter().any(|date| !days.loaded().covers(*date)) {
        return Err(Refusal::NotLoaded(Box::new(scope)));
    }
    let found = slots::slots(days, &request, stamp)?;
    let why_none = if found.is_empty() { slots::why_none(days, &request, stamp)? } else { Vec::new() };
    let reading = |slot: slots::Slot| SlotReading {
        start: local_text(days.zone(), slot.start),
        staff: slot.staff.iter().map(ToString::to_string).collect(),
        reshuffle: slot.reshuffle,
    };
    Ok(SlotsReading { slots: found.into_iter().map(reading).collect(), why_none })
}
