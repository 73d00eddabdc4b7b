use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, Response},
};
use groq_mock::{Config, ManualClock, Mock};
use serde_json::{Value, json};
use tower::ServiceExt;

/// A server with a clock that stands still, and a client of it.
pub(crate) struct Caller {
    router: Router,
    pub(crate) clock: ManualClock,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).expect("a JSON body")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn error(&self) -> groq_protocol::ApiError {
        groq_protocol::ApiError::parse(self.status, &self.text)
    }

    pub(crate) fn rate_headers(&self) -> groq_protocol::RateHeaders {
        let pairs =
            self.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().expect("text")));
        groq_protocol::RateHeaders::read(pairs)
    }
}

pub(crate) const MODEL: &str = "openai/gpt-oss-120b";

impl Caller {
    pub(crate) fn new(config: Config) -> Self {
        let clock = ManualClock::new();
        let mock = Mock::new(config, clock.clone()).expect("it can be set up");
        Self { router: mock.router(), clock }
    }

    pub(crate) async fn raw(&self, request: Request<Body>) -> Response<Body> {
        self.router.clone().oneshot(request).await.expect("it cannot fail")
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.raw(request).await.into_parts();
        let bytes: Bytes = to_bytes(body, usize::MAX).await.expect("a whole body");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path, &[], Body::empty())).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(request("POST", path, &[], Body::from(body.to_string()))).await
    }

    /// A chat request whose prompt has `prompt` tokens and whose completion may
    /// have and has `completion`.
    pub(crate) async fn chat(&self, model: &str, prompt: u64, completion: u64) -> Answer {
        self.reserving(model, prompt, completion, completion).await
    }

    /// The same, whose completion may have more.
    pub(crate) async fn reserving(
        &self,
        model: &str,
        prompt: u64,
        completion: u64,
        reserved: u64,
    ) -> Answer {
        let body = json!({"model": model, "max_completion_tokens": reserved,
            "messages": [{"role": "user", "content": "Hi"}]});
        let (prompt, completion) = (prompt.to_string(), completion.to_string());
        let steer = [
            ("x-mock-prompt-tokens", prompt.as_str()),
            ("x-mock-completion-tokens", completion.as_str()),
        ];
        let path = "/openai/v1/chat/completions";
        self.send(request("POST", path, &steer, Body::from(body.to_string()))).await
    }
}

/// A request with a key.
pub(crate) fn request(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Body,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|(name, _)| *name == "authorization") {
        request = request.header("authorization", "Bearer gsk_test");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(body).expect("a legal request")
}

/// A form with its headers.
pub(crate) fn form(path: &str, fields: &[(&str, &str)], file: &[u8]) -> Request<Body> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(
        b"--edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    request("POST", path, &kind, Body::from(body))
}
