//! The requests and answers in code.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use groq_protocol::Endpoint;
use serde_json::{Map, Value, json};

use crate::code::{
    expression::{Call, Expr},
    parser::Code,
    program::{Program, Resolved, is_unchanged},
    token::Dialect,
};

/// A value that may be a request or an answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Found {
    pub(crate) value: Value,
    /// Where it goes, if the code says so.
    pub(crate) endpoint: Option<Endpoint>,
    /// The fields that only a run would know.
    pub(crate) unknown: Vec<String>,
}

/// What stands in a text: values of which `is_one` says that they are requests
/// or answers. And whether the text breaks off.
pub(crate) fn find(text: &str, is_one: fn(&Value) -> bool) -> (Vec<Found>, bool) {
    let code = Code::parse(text, Dialect::of(text));
    let program = Program::new(&code.statements, text.len());
    let mut search = Search { program, is_one, found: Vec::new(), audio: false };
    search.printed(&code.statements);
    if search.found.is_empty() {
        code.statements.iter().for_each(|statement| search.statement(statement));
    }
    if search.found.is_empty() {
        // Nothing is sent: what is set counts.
        code.statements.iter().for_each(|statement| search.set(statement));
    }
    (search.found, code.is_cut)
}

struct Search<'a> {
    program: Program<'a>,
    is_one: fn(&Value) -> bool,
    found: Vec<Found>,
    /// Whether the call goes to an address of audio.
    audio: bool,
}

/// Entries whose text is the body of a request.
const BODIES: [&str; 7] = ["body", "json", "data", "payload", "content", "Body", "params"];
/// Calls that show a value, and send nothing.
const SHOWING: [&str; 8] =
    ["print", "pprint", "console.log", "console.dir", "logger.info", "logger.debug", "len", "type"];

/// What is only set, and goes nowhere yet.
fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::Call(call) => is_unchanged(call) || (call.base.is_some() && call.args.is_empty()),
        Expr::Known(_) | Expr::Joined(_) | Expr::List(_) | Expr::Map(_) | Expr::Name(_) => true,
        _ => false,
    }
}

