use axum::body::{Body, to_bytes};
use groq_mock::Config;
use groq_protocol::{ErrorKind, EventStream};
use serde_json::json;

use crate::caller::{Caller, MODEL, request};

const CHAT: &str = "/openai/v1/chat/completions";

fn chat(fault: &str, stream: bool) -> axum::http::Request<Body> {
    let body =
        json!({"model": MODEL, "stream": stream, "messages": [{"role": "user", "content": "Hi"}]});
    request("POST", CHAT, &[("x-mock-fault", fault)], Body::from(body.to_string()))
}

#[tokio::test]
async fn answers_with_the_status_that_a_fault_names() {
    let caller = Caller::new(Config::default());
    for (fault, status, kind) in [
        ("status=500", 500, ErrorKind::Server),
        ("status=503", 503, ErrorKind::Server),
        ("status=498", 498, ErrorKind::CapacityExceeded),
        ("status=403", 403, ErrorKind::NetworkRefused),
        ("status=401", 401, ErrorKind::InvalidApiKey),
        ("status=422", 422, ErrorKind::Unprocessable),
        ("status=424", 424, ErrorKind::FailedDependency),
        ("spend", 400, ErrorKind::SpendLimit),
    ] {
        let answer = caller.send(chat(fault, false)).await;
        assert_eq!((answer.status, answer.error().kind()), (status, kind), "{fault}");
    }
    let garbage = caller.send(chat("garbage", false)).await;
    assert_eq!(garbage.status, 200);
    assert!(serde_json::from_str::<serde_json::Value>(&garbage.text).is_err());
    let answer = caller.send(chat("sometimes", false)).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text.contains("x-mock-fault is `sometimes`; it must be slow=SECONDS"));
    // A slow answer holds up nobody else, and comes in the end.
    tokio::select! {
        answer = caller.send(chat("slow=3600", false)) => panic!("{} at once", answer.status),
        answer = caller.send(chat("slow=0.001", false)) => assert_eq!(answer.status, 200),
    }
}

#[tokio::test]
async fn a_cut_body_breaks_off_after_its_events() {
    let caller = Caller::new(Config::default());
    for stream in [false, true] {
        let response = caller.raw(chat("cut=0", stream)).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers().get("content-length"), None);
        assert!(to_bytes(response.into_body(), usize::MAX).await.is_err(), "it ends in an error");
    }
    // What came before the cut is whole.
    let response = caller.raw(chat("cut=3", true)).await;
    let mut pieces = response.into_body().into_data_stream();
    let mut stream = EventStream::new();
    let mut events = Vec::new();
    let mut broken = false;
    while let Some(piece) = futures_util::StreamExt::next(&mut pieces).await {
        match piece {
            Ok(bytes) => events.extend(stream.feed(&bytes)),
            Err(_) => broken = true,
        }
    }
    assert!(broken && stream.is_mid_event());
    assert_eq!(events.len(), 3);
}

#[tokio::test]
async fn queued_faults_meet_clients_that_set_no_headers() {
    let caller = Caller::new(Config::default());
    let queued = caller.post("/mock/faults", json!({"fault": "status=503", "times": 2})).await;
    assert_eq!(queued.json()["queued"], 2);
    caller.post("/mock/faults", json!({"fault": "spend"})).await;
    let statuses = [503, 503, 400, 200];
    for status in statuses {
        assert_eq!(caller.chat(MODEL, 1, 1).await.status, status);
    }
    let log = caller.get("/mock/log").await.json();
    let logged: Vec<_> =
        log["requests"].as_array().unwrap().iter().map(|entry| entry["status"].clone()).collect();
    assert_eq!(logged, statuses.map(|status| json!(status)));
    assert_eq!(log["requests"][0]["path"], CHAT);
    for wrong in [json!({"fault": "x"}), json!({"fault": "spend", "times": 0}), json!(7)] {
        assert_eq!(caller.post("/mock/faults", wrong).await.status, 400);
    }
    caller.post("/mock/faults", json!({"fault": "garbage"})).await;
    caller.post("/mock/reset", json!({})).await;
    assert_eq!(caller.chat(MODEL, 1, 1).await.status, 200);
    assert_eq!(caller.get("/mock").await.json()["models"][MODEL]["RPM"]["left"], 29);
}
