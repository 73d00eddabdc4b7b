use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
    sync::{Mutex, PoisonError},
};

use groq_limiter::{Exchange, Outcome};
use serde_json::{Map, Value, json};

/// The log of what requests used: a line of JSON for each, in the form of an
/// answer of the API without its texts.
pub(super) struct Journal {
    file: Mutex<File>,
}

impl Journal {
    pub(super) fn open(path: &Path) -> Result<Self, String> {
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file = file.map_err(|error| format!("{} can't be written: {error}", path.display()))?;
        Ok(Self { file: Mutex::new(file) })
    }

    /// Adds a line. A disk that is full stops no request.
    pub(super) fn add(&self, exchange: &Exchange) {
        let mut line = line(exchange);
        line.push('\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = file.write_all(line.as_bytes()) {
            anstream::eprintln!("the log can't be written: {error}");
        }
    }
}

fn line(exchange: &Exchange) -> String {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    let (seconds, micros) = (exchange.came_us / 1_000_000, exchange.came_us % 1_000_000);
    set("model", json!(exchange.model));
    set("waited_us", json!(exchange.waited_us));
    if let Some(most) = exchange.max_completion {
        set("max_completion_tokens", json!(most));
    }
    match exchange.outcome {
        Outcome::Answered(status) | Outcome::NotLimited(status) => set("status", json!(status)),
        Outcome::Refused(code) => set("error", json!({"code": code, "message": code})),
        Outcome::CutOff => set("error", json!({"code": "cut_off", "message": "cut off"})),
    };
    if let Some(usage) = exchange.usage {
        let (input, output) = (usage.input().get(), usage.output().get());
        let used = json!({
            "prompt_tokens": input,
            "completion_tokens": output,
            "prompt_tokens_details": {"cached_tokens": usage.cached_input().get()},
        });
        set("usage", used);
        set("object", json!("chat.completion"));
    }
    let rest = Value::Object(fields).to_string();
    // A time to the microsecond is beyond what JSON's usual numbers are written with.
    format!("{{\"created\":{seconds}.{micros:06},{}", &rest[1..])
}
