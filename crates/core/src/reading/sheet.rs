//! One sheet as the grid draws it: people on duty with what closes their time, rooms, and every row with what its card needs.

use chrono::{NaiveDate, SecondsFormat};

use super::{
    Band, ColumnReading, HourMark, OffDuty, RoomColumn, RowReading, SeatReading, SheetReading, wire,
};
use crate::attention::kind_name;
use crate::availability::{on_vacation, overrides_on, shift_spans, site_spans, works_here};
use crate::days::Days;
use crate::decide::Stamp;
use crate::record::*;
use crate::refusal::Refusal;
use crate::repool::load_of;
use crate::time::{Clock, Day, Span, clock_of, earlier_day, local_text};
use crate::words::{self, say};

/// Clocks are set by hours or halves.
const QUARTER: u32 = 15;

pub fn sheet(days: &Days, date: NaiveDate, stamp: &Stamp) -> Result<SheetReading, Refusal> {
    days.need(date)?;
    let day = days.day(date);
    let rows: Vec<RowReading> = days.rows_on(date).map(|row| row_reading(days, row, &day, stamp)).collect();
    let (on, off): (Vec<&Staff>, Vec<&Staff>) = days
        .records()
        .staff
        .values()
        .map(|staff| &**staff)
        .filter(|staff| works_here(staff, date) || holds(days, staff, date))
        .partition(|staff| on_duty(days, staff, &day));
    let columns: Vec<ColumnReading> = on.iter().map(|staff| column(days, staff, &day)).collect();
    let (first_minute, last_minute) = shown(&columns, &rows, &day, days);
    let instant = |at: chrono::DateTime<chrono::Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true);
    Ok(SheetReading {
        date: date.to_string(),
        finalized_at: days.sheet(date).and_then(|sheet| sheet.finalized_at).map(instant),
        cutoff_at: instant(cutoff(days, date)),
        day_minutes: day.span.minutes(),
        midnight: instant(day.span.from.utc()),
        hour_marks: hour_marks(&day, days),
        first_minute,
        last_minute,
        open: !site_spans(days.site(), &day).is_empty(),
        columns,
        off_duty: off.iter().map(|staff| off_duty(days, staff, &day, stamp)).collect(),
        rooms: days
            .records()
            .rooms
            .values()
            .filter(|room| !room.retired)
            .map(|room| room_column(days, room, &day))
            .collect(),
        rows,
    })
}

/// C1: the site's cutoff, on the day before.
pub fn cutoff(days: &Days, date: NaiveDate) -> chrono::DateTime<chrono::Utc> {
    days.day(earlier_day(date, 1)).at(days.site().cutoff).utc()
}

fn holds(days: &Days, staff: &Staff, date: NaiveDate) -> bool {
    days.rows_on(date).any(|row| row.held_by(&staff.id))
}

/// Somebody with hours or a row that day; who is absent stays in sight, who is on vacation all day does not.
fn on_duty(days: &Days, staff: &Staff, day: &Day) -> bool {
    let person = days.person(&staff.id);
    let works = !shift_spans(staff, person, day).is_empty() && on_vacation(person, day.date).is_none();
    works || holds(days, staff, day.date)
}

fn off_duty(days: &Days, staff: &Staff, day: &Day, stamp: &Stamp) -> OffDuty {
    let vacation = on_vacation(days.person(&staff.id), day.date);
    let why = match vacation {
        Some(vacation) => {
            let until = words::date(stamp.language, vacation.last);
            say!(stamp.language, "on vacation until {until}", "likizo hadi {until}")
        }
        None => say!(stamp.language, "off", "hayuko kazini"),
    };
    OffDuty { id: staff.id.to_string(), name: staff.name.clone(), why }
}

/// Elapsed minutes of a span within a day.
fn minutes(span: Span, day: &Day) -> Option<(u32, u32)> {
    let part = span.meet(day.span)?;
    let from = u32::try_from(part.from.minutes_since(day.span.from)).ok()?;
    Some((from, from + part.minutes()))
}

fn band(kind: &str, span: Span, day: &Day, label: String, id: Option<String>) -> Option<Band> {
    let (from, until) = minutes(span, day)?;
    Some(Band { kind: kind.into(), from, until, label, id })
}

fn column(days: &Days, staff: &Staff, day: &Day) -> ColumnReading {
    let (booked, bookable, rows) = load_of(days, staff, day.date);
    let person = days.person(&staff.id);
    let shift = shift_spans(staff, person, day);
    let hours =
        shift.iter().filter_map(|span| band("working", *span, day, clocks(days, *span), None)).collect();
    ColumnReading {
        id: staff.id.to_string(),
        name: staff.name.clone(),
        gender: wire(&staff.gender),
        skills: staff.skills.iter().cloned().collect(),
        temporary: staff.temporary.is_some(),
        hours,
        bands: bands(days, staff, &shift, day),
        booked,
        bookable,
        rows,
    }
}

