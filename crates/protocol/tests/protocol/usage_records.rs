//! Records of usage as the usual tools write them, and streams cut anywhere.

use groq_protocol::{AnswerQueue, CachedPart, EventStream, RecordKind, UsageRecord, usage_records};
use serde_json::{Value, json};

#[track_caller]
fn one(value: Value) -> UsageRecord {
    let mut records = usage_records(&value);
    assert_eq!(records.len(), 1, "{records:?}");
    records.remove(0)
}

#[track_caller]
fn figures(value: Value) -> (Option<u64>, Option<u64>, Option<u64>) {
    let usage = one(value).usage.expect("it has usage");
    (usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)
}

const WHOLE: (Option<u64>, Option<u64>, Option<u64>) = (Some(700), Some(600), Some(50));

#[test]
fn one_usage_in_the_words_of_every_tool() {
    for record in [
        json!({"usage": {"prompt_tokens": 700, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 600}}}),
        json!({"prompt_tokens": 700, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 600}}),
        json!({"x_groq": {"usage": {"prompt_tokens": 700, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 600}}}}),
        json!({"usage": {"input_tokens": 700, "output_tokens": 50, "input_tokens_details": {"cached_tokens": 600}}}),
        json!({"usage": {"inputTokens": 700, "outputTokens": 50, "cachedInputTokens": 600}}),
        json!({"usage": {"inputTokens": {"total": 700, "noCache": 100, "cacheRead": 600}, "outputTokens": {"total": 50}}}),
        json!({"usage_metadata": {"input_tokens": 700, "output_tokens": 50, "input_token_details": {"cache_read": 600}},
               "response_metadata": {"token_usage": {"prompt_tokens": 700, "completion_tokens": 50}}}),
        json!({"response_metadata": {"token_usage": {"prompt_tokens": 700, "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 600}}}}),
        json!({"usage": {"input_tokens": 100, "output_tokens": 50, "total_tokens": 750, "input_tokens_cache_read": 600}}),
        json!({"usageDetails": {"input": 100, "output": 50, "total": 750, "input_cached_tokens": 600}}),
        json!({"usage_details": {"input": "100", "output": "50", "total": "750", "input_cached_tokens": "600"}, "input": "text", "output": "text"}),
        json!({"usage_details": "{\"input\": 100, \"output\": 50, \"input_cached_tokens\": 600}"}),
        json!({"attributes": {"gen_ai.usage.input_tokens": 700, "gen_ai.usage.output_tokens": 50, "gen_ai.usage.cache_read_input_tokens": 600}}),
        json!({"attributes": {"gen_ai.usage.input_tokens": 700, "gen_ai.usage.output_tokens": 50, "gen_ai.usage.cache_read.input_tokens": 600}}),
        json!({"attributes": {"llm.token_count.prompt": 700, "llm.token_count.completion": 50, "llm.token_count.prompt_details.cache_read": 600}}),
        json!({"attributes": [{"key": "gen_ai.usage.input_tokens", "value": {"intValue": "700"}},
               {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "50"}},
               {"key": "gen_ai.usage.cache_read.input_tokens", "value": {"intValue": "600"}}]}),
        json!({"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": [
               {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "700"}},
               {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "50"}},
               {"key": "gen_ai.usage.cache_read_input_tokens", "value": {"intValue": "600"}}]}]}]}]}),
        json!({"prompt_tokens": 700, "completion_tokens": 50, "metadata": {"usage_object": {"prompt_tokens": 700,
               "completion_tokens": 50, "prompt_tokens_details": {"cached_tokens": 600}}}}),
        json!({"tokens_prompt": 690, "native_tokens_prompt": 700, "tokens_completion": 49, "native_tokens_completion": 50, "native_tokens_cached": 600}),
        json!({"data": {"native_tokens_prompt": 700, "native_tokens_completion": 50, "native_tokens_cached": 600}}),
        json!({"daily": [{"date": "2026-09-20", "inputTokens": 100, "outputTokens": 50, "modelBreakdowns": [
               {"modelName": "m", "inputTokens": 100, "outputTokens": 50, "cacheCreationTokens": 0, "cacheReadTokens": 600}]}],
               "totals": {"inputTokens": 100, "outputTokens": 50}}),
        json!({"type": "message", "usage": {"input_tokens": 100, "output_tokens": 50, "cache_read_input_tokens": 600}}),
        json!({"Prompt Tokens": "700", "Completion Tokens": "50.0", "Total Tokens": "750", "Cache Read Tokens": "600"}),
        json!({"custom_id": "a", "response": {"status_code": 200, "body": {"usage": {"prompt_tokens": 700, "completion_tokens": 50,
               "prompt_tokens_details": {"cached_tokens": 600}}}}, "error": null}),
        json!({"eval": {"model": "m"}, "stats": {"started_at": "2026-09-20T10:00:00Z", "model_usage": {"groq/m": {
               "input_tokens": 100, "output_tokens": 50, "total_tokens": 750, "input_tokens_cache_read": 600}}}}),
        json!({"object": "page", "data": [{"start_time": 1789898400, "results": [{"input_tokens": 700, "output_tokens": 50,
               "input_cached_tokens": 600, "num_model_requests": 5, "model": "m"}]}]}),
        json!({"blocks": [{"startTime": "2026-09-20T10:00:00Z", "models": ["m"], "tokenCounts": {"inputTokens": 100,
               "outputTokens": 50, "cacheCreationInputTokens": 0, "cacheReadInputTokens": 600}}]}),
        json!({"request": {"model": "m"}, "response": {"usage": {"prompt_tokens": 700, "completion_tokens": 50,
               "prompt_tokens_details": {"cached_tokens": 600}}}}),
        json!({"response_body": "{\"usage\": {\"prompt_tokens\": 700, \"completion_tokens\": 50, \"prompt_tokens_details\": {\"cached_tokens\": 600}}}"}),
    ] {
        assert_eq!(figures(record.clone()), WHOLE, "{record}");
    }
}

