use std::{io, net::Ipv4Addr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::{DefaultBodyLimit, OriginalUri, Request, State as Held},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use futures_util::{StreamExt, stream};
use groq_calc::Limit;
use serde_json::Value;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use crate::{
    account::clock::{Clock, ScaledClock},
    account::config::Config,
    account::state::{Entry, Shared, State, lock},
    api::{audio, batches, chat, control, exact, files, models, responses, speech},
    connections::Connections,
    error::Error,
    wire::exchange::{self, Exchange},
    wire::failure::Failure,
    wire::fault::Fault,
    wire::overrides::RequestOverrides,
    wire::request_id::RequestId,
};

/// The server, ready to be routed to.
#[derive(Clone)]
pub struct Mock {
    state: Shared,
}

impl Mock {
    /// Sets it up.
    ///
    /// # Errors
    ///
    /// For a configuration that names what is unknown.
    pub fn new(config: Config, clock: impl Clock) -> Result<Self, Error> {
        Ok(Self { state: Arc::new(State::new(config, clock)?) })
    }

    /// Everything that it answers, to be served by any axum server, or called
    /// directly in a test.
    pub fn router(&self) -> Router {
        let state = &self.state;
        let api = Router::new()
            .route("/chat/completions", post(chat::create))
            .route("/models", get(models::list))
            .route("/models/{*id}", get(models::one))
            .route("/responses", post(responses::create))
            .route("/audio/transcriptions", post(audio::transcribe))
            .route("/audio/translations", post(audio::translate))
            .route("/audio/speech", post(speech::speak))
            .route("/files", get(files::list).post(files::create))
            .route("/files/{id}", get(files::one).delete(files::delete))
            .route("/files/{id}/content", get(files::content))
            .route("/batches", get(batches::list).post(batches::create))
            .route("/batches/{id}", get(batches::one))
            .route("/batches/{id}/cancel", post(batches::cancel))
            .fallback(unknown)
            .layer(middleware::from_fn_with_state(Shared::clone(state), guard))
            .layer(DefaultBodyLimit::max(files::MAX_BYTES + (1 << 20)));
        Router::new()
            .nest("/openai/v1", api)
            .route("/mock", get(control::status))
            .route("/mock/log", get(control::log))
            .route("/mock/reset", post(control::reset))
            .route("/mock/faults", post(control::faults))
            .fallback(unknown)
            .layer(cors(state.config.expose_headers))
            .with_state(Shared::clone(state))
    }

    /// What is enforced, as lines for people: each model with its caps, and
    /// those of which no figure is published.
    pub fn enforced(&self) -> Vec<String> {
        let line = |offer: groq_calc::Offer<'static>| {
            let caps: Vec<String> = Limit::ALL
                .into_iter()
                .filter_map(|limit| Some(format!("{limit} {}", offer.caps.figure(limit)?)))
                .collect();
            let unknown = offer.caps.unknown();
            let mut line = format!("{}: {}", offer.id.model, caps.join(", "));
            if !unknown.is_empty() {
                line += &format!(" (not published, not enforced: {unknown})");
            }
            line
        };
        self.state.offers().map(line).collect()
    }

    /// The day whose models and limits count.
    pub fn day(&self) -> groq_calc::Date {
        self.state.day
    }
}

/// Serves on 127.0.0.1 until the process ends; `ready` gets the base URL and the
/// server once it listens. Port 0 takes any free one.
///
/// # Errors
///
/// For a configuration that can't be, and for a port that is taken.
pub fn run(config: Config, port: u16, ready: impl FnOnce(&str, &Mock)) -> Result<(), Error> {
    let speed = config.speed;
    let mock = Mock::new(config, ScaledClock::new(speed))?;
    let runtime = tokio::runtime::Runtime::new()
        .map_err(|error| Error::io("the runtime can't be started", &error))?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(|error| Error::bind(port, &error))?;
        let address =
            listener.local_addr().map_err(|error| Error::io("the port can't be read", &error))?;
        // The first request is not to find it packed: it would be admitted that much later.
        exact::unpack();
        ready(&format!("http://{address}"), &mock);
        Connections::default()
            .serve(listener, mock.router())
            .await
            .map_err(|error| Error::io("the server ended", &error))
    })
}

/// Every origin, as Groq; `authorization` has to be named, `*` leaves it out.
fn cors(expose: bool) -> CorsLayer {
    let layer = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers(AllowHeaders::mirror_request());
    if !expose {
        return layer;
    }
    let names = groq_protocol::RateHeaders::names();
    layer.expose_headers(names.iter().map(|name| HeaderName::from_static(name)).collect::<Vec<_>>())
}

async fn unknown(request: Request) -> Response {
    Failure::unknown_url(request.method().as_str(), &path(&request)).into_response()
}

/// The path as the client wrote it, not as nesting leaves it.
fn path(request: &Request) -> String {
    match request.extensions().get::<OriginalUri>() {
        Some(original) => original.path().to_owned(),
        None => request.uri().path().to_owned(),
    }
}

