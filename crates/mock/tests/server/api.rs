use axum::body::Body;
use groq_calc::{Limit, Plan, catalog::Admission};
use groq_mock::{Config, Omitted};
use groq_protocol::{ErrorKind, EventStream, ModelList, Reply};
use serde_json::{Value, json};

use crate::caller::{Caller, MODEL, form, request};

const CHAT: &str = "/openai/v1/chat/completions";

fn body(fields: Value) -> Value {
    let mut body = json!({"model": MODEL, "messages": [{"role": "user", "content": "Hi"}]});
    for (name, value) in fields.as_object().expect("fields") {
        body[name] = value.clone();
    }
    body
}

#[tokio::test]
async fn a_whole_completion_has_text_usage_and_headers() {
    let caller = Caller::new(Config::default());
    let answer = caller.chat(MODEL, 1500, 500).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let reply = Reply::parse(&answer.text).unwrap();
    assert_eq!(reply.finish_reason.as_deref(), Some("stop"));
    assert_eq!(reply.model.as_deref(), Some(MODEL));
    assert_eq!(reply.request_id.as_deref(), answer.header("x-request-id"));
    let usage = reply.usage.unwrap();
    assert_eq!((usage.prompt_tokens, usage.completion_tokens), (Some(1500), Some(500)));
    assert_eq!(usage.total_tokens, Some(2000));
    assert_eq!(usage.timing.total.unwrap().as_str(), "1.075");
    let rates = answer.rate_headers();
    assert_eq!(rates.requests_per_day.limit, Some(1000));
    assert_eq!(rates.requests_per_day.remaining, Some(999));
    assert_eq!(rates.requests_per_day.reset.unwrap().to_string(), "1m26.4s");
    assert_eq!(rates.tokens_per_minute.remaining, Some(6000));
    assert_eq!(rates.tokens_per_minute.reset.unwrap().to_string(), "15s");
    assert_eq!(answer.header("x-groq-region"), Some("mock"));
    assert_eq!(answer.header("retry-after"), None);
}

#[tokio::test]
async fn a_streamed_completion_ends_with_its_usage() {
    let caller = Caller::new(Config::default());
    let steer = [("x-mock-completion-tokens", "40"), ("x-mock-cached-tokens", "5")];
    let text = body(json!({"stream": true, "max_completion_tokens": 30,
        "stream_options": {"include_usage": true}}))
    .to_string();
    let answer = caller.send(request("POST", CHAT, &steer, Body::from(text))).await;
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
    let events = EventStream::new().feed(answer.text.as_bytes());
    let (done, chunks) = events.split_last().unwrap();
    assert!(done.is_done());
    let chunks: Vec<_> = chunks.iter().map(|chunk| Reply::parse(&chunk.data).unwrap()).collect();
    assert_eq!(chunks.len(), 1 + 30 + 1 + 1);
    assert!(chunks[0].request_id.is_some() && chunks[1].request_id.is_none());
    let last = &chunks[31];
    assert_eq!(last.finish_reason.as_deref(), Some("length"), "it may write only 30");
    let usage = last.usage.as_ref().unwrap();
    assert_eq!((usage.completion_tokens, usage.cached_tokens), (Some(30), Some(5)));
    assert_eq!(chunks[32].usage.as_ref().unwrap(), usage);
}

#[tokio::test]
async fn counts_the_prompt_as_a_pasted_one_unless_a_header_states_it() {
    let caller = Caller::new(Config::default());
    let answer = caller.post(CHAT, body(json!({}))).await;
    let prompt = answer.json()["usage"]["prompt_tokens"].as_u64().unwrap();
    assert!((60..80).contains(&prompt), "the frame of gpt-oss is counted: {prompt}");
    assert_eq!(answer.json()["usage"]["completion_tokens"], 64);
}

#[tokio::test]
async fn lists_the_models_of_the_day() {
    let caller = Caller::new(Config::default());
    let list = ModelList::parse(&caller.get("/openai/v1/models").await.text).unwrap();
    let model = list.models.iter().find(|model| model.id == MODEL).expect("it is offered");
    assert_eq!(model.context_window, Some(131_072));
    assert_eq!(model.owned_by.as_deref(), Some("openai"));
    assert!(list.models.iter().all(|model| model.id != "llama-3.3-70b-versatile"));
    for path in ["/openai/v1/models/openai/gpt-oss-120b", "/openai/v1/models/openai%2Fgpt-oss-120b"]
    {
        assert_eq!(caller.get(path).await.json()["id"], MODEL);
    }
    let gone = caller.get("/openai/v1/models/llama-3.3-70b-versatile").await;
    assert_eq!(gone.error().kind(), ErrorKind::ModelNotFound);

    let june = groq_calc::Date::parse("2026-06-04");
    let caller = Caller::new(Config { as_of: june, ..Config::default() });
    assert_eq!(caller.get("/openai/v1/models/llama-3.3-70b-versatile").await.status, 200);
}

