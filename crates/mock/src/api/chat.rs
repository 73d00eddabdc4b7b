use std::io;

use axum::{
    Extension,
    body::{Body as Sent, Bytes},
    extract::State as Held,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::stream;
use groq_calc::{Offer, Plan, Tier, catalog::Amounts, limiter::Permit};
use groq_catalog::CATALOG;
use groq_paste::{Body, Cause, Finding, Setting, check};
use groq_protocol::{Endpoint, Severity};
use serde_json::Value;

use crate::{
    account::config::Omitted,
    account::state::{Shared, State},
    api::completion::{Call, Completion, Content},
    api::exact,
    api::headers::rate_headers,
    api::sample::sample,
    wire::failure::Failure,
    wire::overrides::RequestOverrides,
    wire::reply,
    wire::request_id::RequestId,
};

/// A request that is legal, before it meets the limits.
pub(crate) struct Prepared {
    tiers: Vec<Offer<'static>>,
    request: Amounts,
    pub(crate) completion: Completion,
    pub(crate) stream: bool,
    include_usage: bool,
}

/// `POST /chat/completions`.
pub(crate) async fn create(
    Held(state): Held<Shared>,
    Extension(overrides): Extension<RequestOverrides>,
    Extension(RequestId(id)): Extension<RequestId>,
    body: Bytes,
) -> Response {
    let prepared = match Prepared::new(&state, &body, &overrides, id) {
        Ok(prepared) => prepared,
        Err(failure) => return failure.into_response(),
    };
    match prepared.admit(&state) {
        Ok(running) if prepared.stream => streamed(state, running, prepared),
        Ok(running) => whole(state, running, prepared).await,
        Err(refused) => {
            let (offer, failure) = *refused;
            let mut response = failure.into_response();
            rate_headers(&state, &offer, response.headers_mut());
            response
        }
    }
}

impl Prepared {
    /// Reads a body.
    ///
    /// # Errors
    ///
    /// What Groq refuses whatever the limits are.
    pub(crate) fn new(
        state: &State,
        body: &[u8],
        overrides: &RequestOverrides,
        request_id: String,
    ) -> Result<Self, Failure> {
        let text = std::str::from_utf8(body)
            .map_err(|_| Failure::bad("the request body is not UTF-8 text", None))?;
        let value: Value = serde_json::from_str(text).map_err(|error| {
            Failure::bad(&format!("the request body is not valid JSON: {error}"), None)
        })?;
        let counted = judged(state, Endpoint::Chat, text)?;
        let model = value["model"].as_str().unwrap_or_default();
        let tiers = tiers(state, model, &value["service_tier"])?;
        let offer = &tiers[0];
        let input = overrides.prompt_tokens.or(counted).unwrap_or(0);
        let asked = asked(&value)?;
        let cap = offer.context.max_completion;
        if let (Some((field, asked)), Some(cap)) = (asked, cap)
            && asked > cap
        {
            return Err(Failure::completion_cap(field, cap));
        }
        let reserved = asked.map_or_else(|| omitted(state, cap), |(_, asked)| asked);
        if offer.context.window.is_some_and(|window| input.saturating_add(reserved) > window) {
            return Err(Failure::context());
        }
        // Without a cap of the request's own the answer may exceed the reserve.
        let most = asked.map_or(cap.unwrap_or(u64::MAX), |(_, asked)| asked);
        let wanted = overrides.completion_tokens.unwrap_or(state.config.completion_tokens);
        let cached = offer.caches().then(|| overrides.cached_tokens.unwrap_or(0).min(input));
        let content = content(state, &value);
        let written = match &content {
            Content::Words => None,
            Content::Text(text) => Some(exact::count(model, text)),
            Content::Calls(calls) => {
                Some(calls.iter().map(|call| exact::count(model, &call.arguments) + 8).sum())
            }
        };
        if written.is_some_and(|written| written > most) {
            return Err(Failure::cut_short());
        }
        let wanted = written.unwrap_or(wanted);
        let answer = wanted.min(most);
        let held = offer.admission.held(answer, reserved);
        Ok(Self {
            request: Amounts::tokens(input, held),
            completion: Completion {
                content,
                id: state.id("chatcmpl-"),
                request_id,
                created: state.unix(),
                model: offer.id.model,
                tier: offer.id.tier.name(),
                prompt_tokens: input,
                cached_tokens: cached,
                tokens: answer,
                cut_short: wanted > most,
                tokens_per_second: state.config.tokens_per_second,
            },
            stream: value["stream"].as_bool().unwrap_or(false),
            include_usage: value["stream_options"]["include_usage"].as_bool().unwrap_or(false),
            tiers,
        })
    }

    /// The whole answer, for a batch.
    pub(crate) fn body(&self) -> Value {
        self.completion.whole()
    }

    /// Whether batch takes the model.
    pub(crate) fn is_batchable(&self) -> bool {
        self.tiers[0].batchable
    }

    /// Meets the limits of each tier in turn; the last one's refusal counts.
    pub(crate) fn admit(&self, state: &Shared) -> Result<Running, Box<(Offer<'static>, Failure)>> {
        let mut refused = None;
        for offer in &self.tiers {
            match state.admit(offer, &self.request) {
                Ok(permit) => {
                    let cached = self.completion.cached_tokens.unwrap_or(0);
                    return Ok(Running {
                        state: Shared::clone(state),
                        offer: *offer,
                        permit: Some(permit),
                        used: Amounts::tokens(self.request.input - cached, 0),
                    });
                }
                Err(failure) => refused = Some((*offer, failure)),
            }
        }
        // There is always a tier; without one nothing has room.
        Err(Box::new(refused.unwrap_or_else(|| (self.tiers[0], Failure::capacity()))))
    }
}

/// The prompt's tokens, where the request is one that Groq takes: as
/// `check-request` says.
pub(crate) fn judged(
    state: &State,
    endpoint: Endpoint,
    text: &str,
) -> Result<Option<u64>, Failure> {
    let wrong = |error: groq_paste::Error| Failure::bad(&error.to_string(), None);
    let setting = Setting {
        catalog: &CATALOG,
        day: state.day,
        admission: state.config.admission,
        model: None,
        exact: exact::counter(),
    };
    let body = Body::parse(endpoint, text).map_err(wrong)?;
    let checked = check(&body, state.config.plan, &setting).map_err(wrong)?;
    // What is asked of the limits is this account's matter.
    let is_size =
        |finding: &Finding| matches!(finding.cause, Cause::Size { .. } | Cause::Reserve { .. });
    let refused = |finding: &&Finding| finding.severity == Severity::Refused && !is_size(finding);
    match checked.findings.iter().find(refused) {
        Some(finding) => {
            let value: Value = serde_json::from_str(text).unwrap_or_default();
            Err(Failure::from(finding.answer(&value)))
        }
        None => Ok(checked.input_tokens.map(|(tokens, _)| tokens)),
    }
}

/// What the answer holds: a call of a tool where one is asked for, JSON where the
/// request says so, else words.
fn content(state: &State, value: &Value) -> Content {
    let choice = &value["tool_choice"];
    let named = choice["function"]["name"].as_str();
    if named.is_some() || choice == "required" {
        let tools = value["tools"].as_array().into_iter().flatten();
        let mut functions = tools.map(|tool| &tool["function"]).filter(|one| one.is_object());
        let chosen = functions.find(|one| named.is_none_or(|name| one["name"] == name));
        if let Some(function) = chosen {
            let arguments = match &function["parameters"] {
                Value::Null => serde_json::json!({}),
                schema => sample(schema),
            };
            return Content::Calls(vec![Call {
                id: state.id("call_"),
                name: function["name"].as_str().unwrap_or_default().to_owned(),
                arguments: arguments.to_string(),
            }]);
        }
    }
    match value["response_format"]["type"].as_str() {
        Some("json_object") => {
            Content::Text(r#"{"answer":"This comes from a local stand-in for the API."}"#.into())
        }
        Some("json_schema") => {
            let schema = &value["response_format"]["json_schema"]["schema"];
            Content::Text(sample(schema).to_string())
        }
        _ => Content::Words,
    }
}

/// The tiers to try, in order.
fn tiers(state: &State, model: &str, tier: &Value) -> Result<Vec<Offer<'static>>, Failure> {
    let on_demand = state.offer(model, Tier::OnDemand)?;
    let flex = || state.offer(model, Tier::Flex);
    match (tier, state.config.plan) {
        (Value::Null, _) => Ok(vec![on_demand]),
        (Value::String(tier), plan) => match (tier.as_str(), plan) {
            ("on_demand" | "performance", _) | ("auto", Plan::Free) => Ok(vec![on_demand]),
            ("auto", Plan::Developer) => Ok(vec![on_demand, flex()?]),
            ("flex", Plan::Developer) => Ok(vec![flex()?]),
            ("flex", Plan::Free) => Err(Failure::bad(
                "'service_tier' : flex is not available on the free plan",
                Some("service_tier"),
            )),
            _ => Err(unknown_tier()),
        },
        _ => Err(unknown_tier()),
    }
}

fn unknown_tier() -> Failure {
    let text = "'service_tier' : it must be auto, on_demand, flex or performance";
    Failure::bad(text, Some("service_tier"))
}

/// The completion tokens that a request allows, with the field that says so.
fn asked(body: &Value) -> Result<Option<(&'static str, u64)>, Failure> {
    for field in ["max_completion_tokens", "max_tokens"] {
        match &body[field] {
            Value::Null => {}
            value => {
                return match value.as_u64().filter(|count| *count > 0) {
                    Some(count) => Ok(Some((field, count))),
                    None => {
                        let text = format!("'{field}' : it must be a whole number, 1 or more");
                        Err(Failure::bad(&text, Some(field)))
                    }
                };
            }
        }
    }
    Ok(None)
}

fn omitted(state: &State, cap: Option<u64>) -> u64 {
    match state.config.omitted {
        Omitted::Tokens(tokens) => tokens.min(cap.unwrap_or(u64::MAX)),
        Omitted::Most => cap.unwrap_or(0),
    }
}

/// A request that was let in; it is settled when it ends, however it ends.
pub(crate) struct Running {
    state: Shared,
    offer: Offer<'static>,
    permit: Option<Permit>,
    used: Amounts,
}

impl Running {
    /// Ends it, with what was written, and says which offer it ran under.
    pub(crate) fn end(&mut self, output: u64) -> Offer<'static> {
        self.used.output = output;
        if let Some(permit) = self.permit.take() {
            self.state.settle(&self.offer, permit, &self.used);
        }
        self.offer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(permit) = self.permit.take() {
            self.state.settle(&self.offer, permit, &self.used);
        }
    }
}

