//! Answers as Groq's documentation and public captures show them.

use groq_protocol::{EventStream, ModelList, Reply, Usage};

const DOC: &str = r#"{"id":"chatcmpl-f51b","object":"chat.completion","created":1730241104,"model":"openai/gpt-oss-20b","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"logprobs":null,"finish_reason":"stop"}],"usage":{"queue_time":0.037493756,"prompt_tokens":18,"prompt_time":0.000680594,"completion_tokens":556,"completion_time":0.463333333,"total_tokens":574,"total_time":0.464013927},"system_fingerprint":"fp_179b0f92c9","x_groq":{"id":"req_01jbd6g2qdfw2adyrt2az8hz4w"}}"#;

const FINAL_CHUNK: &str = r#"{"id":"chatcmpl-e7f8","object":"chat.completion.chunk","created":1729171479,"model":"gemma2-9b-it","system_fingerprint":"fp_10c08bf97d","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}],"x_groq":{"id":"req_01jadadp0femyae9kav1gpkhe8","usage":{"queue_time":0.061348671,"prompt_tokens":18,"prompt_time":0.000211569,"completion_tokens":439,"completion_time":0.798181818,"total_tokens":457,"total_time":0.798393387}}}"#;

fn usage(body: &str) -> Usage {
    Usage::in_response(body).expect("it is JSON").expect("it has usage")
}

#[test]
fn the_documented_completion() {
    let reply = Reply::parse(DOC).unwrap();
    assert_eq!(reply.content.as_deref(), Some("Hello"));
    assert_eq!(reply.finish_reason.as_deref(), Some("stop"));
    assert_eq!(reply.request_id.as_deref(), Some("req_01jbd6g2qdfw2adyrt2az8hz4w"));
    let usage = reply.usage.unwrap();
    assert_eq!((usage.prompt_tokens, usage.completion_tokens), (Some(18), Some(556)));
    assert_eq!(usage.total_tokens, Some(574));
    assert_eq!((usage.cached_tokens, usage.reasoning_tokens), (None, None), "unknown, not zero");
    let nanos = |time: Option<groq_protocol::Seconds>| time.unwrap().nanos().unwrap().get();
    let timing = usage.timing;
    assert_eq!(
        nanos(timing.prompt) + nanos(timing.completion),
        nanos(timing.total),
        "the total leaves the queue out, and it adds up to the nanosecond"
    );
}

#[test]
fn the_last_chunk_of_a_stream() {
    let text = format!(
        "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"role\":\"assistant\",\"content\":\"Hel\"}}}}],\"x_groq\":{{\"id\":\"req_1\"}}}}\n\n\
         data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"lo\"}}}}]}}\n\ndata: {FINAL_CHUNK}\n\ndata: [DONE]\n\n"
    );
    let events = EventStream::new().feed(text.as_bytes());
    let mut whole = Reply::default();
    for event in events.iter().filter(|event| !event.is_done()) {
        whole.absorb(Reply::parse(&event.data).unwrap());
    }
    assert_eq!(whole.content.as_deref(), Some("Hello"));
    assert_eq!(whole.finish_reason.as_deref(), Some("tool_calls"));
    assert_eq!(whole.request_id.as_deref(), Some("req_1"));
    assert_eq!(whole.usage.unwrap().completion_tokens, Some(439));
}

#[test]
fn cached_and_reasoning_tokens() {
    let chat = usage(
        r#"{"usage":{"prompt_tokens":4641,"completion_tokens":1817,"prompt_tokens_details":{"cached_tokens":4608},"completion_tokens_details":{"reasoning_tokens":900}}}"#,
    );
    assert_eq!((chat.cached_tokens, chat.reasoning_tokens), (Some(4608), Some(900)));
    let responses = usage(
        r#"{"usage":{"input_tokens":4641,"input_tokens_details":{"cached_tokens":4608},"output_tokens":1817,"output_tokens_details":{"reasoning_tokens":900},"total_tokens":6458}}"#,
    );
    assert_eq!(responses.prompt_tokens, Some(4641));
    assert_eq!(responses.completion_tokens, Some(1817));
    assert_eq!((responses.cached_tokens, responses.reasoning_tokens), (Some(4608), Some(900)));
    let impossible = usage(
        r#"{"usage":{"prompt_tokens":10,"prompt_tokens_details":{"cached_tokens":11},"completion_tokens_details":null}}"#,
    );
    assert_eq!(impossible.cached_tokens, None, "no more than the prompt");
}

