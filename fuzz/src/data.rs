//! A model's file in `data/`: refused with a message that names the file, or
//! rendered as Rust that says exactly what the file says. The Rust is read
//! back by a parser of Rust and the file by a reader of any TOML, so that
//! neither shares code with the reader under test.

use std::collections::BTreeMap;

use groq_calc::{Limit, Price, catalog::Tool};
use syn::{Expr, Lit};
use toml::Value;

/// A fact's fields by their names in TOML.
type Fields = BTreeMap<String, Value>;

/// Reads, checks and renders text as the file of a model.
///
/// # Panics
///
/// Where a refusal names no place, or what was rendered is not what was read.
pub fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match xtask::catalog::model("x", text, &["s", "t"], &["x", "y"]) {
        Err(error) => {
            let message = format!("{error:#}");
            let place = message.strip_prefix("data/groq/models/x.toml: ");
            assert!(place.is_some_and(|place| !place.is_empty()), "no place in {message:?}");
        }
        Ok(rust) => {
            let rust: Expr = syn::parse_str(rust.trim_end_matches(','))
                .unwrap_or_else(|error| panic!("not Rust ({error}): {rust}"));
            let table: toml::Table = text.parse().expect("it was read as TOML");
            assert_eq!(rendered(&rust), written(&table));
        }
    }
}

/// The file by any reader of TOML, with what means nothing left out.
fn written(table: &toml::Table) -> Fields {
    let mut fields = Fields::new();
    for (key, value) in table {
        match value {
            Value::Table(plans) => {
                for (plan, entries) in plans {
                    insert_list(&mut fields, &format!("{key}.{plan}"), entries);
                }
            }
            Value::Array(_) => insert_list(&mut fields, key, value),
            _ => {
                fields.insert(key.clone(), value.clone());
            }
        }
    }
    fields
}

fn insert_list(fields: &mut Fields, key: &str, entries: &Value) {
    let entries: Vec<Value> = entries
        .as_array()
        .expect("a list of facts")
        .iter()
        .map(|entry| {
            let mut entry = entry.as_table().expect("a fact").clone();
            for (_, value) in entry.iter_mut() {
                match value {
                    Value::Datetime(date) => *value = Value::String(date.to_string()),
                    // Names in a set: neither order nor repetition means anything.
                    Value::Array(names) if key != "lifecycle" => names_of(names),
                    _ => {}
                }
            }
            let empty = |value: &Value| {
                value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty)
            };
            entry.retain(|name, value| !(name == "note" || name == "replacement") || !empty(value));
            if key.starts_with("limits.") {
                entry.retain(|_, value| !empty(value));
            }
            Value::Table(entry)
        })
        .collect();
    if !entries.is_empty() {
        fields.insert(key.to_owned(), Value::Array(entries));
    }
}

fn names_of(names: &mut Vec<Value>) {
    names.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
    names.dedup();
}

/// The rendered model in the file's own terms.
fn rendered(model: &Expr) -> Fields {
    let mut fields = Fields::new();
    for (name, value) in members(model) {
        let key = match name.as_str() {
            "id" => {
                assert_eq!(text(value), "x");
                continue;
            }
            "speeds" => "speed".to_owned(),
            "free" | "developer" => format!("limits.{name}"),
            _ => name,
        };
        match key.as_str() {
            "name" => {
                fields.insert(key, Value::String(text(value)));
            }
            "kind" => {
                fields.insert(key, Value::String(last(value).to_lowercase()));
            }
            _ => {
                let entries: Vec<Value> =
                    elements(value).map(|entry| Value::Table(dated(&key, entry))).collect();
                if !entries.is_empty() {
                    fields.insert(key, Value::Array(entries));
                }
            }
        }
    }
    fields
}

fn dated(list: &str, entry: &Expr) -> toml::Table {
    let mut fact = toml::Table::new();
    for (name, value) in members(entry) {
        match name.as_str() {
            "from" => {
                let parts: Vec<i64> = arguments(value).map(integer).collect();
                let date = format!("{:04}-{:02}-{:02}", parts[0], parts[1], parts[2]);
                fact.insert(name, Value::String(date));
            }
            "source" => {
                fact.insert(name, Value::String(text(value)));
            }
            "note" => {
                if !text(value).is_empty() {
                    fact.insert(name, Value::String(text(value)));
                }
            }
            "status" => {
                fact.insert(name, Value::String(last(value).to_lowercase()));
            }
            _ => put(list, value, &mut fact),
        }
    }
    fact
}

