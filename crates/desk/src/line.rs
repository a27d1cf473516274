//! A command as a person or script writes it: one flat JSON object, with an id and the digest of a preview if it likes.
//! Text that is no object is unusable input (line and column); an object that is no command is a refusal.

use serde_json::{Map, Value};
use zamu_core::command::Command;
use zamu_core::ids::{CommandId, command_named};
use zamu_core::refusal::Refusal;

/// A line that was read, not yet issued.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// None: one is drawn. `edit` names its record with `id`, so its own is always drawn.
    pub id: Option<CommandId>,
    pub digest: Option<String>,
    pub command: Command,
}

/// Input that is no JSON object with a `command`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    pub line: usize,
    pub column: usize,
    pub why: String,
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.why)
    }
}

/// Reads the text of line number `line` (counted from 1).
pub fn parse(text: &str, line: usize) -> Result<Value, Unusable> {
    let value: Value = serde_json::from_str(text).map_err(|error| Unusable {
        line,
        column: error.column(),
        why: without_place(&error),
    })?;
    if value.get("command").is_some_and(Value::is_string) {
        return Ok(value);
    }
    Err(Unusable { line, column: 1, why: "this is not an object with a \"command\"".into() })
}

/// serde_json appends its own line and column, which count within the line.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_string()
}

pub fn read(value: Value) -> Result<Line, Refusal> {
    let Value::Object(mut fields) = value else {
        return Err(Refusal::invalid("command", "this is not an object"));
    };
    let id = if fields.get("command").is_some_and(|name| name == "edit") {
        None
    } else {
        text(&mut fields, "id")?
    };
    let digest = text(&mut fields, "digest")?;
    let command = serde_json::from_value(Value::Object(fields))
        .map_err(|error| Refusal::invalid("command", error.to_string()))?;
    Ok(Line { id: id.as_deref().map(command_named), digest, command })
}

fn text(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(Refusal::invalid(name, format!("`{other}` is not text"))),
    }
}
