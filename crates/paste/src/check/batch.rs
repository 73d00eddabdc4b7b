//! A line of a batch file.

use groq_protocol::{Endpoint, Severity};
use serde_json::Value;

use crate::{
    body::Body,
    check::{
        cause::Cause,
        checked::{Checked, Finding},
    },
    setting::Setting,
};

/// The addresses that batch takes (Groq's page on batch).
const URLS: [&str; 3] =
    ["/v1/chat/completions", "/v1/audio/transcriptions", "/v1/audio/translations"];

/// What is wrong with a line beside its request.
pub(super) fn check(body: &Body, setting: &Setting<'_>, checked: &mut Checked) {
    if !body.batch {
        return;
    }
    let mut refuse = |path: &str, cause: Cause| {
        checked.add(Finding::new(path, Severity::Refused, cause));
        checked.is_corrected = false;
    };
    if let Some(line) = &body.line {
        let mut must = |path: &str, fine: bool, expected: &'static str| {
            if !fine {
                refuse(path, Cause::Line { expected });
            }
        };
        let id = line["custom_id"].as_str().is_some_and(|id| !id.is_empty());
        must("custom_id", id, "a text that names the line");
        must("method", line["method"] == "POST", "POST");
        let url = line["url"].as_str().is_some_and(|url| URLS.contains(&url));
        must(
            "url",
            url,
            "/v1/chat/completions, /v1/audio/transcriptions or /v1/audio/translations",
        );
    }
    let model = body.model().and_then(|id| setting.offered(id));
    if model.is_some_and(|model| !model.is_batchable(setting.day)) {
        refuse("model", Cause::NotBatchable);
    }
    if body.endpoint != Endpoint::Chat && !body.value()["url"].is_string() {
        refuse("url", Cause::Line { expected: "the address of the audio: batch takes no file" });
    }
    if body.value()["stream"] == Value::Bool(true) {
        refuse("stream", Cause::Line { expected: "left out: batch does not stream" });
    }
}
