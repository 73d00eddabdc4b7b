//! The values of expressions, as far as they stand in the text.

use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};
use core::cell::Cell;

use serde_json::{Map, Value};

use crate::code::expression::{Call, Expr};

/// Variables that are set to variables are followed so far.
const DEEPEST: usize = 40;
/// Values that are made of one another could grow without end: together they
/// are at most this many times as long as the text.
const MAX_COPIES: usize = 8;

/// The variables of a text.
pub(crate) struct Program<'a> {
    variables: BTreeMap<&'a str, &'a Expr>,
    added: BTreeMap<&'a str, Vec<&'a Expr>>,
    /// The bytes that values may still take.
    left: Cell<usize>,
}

/// A value, and the fields of it that only a run would know.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Resolved {
    pub(crate) value: Value,
    pub(crate) unknown: Vec<String>,
}

/// Calls that give their argument as a text of JSON or of bytes, or unchanged.
const UNCHANGED: [&str; 14] = [
    "JSON.stringify",
    "json.dumps",
    "orjson.dumps",
    "dumps",
    "json_encode",
    "ConvertTo-Json",
    "dict",
    "list",
    "str",
    "dedent",
    "textwrap.dedent",
    "String",
    "GetBytes",
    "Buffer.from",
];
/// Methods that leave a text as it is, but for its edges.
const METHODS: [&str; 12] = [
    ".strip",
    ".trim",
    ".trimIndent",
    ".trimMargin",
    ".encode",
    ".lstrip",
    ".rstrip",
    ".to_json",
    ".to_string",
    ".toString",
    ".into",
    ".dedent",
];

/// Whether a call gives back what it takes.
pub(crate) fn is_unchanged(call: &Call) -> bool {
    let known =
        |name: &&str| call.name == **name || (name.contains("Bytes") && call.name.ends_with(*name));
    UNCHANGED.iter().any(known)
}

impl<'a> Program<'a> {
    /// Those of statements, in a text of this length in bytes.
    pub(crate) fn new(statements: &'a [Expr], bytes: usize) -> Self {
        let left = Cell::new(bytes.saturating_mul(MAX_COPIES));
        let mut program = Self { variables: BTreeMap::new(), added: BTreeMap::new(), left };
        // What is set behind its use holds for functions.
        statements.iter().for_each(|statement| program.collect(statement));
        program
    }

    fn collect(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Set(name, value) => {
                self.variables.entry(name).or_insert(value);
                self.collect(value);
            }
            Expr::Map(entries) => entries.iter().for_each(|(_, value)| self.collect(value)),
            Expr::Other(list) => list.iter().for_each(|value| self.collect(value)),
            _ => {}
        }
    }

    pub(crate) fn set(&mut self, name: &'a str, value: &'a Expr) {
        self.variables.insert(name, value);
        self.added.remove(name);
    }

    /// `messages.append(…)`.
    pub(crate) fn add(&mut self, call: &'a Call) {
        let list = [".append", ".push", ".add"].iter().find_map(|end| call.name.strip_suffix(end));
        if let (Some(list), [value]) = (list, call.args.as_slice()) {
            self.added.entry(list).or_default().push(value);
        }
    }

    /// What a variable was set to.
    pub(crate) fn variable(&self, name: &str) -> Option<&'a Expr> {
        self.variables.get(name).copied()
    }

    /// The value of an expression; `None` if none of it is known.
    pub(crate) fn resolve(&self, expr: &Expr) -> Option<Resolved> {
        let mut reader = Reader { program: self, unknown: Vec::new(), open: Vec::new() };
        let value = reader.value(expr, "", 0)?;
        Some(Resolved { value, unknown: reader.unknown })
    }

    /// The same of entries, as one object.
    pub(crate) fn object(&self, entries: &[(Option<String>, Expr)]) -> Resolved {
        let mut reader = Reader { program: self, unknown: Vec::new(), open: Vec::new() };
        let value = Value::Object(reader.object(entries, "", 0));
        Resolved { value, unknown: reader.unknown }
    }
}

struct Reader<'a, 'b> {
    program: &'b Program<'a>,
    unknown: Vec<String>,
    /// The variables that are being read.
    open: Vec<String>,
}

impl Reader<'_, '_> {
    fn value(&mut self, expr: &Expr, path: &str, depth: usize) -> Option<Value> {
        let bytes = match expr {
            Expr::Known(Value::String(text)) => text.len(),
            _ => 1,
        };
        let left = self.program.left.get();
        if depth > DEEPEST || left < bytes {
            return None;
        }
        self.program.left.set(left - bytes);
        match expr {
            Expr::Known(value) => Some(value.clone()),
            Expr::Joined(parts) => self.joined(parts, path, depth),
            Expr::List(items) => Some(Value::Array(self.list(items, path, depth))),
            Expr::Map(entries) => Some(Value::Object(self.object(entries, path, depth))),
            Expr::Name(name) => self.variable(name, path, depth),
            Expr::Either(one, other) => {
                let known = self.unknown.len();
                let value = self.value(one, path, depth + 1).filter(|value| !value.is_null());
                if value.is_none() {
                    self.unknown.truncate(known);
                }
                value.or_else(|| self.value(other, path, depth + 1))
            }
            Expr::Call(call) => self.call(call, path, depth),
            Expr::Set(..) | Expr::Other(_) => None,
        }
    }

