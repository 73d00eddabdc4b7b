//! Where the records of the usual tools keep what.

use alloc::{
    borrow::Cow,
    format,
    string::{String, ToString},
    vec::Vec,
};

use serde_json::{Map, Value};

use crate::{
    usage_figures::{Dialect, Figures},
    usage_names::{UsageField, is_named},
};

type Object = Map<String, Value>;

/// A time as a record states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordTime {
    /// The field's name.
    pub name: String,
    /// The time.
    pub text: String,
}

/// Where usage may stand, the first preferred. A sum over the steps of an answer
/// stands before that of its last step.
const USAGE: &[&[&str]] = &[
    &["totalusage"],
    &["usagedetails"],
    &["usagemetadata"],
    &["usage"],
    &["responsemetadata", "tokenusage"],
    &["responsemetadata", "usage"],
    &["tokenusage"],
    &["tokencounts"],
    &["llmoutput", "tokenusage"],
    &["metadata", "usageobject"],
    &["xgroq", "usage"],
    &["attributes", "genai", "usage"],
    &["genai", "usage"],
    &["attributes", "llm", "tokencount"],
    &["attributes", "llm", "usage"],
    &["llm", "tokencount"],
];

const MODEL: &[&[&str]] = &[
    &["responsemetadata", "modelname"],
    &["responsemetadata", "model"],
    &["attributes", "genai", "response", "model"],
    &["attributes", "genai", "request", "model"],
    &["genai", "response", "model"],
    &["genai", "request", "model"],
    &["attributes", "llm", "modelname"],
    &["metadata", "lsmodelname"],
    &["extra", "metadata", "lsmodelname"],
];

/// Lists of records inside of an object.
const LISTS: &[&str] = &[
    "resourcespans",
    "batches",
    "scopespans",
    "instrumentationlibraryspans",
    "spans",
    "data",
    "daily",
    "weekly",
    "monthly",
    "session",
    "sessions",
    "blocks",
    "observations",
    "generations",
    "results",
    "records",
    "requests",
    "rows",
    "items",
    "logs",
    "usage",
    "calls",
    "events",
    "entries",
    "runs",
    "traces",
    "activity",
    "responses",
    "completions",
    "history",
];

/// Objects that hold the answer of a record.
const WRAPPERS: &[&str] =
    &["response", "responsebody", "body", "message", "data", "result", "stats"];

/// Fields that some tools fill with JSON as text.
const AS_TEXT: &[&str] = &[
    "usage",
    "usagedetails",
    "usagemetadata",
    "tokenusage",
    "metadata",
    "response",
    "responsebody",
    "responsemetadata",
    "attributes",
];

/// The value of a field, by its name without case and separators; null is none.
pub(crate) fn child<'a>(object: &'a Object, plain: &str) -> Option<&'a Value> {
    let found = object.iter().find(|(name, value)| !value.is_null() && is_named(name, plain));
    found.map(|(_, value)| value)
}

fn at<'a>(object: &'a Object, path: &[&str]) -> Option<&'a Value> {
    let (last, parents) = path.split_last()?;
    let inner = parents.iter().try_fold(object, |object, name| child(object, name)?.as_object())?;
    child(inner, last)
}

pub(crate) fn text(value: Option<&Value>) -> Option<String> {
    value?.as_str().filter(|text| !text.is_empty()).map(ToString::to_string)
}

pub(crate) fn text_or_number(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.trim().to_string()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// The same with objects in the place of dotted names, of lists of attributes,
/// and of JSON as text.
pub(crate) fn nested(object: &Object) -> Cow<'_, Object> {
    let unfolds = |(name, value): (&String, &Value)| {
        name.contains('.')
            || is_named(name, "attributes")
            || value.as_str().is_some_and(|text| text.starts_with('{') && holds_usage(name))
    };
    if !object.iter().any(unfolds) {
        return Cow::Borrowed(object);
    }
    let mut whole = Object::new();
    for (name, value) in object {
        let value = match value {
            Value::Array(list) if is_named(name, "attributes") => Value::Object(attributes(list)),
            Value::Object(inner) if is_named(name, "attributes") => {
                Value::Object(nested(inner).into_owned())
            }
            Value::String(text) if text.starts_with('{') && holds_usage(name) => {
                serde_json::from_str(text).unwrap_or_else(|_| value.clone())
            }
            _ => value.clone(),
        };
        put(&mut whole, name, value);
    }
    Cow::Owned(whole)
}

