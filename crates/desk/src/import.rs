//! Customers from a file: comma or semicolon separated, with a line of names (`name, phone, gender, note`, in any order). Read first
//! without writing; then the new customers are one command, so that the file goes through the same rules as a person and one undo takes
//! it back.

use std::collections::BTreeSet;

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Value, json};
use zamu_core::both;
use zamu_core::outcome::Outcome;
use zamu_core::phone;
use zamu_core::reading::{CustomerReading, ImportLine, ImportReading};
use zamu_core::record::Language;
use zamu_core::scope::Scope;
use zamu_core::words::Words;

use crate::customers::folded;
use crate::desk::Desk;
use crate::store::{Store, StoreError};

const SAMPLE: usize = 5;

/// Where the columns are.
struct Columns {
    name: usize,
    phone: Option<usize>,
    gender: Option<usize>,
    note: Option<usize>,
}

struct Newcomer {
    line: u32,
    name: String,
    phone: String,
    gender: Option<String>,
    note: String,
}

impl Desk {
    /// Reads a customer file; with `apply` the new ones are added.
    pub async fn import_customers(&self, text: &str, apply: bool) -> Result<ImportReading, StoreError> {
        let loaded = self.book.load(&Scope::whole()).await?;
        let country =
            loaded.records.site.values().next().map(|site| site.country.clone()).unwrap_or_default();
        let known =
            loaded.records.customers.values().map(|customer| same(&customer.name, &customer.phone)).collect();
        let language = self.stamp().await?.language;
        let (newcomers, mut reading) = read(text, &country, known, language);
        if apply {
            self.add(newcomers, &mut reading).await?;
        }
        Ok(reading)
    }

    async fn add(&self, newcomers: Vec<Newcomer>, reading: &mut ImportReading) -> Result<(), StoreError> {
        reading.applied = true;
        if newcomers.is_empty() {
            return Ok(());
        }
        let customers: Vec<Value> = newcomers.iter().map(Newcomer::line).collect();
        let line = json!({ "command": "add_customers", "customers": customers });
        if let Outcome::Refused(refused) = self.perform(line).await? {
            reading.added = 0;
            reading.applied = false;
            reading.refused.push(ImportLine { line: newcomers[0].line, why: refused.why });
        }
        Ok(())
    }
}

impl Newcomer {
    fn line(&self) -> Value {
        let Newcomer { name, phone, gender, note, .. } = self;
        json!({ "name": name, "phone": phone, "gender": gender, "note": note })
    }

    fn reading(&self, country: &str) -> CustomerReading {
        CustomerReading {
            id: String::new(),
            name: self.name.clone(),
            phone: self.phone.clone(),
            phone_local: phone::local(&self.phone, country),
            gender: self.gender.clone(),
            note: self.note.clone(),
            visits: 0,
            last_visit: None,
            last_service: None,
            next_visit: None,
        }
    }
}

/// B10: same phone and same name is the same customer.
fn same(name: &str, phone: &str) -> (String, String) {
    (folded(name.trim()), phone.to_string())
}

fn read(
    text: &str,
    country: &str,
    mut known: BTreeSet<(String, String)>,
    language: Language,
) -> (Vec<Newcomer>, ImportReading) {
    let mut reading =
        ImportReading { added: 0, known: 0, refused: Vec::new(), applied: false, sample: Vec::new() };
    let mut newcomers = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = ReaderBuilder::new()
        .delimiter(delimiter(text))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let columns = match lines.headers().map_err(as_said).and_then(columns) {
        Ok(columns) => columns,
        Err(why) => {
            reading.refused.push(ImportLine { line: 1, why: why.to(language) });
            return (newcomers, reading);
        }
    };
    for (at, record) in lines.records().enumerate() {
        let counted = u32::try_from(at + 2).unwrap_or(u32::MAX);
        let line = record
            .as_ref()
            .ok()
            .and_then(StringRecord::position)
            .and_then(|place| u32::try_from(place.line()).ok())
            .unwrap_or(counted);
        match record.map_err(as_said).and_then(|record| newcomer(&record, &columns, line, country)) {
            Err(why) => reading.refused.push(ImportLine { line, why: why.to(language) }),
            Ok(newcomer) if !known.insert(same(&newcomer.name, &newcomer.phone)) => reading.known += 1,
            Ok(newcomer) => newcomers.push(newcomer),
        }
    }
    reading.added = u32::try_from(newcomers.len()).unwrap_or(u32::MAX);
    reading.sample = newcomers.iter().take(SAMPLE).map(|newcomer| newcomer.reading(country)).collect();
    (newcomers, reading)
}

fn as_said(error: csv::Error) -> Words {
    error.to_string().into()
}

fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    [b'\t', b';'].into_iter().find(|mark| head.contains(char::from(*mark))).unwrap_or(b',')
}

fn columns(head: &StringRecord) -> Result<Columns, Words> {
    let place = |names: &[&str]| head.iter().position(|name| names.contains(&folded(name).as_str()));
    let name = place(&["name", "customer", "full name", "jina", "mteja"]).ok_or_else(|| {
        both!("the first line names no column `name`", "mstari wa kwanza hautaji safu `jina`")
    })?;
    let phone = place(&["phone", "telephone", "mobile", "phone number", "simu"]);
    Ok(Columns {
        name,
        phone,
        gender: place(&["gender", "wish", "jinsia"]),
        note: place(&["note", "notes", "maelezo"]),
    })
}

fn newcomer(record: &StringRecord, columns: &Columns, line: u32, country: &str) -> Result<Newcomer, Words> {
    let text =
        |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default().to_string();
    let name = text(Some(columns.name));
    if name.is_empty() {
        return Err(both!("there is no name", "hakuna jina"));
    }
    let typed = text(columns.phone);
    let phone = if typed.is_empty() { typed } else { phone::e164(&typed, country)? };
    Ok(Newcomer { line, name, phone, gender: wish(&text(columns.gender))?, note: text(columns.note) })
}

fn wish(text: &str) -> Result<Option<String>, Words> {
    match folded(text).as_str() {
        "" | "any" | "-" => Ok(None),
        "f" | "female" | "woman" => Ok(Some("F".into())),
        "m" | "male" | "man" => Ok(Some("M".into())),
        _ => Err(both!("`{text}` is not F, M or empty", "`{text}` si F, M wala tupu")),
    }
}
