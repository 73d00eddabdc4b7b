use std::{
    collections::HashMap,
    io::{Read, Write},
    net::TcpStream,
    sync::{Arc, Mutex, mpsc},
    thread,
};

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue},
    middleware::{self, Next},
    response::Response,
};
use groq_mock::{Clock, Config, Mock, ScaledClock};
use serde_json::Value;

use crate::case::MODEL;

/// A stand-in for one test, which runs until the process ends.
///
/// What a prompt has in brackets says how its calls are answered: `tokens=N` is the
/// length of its answer, everything else is a fault of one call, in their order. The
/// third call for `Say two. [tokens=2 status=503 cut=0]` has an answer of two words.
pub(crate) struct Server {
    pub(crate) url: String,
    asked: Arc<Mutex<Calls>>,
}

/// The calls so far, by prompt.
type Calls = HashMap<String, usize>;

impl Server {
    pub(crate) fn start(config: Config) -> Self {
        Self::serve(config, ScaledClock::new(1), false)
    }

    /// One with a time of its own.
    pub(crate) fn with_clock(config: Config, clock: impl Clock) -> Self {
        Self::serve(config, clock, false)
    }

    /// One whose 429 says how long to wait in its text alone.
    pub(crate) fn without_retry_after(config: Config) -> Self {
        Self::serve(config, ScaledClock::new(1), true)
    }

    fn serve(config: Config, clock: impl Clock, strip: bool) -> Self {
        let (sender, receiver) = mpsc::channel();
        let asked = Arc::new(Mutex::new(Calls::new()));
        let calls = Arc::clone(&asked);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let router = Mock::new(config, clock).expect("a server").router();
                let as_asked = middleware::from_fn(move |request: Request, next: Next| {
                    let calls = Arc::clone(&calls);
                    async move {
                        let request = with_overrides(request, &calls).await;
                        let mut answer: Response = next.run(request).await;
                        if strip {
                            answer.headers_mut().remove("retry-after");
                        }
                        answer
                    }
                });
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                let address = listener.local_addr().expect("an address");
                sender.send(format!("http://{address}")).expect("awaited");
                axum::serve(listener, router.layer(as_asked)).await.expect("it serves");
            });
        });
        Self { url: receiver.recv().expect("it listens"), asked }
    }

    fn request(&self, path: &str) -> String {
        let address = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("it listens");
        let head = format!(
            "GET {path} HTTP/1.0\r\nhost: {address}\r\nauthorization: Bearer gsk_test\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
        assert!(head.starts_with("HTTP/1.0 200"), "{answer}");
        body.to_owned()
    }

    fn get(&self, path: &str) -> Value {
        serde_json::from_str(&self.request(path)).expect("JSON")
    }

    /// The calls that came, answered or not.
    pub(crate) fn calls(&self) -> usize {
        self.asked.lock().expect("whole").values().sum()
    }

    /// How calls were answered, in the order in which they came.
    pub(crate) fn statuses(&self) -> Vec<u64> {
        let log = self.get("/mock/log");
        let entry = |entry: &Value| {
            (entry["at_us"].as_u64().expect("a time"), entry["status"].as_u64().expect("a status"))
        };
        let mut log: Vec<_> =
            log["requests"].as_array().expect("a list").iter().map(entry).collect();
        log.sort_unstable();
        log.into_iter().map(|(_, status)| status).collect()
    }

    /// The same, by status.
    pub(crate) fn sorted_statuses(&self) -> Vec<u64> {
        let mut statuses = self.statuses();
        statuses.sort_unstable();
        statuses
    }

    /// Requests that on demand has left for this minute.
    pub(crate) fn left_on_demand(&self) -> u64 {
        self.get("/mock")["models"][MODEL]["RPM"]["left"].as_u64().expect("a figure")
    }

    /// The only batch job.
    pub(crate) fn job(&self) -> Value {
        let jobs = self.get("/openai/v1/batches");
        let jobs = jobs["data"].as_array().expect("a list");
        assert_eq!(jobs.len(), 1, "one job");
        jobs[0].clone()
    }

    /// The prompts of a job.
    pub(crate) fn uploaded(&self, job: &Value) -> Vec<String> {
        let file = job["input_file_id"].as_str().expect("an id");
        let lines = self.request(&format!("/openai/v1/files/{file}/content"));
        let prompt = |line: &str| {
            let line: Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(line["body"]["max_completion_tokens"], 300);
            line["body"]["messages"][0]["content"].as_str().expect("a prompt").to_owned()
        };
        lines.lines().map(prompt).collect()
    }
}

/// A request with the headers that its prompt asks for.
async fn with_overrides(request: Request, calls: &Mutex<Calls>) -> Request {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 24).await.expect("a small body");
    let call: Value = serde_json::from_slice(&body).unwrap_or_default();
    if let Some(prompt) = call["messages"][0]["content"].as_str() {
        let number = {
            let mut calls = calls.lock().expect("whole");
            let number = calls.entry(prompt.to_owned()).or_default();
            *number += 1;
            *number
        };
        override_answer(prompt, number, &mut parts.headers);
    }
    Request::from_parts(parts, Body::from(body))
}

fn override_answer(prompt: &str, number: usize, headers: &mut HeaderMap) {
    let Some((_, words)) = prompt.split_once('[') else { return };
    let words = words.trim_end_matches(']').split(' ');
    let (tokens, faults): (Vec<_>, Vec<_>) = words.partition(|word| word.starts_with("tokens="));
    let tokens = tokens.first().and_then(|tokens| tokens.strip_prefix("tokens="));
    let fault = faults.get(number - 1).copied();
    for (name, value) in [("x-mock-completion-tokens", tokens), ("x-mock-fault", fault)] {
        if let Some(value) = value {
            headers.insert(name, HeaderValue::from_str(value).expect("a header"));
        }
    }
}
