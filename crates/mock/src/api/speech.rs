use std::io::Cursor;

use axum::{
    Extension,
    body::{Body as Sent, Bytes},
    extract::State as Held,
    http::header,
    response::{IntoResponse, Response},
};
use groq_calc::{Kind, Tier, catalog::Amounts};
use serde_json::Value;

use crate::{
    account::state::Shared,
    api::{exact, headers::rate_headers},
    wire::{failure::Failure, overrides::RequestOverrides},
};

/// The fields of the API reference.
const FIELDS: [&str; 6] = ["model", "input", "voice", "response_format", "sample_rate", "speed"];
/// The forms that it names; Orpheus speaks `wav`.
const FORMATS: [&str; 5] = ["flac", "mp3", "mulaw", "ogg", "wav"];
const SAMPLE_RATE: u32 = 24_000;
/// How long a character is spoken; a figure of this server's own.
const MILLIS_A_CHARACTER: u32 = 60;
/// Longer texts give no longer file.
const MOST_CHARACTERS: usize = 10_000;

/// `POST /audio/speech`: silence, as long as the text would take.
pub(crate) async fn speak(
    Held(state): Held<Shared>,
    Extension(overrides): Extension<RequestOverrides>,
    body: Bytes,
) -> Response {
    match answer(&state, &overrides, &body) {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

fn answer(state: &Shared, overrides: &RequestOverrides, body: &[u8]) -> Result<Response, Failure> {
    let value: Value = serde_json::from_slice(body).map_err(|error| {
        Failure::bad(&format!("the request body is not valid JSON: {error}"), None)
    })?;
    let unknown = value.as_object().into_iter().flatten().map(|(name, _)| name);
    if let Some(name) = unknown.into_iter().find(|name| !FIELDS.contains(&name.as_str())) {
        return Err(Failure::bad(&format!("property '{name}' is unsupported"), None));
    }
    for name in ["model", "input", "voice"] {
        if value[name].as_str().is_none_or(str::is_empty) {
            return Err(Failure::bad(&format!("property '{name}' is missing"), Some(name)));
        }
    }
    let model = value["model"].as_str().unwrap_or_default();
    let offer = state.offer(model, Tier::OnDemand)?;
    if offer.kind != Kind::Speech {
        let text = format!("The model `{model}` does not support speech");
        return Err(Failure::bad(&text, Some("model")));
    }
    let format = value["response_format"].as_str().unwrap_or("wav");
    if !FORMATS.contains(&format) {
        let text = format!("response_format must be one of [{}]", FORMATS.join(" "));
        return Err(Failure::bad(&text, Some("response_format")));
    }
    if format != "wav" {
        let text = format!("response_format `{format}` is not supported by this model; use `wav`");
        return Err(Failure::bad(&text, Some("response_format")));
    }
    let input = value["input"].as_str().unwrap_or_default();
    let tokens = overrides.prompt_tokens.unwrap_or_else(|| exact::count(model, input));
    let asked = Amounts::tokens(tokens, 0);
    match state.admit(&offer, &asked) {
        Ok(permit) => state.settle(&offer, permit, &asked),
        Err(failure) => {
            let mut response = failure.into_response();
            rate_headers(state, &offer, response.headers_mut());
            return Ok(response);
        }
    }
    let wav = silence(input.chars().count().min(MOST_CHARACTERS) as u32)
        .map_err(|error| Failure::bad(&format!("the audio can't be written: {error}"), None))?;
    let mut response = ([(header::CONTENT_TYPE, "audio/wav")], Sent::from(wav)).into_response();
    rate_headers(state, &offer, response.headers_mut());
    Ok(response)
}

fn silence(characters: u32) -> Result<Vec<u8>, hound::Error> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: SAMPLE_RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec)?;
    for _ in 0..SAMPLE_RATE / 1000 * MILLIS_A_CHARACTER * characters {
        writer.write_sample(0i16)?;
    }
    writer.finalize()?;
    Ok(bytes.into_inner())
}
