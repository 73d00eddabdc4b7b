//! Values that are valid by a JSON schema.

use serde_json::{Map, Value, json};

/// Deeper values end with what is shortest.
const DEEPEST: usize = 24;
/// A text in place of one that a model would write.
const TEXT: &str = "stand-in";

/// A value that is valid by a schema, as small as it may be.
pub(crate) fn sample(schema: &Value) -> Value {
    of(schema, schema, 0)
}

fn of(schema: &Value, root: &Value, depth: usize) -> Value {
    if depth > DEEPEST {
        return Value::Null;
    }
    if let Some(target) = schema["$ref"].as_str() {
        let target = match target.strip_prefix('#') {
            Some("") => Some(root),
            Some(pointer) => root.pointer(pointer),
            None => None,
        };
        return target.map_or(Value::Null, |target| of(target, root, depth + 1));
    }
    if let Some(value) = schema.get("const") {
        return value.clone();
    }
    if let Some(value) = schema["enum"].as_array().and_then(|values| values.first()) {
        return value.clone();
    }
    for name in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[name].as_array() {
            // The one that needs the least: a schema may hold itself.
            let small = choices.iter().min_by_key(|choice| size(choice, root, 0));
            return small.map_or(Value::Null, |choice| of(choice, root, depth + 1));
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut whole = Map::new();
        for part in parts {
            match of(part, root, depth + 1) {
                Value::Object(fields) => whole.extend(fields),
                other => return other,
            }
        }
        return Value::Object(whole);
    }
    match kind(schema) {
        "object" => object(schema, root, depth),
        "array" => {
            let least = schema["minItems"].as_u64().unwrap_or(1).min(64) as usize;
            let least = match schema["maxItems"].as_u64() {
                Some(0) => 0,
                _ => least,
            };
            let item = |index: usize| match schema["prefixItems"].get(index) {
                Some(item) => of(item, root, depth + 1),
                None => of(&schema["items"], root, depth + 1),
            };
            // A list within itself ends with no items.
            let least = if depth > DEEPEST / 2 { 0 } else { least };
            Value::Array((0..least).map(item).collect())
        }
        "string" => Value::String(text(schema)),
        "integer" => json!(number(schema).ceil() as i64),
        "number" => json!(number(schema)),
        "boolean" => json!(true),
        "null" => Value::Null,
        _ => json!(TEXT),
    }
}

fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(kind) => kind,
        Value::Array(kinds) => {
            let first = kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null");
            first.unwrap_or("null")
        }
        _ if schema["properties"].is_object() => "object",
        _ if schema["items"].is_object() => "array",
        _ => "",
    }
}

fn object(schema: &Value, root: &Value, depth: usize) -> Value {
    let required = schema["required"].as_array().map_or(&[][..], |names| names);
    let mut fields = Map::new();
    if let Some(properties) = schema["properties"].as_object() {
        for (name, property) in properties {
            if required.iter().any(|one| one == name) || depth == 0 {
                fields.insert(name.clone(), of(property, root, depth + 1));
            }
        }
    }
    for name in required.iter().filter_map(Value::as_str) {
        fields.entry(name).or_insert_with(|| json!(TEXT));
    }
    Value::Object(fields)
}

fn text(schema: &Value) -> String {
    let least = schema["minLength"].as_u64().unwrap_or(0).min(10_000) as usize;
    let most = schema["maxLength"].as_u64().map_or(usize::MAX, |most| most as usize);
    let text = match schema["format"].as_str() {
        Some("date-time") => "2026-10-01T12:00:00Z",
        Some("date") => "2026-10-01",
        Some("time") => "12:00:00Z",
        Some("duration") => "PT1S",
        Some("email") => "stand-in@example.org",
        Some("hostname") => "example.org",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("uri" | "uri-reference") => "https://example.org/",
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        _ => TEXT,
    };
    let mut text = text.to_owned();
    while text.chars().count() < least {
        text.push('.');
    }
    text.chars().take(most).collect()
}

fn number(schema: &Value) -> f64 {
    let at = |name: &str| schema[name].as_f64();
    let step = at("multipleOf").filter(|step| *step > 0.0);
    let low = at("minimum").or_else(|| at("exclusiveMinimum").map(|low| low + step.unwrap_or(1.0)));
    let high = at("maximum").or_else(|| at("exclusiveMaximum").map(|high| high - 1.0));
    let number = match (low, high) {
        (Some(low), _) => low,
        (None, Some(high)) => high.min(1.0),
        (None, None) => 1.0,
    };
    match step {
        Some(step) => (number / step).ceil() * step,
        None => number,
    }
}

/// How much a schema needs, so that the smallest choice ends what holds itself.
fn size(schema: &Value, root: &Value, depth: usize) -> usize {
    if depth > 6 {
        return 1000;
    }
    if let Some(target) = schema["$ref"].as_str() {
        let target = root.pointer(target.trim_start_matches('#'));
        return 10 + target.map_or(0, |target| size(target, root, depth + 1));
    }
    match kind(schema) {
        "object" => {
            let inner = schema["properties"].as_object().into_iter().flatten();
            3 + inner.map(|(_, schema)| size(schema, root, depth + 1)).sum::<usize>()
        }
        "array" => 3 + size(&schema["items"], root, depth + 1),
        // A value says more than none.
        "null" => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_has_what_the_schema_requires() {
        let schema = json!({
            "type": "object",
            "properties": {
                "name": {"type": "string", "minLength": 12},
                "age": {"type": "integer", "minimum": 18},
                "kind": {"enum": ["a", "b"]},
                "nick": {"type": ["string", "null"]},
                "when": {"type": "string", "format": "date"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "to": {"$ref": "#/$defs/place"},
            },
            "required": ["name", "age", "kind", "nick", "when", "tags", "to"],
            "additionalProperties": false,
            "$defs": {"place": {"type": "object", "properties": {"x": {"type": "number"}}, "required": ["x"]}},
        });
        let value = sample(&schema);
        assert_eq!(
            value,
            json!({"name": "stand-in....", "age": 18, "kind": "a", "nick": "stand-in",
                "when": "2026-10-01", "tags": ["stand-in"], "to": {"x": 1.0}})
        );
    }

    #[test]
    fn a_schema_that_holds_itself_ends() {
        let node = json!({"type": "object", "properties": {
            "name": {"type": "string"},
            "children": {"anyOf": [{"type": "array", "items": {"$ref": "#/$defs/node"}}, {"type": "null"}]}},
            "required": ["name", "children"], "additionalProperties": false});
        let schema = json!({"type": "object", "properties": {"root": {"$ref": "#/$defs/node"}},
            "required": ["root"], "$defs": {"node": node}});
        assert_eq!(sample(&schema), json!({"root": {"name": "stand-in", "children": null}}));
    }
}