#[test]
fn cached_tokens_are_a_part_or_beside_or_asked_for() {
    let part = |usage: Value| one(json!({ "usage": usage })).cached_part;
    let unclear = json!({"prompt_tokens": 700, "completion_tokens": 50, "cache_read_tokens": 600});
    assert_eq!(part(unclear.clone()), CachedPart::Unclear);
    let with = |name: &str, value: u64| {
        let mut usage = unclear.clone();
        usage[name] = value.into();
        part(usage)
    };
    assert_eq!(with("total_tokens", 750), CachedPart::Included);
    assert_eq!(with("total_tokens", 1350), CachedPart::Separate);
    assert_eq!(with("total_tokens", 999), CachedPart::Unclear, "it is the sum of neither");
    assert_eq!(with("prompt_tokens", 599), CachedPart::Separate, "more than there are");
    assert_eq!(with("cache_read_tokens", 0), CachedPart::Included, "there is nothing to tell");
    let record = one(json!({ "usage": unclear }));
    let told = |part| record.clone().with_cached_part(part).usage.unwrap().prompt_tokens;
    assert_eq!(told(CachedPart::Included), Some(700));
    assert_eq!(told(CachedPart::Separate), Some(1300));
    let impossible = one(
        json!({"usage": {"prompt_tokens": 5, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 6}}}),
    );
    assert_eq!(impossible.illegal.expect("more than the prompt").text, "6");
}

