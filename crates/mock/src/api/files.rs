use axum::{
    extract::{Multipart, Path, State as Held},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    account::file::File,
    account::state::{Shared, State, lock},
    api::upload,
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
pub(crate) async fn create(Held(state): Held<Shared>, form: Multipart) -> Response {
    match stored(&state, form).await {
        Ok(file) => {
            let body = file.json();
            lock(&state.files).insert(file.id.clone(), file);
            reply::json(StatusCode::OK, &body)
        }
        Err(failure) => failure.into_response(),
    }
}

async fn stored(state: &State, mut form: Multipart) -> Result<File, Failure> {
    let (mut file, mut purpose) = (None, None);
    while let Some(field) = form.next_field().await.map_err(|error| upload::unreadable(&error))? {
        match field.name().unwrap_or_default() {
            "file" => {
                let name = field.file_name().unwrap_or("upload.jsonl").to_owned();
                file = Some((name, upload::read(state, field, MAX_BYTES).await?));
            }
            "purpose" => {
                purpose = Some(field.bytes().await.map_err(|error| upload::unreadable(&error))?);
            }
            // What is not read is passed by.
            _ => {}
        }
    }
    let Some((name, (bytes, share))) = file else {
        return Err(Failure::bad("'file' : it must be provided", Some("file")));
    };
    if purpose.as_deref() != Some(b"batch") {
        return Err(Failure::bad("'purpose' : it must be batch", Some("purpose")));
    }
    let (id, created) = (state.id("file_"), state.unix());
    Ok(File { id, name, purpose: "batch", created, bytes, share })
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
