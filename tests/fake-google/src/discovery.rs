//! Google's own description of its interface: which methods there are, what each takes, and of what shape. A request that does not fit is a
//! fault of the one who asks.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

const DOCUMENT: &str = include_str!("../../data/google/calendar.v3.json");

pub struct Discovery {
    document: Value,
}

/// A method and the values in its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// `calendar.events.list`.
    pub method: String,
    pub path: BTreeMap<String, String>,
}

impl Default for Discovery {
    fn default() -> Self {
        Discovery {
            document: serde_json::from_str(DOCUMENT).unwrap_or_else(|why| panic!("the document: {why}")),
        }
    }
}

impl Discovery {
    /// Which method this is, or what is wrong with the request. `path` is what follows the address, its parts decoded.
    pub fn check(
        &self,
        verb: &str,
        path: &[String],
        query: &[(String, String)],
        body: Option<&Value>,
    ) -> Result<Called, String> {
        let (method, values) =
            self.find(verb, path).ok_or_else(|| format!("no method is {verb} {}", path.join("/")))?;
        for (name, value) in query {
            self.check_parameter(method, name, value)?;
        }
        match (&method["request"]["$ref"], body) {
            (Value::String(schema), Some(body)) => {
                self.check_object(&self.document["schemas"][schema], body, schema)?
            }
            (Value::String(_), None) => return Err("this method wants a body".into()),
            (_, Some(_)) => return Err("this method takes no body".into()),
            (_, None) => {}
        }
        Ok(Called { method: method["id"].as_str().unwrap_or_default().into(), path: values })
    }

    fn find(&self, verb: &str, path: &[String]) -> Option<(&Value, BTreeMap<String, String>)> {
        let resources = self.document["resources"].as_object()?;
        let methods =
            resources.values().flat_map(|one| one["methods"].as_object().into_iter().flat_map(Map::values));
        methods.filter(|method| method["httpMethod"] == verb).find_map(|method| {
            let template: Vec<&str> = method["path"].as_str()?.split('/').collect();
            let values = fits(&template, path)?;
            Some((method, values))
        })
    }

    fn check_parameter(&self, method: &Value, name: &str, value: &str) -> Result<(), String> {
        let own = &method["parameters"][name];
        let known = if own.is_null() { &self.document["parameters"][name] } else { own };
        let fits = match known["type"].as_str() {
            None => return Err(format!("{} has no parameter `{name}`", method["id"])),
            Some("integer") => value.parse::<u32>().is_ok(),
            Some("boolean") => matches!(value, "true" | "false"),
            Some(_) => known["enum"].as_array().is_none_or(|allowed| allowed.iter().any(|one| one == value)),
        };
        if fits && known["location"] == "query" {
            Ok(())
        } else {
            Err(format!("`{name}={value}` does not fit"))
        }
    }

    fn check_object(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let schema = match schema["$ref"].as_str() {
            Some(name) => &self.document["schemas"][name],
            None => schema,
        };
        let fault = || Err(format!("{at} is not of type {}: {value}", schema["type"]));
        match (schema["type"].as_str(), value) {
            // Null takes a field away.
            (_, Value::Null) => Ok(()),
            (Some("object"), Value::Object(fields)) => fields.iter().try_for_each(|(name, field)| {
                let property = &schema["properties"][name];
                let known = if property.is_null() { &schema["additionalProperties"] } else { property };
                if known.is_null() {
                    return Err(format!("{at} has no field `{name}`"));
                }
                self.check_object(known, field, &format!("{at}.{name}"))
            }),
            (Some("array"), Value::Array(items)) => {
                items.iter().try_for_each(|item| self.check_object(&schema["items"], item, at))
            }
            (Some("string"), Value::String(text)) => check_format(&schema["format"], text, at),
            (Some("boolean"), Value::Bool(_))
            | (Some("integer" | "number"), Value::Number(_))
            | (Some("any"), _) => Ok(()),
            _ => fault(),
        }
    }
}

fn check_format(format: &Value, text: &str, at: &str) -> Result<(), String> {
    let fits = match format.as_str() {
        Some("date-time") => chrono::DateTime::parse_from_rfc3339(text).is_ok(),
        Some("date") => chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok(),
        _ => true,
    };
    if fits { Ok(()) } else { Err(format!("{at}: `{text}` is no {format}")) }
}

fn fits(template: &[&str], path: &[String]) -> Option<BTreeMap<String, String>> {
    if template.len() != path.len() {
        return None;
    }
    let mut values = BTreeMap::new();
    for (wanted, part) in template.iter().zip(path) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => _ = values.insert(name.to_string(), part.clone()),
            None if wanted == part => {}
            None => return None,
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_the_document_does_not_say_is_refused() {
        let discovery = Discovery::default();
        let path = |text: &str| text.split('/').map(ToString::to_string).collect::<Vec<_>>();
        let events = path("calendars/me/events");
        let list = |query: &[(&str, &str)]| {
            let query: Vec<_> = query.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect();
            discovery.check("GET", &events, &query, None).map(|called| called.method)
        };
        assert_eq!(
            list(&[("singleEvents", "true"), ("fields", "items(id)")]).unwrap(),
            "calendar.events.list"
        );
        assert!(list(&[("singleEvent", "true")]).unwrap_err().contains("no parameter"));
        assert!(list(&[("singleEvents", "yes")]).is_err());
        assert!(list(&[("orderBy", "size")]).is_err());
        let insert = |body: Value| discovery.check("POST", &events, &[], Some(&body));
        assert!(insert(json!({ "summary": "a", "start": { "dateTime": "2026-11-24T10:00:00Z" } })).is_ok());
        assert!(insert(json!({ "title": "a" })).unwrap_err().contains("no field `title`"));
        assert!(insert(json!({ "start": { "dateTime": "tomorrow" } })).is_err());
        assert!(insert(json!({ "extendedProperties": { "private": { "a": 1 } } })).is_err());
        assert!(discovery.check("PUT", &path("calendars/me/nothing"), &[], None).is_err());
    }
}
