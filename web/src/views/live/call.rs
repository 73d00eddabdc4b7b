//! One request to the API. Nothing else in the page uses the network.

use gloo_net::http::{Request, Response};
use groq_protocol::RateHeaders;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, ReadableStreamDefaultReader, ReferrerPolicy, RequestCredentials, RequestRedirect,
};

use super::{base::BaseUrl, failure::Failure, key::Key};

/// Who is asked, and with which key.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) base: BaseUrl,
    pub(super) key: Key,
}

/// The page's clock, in milliseconds.
pub(super) fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// An answer with a status of 2xx, its body still to come.
pub(super) struct Answer {
    pub(super) headers: RateHeaders,
    response: Response,
}

/// Sends a request: a POST if it has a body.
pub(super) async fn call(
    target: &Target,
    path: &str,
    body: Option<&str>,
    signal: &AbortSignal,
) -> Result<Answer, Failure> {
    let url = format!("{}{path}", target.base.as_str());
    let request = request(&url, &target.key, body, signal).map_err(|_| Failure::Blocked)?;
    let response = request.send().await.map_err(|_| network_failure(signal))?;
    let headers = readable(&response);
    if response.ok() {
        return Ok(Answer { headers, response });
    }
    let text = text(&response, signal).await.unwrap_or_default();
    let raw = target.key.redact(&text);
    Err(Failure::refused(response.status(), raw, headers, now()))
}

fn request(
    url: &str,
    key: &Key,
    body: Option<&str>,
    signal: &AbortSignal,
) -> Result<Request, gloo_net::Error> {
    let request = if body.is_some() { Request::post(url) } else { Request::get(url) }
        .header("Authorization", &key.bearer())
        .abort_signal(Some(signal))
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        // The key goes to the server that was named, wherever it points to.
        .redirect(RequestRedirect::Error);
    match body {
        Some(body) => request.header("Content-Type", "application/json").body(body),
        None => request.build(),
    }
}

/// Why a request came to nothing.
fn network_failure(signal: &AbortSignal) -> Failure {
    if signal.aborted() {
        Failure::Cancelled
    } else if !window().navigator().on_line() {
        Failure::Offline
    } else {
        Failure::Blocked
    }
}

/// Why a body ended early.
fn cut_off(signal: &AbortSignal) -> Failure {
    if signal.aborted() { Failure::Cancelled } else { Failure::Cut }
}

/// The headers that the browser lets the page see.
fn readable(response: &Response) -> RateHeaders {
    let headers = response.headers();
    let names = RateHeaders::names();
    let seen: Vec<(&str, String)> =
        names.iter().filter_map(|name| Some((*name, headers.get(name)?))).collect();
    RateHeaders::read(seen.iter().map(|(name, value)| (*name, value.as_str())))
}

async fn text(response: &Response, signal: &AbortSignal) -> Result<String, Failure> {
    response.text().await.map_err(|_| cut_off(signal))
}

impl Answer {
    /// The whole body.
    pub(super) async fn text(self, signal: &AbortSignal) -> Result<String, Failure> {
        text(&self.response, signal).await
    }

    /// The body as it arrives.
    pub(super) fn pieces(&self) -> Option<Pieces> {
        let reader = self.response.body()?.get_reader().dyn_into().ok()?;
        Some(Pieces { reader })
    }
}

/// A body in pieces.
pub(super) struct Pieces {
    reader: ReadableStreamDefaultReader,
}

impl Pieces {
    /// The next one; `None` at the end.
    pub(super) async fn next(&self, signal: &AbortSignal) -> Result<Option<Vec<u8>>, Failure> {
        let read = JsFuture::from(self.reader.read()).await.map_err(|_| cut_off(signal))?;
        let field = |name: &str| js_sys::Reflect::get(&read, &name.into()).unwrap_or(JsValue::NULL);
        if field("done").is_truthy() {
            return Ok(None);
        }
        let piece: js_sys::Uint8Array = field("value").dyn_into().map_err(|_| cut_off(signal))?;
        Ok(Some(piece.to_vec()))
    }
}

/// Lets time go by, in short steps, until then or until the visitor ends it;
/// whether it was not ended.
pub(super) async fn wait_until(end: f64, signal: &AbortSignal) -> bool {
    while !signal.aborted() {
        let left = end - now();
        if left <= 0.0 {
            return true;
        }
        let step = left.min(100.0).ceil() as i32;
        let slept = js_sys::Promise::new(&mut |resolve, _| {
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, step).ok();
        });
        JsFuture::from(slept).await.ok();
    }
    false
}

/// Whether the visitor asks for less motion.
pub(super) fn wants_calm() -> bool {
    let asked = window().match_media("(prefers-reduced-motion: reduce)");
    asked.ok().flatten().is_some_and(|query| query.matches())
}