/// The fact itself, by the kind of its list.
fn put(list: &str, value: &Expr, fact: &mut toml::Table) {
    match list {
        "lifecycle" => {
            if let Expr::Struct(_) = value {
                fact.insert("state".to_owned(), Value::String("retired".to_owned()));
                for (_, names) in members(value) {
                    let names: Vec<_> = elements(names).map(|id| Value::String(text(id))).collect();
                    if !names.is_empty() {
                        fact.insert("replacement".to_owned(), Value::Array(names));
                    }
                }
            } else {
                fact.insert("state".to_owned(), Value::String(last(value).to_lowercase()));
            }
        }
        "batch" => {
            fact.insert("listed".to_owned(), Value::Boolean(last(value) == "true"));
        }
        "speed" => {
            let members: BTreeMap<_, _> = members(value).collect();
            let key = match text(members["unit"]).as_str() {
                "tokens per second" => "tokens_per_second",
                "times real time" => "speed_factor",
                other => panic!("{other} is no unit"),
            };
            fact.insert(key.to_owned(), Value::Integer(integer(members["figure"])));
            fact.insert("page".to_owned(), Value::String(text(members["page"])));
        }
        "tools" => {
            let mut names = Vec::new();
            calls(value, &mut |_, arguments| {
                let name = snake(&last(arguments[0]));
                assert!(Tool::ALL.iter().any(|tool| tool.name() == name), "{name} is no tool");
                names.push(Value::String(name));
            });
            names_of(&mut names);
            fact.insert("offered".to_owned(), Value::Array(names));
        }
        "limits.free" | "limits.developer" => {
            let mut unknown = Vec::new();
            calls(value, &mut |method, arguments| {
                let name = last(arguments[0]).to_uppercase();
                assert!(Limit::parse(&name).is_some(), "{name} is no limit");
                match method {
                    "with" => drop(fact.insert(name, Value::Integer(integer(arguments[1])))),
                    "with_unknown" => unknown.push(Value::String(name)),
                    other => panic!("{other} is no call of caps"),
                }
            });
            names_of(&mut unknown);
            if !unknown.is_empty() {
                fact.insert("unknown".to_owned(), Value::Array(unknown));
            }
        }
        "context" | "prices" => {
            for (name, value) in members(value) {
                let Expr::Call(some) = value else {
                    assert_eq!(last(value), "None");
                    continue;
                };
                let value = match &some.args[0] {
                    Expr::Call(price) => Value::String(price_of(price)),
                    figure => Value::Integer(integer(figure)),
                };
                fact.insert(name, value);
            }
        }
        other => panic!("{other} is no list"),
    }
}

/// The text of a price, which the catalog's compiler has to accept.
fn price_of(call: &syn::ExprCall) -> String {
    let written = text(&call.args[0]);
    let _ = match last(&call.func).as_str() {
        "per_million" => Price::per_million(&written),
        "per_hour" => Price::per_hour(&written),
        other => panic!("{other} is no price of a model"),
    };
    written
}

fn snake(camel: &str) -> String {
    camel.chars().fold(String::new(), |mut name, letter| {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
        name
    })
}

fn members(expr: &Expr) -> impl Iterator<Item = (String, &Expr)> {
    let Expr::Struct(expr) = expr else { panic!("not a struct") };
    expr.fields.iter().map(|field| {
        let syn::Member::Named(name) = &field.member else { panic!("a field has a name") };
        (name.to_string(), &field.expr)
    })
}

fn elements(expr: &Expr) -> impl Iterator<Item = &Expr> {
    let Expr::Reference(expr) = expr else { panic!("not a reference") };
    let Expr::Array(array) = &*expr.expr else { panic!("not an array") };
    array.elems.iter()
}

fn arguments(expr: &Expr) -> impl Iterator<Item = &Expr> {
    let Expr::Call(call) = expr else { panic!("not a call") };
    call.args.iter()
}

/// Each call of `CONST.first(…).second(…)`, in order.
fn calls(expr: &Expr, each: &mut impl FnMut(&str, &[&Expr])) {
    if let Expr::MethodCall(call) = expr {
        calls(&call.receiver, each);
        let arguments: Vec<&Expr> = call.args.iter().collect();
        each(&call.method.to_string(), &arguments);
    }
}

/// The last name of a path, or a literal `true` or `false`.
fn last(expr: &Expr) -> String {
    match expr {
        Expr::Path(path) => {
            path.path.segments.last().map(|name| name.ident.to_string()).unwrap_or_default()
        }
        Expr::Lit(literal) => match &literal.lit {
            Lit::Bool(value) => value.value.to_string(),
            _ => panic!("not a name"),
        },
        _ => panic!("not a name"),
    }
}

fn text(expr: &Expr) -> String {
    match expr {
        Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => text.value(),
        _ => panic!("not a text"),
    }
}

fn integer(expr: &Expr) -> i64 {
    match expr {
        Expr::Lit(syn::ExprLit { lit: Lit::Int(number), .. }) => {
            number.base10_parse().expect("a whole number")
        }
        _ => panic!("not a number"),
    }
}
