use std::borrow::Cow;

use axum::{
    body::Bytes,
    extract::{Path, State as Held},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use groq_calc::Plan;
use serde_json::{Value, json};

use crate::{
    account::state::{Shared, State, lock},
    account::{
        batch::{Batch, Stage},
        file::File,
    },
    api::chat::Prepared,
    wire::failure::Failure,
    wire::overrides::RequestOverrides,
    wire::reply,
};

/// The most lines of an input file.
const MAX_LINES: usize = 50_000;
const ENDPOINT: &str = "/v1/chat/completions";

/// `POST /batches`.
pub(crate) async fn create(Held(state): Held<Shared>, body: Bytes) -> Response {
    match started(&state, &body) {
        Ok(batch) => {
            let json = batch.json(&state);
            lock(&state.batches).insert(batch.id.clone(), batch);
            reply::json(StatusCode::OK, &json)
        }
        Err(failure) => failure.into_response(),
    }
}

fn started(state: &Shared, body: &[u8]) -> Result<Batch, Failure> {
    if state.config.plan == Plan::Free {
        let text = "Batch processing is not available on the free plan";
        let kind = "invalid_request_error";
        return Err(Failure::new(
            StatusCode::FORBIDDEN,
            text,
            kind,
            Some("not_available_for_plan"),
        ));
    }
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        Failure::bad(&format!("the request body is not valid JSON: {error}"), None)
    })?;
    let input = value["input_file_id"].as_str().unwrap_or_default();
    if value["endpoint"] != ENDPOINT {
        let text = format!("'endpoint' : it must be {ENDPOINT}");
        return Err(Failure::bad(&text, Some("endpoint")));
    }
    let window = value["completion_window"].as_str().unwrap_or_default();
    if !hours(window).is_some_and(|hours| (24..=168).contains(&hours)) {
        let text = "'completion_window' : it must be between 24h and 7d";
        return Err(Failure::bad(text, Some("completion_window")));
    }
    let files = lock(&state.files);
    let Some(file) = files.get(input) else {
        return Err(Failure::no_object("file", input));
    };
    let now = state.clock.now();
    let stage = match checked(&file.bytes) {
        Ok(total) => Stage::Running { input: file.bytes.clone(), total },
        Err(errors) => Stage::Failed { errors, at: now },
    };
    Ok(Batch {
        id: state.id("batch_"),
        input: input.to_owned(),
        window: window.to_owned(),
        created: now,
        metadata: value["metadata"].clone(),
        stage,
    })
}

fn hours(window: &str) -> Option<u64> {
    let plain = |text: &str| text.parse::<u64>().ok();
    match window.strip_suffix('d') {
        Some(days) => plain(days)?.checked_mul(24),
        None => plain(window.strip_suffix('h')?),
    }
}

/// The requests of an input file, one a line.
fn lines(input: &[u8]) -> impl Iterator<Item = Cow<'_, str>> {
    let lines = input.split(|byte| *byte == b'\n').map(String::from_utf8_lossy);
    lines.filter(|line| !line.trim().is_empty())
}

/// How many requests an input file has, or what is wrong with its lines. It is
/// read no further than the first line too many.
fn checked(input: &[u8]) -> Result<usize, Vec<Value>> {
    let error = |code: &str, line: Option<usize>, message: &str| json!({ "code": code, "line": line, "message": message, "param": null });
    let (mut total, mut errors) = (0, Vec::new());
    for line in lines(input) {
        if total == MAX_LINES {
            let text = "The input file has more than 50,000 requests.";
            return Err(vec![error("too_many_requests", None, text)]);
        }
        total += 1;
        let fine = serde_json::from_str::<Value>(&line).is_ok_and(|request| {
            request["custom_id"].is_string()
                && request["method"] == "POST"
                && request["url"] == ENDPOINT
                && request["body"].is_object()
        });
        if !fine {
            let text =
                "A line must be JSON with custom_id, method POST, the batch's url and a body.";
            errors.push(error("invalid_line", Some(total), text));
        }
    }
    if total == 0 {
        errors.push(error("empty_file", None, "The input file has no requests."));
    }
    if errors.is_empty() { Ok(total) } else { Err(errors) }
}