#[tokio::test]
async fn refuses_a_missing_or_wrong_key() {
    let caller = Caller::new(Config { key: Some("gsk_mine".into()), ..Config::default() });
    for (key, status) in
        [("Bearer gsk_mine", 200), ("Bearer gsk_other", 401), ("gsk_mine", 401), ("", 401)]
    {
        let answer = caller
            .send(request("GET", "/openai/v1/models", &[("authorization", key)], Body::empty()))
            .await;
        assert_eq!(answer.status, status, "{key}");
        if status == 401 {
            assert_eq!(answer.json()["error"]["message"], "Invalid API Key");
            assert_eq!(answer.error().kind(), ErrorKind::InvalidApiKey);
        }
    }
    let open = Caller::new(Config::default());
    let invalid = [("authorization", "Bearer gsk_invalid")];
    let answer = open.send(request("GET", "/openai/v1/models", &invalid, Body::empty())).await;
    assert_eq!(answer.status, 401);
}

#[tokio::test]
async fn refuses_what_groq_refuses() {
    let caller = Caller::new(Config::default());
    let many = vec!["x"; 5];
    for (fields, param) in [
        (json!({"logprobs": true}), "logprobs"),
        (json!({"n": 2}), "n"),
        (json!({"stop": many}), "stop"),
        (
            json!({"messages": [{"role": "user", "content": "Hi", "name": "Ann"}]}),
            "messages[0].name",
        ),
        (json!({"messages": []}), "messages"),
        (json!({"model": 7}), "model"),
        (json!({"model": "whisper-large-v3"}), "model"),
        (json!({"max_completion_tokens": 0}), "max_completion_tokens"),
        (json!({"reasoning_effort": "none"}), "reasoning_effort"),
        (json!({"service_tier": "flex"}), "service_tier"),
        (json!({"service_tier": "fast"}), "service_tier"),
    ] {
        let answer = caller.post(CHAT, body(fields.clone())).await;
        assert_eq!(answer.status, 400, "{fields}");
        assert_eq!(answer.error().param(), Some(param), "{}", answer.text);
    }
    let capped = caller.post(CHAT, body(json!({"max_tokens": 65_537}))).await;
    assert_eq!((capped.status, capped.error().completion_cap()), (400, Some(65_536)));
    let steer = [("x-mock-prompt-tokens", "131072")];
    let text = body(json!({"max_tokens": 1})).to_string();
    let long = caller.send(request("POST", CHAT, &steer, Body::from(text))).await;
    assert_eq!((long.status, long.error().code()), (400, Some("context_length_exceeded")));
    let gone = caller.post(CHAT, body(json!({"model": "llama-3.3-70b-versatile"}))).await;
    assert_eq!((gone.status, gone.error().kind()), (404, ErrorKind::ModelNotFound));
    for path in ["/openai/v1/nothing", "/v1/models"] {
        let answer = caller.get(path).await;
        assert_eq!((answer.status, answer.error().code()), (404, Some("unknown_url")));
        assert!(answer.text.contains(&format!("GET {path}.")), "{}", answer.text);
    }
    let text = caller.send(request("POST", CHAT, &[], Body::from("{"))).await;
    assert_eq!(text.status, 400);
    let steer = [("x-mock-prompt-tokens", "-1")];
    let steered = caller.send(request("POST", CHAT, &steer, Body::from("{}"))).await;
    assert_eq!(
        steered.json()["error"]["message"],
        "x-mock-prompt-tokens is `-1`; it must be a whole number"
    );
}

#[tokio::test]
async fn reserves_the_configured_completion_without_a_cap() {
    let reserved = |omitted| async move {
        let admission = Some(Admission::Reserved);
        let caller = Caller::new(Config { omitted, admission, ..Config::default() });
        caller.post(CHAT, body(json!({}))).await
    };
    assert_eq!(reserved(Omitted::Tokens(1024)).await.status, 200);
    let answer = reserved(Omitted::Most).await;
    assert_eq!(answer.status, 413);
    let requested = answer.error().limit().unwrap().requested().unwrap();
    assert!((60..80).contains(&(requested - 65_536)), "with the prompt: {requested}");
}

/// A silent WAV of so many seconds.
fn wav(seconds: u32) -> Vec<u8> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 8000,
        bits_per_sample: 8,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).expect("a header");
    (0..8000 * seconds).for_each(|_| writer.write_sample(0i8).expect("a sample"));
    writer.finalize().expect("a whole file");
    bytes.into_inner()
}

