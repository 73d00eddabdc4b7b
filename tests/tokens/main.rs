//! Token counts for gpt-oss beside OpenAI's own: `tiktoken` for texts,
//! `openai-harmony` for the format of a chat.
//!
//! `cargo xtask test` installs both and names their Python in `TOKENS_PYTHON`,
//! and in `TOKENS_VOCABULARY` the folder with the vocabulary they would fetch.

use std::{
    env,
    io::Write,
    process::{Command, Stdio},
    thread,
};

use groq_calc_tests::{pastes, texts::Texts};
use groq_tokens::{AnswerForm, Chat, Counter, Family, GptOss, Message, Role, Tool};
use serde_json::{Value, json};

/// What the reference says of each.
fn reference(questions: &[Value]) -> Vec<u64> {
    let place = concat!(env!("CARGO_MANIFEST_DIR"), "/tokens/count.py");
    let folder = env::var_os("TOKENS_VOCABULARY").expect("TOKENS_VOCABULARY names a folder");
    let mut child = Command::new(env::var_os("TOKENS_PYTHON").expect("TOKENS_PYTHON is named"))
        .arg(place)
        .env("TIKTOKEN_CACHE_DIR", &folder)
        .env("TIKTOKEN_ENCODINGS_BASE", &folder)
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let lines: String = questions.iter().map(|question| format!("{question}\n")).collect();
    let writer = thread::spawn(move || pipe.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("it does not panic").expect("all of it is read");
    assert!(output.status.success(), "the reference says why");
    let text = String::from_utf8(output.stdout).expect("numbers");
    text.lines().map(|line| line.parse().expect("a number")).collect()
}

#[test]
fn a_thousand_texts() {
    let mut stream = Texts::new(8);
    let texts: Vec<_> = (0..1000).map(|_| stream.text()).collect();
    let questions: Vec<_> = texts.iter().map(|text| json!({ "text": text })).collect();
    let expected = reference(&questions);
    assert_eq!(expected.len(), texts.len());
    let mut tokens = 0;
    for (text, expected) in texts.iter().zip(expected) {
        assert_eq!(GptOss.count(text), expected, "{text:?}");
        tokens += expected;
    }
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} texts, {bytes} bytes, {tokens} tokens: all as tiktoken counts", texts.len());
}

/// A chat as both are given it.
struct Talk {
    messages: Vec<(&'static str, String, Option<&'static str>)>,
    tools: bool,
    reasoning: &'static str,
}

impl Talk {
    fn question(&self) -> Value {
        let messages: Vec<_> = self
            .messages
            .iter()
            .map(|(role, text, function)| json!({"role": role, "text": text, "function": function}))
            .collect();
        let weather = json!({"name": "weather", "description": "Tells the weather.\nNow only.",
            "parameters": {"type": "object", "required": ["city"], "properties": {
                "city": {"type": "string", "description": "Where"},
                "unit": {"type": "string", "enum": ["c", "f"], "default": "c"}}}});
        let tools = if self.tools { vec![weather] } else { Vec::new() };
        json!({"messages": messages, "tools": tools, "reasoning": self.reasoning})
    }

    fn chat(&self) -> Chat<'_> {
        let role = |name: &str| match name {
            "developer" => Role::Developer,
            "user" => Role::User,
            "tool" => Role::Tool,
            _ => Role::Assistant,
        };
        let parameters =
            "{\n// Where\ncity: string,\nunit?: \"c\" | \"f\", // default: c\n}".into();
        let weather = Tool {
            name: "weather",
            description: "Tells the weather.\nNow only.",
            parameters: Some(parameters),
        };
        Chat {
            messages: self
                .messages
                .iter()
                .map(|(name, text, function)| Message {
                    role: role(name),
                    text: text.as_str().into(),
                    function: *function,
                })
                .collect(),
            tools: if self.tools { vec![weather] } else { Vec::new() },
            reasoning: self.reasoning,
            answer: AnswerForm::Text,
        }
    }
}

#[test]
fn chats_in_harmony() {
    let mut stream = Texts::new(9);
    let mut talks = Vec::new();
    for index in 0..200 {
        let mut messages = Vec::new();
        if index % 3 > 0 {
            messages.push(("developer", stream.text(), None));
        }
        for _ in 0..=stream.below(3) {
            messages.push(("user", stream.text(), None));
            if index % 4 == 3 {
                messages.push(("assistant", "{\"city\":\"Bonn\"}".into(), Some("weather")));
                messages.push(("tool", stream.text(), Some("weather")));
            }
            messages.push(("assistant", stream.text(), None));
        }
        messages.push(("user", stream.text(), None));
        let reasoning = ["low", "medium", "high"][index % 3];
        talks.push(Talk { messages, tools: index % 5 == 0, reasoning });
    }
    let questions: Vec<_> = talks.iter().map(Talk::question).collect();
    let (mut known, mut total) = (0, 0);
    for (talk, expected) in talks.iter().zip(reference(&questions)) {
        let framed = talk.chat().framed(Family::GptOss);
        // What Groq counts besides is added to the format.
        let added = if talk.tools { 6 } else { 4 };
        assert_eq!(framed.count(&GptOss), expected + added, "{}", talk.question());
        known += usize::from(framed.is_known());
        total += expected;
    }
    assert!(known > 50);
    println!("{} chats, {known} of known form, {total} tokens: all as openai-harmony", talks.len());
}

/// Pastes with the vocabulary at hand; without it they are tested by the ten
/// thousand.
#[test]
fn damaged_pastes() {
    let samples = pastes::samples();
    let mut stream = Texts::new(51);
    for _ in 0..1000 {
        let bytes = pastes::damaged(&samples, &mut stream);
        pastes::check(&String::from_utf8_lossy(&bytes), Some(&GptOss));
    }
}
