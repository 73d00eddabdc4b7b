//! Tools and the choice among them.

use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Value, json};

use crate::{
    cause::{Cause, Listed},
    request::{
        fields::{is_name, legal_name, remove, strangers},
        report::Severity,
        schema,
        state::Check,
    },
};

const MOST_TOOLS: usize = 128;
/// The types of tools (SDK types; remote MCP by Groq's page on it).
const TYPES: [&str; 4] = ["function", "browser_search", "code_interpreter", "mcp"];
const CHOICES: [&str; 3] = ["none", "auto", "required"];

impl Check {
    pub(super) fn tools(&mut self) {
        self.most("tools", MOST_TOOLS, Listed::Tools);
        self.most("functions", MOST_TOOLS, Listed::Functions);
        let mut found: Vec<(String, Severity, Cause, bool)> = Vec::new();
        if let Some(Value::Array(tools)) = self.fields.get_mut("tools") {
            for (index, tool) in tools.iter_mut().enumerate() {
                check(tool, &format!("tools[{index}]"), &mut found);
            }
        }
        if let Some(Value::Array(functions)) = self.fields.get_mut("functions") {
            for (index, function) in functions.iter_mut().enumerate() {
                check_function(function, &format!("functions[{index}]"), &mut found);
            }
        }
        for (path, severity, cause, mended) in found {
            self.find_where(path, severity, cause, mended);
        }
        self.choice();
    }

    /// Whether it has tools of any kind.
    pub(super) fn has_tools(&self) -> bool {
        let some = |name: &str| self.fields.get(name).and_then(Value::as_array);
        ["tools", "functions"].iter().any(|name| some(name).is_some_and(|list| !list.is_empty()))
    }

    fn choice(&mut self) {
        let Some(choice) = self.given("tool_choice") else { return };
        let tools = self.fields.get("tools").and_then(Value::as_array).map_or(&[][..], |list| list);
        let named = choice["function"]["name"].as_str();
        let cause = match (choice, named) {
            (Value::String(word), _) if CHOICES.contains(&word.as_str()) => return,
            (Value::Object(_), Some(name)) if choice["type"] == "function" => {
                match tools.iter().any(|tool| tool["function"]["name"] == name) {
                    true => return,
                    false => Cause::UnknownTool { name: name.to_string() },
                }
            }
            _ => {
                Cause::NotOneOf { taken: format!("{}, a function by its name", CHOICES.join(", ")) }
            }
        };
        let path = match cause {
            Cause::UnknownTool { .. } => "tool_choice.function.name",
            _ => "tool_choice",
        };
        // What other APIs call it.
        let required =
            ["any", "tool"].iter().any(|word| *choice == *word || choice["type"] == *word);
        let instead = if required && !tools.is_empty() { Some(json!("required")) } else { None };
        match instead {
            Some(value) => self.set("tool_choice", value),
            None => self.leave_out("tool_choice"),
        }
        self.refuse(path, cause);
    }
}

fn check(tool: &mut Value, place: &str, found: &mut Vec<(String, Severity, Cause, bool)>) {
    let mut refuse = |below: &str, cause: Cause, mended: bool| {
        found.push((format!("{place}{below}"), Severity::Refused, cause, mended));
    };
    let Value::Object(fields) = tool else {
        let cause = Cause::WrongType { expected: "an object".to_string() };
        return refuse("", cause, false);
    };
    let kind = fields.get("type").and_then(Value::as_str).map(ToString::to_string);
    // The form of the Responses API, or of another provider: a function without
    // the object around it.
    let schema = ["parameters", "input_schema"].iter().find(|name| fields.contains_key(**name));
    let bare = fields.get("name").is_some_and(Value::is_string) && !fields.contains_key("function");
    if bare && kind.as_deref().is_none_or(|kind| kind == "function" || kind == "custom") {
        let mut function = json!({ "name": fields["name"] });
        if let Some(description) = fields.get("description") {
            function["description"] = description.clone();
        }
        if let Some(schema) = schema {
            function["parameters"] = fields[*schema].clone();
        }
        *tool = json!({ "type": "function", "function": function });
        refuse(".function", Cause::Missing, true);
        return check(tool, place, found);
    }
    match kind.as_deref() {
        Some("function") => {}
        Some(kind) if TYPES.contains(&kind) => return,
        Some(_) => {
            return refuse(".type", Cause::NotOneOf { taken: TYPES.join(", ") }, false);
        }
        None => {
            fields.insert("type".into(), "function".into());
            refuse(".type", Cause::Missing, true);
        }
    }
    for name in strangers(fields, &["type", "function"]) {
        remove(fields, &name);
        refuse(&format!(".{name}"), Cause::UnknownProperty { name: name.clone() }, true);
    }
    match fields.get_mut("function") {
        Some(function) => check_function(function, &format!("{place}.function"), found),
        None => refuse(".function", Cause::Missing, false),
    }
}

fn check_function(
    function: &mut Value,
    place: &str,
    found: &mut Vec<(String, Severity, Cause, bool)>,
) {
    let mut find = |below: &str, severity: Severity, cause: Cause, mended: bool| {
        found.push((format!("{place}{below}"), severity, cause, mended));
    };
    let Value::Object(fields) = function else {
        let cause = Cause::WrongType { expected: "an object".to_string() };
        return find("", Severity::Refused, cause, false);
    };
    for name in strangers(fields, &["name", "description", "parameters", "strict"]) {
        remove(fields, &name);
        let cause = Cause::UnknownProperty { name: name.clone() };
        find(&format!(".{name}"), Severity::Refused, cause, true);
    }
    match fields.get("name").map(|name| name.as_str().unwrap_or_default().to_string()) {
        None => find(".name", Severity::Refused, Cause::Missing, false),
        Some(name) if !is_name(&name) => {
            fields.insert("name".into(), legal_name(&name).into());
            find(".name", Severity::Refused, Cause::BadName, true);
        }
        Some(_) => {}
    }
    let strict = fields.get("strict") == Some(&Value::Bool(true));
    match fields.get_mut("parameters") {
        None | Some(Value::Null) => {}
        Some(parameters @ Value::Object(_)) => {
            for fault in schema::check(parameters, strict) {
                let quoted = match &fault.cause {
                    Cause::SchemaKeyword { keyword } => schema::is_quoted(keyword),
                    _ => true,
                };
                let severity = if quoted { Severity::Refused } else { Severity::AtRisk };
                find(&format!(".parameters{}", fault.at), severity, fault.cause, true);
            }
        }
        Some(_) => {
            remove(fields, "parameters");
            let cause = Cause::WrongType { expected: "a JSON schema".to_string() };
            find(".parameters", Severity::Refused, cause, true);
        }
    }
}