/// Whether a field of this name may hold usage as JSON in a text.
pub fn holds_usage(name: &str) -> bool {
    AS_TEXT.iter().any(|plain| is_named(name, plain))
}

/// Puts a value at a path with dots; what stands there already stays.
fn put(object: &mut Object, path: &str, value: Value) {
    match path.split_once('.') {
        Some((first, rest)) if !first.is_empty() && !rest.is_empty() => {
            let inner = object.entry(first).or_insert_with(|| Value::Object(Object::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
        _ => match (object.get_mut(path), value) {
            (Some(Value::Object(known)), Value::Object(more)) => {
                more.into_iter().for_each(|(name, value)| {
                    known.entry(name).or_insert(value);
                });
            }
            (Some(_), _) => {}
            (None, value) => {
                object.insert(path.to_string(), value);
            }
        },
    }
}

/// Attributes as OTLP writes them: `{"key": "a.b", "value": {"intValue": "1"}}`.
fn attributes(list: &[Value]) -> Object {
    let mut object = Object::new();
    for attribute in list {
        if let (Some(key), Some(Value::Object(value))) =
            (attribute["key"].as_str(), attribute.get("value"))
            && let Some(value) = value.values().next()
        {
            put(&mut object, key, value.clone());
        }
    }
    object
}

/// The object with the token counts.
pub(crate) fn usage(object: &Object) -> Option<&Object> {
    // A flat row has none, and there are millions of them.
    if !object.values().any(Value::is_object) {
        return None;
    }
    let operation = at(object, &["attributes", "genai", "operation", "name"]);
    // The span of an agent repeats the sum of the calls inside of it.
    if operation.is_some_and(|name| name == "invoke_agent" || name == "execute_tool") {
        return None;
    }
    let groups = || USAGE.iter().filter_map(|path| at(object, path)?.as_object());
    let counts = |group: &&Object| Figures::read(group).0.has_tokens();
    groups()
        .find(counts)
        .or_else(|| groups().next().filter(|_| !Figures::beside(object).0.has_tokens()))
}

/// Whose rules hold for it.
pub(crate) fn dialect(object: &Object) -> Dialect {
    let has = |path: &[&str]| at(object, path).is_some();
    let kind = object.get("type").and_then(Value::as_str).unwrap_or_default();
    if has(&["attributes", "genai"]) || has(&["genai"]) || has(&["attributes", "llm"]) {
        Dialect::OpenTelemetry
    } else if matches!(kind, "message" | "message_start" | "message_delta") {
        Dialect::Messages
    } else if child(object, "nummodelrequests").is_some() {
        Dialect::UsageApi
    } else {
        Dialect::Other
    }
}

pub(crate) fn model(object: &Object) -> Option<String> {
    let named = object.iter().filter_map(|(name, value)| {
        let model = value.as_str().filter(|text| !text.is_empty())?;
        let (field, rank) = UsageField::of(name)?;
        (field == UsageField::Model).then_some((rank, model))
    });
    if let Some((_, model)) = named.min_by_key(|(rank, _)| *rank) {
        return Some(model.to_string());
    }
    if let Some(model) = MODEL.iter().find_map(|path| text(at(object, path))) {
        return Some(model);
    }
    // The AI SDK names the model beside the answer, a report its only one.
    if let Some(model) = response(object).and_then(|response| text(child(response, "modelid"))) {
        return Some(model);
    }
    let models = child(object, "modelsused").or_else(|| child(object, "models"));
    match models?.as_array()?.as_slice() {
        [model] => text(Some(model)),
        _ => None,
    }
}

/// What the AI SDK says of the last answer beside its usage.
fn response(object: &Object) -> Option<&Object> {
    let last = || child(object, "steps")?.as_array()?.last()?.get("response");
    child(object, "response").or_else(last)?.as_object()
}

pub(crate) fn time(object: &Object) -> Option<RecordTime> {
    let read = |name: &String, value: &Value| {
        let text = match value {
            Value::Array(parts) => match parts.as_slice() {
                // Seconds and nanoseconds, as Node.js has them.
                [seconds, nanos] => format!("{}.{:09}", seconds.as_u64()?, nanos.as_u64()?),
                _ => return None,
            },
            _ => text_or_number(value)?,
        };
        Some(RecordTime { name: name.clone(), text })
    };
    let named = object.iter().filter_map(|(name, value)| {
        let (_, rank) = UsageField::of(name).filter(|(field, _)| *field == UsageField::Time)?;
        Some((rank, read(name, value)?))
    });
    if let Some((_, time)) = named.min_by_key(|(rank, _)| *rank) {
        return Some(time);
    }
    let value = child(response(object)?, "timestamp")?;
    read(&"timestamp".to_string(), value)
}

/// Usage by the names of models, as a report of inspect_ai has it.
pub(crate) fn usage_by_model(object: &Object) -> Option<&Object> {
    let models = child(object, "modelusage")?.as_object()?;
    (!models.is_empty() && models.values().all(Value::is_object)).then_some(models)
}

/// The parts by model of a report that sums them up.
pub(crate) fn breakdown_by_model(object: &Object) -> Option<&Vec<Value>> {
    let list = child(object, "modelbreakdowns")?.as_array()?;
    let is_named = |part: &Value| part.as_object().is_some_and(|part| model(part).is_some());
    (!list.is_empty() && list.iter().all(is_named)).then_some(list)
}

pub(crate) fn lists(object: &Object) -> impl Iterator<Item = &Vec<Value>> {
    LISTS.iter().filter_map(|name| {
        let list = child(object, name)?.as_array()?;
        list.iter().any(Value::is_object).then_some(list)
    })
}

pub(crate) fn wrapped(object: &Object) -> impl Iterator<Item = &Value> {
    let wrapper = |name: &&str| child(object, name).filter(|value| value.is_object());
    WRAPPERS.iter().filter_map(wrapper)
}

/// A chunk or an event of a stream.
pub(crate) fn is_chunk(object: &Object) -> bool {
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
    let choices = object.get("choices").and_then(Value::as_array);
    let kind = text("type");
    text("object").ends_with(".chunk")
        || choices.is_some_and(|list| list.iter().any(|choice| choice["delta"].is_object()))
        || kind.starts_with("response.")
        || ["message_", "content_block_"].iter().any(|start| kind.starts_with(start))
}

/// A line of a batch's output, or an answer that says so.
pub(crate) fn is_batch(object: &Object) -> bool {
    (object.contains_key("custom_id") && object.contains_key("response"))
        || object.get("service_tier").is_some_and(|tier| tier == "batch")
}

pub(crate) fn is_failed(object: &Object) -> bool {
    let status = object.get("status_code").and_then(Value::as_u64);
    let error = child(object, "error");
    error.is_some_and(|error| error.is_object() || text(Some(error)).is_some())
        || status.is_some_and(|status| status >= 400)
        || object.get("status").is_some_and(|status| status == "failed" || status == "failure")
}

/// A step of a trace.
pub(crate) fn is_step(object: &Object) -> bool {
    const STEP: &[&str] =
        &["attributes", "traceid", "spanid", "scope", "resource", "resourcespans"];
    STEP.iter().any(|name| child(object, name).is_some())
}

/// Whether it is the answer to a transcription, or a row that says so.
pub(crate) fn is_transcription(object: &Object) -> bool {
    let answers =
        ["task", "segments", "language", "text"].iter().any(|name| child(object, name).is_some());
    let names = [model(object), text(child(object, "calltype")), text(child(object, "url"))];
    let says =
        |name: String| ["whisper", "transcri", "translat"].iter().any(|word| name.contains(word));
    answers || names.into_iter().flatten().any(says)
}

/// The kinds of Groq's tools that an answer names as executed.
pub(crate) fn tools(object: &Object) -> Vec<String> {
    let choices = object.get("choices").and_then(Value::as_array).into_iter().flatten();
    let messages = choices.flat_map(|choice| [&choice["message"], &choice["delta"]]);
    let calls = messages.filter_map(|message| message["executed_tools"].as_array()).flatten();
    calls.filter_map(|call| text(call.get("type"))).collect()
}
