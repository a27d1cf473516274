//! Phones as E.164 (rule B10). A number without a country code is the site's country's; `+`, `00` and spaces are understood.
//! Only the length and the digits are checked: which numbers exist is the operator's business.

use crate::words::{Words, both};

/// Country code and trunk prefix by ISO 3166 code, for the countries a site can be in without typing `+`.
const COUNTRIES: &[(&str, &str, &str)] = &[
    ("KE", "254", "0"),
    ("TZ", "255", "0"),
    ("UG", "256", "0"),
    ("RW", "250", "0"),
    ("BI", "257", ""),
    ("ET", "251", "0"),
    ("SO", "252", "0"),
    ("SS", "211", "0"),
    ("CD", "243", "0"),
    ("ZA", "27", "0"),
    ("NG", "234", "0"),
    ("GH", "233", "0"),
    ("ZM", "260", "0"),
    ("MW", "265", "0"),
    ("MZ", "258", ""),
    ("EG", "20", "0"),
    ("MA", "212", "0"),
    ("GB", "44", "0"),
    ("IE", "353", "0"),
    ("DE", "49", "0"),
    ("AT", "43", "0"),
    ("CH", "41", "0"),
    ("FR", "33", "0"),
    ("NL", "31", "0"),
    ("BE", "32", "0"),
    ("ES", "34", ""),
    ("PT", "351", ""),
    ("IT", "39", ""),
    ("SE", "46", "0"),
    ("NO", "47", ""),
    ("DK", "45", ""),
    ("FI", "358", "0"),
    ("PL", "48", ""),
    ("US", "1", "1"),
    ("CA", "1", "1"),
    ("IN", "91", "0"),
    ("AE", "971", "0"),
    ("AU", "61", "0"),
    ("NZ", "64", "0"),
];

fn country(code: &str) -> Option<(&'static str, &'static str)> {
    COUNTRIES.iter().find(|(iso, ..)| *iso == code).map(|(_, code, trunk)| (*code, *trunk))
}

pub fn known_country(code: &str) -> bool {
    country(code).is_some()
}

/// `0712 345 678` in Kenya is `+254712345678`.
pub fn e164(typed: &str, iso: &str) -> Result<String, Words> {
    let allowed = |letter: char| letter.is_ascii_digit() || " +-().\u{a0}".contains(letter);
    if !typed.chars().all(allowed) {
        return Err(both!("`{typed}` is not a phone number", "`{typed}` si nambari ya simu"));
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let international = match (typed.trim_start().starts_with('+'), digits.strip_prefix("00")) {
        (true, _) => digits.clone(),
        (false, Some(rest)) => rest.to_string(),
        (false, None) => national(&digits, iso).ok_or_else(|| {
            both!(
                "`{typed}` needs its country code, like +254712345678",
                "`{typed}` inahitaji msimbo wa nchi, kama +254712345678"
            )
        })?,
    };
    if (8..=15).contains(&international.len()) && !international.starts_with('0') {
        Ok(format!("+{international}"))
    } else {
        let digits = international.len();
        Err(both!(
            "`{typed}` is not a phone number: {digits} digits with the country code",
            "`{typed}` si nambari ya simu: tarakimu {digits} pamoja na msimbo wa nchi"
        ))
    }
}

fn national(digits: &str, iso: &str) -> Option<String> {
    let (code, trunk) = country(iso)?;
    // Somebody who typed the country code without a plus: too long to be national.
    if digits.starts_with(code) && digits.len() >= code.len() + 8 {
        return Some(digits.to_string());
    }
    let rest = if trunk.is_empty() { digits } else { digits.strip_prefix(trunk).unwrap_or(digits) };
    (rest.len() >= 6).then(|| format!("{code}{rest}"))
}

/// The way people of the site's country write it: `0712 345 678`.
pub fn local(phone: &str, iso: &str) -> String {
    let Some((code, trunk)) = country(iso) else { return phone.to_string() };
    let Some(rest) = phone.strip_prefix('+').and_then(|digits| digits.strip_prefix(code)) else {
        return phone.to_string();
    };
    let whole = format!("{trunk}{rest}");
    let groups = whole.len().saturating_sub(6);
    match (whole.get(..groups), whole.get(groups..groups + 3), whole.get(groups + 3..)) {
        (Some(first), Some(middle), Some(last)) if groups > 0 => format!("{first} {middle} {last}"),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b10_phones_are_e164_by_the_sites_country() {
        for typed in ["0712 345 678", "+254 712-345-678", "00254712345678", "712345678", "254712345678"] {
            assert_eq!(e164(typed, "KE").as_deref(), Ok("+254712345678"), "{typed}");
        }
        for wrong in ["", "12", "07x2345678", "+0712345678", "+1234567890123456"] {
            assert!(e164(wrong, "KE").is_err(), "{wrong}");
        }
        assert_eq!(local("+254712345678", "KE"), "0712 345 678");
        assert_eq!(local("+4915112345678", "KE"), "+4915112345678");
    }
}
