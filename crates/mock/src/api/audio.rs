use std::io::Cursor;

use axum::{
    Extension,
    body::Bytes,
    extract::{Multipart, State as Held, multipart::MultipartError},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use groq_calc::{Plan, Tier, catalog::Amounts};
use groq_protocol::Endpoint;
use serde_json::{Map, Value, json};

use crate::{
    account::{state::Shared, storage::Share},
    api::{chat::judged, headers::rate_headers, upload},
    wire::failure::Failure,
    wire::overrides::RequestOverrides,
    wire::reply,
    wire::request_id::RequestId,
};

/// What the form holds.
#[derive(Default)]
struct Form {
    fields: Map<String, Value>,
    file: Option<(Bytes, Share)>,
}

impl Form {
    fn field(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.as_str()
    }
}

/// `POST /audio/transcriptions`.
pub(crate) async fn transcribe(
    Held(state): Held<Shared>,
    Extension(overrides): Extension<RequestOverrides>,
    Extension(RequestId(id)): Extension<RequestId>,
    form: Multipart,
) -> Response {
    answered(answer(&state, &overrides, &id, form, Endpoint::Audio).await)
}

/// `POST /audio/translations`.
pub(crate) async fn translate(
    Held(state): Held<Shared>,
    Extension(overrides): Extension<RequestOverrides>,
    Extension(RequestId(id)): Extension<RequestId>,
    form: Multipart,
) -> Response {
    answered(answer(&state, &overrides, &id, form, Endpoint::Translation).await)
}

fn answered(answer: Result<Response, Failure>) -> Response {
    match answer {
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
    endpoint: Endpoint,
) -> Result<Response, Failure> {
    let form = read(state, form).await?;
    judged(state, endpoint, &Value::Object(form.fields.clone()).to_string())?;
    let offer = state.offer(form.field("model").unwrap_or_default(), Tier::OnDemand)?;
    let format = form.field("response_format").unwrap_or("json");
    let millis = match (&form.file, overrides.audio_millis) {
        (_, Some(millis)) => millis,
        (Some((file, _)), None) => length(file),
        // What an address holds is not fetched: it counts as a minute.
        (None, None) if form.field("url").is_some() => 60_000,
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
        "verbose_json" => reply::json(StatusCode::OK, &verbose(text, millis, &form, id, endpoint)),
        _ => reply::json(StatusCode::OK, &json!({ "text": text, "x_groq": { "id": id } })),
    };
    rate_headers(state, &offer, response.headers_mut());
    Ok(response)
}

fn verbose(text: &str, millis: u64, form: &Form, id: &str, endpoint: Endpoint) -> Value {
    let seconds = millis as f64 / 1e3;
    let task = if endpoint == Endpoint::Translation { "translate" } else { "transcribe" };
    json!({
        "task": task,
        "language": form.field("language").unwrap_or("en"),
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
            name => {
                let name = name.to_owned();
                let text = field.text().await.map_err(wrong)?;
                form.fields.insert(name, text.into());
            }
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