/// What every request of the API goes through: the key, the faults, the log.
async fn guard(Held(state): Held<Shared>, mut request: Request, next: Next) -> Response {
    let at = state.clock.now();
    let method = request.method().to_string();
    let path = path(&request);
    let id = state.id("req_");
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = match entered(&state, &mut request) {
        Err(failure) => failure.into_response(),
        Ok(fault) if state.exchanges.is_idle() => faulty(fault, request, next).await,
        Ok(fault) => exchanged(&state, fault, request, next, (&method, &path)).await,
    };
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", id);
    }
    headers.insert("x-groq-region", HeaderValue::from_static("mock"));
    state.record(Entry { at, method, path, status: response.status().as_u16() });
    response
}

/// Checks the key and reads what the request asks for.
fn entered(state: &State, request: &mut Request) -> Result<Option<Fault>, Failure> {
    let key = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .map(str::trim)
        .filter(|key| !key.is_empty() && *key != "gsk_invalid");
    let accepted = match (&state.config.key, key) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(only), Some(key)) => only == key,
    };
    if !accepted {
        return Err(Failure::invalid_key());
    }
    let overrides = RequestOverrides::read(request.headers())?;
    request.extensions_mut().insert(overrides);
    Ok(overrides.fault.or_else(|| lock(&state.faults).pop_front()))
}

async fn faulty(fault: Option<Fault>, request: Request, next: Next) -> Response {
    match fault {
        None => next.run(request).await,
        Some(Fault::Slow(time)) => {
            tokio::time::sleep(time).await;
            next.run(request).await
        }
        Some(Fault::Cut(events)) => cut(next.run(request).await, events),
        Some(Fault::Status(status)) => Failure::fault(status).into_response(),
        Some(Fault::Spend) => Failure::spend_limit().into_response(),
        Some(Fault::Garbage) => {
            let kind = [(header::CONTENT_TYPE, "application/json")];
            (kind, "{\"id\":\u{fffd}]]<html>").into_response()
        }
    }
}

/// The largest body that is kept.
const MAX_KEPT: usize = files::MAX_BYTES + (1 << 20);

/// Answers a request that is known as it was answered, and keeps what is new.
async fn exchanged(
    state: &State,
    fault: Option<Fault>,
    request: Request,
    next: Next,
    (method, path): (&str, &str),
) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(sent) = to_bytes(body, MAX_KEPT).await else {
        return Failure::bad("the request body can't be read", None).into_response();
    };
    let asked: Value = serde_json::from_slice(&sent).unwrap_or_default();
    if let Some(known) = state.exchanges.find(method, path, &asked) {
        return played(known);
    }
    let answer = faulty(fault, Request::from_parts(parts, Body::from(sent)), next).await;
    if !state.exchanges.is_recording() {
        return answer;
    }
    let (parts, body) = answer.into_parts();
    let Ok(bytes) = to_bytes(body, MAX_KEPT).await else {
        return Failure::bad("the answer can't be kept", None).into_response();
    };
    let headers = parts.headers.iter().filter(|(name, _)| exchange::is_kept(name.as_str()));
    let headers = headers.filter_map(|(name, value)| {
        Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
    });
    state.exchanges.keep(&Exchange {
        method: method.to_owned(),
        path: path.to_owned(),
        asked,
        status: parts.status.as_u16(),
        headers: headers.collect(),
        answer: String::from_utf8_lossy(&bytes).into_owned(),
    });
    Response::from_parts(parts, Body::from(bytes))
}

fn played(known: Exchange) -> Response {
    let status = StatusCode::from_u16(known.status).unwrap_or(StatusCode::OK);
    let mut response = (status, known.answer).into_response();
    for (name, value) in known.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// How long a connection stands after the last piece of a cut answer.
const BEFORE_THE_BREAK: Duration = Duration::from_millis(250);

/// Breaks a body off in the middle of the piece after so many.
fn cut(response: Response, events: usize) -> Response {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    let kept = body.into_data_stream().take(events + 1).enumerate();
    let pieces = kept.flat_map(move |(index, piece)| {
        let broken = || io::Error::new(io::ErrorKind::ConnectionAborted, "cut on request");
        let pieces: Vec<Result<Bytes, io::Error>> = match piece {
            Ok(piece) if index == events => {
                vec![Ok(piece.slice(..piece.len() / 2)), Err(broken())]
            }
            Ok(piece) => vec![Ok(piece)],
            Err(_) => vec![Err(broken())],
        };
        stream::iter(pieces)
    });
    // A client that sees the break before it has read the rest loses the rest.
    let pieces = pieces.then(|piece| async {
        if piece.is_err() {
            tokio::time::sleep(BEFORE_THE_BREAK).await;
        }
        piece
    });
    Response::from_parts(parts, Body::from_stream(pieces))
}
