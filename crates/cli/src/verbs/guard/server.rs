use std::{
    collections::BTreeSet,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::Arc,
};

use axum::{
    Json, Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use groq_calc::limiter::Limiter as Rules;
use groq_limiter::{Account, Exchange, LimitLayer, LimitService, Limiter, Options};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::{Client, connect::HttpConnector};
use serde_json::{Map, Value, json};
use tower::{Layer, ServiceExt};

use crate::verbs::guard::{journal::Journal, metrics::Metrics, upstream::Upstream};

/// All that a guard is made of.
pub(super) struct Guard {
    pub(super) account: Account,
    pub(super) limiter: Limiter,
    pub(super) upstream: Upstream,
    pub(super) journal: Option<Journal>,
    /// The header that names who asks; else the key does.
    pub(super) tenant: Option<HeaderName>,
    pub(super) fit: bool,
}

type Sending = Client<HttpsConnector<HttpConnector>, http_body_util::Full<bytes::Bytes>>;

/// What its routes share.
struct Shared {
    plan: &'static str,
    models: BTreeSet<String>,
    limiter: Limiter,
    metrics: Arc<Metrics>,
    upstream: Upstream,
    service: LimitService<Sending>,
}

/// A header by its name.
pub(super) fn tenant_header(name: &str) -> Result<HeaderName, String> {
    let wrong = |_| format!("tenant_header is `{name}`; it must be the name of a header");
    name.parse().map_err(wrong)
}

/// Serves until Ctrl-C; `ready` gets the URL once it listens.
pub(super) async fn serve(
    guard: Guard,
    (address, port): (IpAddr, u16),
    ready: impl FnOnce(&str),
) -> Result<(), String> {
    let listener = tokio::net::TcpListener::bind((address, port)).await.map_err(|error| {
        format!("port {port} on {address} can't be listened on: {error}; choose another one, or 0 for any")
    })?;
    let bound = listener.local_addr().map_err(|error| error.to_string())?;
    let router = router(guard)?;
    ready(&format!("http://{bound}"));
    let ctrl_c = async {
        tokio::signal::ctrl_c().await.ok();
    };
    let serving = axum::serve(listener, router).with_graceful_shutdown(ctrl_c);
    serving.await.map_err(|error| format!("the guard ended: {error}"))
}

fn router(guard: Guard) -> Result<Router, String> {
    let Guard { account, limiter, upstream, journal, tenant, fit } = guard;
    let rules = account.limiter().map_err(|error| error.to_string())?;
    let models: BTreeSet<String> = rules.models().map(str::to_owned).collect();
    let metrics = Arc::new(Metrics::default());
    // Which number stands for a key is known to this process alone.
    let hasher = RandomState::new();
    let name = tenant.unwrap_or(header::AUTHORIZATION);
    let (counted, known) = (Arc::clone(&metrics), models.clone());
    let options = Options::new(&account)
        .with_fit(fit)
        .with_tenant(move |headers| hasher.hash_one(headers.get(&name).map(HeaderValue::as_bytes)))
        .with_observer(move |exchange: &Exchange| {
            let is_known = exchange.model.as_ref().is_some_and(|model| known.contains(model));
            counted.add(exchange, is_known);
            if let Some(journal) = &journal {
                journal.add(exchange);
            }
        });
    let service = LimitLayer::new(limiter.clone(), options).layer(upstream.client.clone());
    let shared = Shared { plan: account.plan.name(), models, limiter, metrics, upstream, service };
    Ok(Router::new()
        .route("/status", get(status))
        .route("/metrics", get(metrics_text))
        .fallback(forward)
        .with_state(Arc::new(shared)))
}

/// Headers that are of one connection only.
const HOP_BY_HOP: [HeaderName; 7] = [
    header::CONNECTION,
    header::HOST,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    header::PROXY_AUTHORIZATION,
];

fn strip(headers: &mut HeaderMap) {
    for name in &HOP_BY_HOP {
        headers.remove(name);
    }
    headers.remove("keep-alive");
}

async fn forward(State(shared): State<Arc<Shared>>, mut request: Request) -> Response {
    let Some(uri) = shared.upstream.uri(request.uri()) else {
        return failed(StatusCode::BAD_REQUEST, "bad_request", "the path can't be sent on");
    };
    *request.uri_mut() = uri;
    strip(request.headers_mut());
    // The usage has to be read from the answer.
    request.headers_mut().remove(header::ACCEPT_ENCODING);
    match shared.service.clone().oneshot(request).await {
        Ok(response) => {
            let (mut parts, body) = response.into_parts();
            strip(&mut parts.headers);
            Response::from_parts(parts, Body::new(body))
        }
        Err(error) => {
            let text = format!("the API can't be reached: {error}");
            failed(StatusCode::BAD_GATEWAY, "no_answer", &text)
        }
    }
}

fn failed(status: StatusCode, code: &str, message: &str) -> Response {
    let error = json!({"message": message, "type": "groq_calc_guard", "code": code});
    (status, Json(json!({"error": error}))).into_response()
}

async fn status(State(shared): State<Arc<Shared>>) -> Response {
    match state(&shared).await {
        Ok(state) => Json(state).into_response(),
        Err(error) => failed(StatusCode::SERVICE_UNAVAILABLE, "limits_unknown", &error),
    }
}

async fn metrics_text(State(shared): State<Arc<Shared>>) -> Response {
    match state(&shared).await {
        Ok(state) => {
            let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
            (kind, shared.metrics.text(&state)).into_response()
        }
        Err(error) => failed(StatusCode::SERVICE_UNAVAILABLE, "limits_unknown", &error),
    }
}

/// How far the limits are used, of the models of which anything is.
async fn state(shared: &Shared) -> Result<Value, String> {
    let mut models = Map::new();
    let mut budget = groq_calc::limiter::Budget::new(None);
    for model in &shared.models {
        let read = |rules: &Rules, now| {
            let levels = rules.levels(now, model);
            let is_used = rules.in_flight(model) + rules.waiting(model) > 0
                || levels.iter().any(|level| level.until_full_us > 0);
            let limits: Vec<_> = levels
                .iter()
                .map(|level| {
                    json!({"limit": level.limit.to_string(), "cap": level.cap, "left": level.left,
                        "until_full_us": level.until_full_us})
                })
                .collect();
            let state = json!({"limits": limits, "waiting": rules.waiting(model),
                "in_flight": rules.in_flight(model)});
            (is_used.then_some(state), rules.budget())
        };
        let (used, spent) =
            shared.limiter.read(model, read).await.map_err(|error| error.to_string())?;
        budget = spent;
        models.extend(used.map(|state| (model.clone(), state)));
    }
    let text = |usd: groq_calc::Usd| usd.to_string();
    Ok(json!({
        "plan": shared.plan,
        "models": models,
        "budget": {
            "cap_usd": budget.cap.map(text),
            "spent_usd": text(budget.spent),
            "reserved_usd": text(budget.reserved),
            "unpriced_requests": budget.unpriced,
        },
    }))
}
