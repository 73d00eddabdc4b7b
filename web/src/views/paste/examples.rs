//! Texts to try, in our own words.

use crate::i18n::messages::paste::Paste;

/// A text to try: what it is, and the text.
pub(super) struct Example {
    pub(super) id: &'static str,
    pub(super) name: fn(&Paste) -> &'static str,
    pub(super) text: fn() -> String,
}

/// All of them.
pub(super) const EXAMPLES: [Example; 8] = [
    Example { id: "413", name: |m| m.example_error_413, text: too_large },
    Example { id: "429", name: |m| m.example_error_429, text: || LATE.to_string() },
    Example { id: "request", name: |m| m.example_request, text: || REQUEST.to_string() },
    Example { id: "curl", name: |m| m.example_curl, text: || CURL.to_string() },
    Example { id: "prompt", name: |m| m.example_prompt, text: || PROMPT.to_string() },
    Example { id: "lines", name: |m| m.example_lines, text: lines },
    Example { id: "log", name: |m| m.example_log, text: log },
    Example { id: "headers", name: |m| m.example_headers, text: || HEADERS.to_string() },
];

/// What an SDK prints of a request that is above the tokens of a minute.
const LARGE: &str = "groq.APIStatusError: Error code: 413 - {'error': {'message': 'Request too large \
    for model `openai/gpt-oss-120b` in organization `org_…` service tier `on_demand` on tokens per \
    minute (TPM): Limit 8000, Requested 12871, please reduce your message size and try again.', \
    'type': 'tokens', 'code': 'rate_limit_exceeded'}}";

/// The request itself stands below the error.
fn too_large() -> String {
    format!(
        r#"{LARGE}

{{
  "model": "openai/gpt-oss-120b",
  "messages": [
    {{"role": "system", "content": "You answer questions about our handbook. …"}},
    {{"role": "user", "content": "Which rules apply to travel? …"}}
  ],
  "max_completion_tokens": 8192
}}"#
    )
}

const LATE: &str = "groq.RateLimitError: Error code: 429 - {'error': {'message': 'Rate limit reached \
    for model `openai/gpt-oss-20b` in organization `org_…` service tier `on_demand` on tokens per \
    minute (TPM): Limit 8000, Used 6670, Requested 5883. Please try again in 34.1475s.', 'type': \
    'tokens', 'code': 'rate_limit_exceeded'}}";

const HEADERS: &str = "\
x-ratelimit-limit-requests: 1000
x-ratelimit-remaining-requests: 993
x-ratelimit-reset-requests: 10m4.8s
x-ratelimit-limit-tokens: 8000
x-ratelimit-remaining-tokens: 3109
x-ratelimit-reset-tokens: 36.6825s";

const PROMPT: &str = "\
Summarise the complaint below in two sentences for a colleague who has a minute, and name the \
product, the order number and what the customer wants us to do next.

Bonjour, la lampe de la commande 4711 est arrivée cassée. 请换一个新的，或者退款。 Thank you!";

const REQUEST: &str = r#"{
  "model": "openai/gpt-oss-120b",
  "messages": [
    {"role": "system", "content": "Answer in one sentence."},
    {"role": "user", "name": "Ann", "content": "Where is my order 4711?"}
  ],
  "n": 2,
  "logprobs": true,
  "temperature": 0,
  "reasoning_effort": "none",
  "max_completion_tokens": 9000
}"#;

const CURL: &str = r#"curl https://api.groq.com/openai/v1/chat/completions \
  -H "Authorization: Bearer $GROQ_API_KEY" \
  -H "Content-Type: application/json" \
  -d '{
    "model": "qwen/qwen3.8-27b",
    "messages": [{"role": "user", "content": "Which of these tickets is urgent?"}],
    "max_completion_tokens": 400
  }'"#;

/// Requests that begin with the same rules, each with its answer.
fn lines() -> String {
    let rules = "You answer for a shop. Be kind and brief. Never promise a date. Name the order. "
        .repeat(12);
    let rules = rules.trim_end();
    let asked = ["Where is order 4711?", "May I send the lamp back?", "The parcel came open."];
    let answers = [(61, 40), (55, 38), (72, 41)];
    let lines = asked.iter().zip(answers).map(|(asked, (output, total))| {
        format!(
            "{{\"request\":{{\"model\":\"openai/gpt-oss-20b\",\"messages\":[{{\"role\":\"system\",\
             \"content\":\"{rules}\"}},{{\"role\":\"user\",\"content\":\"{asked}\"}}],\
             \"max_completion_tokens\":300}},\"response\":{{\"object\":\"chat.completion\",\
             \"usage\":{{\"completion_tokens\":{output},\"completion_time\":0.{total}}}}}}}"
        )
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A log of half an hour, as a spreadsheet has it.
fn log() -> String {
    let row = |index: u64| {
        let (input, output) = (600 + index * index * 37 % 2400, 80 + index * 53 % 420);
        let (minute, second) = (index * 47 / 60, index * 47 % 60);
        format!("2026-11-27T09:{minute:02}:{second:02}Z,openai/gpt-oss-20b,{input},{output}\n")
    };
    let rows: String = (0..40).map(row).collect();
    format!("time,model,input_tokens,output_tokens\n{rows}")
}

#[cfg(test)]
mod tests {
    use groq_paste::Form;
    use paste_worker::{Job, Reading, WorkerReply};

    use super::*;

    fn reply(id: &str) -> WorkerReply {
        let example = EXAMPLES.iter().find(|example| example.id == id).unwrap();
        let job = Job { plan: "free".to_string(), ..Job::default() };
        job.reply(&(example.text)(), None).unwrap()
    }

    #[test]
    fn examples_show_what_they_are_for() {
        for (id, form, fields) in [
            ("prompt", Form::Prompt, vec!["input_tokens"]),
            ("log", Form::Log, vec!["input_tokens", "output_tokens"]),
            ("request", Form::Json, vec!["input_tokens", "output_tokens", "max_completion_tokens"]),
            ("curl", Form::Curl, vec!["input_tokens", "output_tokens", "max_completion_tokens"]),
            (
                "lines",
                Form::Lines,
                vec![
                    "input_tokens",
                    "cached_input_tokens",
                    "output_tokens",
                    "max_completion_tokens",
                ],
            ),
        ] {
            let WorkerReply::Read(Reading { seen, figures, .. }) = reply(id) else {
                panic!("{id}")
            };
            assert_eq!(seen.form, form, "{id}");
            let found: Vec<_> = figures.iter().map(|figure| figure.field.as_str()).collect();
            assert_eq!(found, fields, "{id}");
        }
        for (id, status, waits) in [("413", 413, false), ("429", 429, true)] {
            let WorkerReply::Read(Reading { error: Some(error), .. }) = reply(id) else {
                panic!("{id}")
            };
            assert_eq!((error.status, error.wait.is_some()), (status, waits), "{id}");
            assert_eq!(error.reserve.and_then(|reserve| reserve.most).is_some(), id == "413");
        }
        let WorkerReply::Read(Reading { left, .. }) = reply("headers") else { panic!("headers") };
        assert_eq!(left.len(), 2);
        let WorkerReply::Read(Reading { groups, .. }) = reply("request") else {
            panic!("it is read")
        };
        assert!(groups.len() >= 6, "{groups:?}");
    }
}
