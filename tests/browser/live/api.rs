//! The stand-in for the API on a free port, with a record of what it is sent.

use std::{
    error::Error,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{extract::Request, middleware};
use groq_mock::{Config, Mock, ScaledClock};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// A request as it came in.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) uri: String,
    pub(crate) headers: Vec<(String, String)>,
}

/// The server, until the test ends.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) origin: String,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Api {
    pub(crate) async fn start(config: Config) -> Result<Self, Box<dyn Error>> {
        let speed = config.speed;
        let mock = Mock::new(config, ScaledClock::new(speed))?;
        let sent: Arc<Mutex<Vec<Sent>>> = Arc::default();
        let record = Arc::clone(&sent);
        let router = mock.router().layer(middleware::from_fn(
            move |request: Request, next: middleware::Next| {
                let headers = request.headers().iter();
                let text = |value: &axum::http::HeaderValue| {
                    String::from_utf8_lossy(value.as_bytes()).into_owned()
                };
                let headers =
                    headers.map(|(name, value)| (name.to_string(), text(value))).collect();
                let (method, uri) = (request.method().to_string(), request.uri().to_string());
                record.lock().unwrap_or_else(PoisonError::into_inner).push(Sent {
                    method,
                    uri,
                    headers,
                });
                next.run(request)
            },
        ));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { origin, sent })
    }

    /// Everything that was sent so far.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many prompts were sent.
    pub(crate) fn prompts(&self) -> usize {
        let is_prompt =
            |sent: &&Sent| sent.method == "POST" && sent.uri.ends_with("/chat/completions");
        self.sent().iter().filter(is_prompt).count()
    }

    /// The next request meets that fault.
    pub(crate) async fn fault(&self, fault: &str) -> Result<(), Box<dyn Error>> {
        let body = json!({ "fault": fault }).to_string();
        let host = self.origin.trim_start_matches("http://");
        let request = format!(
            "POST /mock/faults HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(host).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        Ok(())
    }
}
