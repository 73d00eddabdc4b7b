use std::io::Cursor;

use axum::{
    Extension,
    body::Bytes,
    extract::{Multipart, State as Held, multipart::MultipartError},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use groq_calc::{Kind, Plan, Tier, catalog::Amounts};
use serde_json::{Value, json};

use crate::{
    account::{state::Shared, storage::Share},
    api::{headers::rate_headers, upload},
    wire::failure::Failure,
    wire::overrides::RequestOverrides,
    wire::reply,
    wire::request_id::RequestId,
};

/// What the form holds.
#[derive(Default)]
struct Form {
    model: Option<String>,
    file: Option<(Bytes, Share)>,
    url: bool,
    format: Option<String>,
    language: Option<String>,
}

/// `POST /audio/transcriptions`.
pub(crate) async fn transcribe(
    Held(state): Held<Shared>,
    Extension(overrides): Extension<RequestOverrides>,
    Extension(RequestId(id)): Extension<RequestId>,
    form: Multipart,
) -> Response {
    match answer(&state, &overrides, &id, form).await {
        Ok(response) => response,
        Err(failure) => failure.into_response(),
    }
}

/// Files above that are refused: 25 MB on the free plan, 100 MB on developer.
pub(crate) const fn max_bytes(plan: Plan) -> usize {
    match plan {
        Plan::Free => 25 * 1_000_000,
        Plan::Developer => 100 * 1_000_000,
    }
}

async fn answer(
    state: &Shared,
    overrides: &RequestOverrides,
    id: &str,
    form: Multipart,
) -> Result<Response, Failure> {
    let form = read(state, form).await?;
    let model = form.model.as_deref().unwrap_or_default();
    let offer = state.offer(model, Tier::OnDemand)?;
    if offer.kind != Kind::Transcription {
        let text = format!("The model `{model}` does not support transcription");
        return Err(Failure::bad(&text, Some("model")));
    }
    let format = form.format.as_deref().unwrap_or("json");
    if !["json", "text", "verbose_json"].contains(&format) {
        let text = "response_format must be one of [json text verbose_json]";
        return Err(Failure::bad(text, Some("response_format")));
    }
    let millis = match (&form.file, overrides.audio_millis) {
        (_, Some(millis)) => millis,
        (Some((file, _)), None) => length(file),
        // What an address holds is not fetched: it counts as a minute.
        (None, None) if form.url => 60_000,
        (None, None) => {
            return Err(Failure::bad("file or url must be provided", Some("file")));
        }
    };
    if millis < 10 {
        return Err(Failure::bad(
            "Audio file is too short. Minimum audio length is 0.01 seconds.",
            Some("file"),
        ));
    }
    let audio = Amounts::audio(millis);
    match state.admit(&offer, &audio) {
        Ok(permit) => state.settle(&offer, permit, &audio),
        Err(failure) => {
            let mut response = failure.into_response();
            rate_headers(state, &offer, response.headers_mut());
            return Ok(response);
        }
    }
    let text = " This text comes from a local stand-in for the API.";
    let mut response = match format {
        "text" => ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response(),
        "verbose_json" => reply::json(StatusCode::OK, &verbose(text, millis, &form, id)),
        _ => reply::json(StatusCode::OK, &json!({ "text": text, "x_groq": { "id": id } })),
    };
    rate_headers(state, &offer, response.headers_mut());
    Ok(response)
}

fn verbose(text: &str, millis: u64, form: &Form, id: &str) -> Value {
    let seconds = millis as f64 / 1e3;
    json!({
        "task": "transcribe",
        "language": form.language.as_deref().unwrap_or("en"),
        "duration": seconds,
        "text": text,
        "segments": [{
            "id": 0, "seek": 0, "start": 0, "end": seconds, "text": text, "tokens": [],
            "temperature": 0, "avg_logprob": -0.1, "compression_ratio": 1, "no_speech_prob": 0,
        }],
        "x_groq": { "id": id },
    })
}

async fn read(state: &Shared, mut multipart: Multipart) -> Result<Form, Failure> {
    let wrong = |error: MultipartError| upload::unreadable(&error);
    let mut form = Form::default();
    while let Some(field) = multipart.next_field().await.map_err(wrong)? {
        match field.name().unwrap_or_default() {
            "file" => {
                let max = max_bytes(state.config.plan);
                form.file = Some(upload::read(state, field, max).await?);
            }
            "model" => form.model = Some(field.text().await.map_err(wrong)?),
            "response_format" => form.format = Some(field.text().await.map_err(wrong)?),
            "language" => form.language = Some(field.text().await.map_err(wrong)?),
            "url" => form.url = true,
            // What is not read is passed by.
            _ => {}
        }
    }
    Ok(form)
}

/// The length of an audio file in milliseconds: of a WAV exactly, of any other
/// at 128 kbit/s; `x-mock-audio-seconds` states it instead.
fn length(file: &[u8]) -> u64 {
    match hound::WavReader::new(Cursor::new(file)) {
        Ok(wav) if wav.spec().sample_rate > 0 => {
            u64::from(wav.duration()) * 1000 / u64::from(wav.spec().sample_rate)
        }
        _ => file.len() as u64 / 16,
    }
}