#[test]
fn a_record_names_model_time_and_what_it_is() {
    let span = one(
        json!({"name": "chat", "startTimeUnixNano": "1789898400000000000", "attributes": {
        "gen_ai.request.model": "asked", "gen_ai.response.model": "answered", "gen_ai.usage.input_tokens": 1}}),
    );
    assert_eq!(span.model.as_deref(), Some("answered"));
    assert_eq!(span.time.expect("it has one").text, "1789898400000000000");
    let steps = one(
        json!({"attributes": {"gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 9}}),
    );
    assert_eq!((steps.kind, steps.usage), (RecordKind::Step, None), "the calls inside are counted");
    let sdk = one(
        json!({"usage": {"inputTokens": 3, "outputTokens": 1}, "totalUsage": {"inputTokens": 9, "outputTokens": 3},
        "response": {"modelId": "m", "timestamp": "2026-09-20T10:00:00Z"}}),
    );
    assert_eq!((sdk.model.as_deref(), sdk.usage.unwrap().prompt_tokens), (Some("m"), Some(9)));
    let batch = json!([
        {"custom_id": "a", "response": {"status_code": 200, "body": {"model": "m", "usage": {"prompt_tokens": 1, "completion_tokens": 1}}}},
        {"custom_id": "b", "response": {"status_code": 400, "body": {"error": {"message": "no"}}}, "error": null},
        {"custom_id": "c", "response": null, "error": {"code": "batch_expired"}}]);
    let kinds: Vec<_> = usage_records(&batch).iter().map(|one| (one.kind, one.is_batch)).collect();
    assert_eq!(
        kinds,
        [(RecordKind::Answer, true), (RecordKind::Failed, true), (RecordKind::Failed, true)]
    );
    assert_eq!(one(json!({"messages": []})).kind, RecordKind::Other);
    assert_eq!(one(json!({"prompt": "2", "completion": "4"})).usage, None, "texts are no counts");
    let illegal =
        one(json!({"usage": {"prompt_tokens": -1, "completion_tokens": 2}})).illegal.unwrap();
    assert_eq!((illegal.name.as_str(), illegal.text.as_str()), ("prompt_tokens", "-1"));
}

#[test]
fn audio_has_its_own_length() {
    let length = |value: Value| one(value).audio.map(|audio| audio.as_str().to_owned());
    assert_eq!(
        length(json!({"task": "transcribe", "duration": 9.85, "text": "a"})).as_deref(),
        Some("9.85")
    );
    assert_eq!(
        length(json!({"text": "a", "usage": {"type": "duration", "seconds": 27}})).as_deref(),
        Some("27")
    );
    assert_eq!(
        length(json!({"prompt_tokens": 0, "completion_tokens": 0, "duration": 40.5})).as_deref(),
        Some("40.5")
    );
    assert_eq!(length(json!({"audio_ms": 1500})).as_deref(), Some("1500e-3"));
    assert_eq!(
        length(json!({"prompt_tokens": 5, "completion_tokens": 1, "duration": 0.8})),
        None,
        "that of the request"
    );
    let span = one(json!({"name": "GET /", "traceId": "a", "duration": 12.5}));
    assert_eq!((span.kind, span.audio), (RecordKind::Step, None), "that of the step");
}

#[test]
fn tools_and_models_behind_one_name() {
    let record = one(
        json!({"model": "groq/compound", "choices": [{"message": {"executed_tools": [{"type": "search"}, {"type": "visit"}]}}],
        "usage": {"prompt_tokens": 9, "completion_tokens": 3},
        "usage_breakdown": {"models": [{"model": "a", "usage": {"prompt_tokens": 4, "completion_tokens": 1}}, {"model": "b", "usage": {"prompt_tokens": 5, "completion_tokens": 2}}]}}),
    );
    assert_eq!(record.tools, ["search", "visit"]);
    let usage = record.usage.expect("usage");
    let parts: Vec<_> = usage
        .breakdown
        .iter()
        .map(|part| (part.model.as_str(), part.usage.prompt_tokens))
        .collect();
    assert_eq!(parts, [("a", Some(4)), ("b", Some(5))]);
}

/// The answers of a text of events.
fn answers(stream: &[u8]) -> Vec<(Option<String>, Option<u64>)> {
    let (mut queue, mut answers) = (AnswerQueue::new(), Vec::new());
    for event in EventStream::new().feed(stream) {
        let mut take = |one: UsageRecord, ()| {
            answers.push((one.id, one.usage.and_then(|usage| usage.completion_tokens)))
        };
        match serde_json::from_str(&event.data) {
            Ok(value) => {
                usage_records(&value).into_iter().for_each(|one| queue.add(one, (), &mut take))
            }
            Err(_) => queue.end_stream(&mut take),
        }
    }
    queue.finish(|one, ()| {
        answers.push((one.id, one.usage.and_then(|usage| usage.completion_tokens)))
    });
    answers
}

#[test]
fn a_stream_cut_anywhere_is_the_same_or_incomplete() {
    let chunk = |id: &str, more: &str| {
        format!(
            "data: {{\"id\":\"{id}\",\"object\":\"chat.completion.chunk\",\"created\":1,\"choices\":[{{\"delta\":{{}}}}]{more}}}\n\n"
        )
    };
    let usage =
        |tokens: u64| format!(",\"usage\":{{\"prompt_tokens\":9,\"completion_tokens\":{tokens}}}");
    let groq = |tokens: u64| {
        format!(",\"x_groq\":{{\"usage\":{{\"prompt_tokens\":9,\"completion_tokens\":{tokens}}}}}")
    };
    let stream = [
        chunk("a", ""),
        chunk("b", ""),
        chunk("a", &groq(4)),
        chunk("a", &usage(4)),
        "data: [DONE]\n\n".to_owned(),
        chunk("b", &format!("{}{}", groq(7), usage(7))),
        "data: [DONE]\n\n".to_owned(),
    ]
    .concat();
    let whole = [(Some("a".to_owned()), Some(4)), (Some("b".to_owned()), Some(7))];
    assert_eq!(answers(stream.as_bytes()), whole);
    for cut in 0..stream.len() {
        let found = answers(&stream.as_bytes()[..cut]);
        for (answer, whole) in found.iter().zip(&whole) {
            assert_eq!(answer.0, whole.0);
            assert!(answer.1.is_none() || answer.1 == whole.1, "cut at {cut}: {found:?}");
        }
    }
}

#[test]
fn streams_of_the_other_endpoints() {
    let responses = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"usage\":null}}\n\n\
        data: {\"type\":\"response.output_text.delta\",\"delta\":\"a\"}\n\n\
        data: {\"type\":\"response.completed\",\"response\":{\"id\":\"r\",\"usage\":{\"input_tokens\":5,\"output_tokens\":6}}}\n\n";
    assert_eq!(answers(responses.as_bytes()), [(Some("r".to_owned()), Some(6))]);
    let messages = "data: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n\
        data: {\"type\":\"message_delta\",\"delta\":{},\"usage\":{\"output_tokens\":8}}\n\ndata: {\"type\":\"message_stop\"}\n\n";
    assert_eq!(answers(messages.as_bytes()), [(Some("m".to_owned()), Some(8))]);
}