#[tokio::test]
async fn transcriptions_count_audio() {
    let caller = Caller::new(Config::default());
    let path = "/openai/v1/audio/transcriptions";
    let model = ("model", "whisper-large-v3-turbo");
    let answer = caller.send(form(path, &[model], &wav(90))).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.json()["text"].is_string());
    let left = caller.get("/mock").await.json();
    assert_eq!(left["models"]["whisper-large-v3-turbo"]["ASH"], json!({"cap": 7200, "left": 7110}));
    let verbose =
        caller.send(form(path, &[model, ("response_format", "verbose_json")], &wav(1))).await;
    assert_eq!(verbose.json()["duration"], 1.0);
    let text = caller.send(form(path, &[model, ("response_format", "text")], &wav(1))).await;
    assert_eq!(text.header("content-type"), Some("text/plain; charset=utf-8"));
    let subtitles = caller.send(form(path, &[model, ("response_format", "srt")], &wav(1))).await;
    assert_eq!((subtitles.status, subtitles.error().param()), (400, Some("response_format")));
    let wrong = caller.send(form(path, &[("model", MODEL)], &wav(1))).await;
    assert_eq!(wrong.status, 400);
    let large = caller.send(form(path, &[model], &vec![0; 25_000_001])).await;
    assert_eq!(large.status, 413);

    let mut long = form(path, &[model], b"no wav");
    long.headers_mut().insert("x-mock-audio-seconds", "7200.5".parse().expect("text"));
    let answer = caller.send(long).await;
    assert_eq!(answer.status, 413);
    let error = answer.error();
    let figures = error.limit().unwrap();
    assert_eq!(figures.kind(), Some(groq_protocol::LimitKind::Ash));
    assert_eq!((figures.limit(), figures.requested()), (Some(7200), Some(7201)));
    assert_eq!(error.error_type(), Some("seconds"));
}

#[tokio::test]
async fn pages_may_call_and_read_headers_only_where_configured() {
    let origin = [("origin", "https://example.org")];
    for expose in [false, true] {
        let caller = Caller::new(Config { expose_headers: expose, ..Config::default() });
        let preflight = [
            origin[0],
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "authorization,content-type"),
        ];
        let answer = caller.send(request("OPTIONS", CHAT, &preflight, Body::empty())).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(
            answer.header("access-control-allow-headers"),
            Some("authorization,content-type")
        );
        let answer = caller.send(request("GET", "/openai/v1/models", &origin, Body::empty())).await;
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let exposed = answer.header("access-control-expose-headers");
        assert_eq!(exposed.is_some_and(|names| names.contains("retry-after")), expose);
        let bad = [origin[0], ("authorization", "")];
        let answer = caller.send(request("GET", "/openai/v1/models", &bad, Body::empty())).await;
        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (401, Some("*")));
    }
}

#[tokio::test]
async fn flex_has_separate_buckets_ten_times_as_large() {
    let config = Config {
        plan: Plan::Developer,
        limits: vec![(MODEL.into(), Limit::RPM, 1)],
        ..Config::default()
    };
    let caller = Caller::new(config);
    let tier = |tier: &'static str| caller.post(CHAT, body(json!({"service_tier": tier})));
    assert_eq!(tier("on_demand").await.status, 200);
    assert_eq!(tier("on_demand").await.status, 429);
    for _ in 0..10 {
        let answer = tier("auto").await;
        assert_eq!((answer.status, &answer.json()["service_tier"]), (200, &json!("flex")));
    }
    assert_eq!(tier("flex").await.status, 429);
    assert_eq!(tier("auto").await.status, 429);
}

#[test]
fn refuses_settings_out_of_range() {
    let fails = |config| {
        let error =
            groq_mock::Mock::new(config, groq_mock::ManualClock::new()).err().expect("it fails");
        assert!(error.is_config(), "{error}");
        error.to_string()
    };
    let unknown = Config { limits: vec![("x".into(), Limit::RPM, 1)], ..Config::default() };
    assert_eq!(fails(unknown), "limit names `x`, which is unknown");
    let early = Config { as_of: groq_calc::Date::parse("1999-01-01"), ..Config::default() };
    assert!(fails(early).contains("1999-01-01"));
    fails(Config { speed: 0, ..Config::default() });
    fails(Config { tokens_per_second: 0, ..Config::default() });
}

/// What a file of exchanges holds is answered as it was, and what is new is kept
/// without the key.
#[tokio::test]
async fn exchanges_are_kept_and_played_again() {
    let folder = std::env::temp_dir().join(format!("groq-mock-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("exchanges.jsonl");
    std::fs::remove_file(&path).ok();
    let recorder = Caller::new(Config { record: Some(path.clone()), ..Config::default() });
    let first = recorder.post(CHAT, body(json!({}))).await;
    let kept = std::fs::read_to_string(&path).unwrap();
    assert_eq!(kept.lines().count(), 1);
    assert!(!kept.to_lowercase().contains("bearer") && !kept.contains("gsk_"), "{kept}");
    let player = Caller::new(Config { replay_from: Some(path.clone()), ..Config::default() });
    let again = player.post(CHAT, body(json!({}))).await;
    assert_eq!((again.status, &again.text), (200, &first.text), "the same id, so the same answer");
    let other = player.post(CHAT, body(json!({"max_completion_tokens": 3}))).await;
    assert_ne!(other.text, first.text);
    std::fs::remove_dir_all(&folder).ok();
}
