//! What a book file says of single days: other hours, vacations, blocks, busy times, messages, attention, sheets.

use super::fault;
use super::file::*;
use super::parts::{Names, Read, date, handle, handle_or, instant};
use crate::ids::*;
use crate::record::*;
use crate::words::both;

pub(crate) fn override_(file: &OverrideFile, names: &Names<'_>, path: &str) -> Read<Override> {
    let staff = names.staff(&file.staff, format!("{path}.staff"))?;
    let date = date(&file.date, &format!("{path}.date"))?;
    let hours = match (file.open, file.from, file.until) {
        (false, None, None) => None,
        (true, Some(from), Some(until)) if from < until => Some((from, until)),
        (true, ..) => {
            return Err(fault(
                format!("{path}.until"),
                both!(
                    "other hours need from, and until after it",
                    "saa nyingine zinahitaji mwanzo, na mwisho ulio baada yake"
                ),
            ));
        }
        (false, ..) => {
            return Err(fault(
                format!("{path}.open"),
                both!("a day off has no hours", "siku ya mapumziko haina saa"),
            ));
        }
    };
    if !(1..=53).contains(&file.repeat) {
        return Err(fault(
            format!("{path}.repeat"),
            both!("a number of weeks from 1 to 53", "idadi ya wiki kutoka 1 hadi 53"),
        ));
    }
    let id = handle_or(&file.id, path, || format!("{staff}-{date}"))?;
    Ok(Override {
        id: OverrideId::new(&id),
        staff,
        date,
        repeat: file.repeat,
        hours,
        label: file.label.clone(),
    })
}

pub(crate) fn vacation(file: &VacationFile, names: &Names<'_>, path: &str) -> Read<Vacation> {
    let staff = names.staff(&file.staff, format!("{path}.staff"))?;
    let (first, last) =
        (date(&file.first, &format!("{path}.first"))?, date(&file.last, &format!("{path}.last"))?);
    if last < first {
        return Err(fault(
            format!("{path}.last"),
            both!("the last day is before the first", "siku ya mwisho iko kabla ya ya kwanza"),
        ));
    }
    let id = handle_or(&file.id, path, || format!("{staff}-{first}"))?;
    Ok(Vacation { id: VacationId::new(&id), staff, first, last, reason: file.reason.clone() })
}

pub(crate) fn block(file: &BlockFile, names: &Names<'_>, path: &str) -> Read<Block> {
    let staff = names.staff(&file.staff, format!("{path}.staff"))?;
    let span = names.stretch(&file.from, &file.until, path)?;
    let id = handle_or(&file.id, path, || format!("{staff}-{}", file.from))?;
    Ok(Block { id: BlockId::new(&id), staff, kind: file.kind, span, reason: file.reason.clone() })
}

pub(crate) fn room_block(file: &RoomBlockFile, names: &Names<'_>, path: &str) -> Read<RoomBlock> {
    let room = RoomId::new(&file.room);
    if !names.records.rooms.contains_key(&room) {
        return Err(fault(
            format!("{path}.room"),
            both!("there is no room `{room}`", "hakuna chumba `{room}`"),
        ));
    }
    let span = names.stretch(&file.from, &file.until, path)?;
    let id = handle_or(&file.id, path, || format!("{room}-{}", file.from))?;
    Ok(RoomBlock { id: RoomBlockId::new(&id), room, span, reason: file.reason.clone() })
}

pub(crate) fn busy(file: &BusyFile, names: &Names<'_>, path: &str) -> Read<Busy> {
    let staff = names.staff(&file.staff, format!("{path}.staff"))?;
    let span = names.stretch(&file.from, &file.until, path)?;
    let id = handle_or(&file.id, path, || format!("{staff}-{}", span.from.utc().format("%Y%m%dT%H%MZ")))?;
    Ok(Busy { id: BusyId::new(&id), staff, span, link: None })
}

pub(crate) fn message(file: &MessageFile, names: &Names<'_>, path: &str) -> Read<Message> {
    let customer = CustomerId::new(&file.customer);
    if !names.records.customers.contains_key(&customer) {
        return Err(fault(
            format!("{path}.customer"),
            both!("there is no customer `{customer}`", "hakuna mteja `{customer}`"),
        ));
    }
    Ok(Message {
        id: MessageId::new(&handle(&file.id, path)?),
        customer,
        date: date(&file.date, &format!("{path}.date"))?,
        kind: file.kind,
        state: file.state,
        appointments: file.appointments.iter().map(|id| AppointmentId::new(id)).collect(),
        text: file.text.clone(),
        at: instant(&file.at, &format!("{path}.at"))?,
        taken_back: file.taken_back,
    })
}

pub(crate) fn item(file: &ItemFile, names: &Names<'_>, path: &str) -> Read<Item> {
    let appointment = file.appointment.as_ref().map(|id| AppointmentId::new(id));
    if let Some(row) = appointment.as_ref().filter(|row| !names.records.appointments.contains_key(*row)) {
        return Err(fault(
            format!("{path}.appointment"),
            both!("there is no appointment `{row}`", "hakuna miadi `{row}`"),
        ));
    }
    Ok(Item {
        id: ItemId::new(&file.id),
        kind: file.kind,
        date: date(&file.date, &format!("{path}.date"))?,
        appointment,
        seat: file.seat,
        message: file.message.as_ref().map(|id| MessageId::new(id)),
        opened_at: instant(&file.opened_at, &format!("{path}.opened_at"))?,
    })
}

pub(crate) fn sheet(file: &SheetFile, _names: &Names<'_>, path: &str) -> Read<Sheet> {
    let date = date(&file.date, &format!("{path}.date"))?;
    let finalized_at = file
        .finalized_at
        .as_deref()
        .map(|text| instant(text, &format!("{path}.finalized_at")))
        .transpose()?;
    Ok(Sheet { id: SheetId::new(&date.to_string()), date, finalized_at })
}
