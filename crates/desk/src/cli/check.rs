//! `zamu check`: is the book whole? Exit 1 when it is not.

use std::fmt::Write;

use super::{Ending, Session, Trouble, say};
use crate::check::CheckReading;
use crate::place::Book;

pub async fn run(session: &Session) -> Result<Ending, Trouble> {
    let desk = session.desk().await?;
    let check = match &desk.book {
        Book::File(book) => book.check().await?,
        Book::Shared(book) => book.check().await?,
    };
    desk.book.close().await;
    let sound = check.sound;
    say::reading(Ok(check), session.json, words)?;
    Ok(if sound { Ending::Done } else { Ending::Refused })
}

fn words(check: &CheckReading) -> String {
    let mut text = format!("{}: {}\n", check.book, if check.sound { "sound" } else { "NOT SOUND" });
    check.faults.iter().for_each(|fault| line(&mut text, fault));
    check.counts.iter().for_each(|(kind, count)| line(&mut text, &format!("{count:>7} {kind}")));
    check
        .days
        .iter()
        .for_each(|day| line(&mut text, &format!("{} {:>5} rows {}", day.date, day.rows, day.hash)));
    text
}

fn line(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{line}");
}
