use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::mpsc,
    thread,
};

use axum::{middleware, response::Response};
use groq_mock::{Config, Mock, ScaledClock};
use serde_json::{Value, json};

use crate::case::MODEL;

/// A stand-in of its own, for the rest of the process.
pub(crate) struct Server {
    pub(crate) url: String,
}

impl Server {
    pub(crate) fn start(config: Config) -> Self {
        Self::serve(config, false)
    }

    /// One whose 429 says how long to wait in its text alone.
    pub(crate) fn without_retry_after(config: Config) -> Self {
        Self::serve(config, true)
    }

    fn serve(config: Config, strip: bool) -> Self {
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async {
                let mut router = Mock::new(config, ScaledClock::new(1)).expect("a server").router();
                if strip {
                    router =
                        router.layer(middleware::map_response(async |mut answer: Response| {
                            answer.headers_mut().remove("retry-after");
                            answer
                        }));
                }
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
                let address = listener.local_addr().expect("an address");
                sender.send(format!("http://{address}")).expect("awaited");
                axum::serve(listener, router).await.expect("it serves");
            });
        });
        Self { url: receiver.recv().expect("it listens") }
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> String {
        let address = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).expect("it listens");
        let head = format!(
            "{method} {path} HTTP/1.0\r\nhost: {address}\r\nauthorization: Bearer gsk_test\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(head.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
        assert!(head.starts_with("HTTP/1.0 200"), "{answer}");
        body.to_owned()
    }

    fn get(&self, path: &str) -> Value {
        serde_json::from_str(&self.ask("GET", path, "")).expect("JSON")
    }

    /// Makes the next request end with a status.
    pub(crate) fn queue(&self, status: u64) {
        let fault = json!({ "fault": format!("status={status}") });
        self.ask("POST", "/mock/faults", &fault.to_string());
    }

    /// When calls came, in microseconds, and how they were answered.
    pub(crate) fn log(&self) -> Vec<(u64, u64)> {
        let log = self.get("/mock/log");
        let entry = |entry: &Value| {
            (entry["at_us"].as_u64().expect("a time"), entry["status"].as_u64().expect("a status"))
        };
        let mut log: Vec<_> =
            log["requests"].as_array().expect("a list").iter().map(entry).collect();
        log.sort_unstable();
        log
    }

    /// How calls were answered.
    pub(crate) fn statuses(&self) -> Vec<u64> {
        self.log().into_iter().map(|(_, status)| status).collect()
    }

    /// From the first call to the last.
    pub(crate) fn seconds(&self) -> f64 {
        let log = self.log();
        match (log.first(), log.last()) {
            (Some(first), Some(last)) => (last.0 - first.0) as f64 / 1e6,
            _ => 0.0,
        }
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
        let lines = self.ask("GET", &format!("/openai/v1/files/{file}/content"), "");
        let prompt = |line: &str| {
            let line: Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(line["body"]["max_completion_tokens"], 300);
            line["body"]["messages"][0]["content"].as_str().expect("a prompt").to_owned()
        };
        lines.lines().map(prompt).collect()
    }
}