impl Batch {
    /// Moves on to where it is by now.
    fn advance(&mut self, state: &State) {
        let Stage::Running { input, .. } = &self.stage else { return };
        let due = self.created.saturating_add(state.config.batch_seconds.saturating_mul(1_000_000));
        if state.clock.now() < due {
            return;
        }
        let (mut good, mut bad) = (Vec::new(), Vec::new());
        for line in lines(input) {
            let request: Value = serde_json::from_str(&line).unwrap_or_default();
            let id = state.id("req_");
            let body = request["body"].to_string();
            let prepared =
                Prepared::new(state, body.as_bytes(), &RequestOverrides::default(), id.clone());
            let prepared = prepared.and_then(|prepared| {
                let text = "The model is not available for batch processing.";
                let batchable = prepared.is_batchable();
                batchable.then_some(prepared).ok_or_else(|| Failure::bad(text, Some("model")))
            });
            let (status, body) = match &prepared {
                Ok(prepared) => (200, prepared.body()),
                Err(failure) => (failure.status.as_u16(), failure.body.clone()),
            };
            let row = json!({
                "id": state.id("batch_req_"),
                "custom_id": request["custom_id"],
                "response": { "status_code": status, "request_id": id, "body": body },
                "error": null,
            });
            if prepared.is_ok() { &mut good } else { &mut bad }.push(row.to_string());
        }
        let (completed, failed) = (good.len() as u64, bad.len() as u64);
        let write = |rows: Vec<String>, name: &str| {
            (!rows.is_empty()).then(|| {
                let bytes = Bytes::from(rows.join("\n") + "\n");
                let mut share = state.storage.share();
                share.add(bytes.len());
                let file = File {
                    id: state.id("file_"),
                    name: format!("{}_{name}.jsonl", self.id),
                    purpose: "batch_output",
                    created: state.unix(),
                    bytes,
                    share,
                };
                let id = file.id.clone();
                lock(&state.files).insert(id.clone(), file);
                id
            })
        };
        let (output, errors) = (write(good, "output"), write(bad, "error"));
        self.stage = Stage::Completed { output, errors, completed, failed, at: due };
    }

    fn json(&self, state: &State) -> Value {
        let unix = |micros: u64| state.clock.started() + micros / 1_000_000;
        let counts = |total: usize, completed: u64, failed: u64| json!({ "total": total, "completed": completed, "failed": failed });
        let mut json = json!({
            "id": self.id,
            "object": "batch",
            "endpoint": ENDPOINT,
            "input_file_id": self.input,
            "completion_window": self.window,
            "created_at": unix(self.created),
            "expires_at": unix(self.created) + hours(&self.window).unwrap_or(24) * 3600,
            "metadata": self.metadata,
            "errors": null, "output_file_id": null, "error_file_id": null,
        });
        match &self.stage {
            Stage::Running { total, .. } => {
                json["status"] = json!("in_progress");
                json["in_progress_at"] = json!(unix(self.created));
                json["request_counts"] = counts(*total, 0, 0);
            }
            Stage::Completed { output, errors, completed, failed, at } => {
                json["status"] = json!("completed");
                json["in_progress_at"] = json!(unix(self.created));
                json["finalizing_at"] = json!(unix(*at));
                json["completed_at"] = json!(unix(*at));
                json["output_file_id"] = json!(output);
                json["error_file_id"] = json!(errors);
                json["request_counts"] = counts((completed + failed) as usize, *completed, *failed);
            }
            Stage::Failed { errors, at } => {
                json["status"] = json!("failed");
                json["failed_at"] = json!(unix(*at));
                json["errors"] = json!({ "object": "list", "data": errors });
                json["request_counts"] = counts(0, 0, 0);
            }
            Stage::Cancelled { at } => {
                json["status"] = json!("cancelled");
                json["cancelling_at"] = json!(unix(*at));
                json["cancelled_at"] = json!(unix(*at));
                json["request_counts"] = counts(0, 0, 0);
            }
        }
        json
    }
}

/// `GET /batches`.
pub(crate) async fn list(Held(state): Held<Shared>) -> Response {
    let mut batches = lock(&state.batches);
    let shown = |batch: &mut Batch| {
        batch.advance(&state);
        batch.json(&state)
    };
    let data: Vec<Value> = batches.values_mut().map(shown).collect();
    reply::json(StatusCode::OK, &json!({ "object": "list", "data": data }))
}

/// `GET /batches/{id}`.
pub(crate) async fn one(Held(state): Held<Shared>, Path(id): Path<String>) -> Response {
    match lock(&state.batches).get_mut(&id) {
        Some(batch) => {
            batch.advance(&state);
            reply::json(StatusCode::OK, &batch.json(&state))
        }
        None => Failure::no_object("batch", &id).into_response(),
    }
}

/// `POST /batches/{id}/cancel`; at once, where Groq may take ten minutes.
pub(crate) async fn cancel(Held(state): Held<Shared>, Path(id): Path<String>) -> Response {
    match lock(&state.batches).get_mut(&id) {
        Some(batch) => {
            batch.advance(&state);
            if matches!(batch.stage, Stage::Running { .. }) {
                batch.stage = Stage::Cancelled { at: state.clock.now() };
            }
            reply::json(StatusCode::OK, &batch.json(&state))
        }
        None => Failure::no_object("batch", &id).into_response(),
    }
}