async fn whole(state: Shared, mut running: Running, prepared: Prepared) -> Response {
    let completion = prepared.completion;
    state.clock.sleep(completion.micros_before() + completion.micros(completion.tokens)).await;
    let offer = running.end(completion.tokens);
    let mut body = completion.whole();
    body["service_tier"] = offer.id.tier.name().into();
    let mut response = reply::json(StatusCode::OK, &body);
    rate_headers(&state, &offer, response.headers_mut());
    response
}

/// What of a stream comes next.
enum Next {
    First,
    From(u64),
    Last,
    Usage,
    Done,
    End,
}

fn streamed(state: Shared, running: Running, prepared: Prepared) -> Response {
    let offer = running.offer;
    let include_usage = prepared.include_usage;
    let start = (Next::First, running, prepared.completion);
    let events = stream::unfold(start, move |(next, mut running, completion)| async move {
        let (chunk, after) = match next {
            Next::First => {
                running.state.clock.sleep(completion.micros_before()).await;
                let after = if completion.tokens == 0 { Next::Last } else { Next::From(0) };
                (completion.first(), after)
            }
            Next::From(from) => {
                let to = (from + completion.step()).min(completion.tokens);
                let micros = completion.micros(to) - completion.micros(from);
                running.state.clock.sleep(micros).await;
                running.used.output = to;
                let after = if to == completion.tokens { Next::Last } else { Next::From(to) };
                (completion.middle(from, to), after)
            }
            Next::Last => {
                let after = if include_usage { Next::Usage } else { Next::Done };
                (completion.last(), after)
            }
            Next::Usage => (completion.usage_chunk(), Next::Done),
            Next::Done => {
                let done = Bytes::from_static(b"data: [DONE]\n\n");
                return Some((Ok(done), (Next::End, running, completion)));
            }
            Next::End => return None,
        };
        let event = Bytes::from(format!("data: {chunk}\n\n"));
        Some((Ok::<_, io::Error>(event), (after, running, completion)))
    });
    let kind = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-cache")];
    let mut response = (kind, Sent::from_stream(events)).into_response();
    rate_headers(&state, &offer, response.headers_mut());
    response
}
