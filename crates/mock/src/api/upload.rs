use axum::{
    body::Bytes,
    extract::multipart::{Field, MultipartError},
    http::StatusCode,
};

use crate::{
    account::{state::State, storage::Share},
    wire::failure::Failure,
};

/// Reads a file of a form piece by piece, as long as there is room for it.
///
/// # Errors
///
/// 413 when it is above `max` bytes, or when all files together are above what
/// the server holds.
pub(crate) async fn read(
    state: &State,
    mut field: Field<'_>,
    max: usize,
) -> Result<(Bytes, Share), Failure> {
    let (mut bytes, mut share) = (Vec::new(), state.storage.share());
    while let Some(piece) = field.chunk().await.map_err(|error| unreadable(&error))? {
        if bytes.len() + piece.len() > max {
            return Err(too_large(&format!("the file is above {} MB", max / 1_000_000)));
        }
        if !share.grow(piece.len()) {
            let text = format!("all files are above {} bytes; delete some", state.storage.max());
            return Err(too_large(&text));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok((bytes.into(), share))
}

/// A form that breaks off or is not one.
pub(crate) fn unreadable(error: &MultipartError) -> Failure {
    Failure::bad(&format!("the form can't be read: {}", error.body_text()), None)
}

fn too_large(why: &str) -> Failure {
    let text = format!("Request Entity Too Large: {why}");
    let code = Some("request_too_large");
    Failure::new(StatusCode::PAYLOAD_TOO_LARGE, &text, "invalid_request_error", code)
}