#[test]
fn figures_of_another_form_stay_unknown() {
    let odd = usage(
        r#"{"usage":{"prompt_tokens":-1,"completion_tokens":1.5,"total_tokens":"7","queue_time":"0.1","prompt_time":-1,"total_time":null,"prompt_tokens_details":[]}}"#,
    );
    assert_eq!(odd, Usage::default());
    assert_eq!(Usage::in_response(r#"{"usage":null}"#).unwrap(), None);
    assert_eq!(Usage::in_response(r#"{"x_groq":null}"#).unwrap(), None);
    assert_eq!(Usage::in_response(r#"{"x_groq":7}"#).unwrap(), None);
    assert!(Usage::in_response("[").is_err_and(|error| error.is_json()));
    assert!(Usage::in_response("[]").is_err_and(|error| error.is_shape()));
    for list in [
        r#"{"usage":[18,5]}"#,
        r#"{"usage":7}"#,
        r#"{"usage":{"prompt_tokens":1,"prompt_tokens":2}}"#,
    ] {
        assert!(Usage::in_response(list).is_err(), "{list}");
    }
    let list = usage(r#"{"usage":{"prompt_tokens":18,"prompt_tokens_details":[5]}}"#);
    assert_eq!(list.cached_tokens, None, "a list names no fields");
}

#[test]
fn three_forms_of_a_breakdown() {
    for none in ["null", r#"{"models":null}"#, "7"] {
        let body = format!(r#"{{"usage":{{"prompt_tokens":1}},"usage_breakdown":{none}}}"#);
        assert!(usage(&body).breakdown.is_empty(), "{none}");
    }
    let models = r#"{"models":[{"model":"openai/gpt-oss-120b","usage":{"prompt_tokens":10,"completion_tokens":2}},{"usage":{}}]}"#;
    let plain = format!(r#"{{"usage":{{"prompt_tokens":12}},"usage_breakdown":{models}}}"#);
    let streamed =
        format!(r#"{{"x_groq":{{"usage":{{"prompt_tokens":12}},"usage_breakdown":{models}}}}}"#);
    for body in [plain, streamed] {
        let usage = usage(&body);
        assert_eq!(usage.breakdown.len(), 1, "one without a model is passed over");
        assert_eq!(usage.breakdown[0].model, "openai/gpt-oss-120b");
        assert_eq!(usage.breakdown[0].usage.prompt_tokens, Some(10));
    }
}

#[test]
fn a_stream_that_was_stopped() {
    let stopped = Reply::parse(r#"{"choices":[],"x_groq":{"error":"over_capacity"}}"#).unwrap();
    assert_eq!(stopped.error.as_deref(), Some("over_capacity"));
    let body = r#"{"error":{"message":"m","type":"t","code":"capacity_exceeded"}}"#;
    let error = Reply::parse(body).unwrap().error.unwrap();
    let error = groq_protocol::ApiError::parse(200, &error);
    assert_eq!(error.kind(), groq_protocol::ErrorKind::CapacityExceeded);
    assert!(Reply::parse("[]").unwrap_err().is_shape());
    assert!(Reply::parse("{").unwrap_err().is_json());
}

#[test]
fn a_model_list_with_and_without_prices() {
    let list = ModelList::parse(
        r#"{"object":"list","data":[
            {"id":"openai/gpt-oss-20b","object":"model","created":1754407957,"owned_by":"OpenAI","active":true,"context_window":131072,"public_apps":null,"max_completion_tokens":65536,"input_modalities":["text"],"supported_features":["tools"],"pricing":{"prompt":"0.000000075","completion":"0.0000003","image":"0","request":"0","input_cache_read":"0.0000000375"}},
            {"id":"whisper-large-v3","pricing":null},
            {"id":"odd","context_window":-1,"pricing":{"prompt":0.000000075},"created":"x"},
            {"id":""}, 7]}"#,
    )
    .unwrap();
    assert_eq!((list.models.len(), list.without_id), (3, 2));
    let first = &list.models[0];
    let prices = first.prices.as_ref().unwrap();
    assert_eq!(prices.input_cache_read.as_deref(), Some("0.0000000375"));
    assert_eq!(first.max_completion_tokens, Some(65_536));
    assert_eq!(list.models[1].prices, None);
    assert_eq!(list.models[2].context_window, None);
    assert_eq!(list.models[2].prices.as_ref().unwrap().prompt, None, "a float lost its digits");
    assert!(ModelList::parse(r#"{"data":{}}"#).unwrap_err().is_shape());
}