fn clocks(days: &Days, span: Span) -> String {
    format!("{}-{}", clock_of(days.zone(), span.from), clock_of(days.zone(), span.until))
}

/// What closes a person's day, in the order of rule V1.
fn bands(days: &Days, staff: &Staff, shift: &[Span], day: &Day) -> Vec<Band> {
    let mut bands: Vec<Band> = gaps(&site_spans(days.site(), day), day)
        .into_iter()
        .filter_map(|gap| band("site_closed", gap, day, String::new(), None))
        .collect();
    let breaks = breaks(days, staff, day);
    bands.extend(
        gaps(shift, day)
            .into_iter()
            .filter(|gap| !breaks.contains(gap))
            .filter_map(|gap| band("off_shift", gap, day, String::new(), None)),
    );
    bands.extend(breaks.into_iter().filter_map(|pause| band("on_break", pause, day, String::new(), None)));
    let Some(person) = days.person(&staff.id) else { return bands };
    if let Some(vacation) = on_vacation(Some(person), day.date) {
        bands.extend(band(
            "on_vacation",
            day.span,
            day,
            vacation.reason.clone(),
            Some(vacation.id.to_string()),
        ));
    }
    bands.extend(person.blocks.values().filter_map(|block| {
        let kind = if block.kind == BlockKind::Absence { "absent".to_string() } else { wire(&block.kind) };
        let kind = if kind == "block" { "blocked".to_string() } else { kind };
        band(&kind, block.span, day, block.reason.clone(), Some(block.id.to_string()))
    }));
    bands.extend(
        person.busy.values().filter_map(|busy| band("busy_outside", busy.span, day, String::new(), None)),
    );
    bands
}

/// The stretches of a day outside some spans.
fn gaps(spans: &[Span], day: &Day) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort();
    let mut gaps = Vec::new();
    let mut from = day.span.from;
    for span in sorted {
        if from < span.from {
            gaps.push(Span::new(from, span.from));
        }
        from = from.max(span.until);
    }
    if from < day.span.until {
        gaps.push(Span::new(from, day.span.until));
    }
    gaps
}

/// Breaks of the weekly hours, where no override replaces them.
fn breaks(days: &Days, staff: &Staff, day: &Day) -> Vec<Span> {
    if overrides_on(days.person(&staff.id), day.date).next().is_some() || !works_here(staff, day.date) {
        return Vec::new();
    }
    let today = WeekDay::of(day.weekday());
    let blocks = staff.hours.iter().filter(|block| block.days.contains(&today));
    blocks.flat_map(|block| &block.breaks).filter_map(|(from, until)| day.between(*from, *until)).collect()
}

fn room_column(days: &Days, room: &Room, day: &Day) -> RoomColumn {
    let blocks = days.room_time(&room.id).into_iter().flat_map(|time| time.blocks.values());
    let mut bands: Vec<Band> = gaps(&site_spans(days.site(), day), day)
        .into_iter()
        .filter_map(|gap| band("site_closed", gap, day, String::new(), None))
        .collect();
    bands.extend(blocks.filter_map(|block| {
        band("blocked", block.span, day, block.reason.clone(), Some(block.id.to_string()))
    }));
    RoomColumn { id: room.id.to_string(), name: room.name.clone(), kind: room.kind.clone(), bands }
}

/// The whole hours around everything there is to see; a working day when there is nothing.
fn shown(columns: &[ColumnReading], rows: &[RowReading], day: &Day, days: &Days) -> (u32, u32) {
    let doors = site_spans(days.site(), day);
    let open = doors.iter().filter(|_| !days.site().hours.is_empty()).filter_map(|span| minutes(*span, day));
    let hours = columns.iter().flat_map(|column| &column.hours).map(|band| (band.from, band.until));
    let rows = rows.iter().map(|row| (row.minute, row.minute + row.minutes + row.turnover));
    let all: Vec<(u32, u32)> = open.chain(hours).chain(rows).collect();
    let first = all.iter().map(|(from, _)| *from).min().unwrap_or(9 * 60);
    let last = all.iter().map(|(_, until)| *until).max().unwrap_or(18 * 60);
    (first / 60 * 60, last.div_ceil(60) * 60)
}

/// Every full hour that the day has, and where its clocks are set: the hour that comes twice has two marks.
fn hour_marks(day: &Day, days: &Days) -> Vec<HourMark> {
    let mut marks = Vec::new();
    let mut goes_on = None;
    for minute in (0..=day.span.minutes()).step_by(QUARTER as usize) {
        let text = local_text(days.zone(), day.span.from.plus(minute));
        let (label, offset) = (text.get(11..16).unwrap_or_default(), text.get(16..).unwrap_or_default());
        let Some(Clock(now)) = Clock::parse(label) else { continue };
        let set = goes_on.is_some_and(|clock| clock != u32::from(now));
        if set || now % 60 == 0 {
            marks.push(HourMark { minute, label: label.into(), offset: offset.into() });
        }
        goes_on = Some((u32::from(now) + QUARTER) % (24 * 60));
    }
    marks
}

