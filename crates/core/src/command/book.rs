//! Booking (rules B1 to B5, B8 to B10): commits a time. The seat gets the pick, provisional; a named therapist is bound.

use super::lines::{Book, People};
use super::read;
use super::seats::{fill_and_put, seat_asked_for};
use crate::days::Days;
use crate::draft::Draft;
use crate::ids::*;
use crate::outcome::Touched;
use crate::phone;
use crate::pick::earliest_booking;
use crate::reason::Reason;
use crate::record::*;
use crate::refusal::Refusal;
use crate::rooms;
use crate::slots::waived;
use crate::time::Tick;
use crate::words::{self, both, say};

pub fn decide(line: &Book, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let force = read::force(line.force.as_ref())?;
    let mut row = asked_row(line, draft)?;
    draft.days.need_span(row.span())?;
    refuse_past(draft, row.start)?;
    row.customer = customer(line, draft)?;
    warn_of_overlap(draft, &row)?;
    seat_named(line, draft, &mut row)?;
    choose_room(draft, &mut row, line.room.as_deref())?;
    draft.subject = Some(row.id.clone());
    draft.text = text(&draft.days, &row, draft.language());
    row.forced = force != crate::availability::Force::Nothing && needs_force(draft, &row)?;
    fill_and_put(draft, row, force)
}

/// The row before anybody has it.
fn asked_row(line: &Book, draft: &Draft<'_>) -> Result<Appointment, Refusal> {
    let service = draft.days.service(&ServiceId::new(&line.service))?.clone();
    if service.retired && draft.promised.is_none() {
        let name = &service.name;
        return Err(Refusal::invalid(
            "service",
            both!("{name} is no longer offered", "{name} haitolewi tena"),
        ));
    }
    let start = read::tick(draft, "start", &line.start)?;
    let date = draft.days.date_of(start);
    let wishes = read::wishes(line.gender.as_ref(), service.seats as usize)?;
    let seat = |wish: Option<Gender>| Seat {
        gender: wish,
        wish_waived: waived(&draft.days, &service, wish, date),
        ..Seat::default()
    };
    Ok(Appointment {
        id: AppointmentId::new(&draft.new_handle("appointment", "")),
        service: service.id.clone(),
        customer: CustomerId::new(""),
        start,
        minutes: read::minutes(line.minutes.unwrap_or(service.minutes))?,
        turnover: service.turnover,
        status: Status::Booked,
        arrived: false,
        note: line.note.clone().unwrap_or_default().trim().to_string(),
        room: None,
        room_fixed: false,
        forced: false,
        seats: wishes.into_iter().map(seat).collect(),
    })
}

/// T3: a person may book any tick, and a walk-in up to 30 minutes past.
pub fn refuse_past(draft: &Draft<'_>, start: Tick) -> Result<(), Refusal> {
    if start >= earliest_booking(Tick::floor(draft.answered_at())) {
        Ok(())
    } else {
        Err(Refusal::no(Reason::Past))
    }
}

/// B10: same phone and same name is the same customer.
fn customer(line: &Book, draft: &mut Draft<'_>) -> Result<CustomerId, Refusal> {
    if let Some(id) = &line.customer {
        return Ok(draft.days.customer(&CustomerId::new(id))?.id.clone());
    }
    let name = line.name.as_deref().unwrap_or_default().trim();
    let typed = line.phone.as_deref().unwrap_or_default().trim();
    if name.is_empty() {
        return Err(Refusal::invalid(
            "name",
            both!(
                "say who it is for: a customer, or a name and a phone",
                "sema ni kwa nani: mteja, au jina na simu"
            ),
        ));
    }
    let country = draft.days.site().country.clone();
    let phone = if typed.is_empty() {
        String::new()
    } else {
        phone::e164(typed, &country).map_err(|why| Refusal::invalid("phone", why))?
    };
    if !phone.is_empty() {
        let known = draft.days.customers_with(&phone)?;
        if let Some(same) = known.iter().find(|customer| customer.name.to_lowercase() == name.to_lowercase())
        {
            return Ok(same.id.clone());
        }
    }
    let id = CustomerId::new(&draft.new_handle("customer", ""));
    draft.put(Customer { id: id.clone(), name: name.into(), phone, gender: None, note: String::new() });
    draft.created = Some(Touched { kind: "customer".into(), id: id.to_string() });
    Ok(id)
}

