//! Exchanges in a file: requests with their answers, to be played again.

use std::{
    collections::VecDeque,
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Write},
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use groq_protocol::{RateHeaders, without_keys};
use serde_json::{Map, Value, json};

use crate::error::Error;

/// A request and what it was answered.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The body; null where there was none.
    pub(crate) asked: Value,
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) answer: String,
}

/// A lock whose holder panicked still holds whole values here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Headers of an answer that are kept; none of a request is.
pub(crate) fn is_kept(name: &str) -> bool {
    name == "content-type" || RateHeaders::names().contains(&name)
}

impl Exchange {
    fn read(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let (request, response) = (&value["request"], &value["response"]);
        let headers = response["headers"].as_object().into_iter().flatten();
        Some(Self {
            method: request["method"].as_str().unwrap_or("POST").to_owned(),
            path: request["path"].as_str()?.to_owned(),
            asked: request["body"].clone(),
            status: response["status"].as_u64()?.try_into().ok()?,
            headers: headers
                .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
                .collect(),
            answer: match &response["body"] {
                Value::String(text) => text.clone(),
                body => body.to_string(),
            },
        })
    }

    fn line(&self) -> String {
        let headers: Map<String, Value> =
            self.headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
        let line = json!({
            "request": { "method": self.method, "path": self.path, "body": self.asked },
            "response": { "status": self.status, "headers": headers, "body": self.answer },
        });
        // A key may stand in a body as well.
        without_keys(&line.to_string()).into_owned()
    }
}

/// Exchanges that are answered as they were, in the order of the file; the last of
/// equal ones stays.
#[derive(Debug, Default)]
pub(crate) struct Exchanges {
    known: Mutex<VecDeque<Exchange>>,
    record: Option<Mutex<File>>,
}

impl Exchanges {
    /// Reads those to be played, and opens the file for new ones.
    pub(crate) fn open(replay: Option<&Path>, record: Option<&Path>) -> Result<Self, Error> {
        let mut known = VecDeque::new();
        if let Some(path) = replay {
            let name = path.display();
            let file = File::open(path)
                .map_err(|error| Error::config(format!("{name} can't be read: {error}")))?;
            for (index, line) in BufReader::new(file).lines().enumerate() {
                let wrong = |why: &dyn std::fmt::Display| {
                    Error::config(format!("{name}, line {}: {why}", index + 1))
                };
                let line = line.map_err(|error| wrong(&error))?;
                if line.trim().is_empty() {
                    continue;
                }
                let exchange = Exchange::read(&line).ok_or_else(|| {
                    wrong(&"it must be an object with request {method, path, body} and response {status, headers, body}")
                })?;
                known.push_back(exchange);
            }
        }
        let record =
            match record {
                None => None,
                Some(path) => {
                    let file = OpenOptions::new().create(true).append(true).open(path);
                    let name = path.display();
                    Some(Mutex::new(file.map_err(|error| {
                        Error::config(format!("{name} can't be written: {error}"))
                    })?))
                }
            };
        Ok(Self { known: Mutex::new(known), record })
    }

    /// Whether anything has to be looked at or kept.
    pub(crate) fn is_idle(&self) -> bool {
        self.record.is_none() && lock(&self.known).is_empty()
    }

    /// The answer to a request that is known.
    pub(crate) fn find(&self, method: &str, path: &str, asked: &Value) -> Option<Exchange> {
        let mut known = lock(&self.known);
        let alike =
            |one: &Exchange| one.method == method && one.path == path && one.asked == *asked;
        let index = known.iter().position(alike)?;
        let more = known.iter().skip(index + 1).any(alike);
        if more { known.remove(index) } else { known.get(index).cloned() }
    }

    /// Keeps an exchange.
    pub(crate) fn keep(&self, exchange: &Exchange) {
        if let Some(file) = &self.record {
            // A full disk is no reason not to answer.
            writeln!(lock(file), "{}", exchange.line()).ok();
        }
    }

    pub(crate) const fn is_recording(&self) -> bool {
        self.record.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exchange_is_read_as_it_was_written_and_keeps_no_key() {
        let exchange = Exchange {
            method: "POST".into(),
            path: "/openai/v1/chat/completions".into(),
            asked: json!({"model": "m", "user": "gsk_abcdef0123456789"}),
            status: 429,
            headers: vec![("retry-after".into(), "8".into())],
            answer: "{}".into(),
        };
        let line = exchange.line();
        assert!(!line.contains("abcdef"), "{line}");
        let read = Exchange::read(&line).expect("it is one");
        assert_eq!((read.status, read.answer.as_str()), (429, "{}"));
        assert_eq!(read.headers, exchange.headers);
        assert!(Exchange::read("{}").is_none());
    }
}
