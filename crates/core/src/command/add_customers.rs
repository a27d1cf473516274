//! Customers taken in from a file, as one step. Somebody with the same phone and the same name is known already (rule B10).

use std::collections::BTreeSet;

use super::lines::{AddCustomers, NewCustomer};
use super::read;
use crate::draft::Draft;
use crate::ids::CustomerId;
use crate::phone;
use crate::record::Customer;
use crate::refusal::Refusal;
use crate::words::{both, say};

pub fn decide(line: &AddCustomers, draft: &mut Draft<'_>) -> Result<(), Refusal> {
    need_phones(line, draft)?;
    let mut added = 0;
    for (at, newcomer) in line.customers.iter().enumerate() {
        let customer = customer(draft, at, newcomer)?;
        if !known(draft, &customer)? {
            draft.put(customer);
            added += 1;
        }
    }
    draft.text = say!(draft.language(), "Added {added} customers", "Wateja {added} wameongezwa");
    Ok(())
}

/// Asks for every phone at once.
fn need_phones(line: &AddCustomers, draft: &Draft<'_>) -> Result<(), Refusal> {
    let loaded = draft.days.loaded();
    let mut phones = BTreeSet::new();
    for (at, newcomer) in line.customers.iter().enumerate() {
        phones.insert(customer(draft, at, newcomer)?.phone);
    }
    phones.retain(|phone| !loaded.is_whole() && !loaded.phones.contains(phone));
    if phones.is_empty() {
        return Ok(());
    }
    Err(Refusal::NotLoaded(Box::new(crate::scope::Scope { phones, ..Default::default() })))
}

fn customer(draft: &Draft<'_>, at: usize, newcomer: &NewCustomer) -> Result<Customer, Refusal> {
    let field = |name: &str| format!("customers[{at}].{name}");
    let name = newcomer.name.trim();
    if name.is_empty() {
        return Err(Refusal::invalid(&field("name"), both!("the name is empty", "jina ni tupu")));
    }
    let phone = match newcomer.phone.as_deref().unwrap_or_default().trim() {
        "" => String::new(),
        typed => phone::e164(typed, &draft.days.site().country)
            .map_err(|why| Refusal::invalid(&field("phone"), why))?,
    };
    Ok(Customer {
        id: CustomerId::new(&draft.new_handle("customer", &at.to_string())),
        name: name.into(),
        phone,
        gender: newcomer.gender.as_deref().map(|wish| read::gender(&field("gender"), wish)).transpose()?,
        note: newcomer.note.as_deref().unwrap_or_default().trim().into(),
    })
}

fn known(draft: &Draft<'_>, customer: &Customer) -> Result<bool, Refusal> {
    let name = customer.name.to_lowercase();
    Ok(draft.days.customers_with(&customer.phone)?.iter().any(|other| other.name.to_lowercase() == name))
}
