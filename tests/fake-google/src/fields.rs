//! Partial answers: `fields=items(id,start/date),nextPageToken` leaves out everything else, so that a test sees what was really asked for.

use serde_json::{Map, Value};

/// What of a value a mask asks for. A mask that cannot be read is a bad request.
pub fn select(value: Value, mask: &str) -> Result<Value, String> {
    let (parts, rest) = parse(mask)?;
    if rest.is_empty() { Ok(pick(value, &parts)) } else { Err(format!("fields: `{rest}` is too much")) }
}

struct Part {
    name: String,
    inside: Vec<Part>,
}

fn parse(mask: &str) -> Result<(Vec<Part>, &str), String> {
    let mut parts = Vec::new();
    let mut rest = mask;
    loop {
        let (part, after) = one(rest)?;
        parts.push(part);
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return Ok((parts, after)),
        }
    }
}

fn one(mask: &str) -> Result<(Part, &str), String> {
    let end = mask.find(|c: char| !(c.is_ascii_alphanumeric() || c == '*')).unwrap_or(mask.len());
    let (name, rest) = mask.split_at(end);
    if name.is_empty() {
        return Err(format!("fields: nothing is named at `{mask}`"));
    }
    let name = name.to_string();
    if let Some(deeper) = rest.strip_prefix('/') {
        let (inside, rest) = one(deeper)?;
        return Ok((Part { name, inside: vec![inside] }, rest));
    }
    if let Some(inner) = rest.strip_prefix('(') {
        let (inside, rest) = parse(inner)?;
        let rest = rest.strip_prefix(')').ok_or("fields: a bracket is not closed")?;
        return Ok((Part { name, inside }, rest));
    }
    Ok((Part { name, inside: Vec::new() }, rest))
}

fn pick(value: Value, parts: &[Part]) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(|item| pick(item, parts)).collect(),
        Value::Object(mut fields) => {
            let mut picked = Map::new();
            for part in parts {
                if let Some(found) = fields.remove(&part.name) {
                    let found = if part.inside.is_empty() { found } else { pick(found, &part.inside) };
                    picked.insert(part.name.clone(), found);
                }
            }
            Value::Object(picked)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_what_is_named_is_answered() {
        let value = json!({ "items": [{ "id": "a", "summary": "b", "start": { "date": "c", "timeZone": "d" } }], "etag": "e", "next": 1 });
        let picked = select(value, "items(id,start/date),next").unwrap();
        assert_eq!(picked, json!({ "items": [{ "id": "a", "start": { "date": "c" } }], "next": 1 }));
        assert!(select(json!({}), "items(id").is_err());
    }
}