fn row_reading(days: &Days, row: &Appointment, day: &Day, stamp: &Stamp) -> RowReading {
    let records = days.records();
    let customer = records.customers.get(&row.customer);
    let local = |at| local_text(days.zone(), at);
    RowReading {
        id: row.id.to_string(),
        service: row.service.to_string(),
        service_name: records
            .services
            .get(&row.service)
            .map(|service| service.name.clone())
            .unwrap_or_default(),
        start: local(row.start),
        end: local(row.end()),
        span_end: local(row.span().until),
        minute: u32::try_from(row.start.minutes_since(day.span.from)).unwrap_or(0),
        minutes: row.minutes,
        turnover: row.turnover,
        customer: row.customer.to_string(),
        customer_name: customer.map(|customer| customer.name.clone()).unwrap_or_default(),
        phone: customer.map(|customer| customer.phone.clone()).unwrap_or_default(),
        status: wire(&row.status),
        arrived: row.arrived,
        stage: stage(row, stamp).into(),
        note: row.note.clone(),
        customer_note: customer.map(|customer| customer.note.clone()).unwrap_or_default(),
        room: row.room.as_ref().map(ToString::to_string),
        room_name: row.room.as_ref().and_then(|room| records.rooms.get(room)).map(|room| room.name.clone()),
        room_fixed: row.room_fixed,
        forced: row.forced,
        staff: row.seats.iter().map(|seat| seat.staff.as_ref().map(ToString::to_string)).collect(),
        assignment: row.seats.iter().map(|seat| wire(&seat.assignment)).collect(),
        seats: row.seats.iter().map(|seat| seat_reading(days, seat)).collect(),
        why: why(days, row, stamp),
        attention: days
            .items_on(day.date)
            .filter(|item| item.appointment.as_ref() == Some(&row.id))
            .map(|item| kind_name(item.kind).to_string())
            .collect(),
        unsettled: false,
    }
}

fn stage(row: &Appointment, stamp: &Stamp) -> &'static str {
    match () {
        () if row.end().utc() <= stamp.now => "done",
        () if row.start.utc() <= stamp.now => "in_service",
        () => "coming",
    }
}

fn seat_reading(days: &Days, seat: &Seat) -> SeatReading {
    let name =
        seat.staff.as_ref().and_then(|staff| days.records().staff.get(staff)).map(|staff| staff.name.clone());
    SeatReading {
        staff: seat.staff.as_ref().map(ToString::to_string),
        staff_name: name,
        assignment: wire(&seat.assignment),
        gender: seat.gender.map(|gender| wire(&gender)),
        wish_waived: seat.wish_waived,
        asked_for: seat.asked_for.as_ref().map(ToString::to_string),
        hand_placed: seat.hand_placed,
    }
}

/// Why this therapist (M4), one sentence for all seats.
fn why(days: &Days, row: &Appointment, stamp: &Stamp) -> String {
    let whys: Vec<String> = row.seats.iter().filter_map(|seat| why_seat(days, seat, stamp)).collect();
    whys.join("; ")
}

fn why_seat(days: &Days, seat: &Seat, stamp: &Stamp) -> Option<String> {
    let name_of = |staff: &crate::ids::StaffId| {
        days.records().staff.get(staff).map(|staff| staff.name.clone()).unwrap_or_default()
    };
    let name = seat.staff.as_ref().map(name_of)?;
    let language = stamp.language;
    Some(match seat.picked.as_ref()? {
        Picked::OnlyOne => say!(language, "{name}: the only one free", "{name}: pekee aliye huru"),
        Picked::LeastBusy(of) => {
            say!(language, "{name}: least busy of {of} free", "{name}: mwenye kazi chache kati ya {of}")
        }
        Picked::Fewest(of) => say!(
            language,
            "{name}: fewest rows in 30 days of {of} free",
            "{name}: nafasi chache siku 30 kati ya {of}"
        ),
        Picked::Rotation(of) => {
            say!(language, "{name}: next in turn of {of} free", "{name}: zamu yake kati ya {of}")
        }
        Picked::AskedFor => say!(language, "{name}: the customer asked", "{name}: mteja aliomba"),
        Picked::ByHand => say!(language, "{name}: placed by hand", "{name}: amewekwa kwa mkono"),
        Picked::Repooled(Some(from)) => {
            let from = name_of(from);
            say!(language, "{name}: took over from {from}", "{name}: amechukua kutoka kwa {from}")
        }
        Picked::Repooled(None) => {
            say!(language, "{name}: found after nobody was free", "{name}: amepatikana baadaye")
        }
        Picked::Allocated => {
            say!(language, "{name}: when the sheet was evened out", "{name}: wakati wa kugawanya kazi")
        }
    })
}