impl<'a> Search<'a> {
    fn statement(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Set(name, value) => {
                self.program.set(name, value);
                if !is_literal(value) {
                    self.visit(value);
                }
            }
            _ => self.visit(expr),
        }
    }

    fn set(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Set(_, value) => self.visit(value),
            Expr::Map(entries) => entries.iter().for_each(|(_, value)| self.set(value)),
            Expr::Other(list) => list.iter().for_each(|value| self.set(value)),
            _ => {}
        }
    }

    /// `content='Hi' usage_metadata={…}`: an object as it is printed, field by field.
    fn printed(&mut self, statements: &'a [Expr]) {
        let field = |statement: &Expr| match statement {
            Expr::Set(name, value) if is_literal(value) => {
                Some((Some(name.clone()), (**value).clone()))
            }
            _ => None,
        };
        let fields: Option<Vec<_>> = statements.iter().map(field).collect();
        if let Some(fields) = fields.filter(|fields| fields.len() > 1) {
            let Resolved { value, unknown } = self.program.object(&fields);
            self.take_if(value, unknown, None);
        }
    }

    fn visit(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Known(Value::String(text)) => self.text(text, Vec::new()),
            Expr::Joined(parts) => match self.program.resolve(expr) {
                Some(Resolved { value: Value::String(text), unknown }) => self.text(&text, unknown),
                _ => parts.iter().for_each(|part| self.visit(part)),
            },
            Expr::Known(_) | Expr::Name(_) => {}
            Expr::List(items) => {
                // Messages by themselves.
                let is_chat = items.iter().all(|item| matches!(item, Expr::Map(_)));
                if is_chat
                    && let Some(Resolved { value, unknown }) = self.program.resolve(expr)
                    && value[0]["role"].is_string()
                {
                    return self.take(json!({ "messages": value }), unknown, None);
                }
                items.iter().for_each(|item| self.visit(item));
            }
            Expr::Map(entries) => self.map(entries),
            Expr::Call(call) => self.call(call),
            Expr::Either(one, other) => {
                self.visit(one);
                self.visit(other);
            }
            Expr::Set(..) => self.statement(expr),
            Expr::Other(list) => list.iter().for_each(|one| self.visit(one)),
        }
    }

    fn map(&mut self, entries: &'a [(Option<String>, Expr)]) {
        let is_object = entries.iter().any(|(name, _)| name.is_some());
        if is_object {
            let Resolved { value, unknown } = self.program.object(entries);
            if self.take_if(value, unknown, None) {
                return;
            }
        }
        for (name, value) in entries {
            match name {
                Some(name) => self.entry(name, value),
                None => self.visit(value),
            }
        }
    }

    /// An entry of an object or an argument with a name.
    fn entry(&mut self, name: &str, expr: &'a Expr) {
        let is_body = BODIES.contains(&name);
        match expr {
            _ if is_body && is_literal(expr) => self.used(expr),
            _ => self.visit(expr),
        }
    }

    /// A value that is handed on: a variable, too.
    fn used(&mut self, expr: &'a Expr) {
        let Some(Resolved { value, unknown }) = self.program.resolve(expr) else {
            return self.visit(expr);
        };
        match &value {
            Value::String(text) => self.text(text, unknown),
            Value::Object(_) if self.audio => self.take(value, unknown, Some(Endpoint::Audio)),
            _ => {
                if !self.take_if(value, unknown, None) {
                    self.visit(expr);
                }
            }
        }
    }

    /// JSON in a string.
    fn text(&mut self, text: &str, unknown: Vec<String>) {
        if text.trim_start().starts_with('{')
            && let Ok(value) = serde_json::from_str::<Value>(text)
        {
            self.take_if(value, unknown, None);
        }
    }

    fn call(&mut self, call: &'a Call) {
        self.program.add(call);
        if SHOWING.contains(&call.name.as_str()) {
            return call.args.iter().filter(|arg| !is_literal(arg)).for_each(|arg| self.visit(arg));
        }
        let name = call.name.rsplit('.').next().unwrap_or_default();
        let fields = self.arguments(call);
        let audio = ["transcriptions", "translations"].iter().any(|part| call.name.contains(part));
        if audio && !fields.value.as_object().is_none_or(Map::is_empty) {
            let endpoint = match call.name.contains("translations") {
                true => Endpoint::Translation,
                false => Endpoint::Audio,
            };
            return self.take(fields.value, fields.unknown, Some(endpoint));
        }
        if let Some(chat) = of_ai_sdk(name, &fields) {
            return self.take(chat.value, chat.unknown, None);
        }
        let sends = matches!(name, "create" | "stream" | "parse" | "completion" | "acompletion");
        let misses = |field: &&str| fields.unknown.iter().any(|path| path == *field);
        let is_chat = sends && ["messages", "input"].iter().any(misses);
        if is_chat || (self.is_one)(&fields.value) {
            return self.take(fields.value, fields.unknown, None);
        }
        let before = self.audio;
        self.audio |= is_audio(call);
        if let Some(base) = &call.base {
            self.visit(base);
        }
        for arg in &call.args {
            match arg {
                Expr::Name(_) => self.used(arg),
                Expr::Call(inner) if is_unchanged(inner) => self.used(arg),
                arg => self.visit(arg),
            }
        }
        for (name, value) in &call.named {
            self.entry(name.as_deref().unwrap_or("body"), value);
        }
        self.audio = before;
    }

    /// The arguments as one object: those with names, and the fields of one that
    /// is an object.
    fn arguments(&self, call: &Call) -> Resolved {
        let mut all = self.program.object(&call.named);
        for arg in &call.args {
            if let Some(Resolved { value: Value::Object(fields), unknown }) =
                self.program.resolve(arg)
                && let Value::Object(map) = &mut all.value
            {
                map.extend(fields);
                all.unknown.extend(unknown);
            }
        }
        all
    }

    fn take_if(&mut self, value: Value, unknown: Vec<String>, endpoint: Option<Endpoint>) -> bool {
        // A body whose messages only a run knows.
        let is_chat = value["model"].is_string() && unknown.iter().any(|path| path == "messages");
        let is_one = (self.is_one)(&value) || (self.audio && endpoint.is_some()) || is_chat;
        if is_one {
            self.take(value, unknown, endpoint);
        }
        is_one
    }

    fn take(&mut self, value: Value, unknown: Vec<String>, endpoint: Option<Endpoint>) {
        if endpoint.is_some() || (self.is_one)(&value) || !unknown.is_empty() {
            self.found.push(Found { value, endpoint, unknown });
        }
    }
}

/// Whether an argument is an address of audio.
fn is_audio(call: &Call) -> bool {
    let is = |expr: &Expr| match expr {
        Expr::Known(Value::String(text)) => {
            text.contains("/audio/transcriptions") || text.contains("/audio/translations")
        }
        _ => false,
    };
    call.args.iter().any(is) || call.named.iter().any(|(_, value)| is(value))
}

/// A call of the AI SDK as a chat.
fn of_ai_sdk(name: &str, fields: &Resolved) -> Option<Resolved> {
    if !matches!(name, "generateText" | "streamText" | "generateObject" | "streamObject") {
        return None;
    }
    let Resolved { value, unknown } = fields;
    let mut messages = Vec::new();
    for (field, role) in [("system", "system"), ("prompt", "user")] {
        if value[field].is_string() {
            messages.push(json!({"role": role, "content": value[field]}));
        }
    }
    messages.extend(value["messages"].as_array().into_iter().flatten().cloned());
    let mut chat = json!({ "messages": messages });
    for (theirs, ours) in [
        ("model", "model"),
        ("maxOutputTokens", "max_completion_tokens"),
        ("maxTokens", "max_completion_tokens"),
        ("temperature", "temperature"),
    ] {
        if !value[theirs].is_null() {
            chat[ours] = value[theirs].clone();
        }
    }
    let renamed = |path: &String| match path.as_str() {
        "prompt" | "system" => "messages".to_string(),
        path => path.to_string(),
    };
    Some(Resolved { value: chat, unknown: unknown.iter().map(renamed).collect() })
}
