//! A stream is one answer, wherever it is cut.

use groq_catalog::CATALOG;
use groq_paste::{Note, Reading, Setting, read};
use serde_json::{Value, json};

fn reading(text: &str) -> Option<Reading> {
    let day = CATALOG.newest();
    let setting = Setting { catalog: &CATALOG, day, admission: None, model: None, exact: None };
    read(text, &setting).ok()
}

fn chunk(id: &str, extra: &Value) -> String {
    let mut chunk = json!({"id": id, "object": "chat.completion.chunk", "created": 1, "model": "openai/gpt-oss-20b",
        "choices": [{"index": 0, "delta": {"content": "Hé"}, "finish_reason": null}]});
    for (name, value) in extra.as_object().expect("fields") {
        chunk[name] = value.clone();
    }
    format!("data: {chunk}\n\n")
}

#[test]
fn a_stream_cut_at_any_byte_is_the_same_or_incomplete() {
    let usage = json!({"prompt_tokens": 120, "completion_tokens": 35, "total_tokens": 155,
        "prompt_tokens_details": {"cached_tokens": 64}});
    let stream = [
        chunk("a", &json!({})),
        chunk("a", &json!({"x_groq": {"id": "r"}})),
        chunk("a", &json!({"x_groq": {"usage": usage}, "usage": usage})),
        chunk("a", &json!({"choices": [], "usage": usage})),
        "data: [DONE]\n\n".into(),
    ]
    .concat();
    let whole = reading(&stream).expect("it is read");
    assert_eq!((whole.responses, whole.requests), (1, 0));
    assert!(!whole.notes.contains(&Note::StreamCut));
    let mut same = 0;
    for cut in 1..stream.len() {
        let Some(part) = stream.get(..cut).and_then(reading) else { continue };
        let is_same = (part.responses, &part.figures) == (whole.responses, &whole.figures);
        let is_incomplete = part.notes.contains(&Note::StreamCut) && part.figures.is_empty();
        assert!(is_same || is_incomplete || cut < 6, "{:?} {part:?}", &stream[..cut]);
        same += usize::from(is_same);
    }
    assert!(same > 200, "usage came twice before the end");
}
