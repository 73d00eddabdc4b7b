//! One request to the API. Nothing else in the page uses the network.

use groq_protocol::RateHeaders;
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReadableStreamDefaultReader, ReferrerPolicy, RequestCredentials,
    RequestInit, RequestRedirect, Response,
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
    let init = request(target, body, signal).map_err(|_| Failure::Blocked)?;
    let url = format!("{}{path}", target.base.as_str());
    let sent = JsFuture::from(window().fetch_with_str_and_init(&url, &init)).await;
    let Ok(response) = sent.and_then(JsCast::dyn_into::<Response>) else {
        return Err(network_failure(signal));
    };
    let headers = readable(&response);
    if response.ok() {
        return Ok(Answer { headers, response });
    }
    let text = text(&response, signal).await.unwrap_or_default();
    let raw = target.key.redact(&text);
    Err(Failure::refused(response.status(), raw, headers, now()))
}

fn request(
    target: &Target,
    body: Option<&str>,
    signal: &AbortSignal,
) -> Result<RequestInit, JsValue> {
    let headers = Headers::new()?;
    headers.set("Authorization", &target.key.bearer())?;
    let init = RequestInit::new();
    if let Some(body) = body {
        headers.set("Content-Type", "application/json")?;
        init.set_method("POST");
        init.set_body(&body.into());
    }
    init.set_headers(&headers);
    init.set_signal(Some(signal));
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    // The key goes to the server that was named, wherever it points to.
    init.set_redirect(RequestRedirect::Error);
    Ok(init)
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

/// The headers that the browser lets the page see.
fn readable(response: &Response) -> RateHeaders {
    let headers = response.headers();
    let names = RateHeaders::names();
    let seen: Vec<(&str, String)> =
        names.iter().filter_map(|name| Some((*name, headers.get(name).ok()??))).collect();
    RateHeaders::read(seen.iter().map(|(name, value)| (*name, value.as_str())))
}

async fn text(response: &Response, signal: &AbortSignal) -> Result<String, Failure> {
    let cut = |_| if signal.aborted() { Failure::Cancelled } else { Failure::Cut };
    let text = JsFuture::from(response.text().map_err(cut)?).await.map_err(cut)?;
    Ok(text.as_string().unwrap_or_default())
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
        let cut = |_| if signal.aborted() { Failure::Cancelled } else { Failure::Cut };
        let read = JsFuture::from(self.reader.read()).await.map_err(cut)?;
        let field = |name: &str| js_sys::Reflect::get(&read, &name.into()).unwrap_or(JsValue::NULL);
        if field("done").is_truthy() {
            return Ok(None);
        }
        let piece: js_sys::Uint8Array = field("value").dyn_into().map_err(cut)?;
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
