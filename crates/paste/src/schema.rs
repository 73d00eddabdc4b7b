//! A JSON schema as the type that a chat's format shows a model.

use alloc::{format, string::String};

use serde_json::{Map, Value};

/// Deeper schemas are a matter of a few tokens.
const DEEPEST: usize = 16;

/// The type for a schema, like `{\ncity: string,\n}`.
pub(crate) fn render(schema: &Value) -> String {
    typed(schema, 0)
}

fn typed(schema: &Value, depth: usize) -> String {
    if depth > DEEPEST {
        return "any".into();
    }
    match schema["type"].as_str() {
        Some("object") => object(schema, depth),
        Some("string") => {
            let choices = schema["enum"].as_array().into_iter().flatten();
            let choices: alloc::vec::Vec<_> =
                choices.filter_map(Value::as_str).map(|choice| format!("\"{choice}\"")).collect();
            if choices.is_empty() { "string".into() } else { choices.join(" | ") }
        }
        Some("number" | "integer") => "number".into(),
        Some("boolean") => "boolean".into(),
        Some("array") if schema["items"].is_null() => "Array<any>".into(),
        Some("array") => format!("{}[]", typed(&schema["items"], depth + 1)),
        _ => "any".into(),
    }
}

fn object(schema: &Value, depth: usize) -> String {
    let indent = "    ".repeat(depth);
    let empty = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&empty);
    let required = schema["required"].as_array().map_or(&[][..], |names| names);
    let mut text = String::from("{\n");
    for (name, property) in properties {
        if let Some(description) = property["description"].as_str() {
            text.push_str(&format!("{indent}// {description}\n"));
        }
        let mark = if required.iter().any(|one| one == name.as_str()) { "" } else { "?" };
        text.push_str(&format!("{indent}{name}{mark}: {},", typed(property, depth + 1)));
        match &property["default"] {
            Value::Null => {}
            Value::String(default) => text.push_str(&format!(" // default: \"{default}\"")),
            default => text.push_str(&format!(" // default: {default}")),
        }
        text.push('\n');
    }
    text.push_str(&format!("{indent}}}"));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_schema_becomes_a_type() {
        let schema = json!({"type": "object", "required": ["city"], "properties": {
            "city": {"type": "string", "description": "Where"},
            "days": {"type": "array", "items": {"type": "integer"}},
            "to": {"type": "object", "properties": {"id": {"type": "boolean", "default": true}}},
            "unit": {"enum": ["c", "f"], "type": "string"},
            "x": {"anyOf": []}}});
        assert_eq!(
            render(&schema),
            "{\n// Where\ncity: string,\ndays?: number[],\nto?: {\n    id?: boolean, // default: true\n    },\nunit?: \"c\" | \"f\",\nx?: any,\n}"
        );
        assert_eq!(render(&json!(null)), "any");
    }

    #[test]
    fn a_deep_schema_is_cut() {
        let mut schema = json!({"type": "string"});
        for _ in 0..500 {
            schema = json!({"type": "array", "items": schema});
        }
        assert!(render(&schema).starts_with("any[]"));
    }
}
