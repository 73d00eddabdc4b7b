use axum::{
    extract::{Multipart, Path, State as Held},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    account::file::File,
    account::state::{Shared, lock},
    wire::failure::Failure,
    wire::reply,
};

impl File {
    fn json(&self) -> Value {
        json!({
            "id": self.id,
            "object": "file",
            "bytes": self.bytes.len(),
            "created_at": self.created,
            "filename": self.name,
            "purpose": self.purpose,
        })
    }
}

/// The most bytes of a batch file: 200 MB by the guide (the SDK says 100).
pub(crate) const MAX_BYTES: usize = 200 * 1_000_000;

/// `POST /files`.
pub(crate) async fn create(Held(state): Held<Shared>, mut form: Multipart) -> Response {
    let (mut upload, mut purpose) = (None, None);
    loop {
        let field = match form.next_field().await {
            Ok(Some(field)) => field,
            Ok(None) => break,
            Err(error) => return Failure::bad(&error.body_text(), None).into_response(),
        };
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().unwrap_or("upload.jsonl").to_owned();
        let bytes = match field.bytes().await {
            Ok(bytes) => bytes,
            Err(error) => return Failure::bad(&error.body_text(), None).into_response(),
        };
        match name.as_str() {
            "file" => upload = Some((file_name, bytes)),
            "purpose" => purpose = Some(bytes),
            _ => {}
        }
    }
    let Some((name, bytes)) = upload else {
        return Failure::bad("'file' : it must be provided", Some("file")).into_response();
    };
    if purpose.as_deref() != Some(b"batch") {
        return Failure::bad("'purpose' : it must be batch", Some("purpose")).into_response();
    }
    if bytes.len() > MAX_BYTES {
        let text = "'file' : it must be at most 200 MB";
        return Failure::bad(text, Some("file")).into_response();
    }
    let file = File { id: state.id("file_"), name, purpose: "batch", created: state.unix(), bytes };
    let body = file.json();
    lock(&state.files).insert(file.id.clone(), file);
    reply::json(StatusCode::OK, &body)
}

/// `GET /files`.
pub(crate) async fn list(Held(state): Held<Shared>) -> Response {
    let data: Vec<Value> = lock(&state.files).values().map(File::json).collect();
    reply::json(StatusCode::OK, &json!({ "object": "list", "data": data }))
}

/// `GET /files/{id}`.
pub(crate) async fn one(Held(state): Held<Shared>, Path(id): Path<String>) -> Response {
    match lock(&state.files).get(&id) {
        Some(file) => reply::json(StatusCode::OK, &file.json()),
        None => Failure::no_object("file", &id).into_response(),
    }
}

/// `GET /files/{id}/content`.
pub(crate) async fn content(Held(state): Held<Shared>, Path(id): Path<String>) -> Response {
    match lock(&state.files).get(&id) {
        Some(file) => {
            let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
            (kind, file.bytes.clone()).into_response()
        }
        None => Failure::no_object("file", &id).into_response(),
    }
}

/// `DELETE /files/{id}`.
pub(crate) async fn delete(Held(state): Held<Shared>, Path(id): Path<String>) -> Response {
    match lock(&state.files).remove(&id) {
        Some(_) => {
            reply::json(StatusCode::OK, &json!({ "id": id, "object": "file", "deleted": true }))
        }
        None => Failure::no_object("file", &id).into_response(),
    }
}