    fn variable(&mut self, name: &str, path: &str, depth: usize) -> Option<Value> {
        let mut value = match self.program.variable(name) {
            // One that is set to itself has no value.
            Some(_) if self.open.iter().any(|open| open == name) => return None,
            Some(expr) => {
                self.open.push(name.to_string());
                let value = self.value(expr, path, depth + 1);
                self.open.pop();
                value?
            }
            // `body.model`, where the body is known.
            None => {
                let (base, member) = name.rsplit_once('.')?;
                let expr = self.program.variable(base)?;
                let known = self.unknown.len();
                let mut whole = self.value(expr, path, depth + 1)?;
                self.unknown.truncate(known);
                let member = whole.get_mut(member)?.take();
                return (!member.is_null()).then_some(member);
            }
        };
        if let (Value::Array(list), Some(added)) = (&mut value, self.program.added.get(name)) {
            for expr in added {
                let path = format!("{path}[{}]", list.len());
                match self.value(expr, &path, depth + 1) {
                    Some(value) => list.push(value),
                    None => self.unknown.push(path),
                }
            }
        }
        Some(value)
    }

    /// Texts as one; what is not known of it is left out, and said.
    fn joined(&mut self, parts: &[Expr], path: &str, depth: usize) -> Option<Value> {
        let mut text = String::new();
        let (mut known, mut is_whole) = (false, true);
        for part in parts {
            let count = self.unknown.len();
            match self.value(part, path, depth + 1) {
                Some(Value::String(part)) => {
                    known = true;
                    text.push_str(&part);
                }
                Some(Value::Number(number)) => text.push_str(&number.to_string()),
                Some(list @ Value::Array(_)) if parts.len() == 2 => {
                    return self.concatenated(list, &parts[1], path, depth);
                }
                _ => is_whole = false,
            }
            self.unknown.truncate(count);
        }
        if !is_whole && known {
            self.unknown.push(path.to_string());
        }
        known.then_some(Value::String(text))
    }

    /// Two lists as one, like `history + [message]`.
    fn concatenated(
        &mut self,
        one: Value,
        other: &Expr,
        path: &str,
        depth: usize,
    ) -> Option<Value> {
        let Value::Array(mut list) = one else { return None };
        match self.value(other, path, depth + 1) {
            Some(Value::Array(more)) => list.extend(more),
            _ => self.unknown.push(format!("{path}[{}]", list.len())),
        }
        Some(Value::Array(list))
    }

    fn list(&mut self, items: &[Expr], path: &str, depth: usize) -> Vec<Value> {
        let mut list = Vec::new();
        for item in items {
            let place = format!("{path}[{}]", list.len());
            let spread = match item {
                Expr::Call(call) if call.name == "..." => call.args.first(),
                _ => None,
            };
            match spread {
                Some(spread) => match self.value(spread, path, depth + 1) {
                    Some(Value::Array(values)) => list.extend(values),
                    _ => self.unknown.push(place),
                },
                None => match self.value(item, &place, depth + 1) {
                    Some(value) => list.push(value),
                    None => self.unknown.push(place),
                },
            }
        }
        list
    }

    fn object(
        &mut self,
        entries: &[(Option<String>, Expr)],
        path: &str,
        depth: usize,
    ) -> Map<String, Value> {
        let mut map = Map::new();
        for (name, expr) in entries {
            let Some(name) = name else {
                // Code of a block is no entry.
                if !matches!(expr, Expr::Name(_) | Expr::Map(_) | Expr::Call(_)) {
                    continue;
                }
                match self.value(expr, path, depth + 1) {
                    Some(Value::Object(entries)) => map.extend(entries),
                    _ => self.unknown.push(format!("{path}…")),
                }
                continue;
            };
            let place = match path {
                "" => name.clone(),
                path => format!("{path}.{name}"),
            };
            match self.value(expr, &place, depth + 1) {
                Some(value) => drop(map.insert(name.clone(), value)),
                None => self.unknown.push(place),
            }
        }
        map
    }

    fn call(&mut self, call: &Call, path: &str, depth: usize) -> Option<Value> {
        if is_unchanged(call) {
            return match call.args.first() {
                Some(value) => self.value(value, path, depth + 1),
                None => Some(Value::Object(self.object(&call.named, path, depth))),
            };
        }
        if let Some(base) = &call.base
            && (METHODS.contains(&call.name.as_str()) || call.name == ".format")
        {
            let value = self.value(base, path, depth + 1);
            if call.name == ".format" {
                self.unknown.push(path.to_string());
            }
            return value;
        }
        let name = call.name.rsplit('.').next().unwrap_or_default();
        // `os.getenv("MODEL", "…")`.
        if matches!(name, "getenv" | "get") && call.args.len() == 2 {
            return self.value(&call.args[1], path, depth + 1);
        }
        // `groq("openai/gpt-oss-20b")` names a model.
        if let (true, [one]) = (path == "model", call.args.as_slice()) {
            return self.value(one, path, depth + 1).filter(Value::is_string);
        }
        // LangChain's `HumanMessage("…")`, and any object as Python prints it.
        let is_object = name.starts_with(|c: char| c.is_ascii_uppercase());
        if !is_object || (call.named.is_empty() && call.args.is_empty()) {
            return None;
        }
        let mut map = self.object(&call.named, path, depth);
        if let Some(role) = role(name) {
            map.entry("role").or_insert(role.into());
            if let Some(content) = call.args.first() {
                let place = format!("{path}.content");
                let value = self.value(content, &place, depth + 1);
                if value.is_none() {
                    self.unknown.push(place);
                }
                map.insert("content".into(), value.unwrap_or_default());
            }
        }
        (!map.is_empty()).then_some(Value::Object(map))
    }
}

/// Who speaks in a class of messages.
fn role(name: &str) -> Option<&'static str> {
    let kinds = [
        ("System", "system"),
        ("Human", "user"),
        ("User", "user"),
        ("AI", "assistant"),
        ("Tool", "tool"),
    ];
    let is_message = name.contains("Message");
    kinds.into_iter().find(|(start, _)| is_message && name.starts_with(start)).map(|(_, role)| role)
}