fn warn_of_overlap(draft: &mut Draft<'_>, row: &Appointment) -> Result<(), Refusal> {
    let date = draft.days.date_of(row.start);
    let same = |other: &&std::sync::Arc<Appointment>| {
        other.occupies()
            && other.customer == row.customer
            && other.span().overlaps(row.span())
            && other.id != row.id
    };
    let Some(other) = draft.days.rows_on(date).find(same) else { return Ok(()) };
    let clock = crate::time::clock_of(draft.days.zone(), other.start);
    let notice = say!(
        draft.language(),
        "This customer is booked at {clock} too.",
        "Mteja huyu ana miadi saa {clock} pia."
    );
    draft.notices.push(notice);
    Ok(())
}

/// B4: the named seat is bound, where the site lets customers ask by name.
fn seat_named(line: &Book, draft: &Draft<'_>, row: &mut Appointment) -> Result<(), Refusal> {
    let named: Vec<Option<String>> = match &line.staff {
        None => return Ok(()),
        Some(People::One(name)) => vec![Some(name.clone())],
        Some(People::Each(names)) => names.clone(),
    };
    if !draft.days.site().staff_preference && draft.promised.is_none() {
        return Err(Refusal::invalid(
            "staff",
            both!(
                "customers do not choose a therapist here (Settings: asking for a person by name)",
                "wateja hawachagui mtaalamu hapa (Mipangilio: kuomba mtu kwa jina)"
            ),
        ));
    }
    if named.len() > row.seats.len() {
        let seats = row.seats.len();
        return Err(Refusal::invalid(
            "staff",
            both!("more people than seats ({seats})", "watu ni wengi kuliko nafasi ({seats})"),
        ));
    }
    let force = read::force(line.force.as_ref())?;
    for (at, name) in named.into_iter().enumerate() {
        let Some(name) = name else { continue };
        let staff = StaffId::new(&name);
        seat_asked_for(draft, row, at, &staff, force)?;
    }
    Ok(())
}

/// A room a person picks: it must be free; its kind is theirs to judge. What was promised takes another one then.
pub fn choose_room(draft: &Draft<'_>, row: &mut Appointment, room: Option<&str>) -> Result<(), Refusal> {
    let Some(room) = room else { return Ok(()) };
    let room = draft.days.room(&RoomId::new(room))?.clone();
    let own = [row.id.clone()].into();
    if let Some(reason) = rooms::why_not(&draft.days, &room, &[], row.span(), &own) {
        if draft.promised.is_some() {
            (row.room, row.room_fixed) = (None, false);
            return Ok(());
        }
        return Err(Refusal::no(reason));
    }
    row.room = Some(room.id.clone());
    row.room_fixed = true;
    Ok(())
}

/// Whether force is what lets this row in: nobody could serve it inside hours.
pub fn needs_force(draft: &Draft<'_>, row: &Appointment) -> Result<bool, Refusal> {
    use crate::availability::Force::Nothing;
    let own = [row.id.clone()].into();
    for seat in row.seats.iter().filter(|seat| seat.staff.is_some()) {
        let Some(staff) = seat.staff.as_ref() else { continue };
        if crate::availability::why_not_seat(&draft.days, draft.days.staff(staff)?, row, seat, &own, Nothing)?
            .is_some()
        {
            return Ok(true);
        }
    }
    Ok(crate::pick::pick(&draft.days, row, Nothing)?.is_err())
}

fn text(days: &Days, row: &Appointment, language: Language) -> String {
    let service =
        days.records().services.get(&row.service).map(|service| service.name.clone()).unwrap_or_default();
    let customer =
        days.records().customers.get(&row.customer).map(|customer| customer.name.clone()).unwrap_or_default();
    let date = words::date(language, days.date_of(row.start));
    let clock = crate::time::clock_of(days.zone(), row.start);
    say!(
        language,
        "Booked {service} for {customer}, {date} {clock}",
        "{service} kwa {customer}, {date} {clock}, imewekwa"
    )
}
