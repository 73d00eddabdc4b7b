//! The same request gives the same figures in every form, and no key gets out of
//! any of them.

use groq_calc_tests::forms::{all, reading, same};
use groq_paste::Reading;
use serde_json::{Value, json};

/// Xorshift: the same requests on every machine.
struct Stream(u64);

impl Stream {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn text(&mut self) -> String {
        const WORDS: [&str; 24] = [
            "river",
            "it's",
            "\"quoted\"",
            "a\\b",
            "\\\"",
            "line\nline",
            "tab\there",
            "$HOME",
            "${x}",
            "{a}",
            "100 %",
            "`tick`",
            "é",
            "世界",
            "🦀",
            "# no comment",
            "// neither",
            "a, b; c",
            "(x)",
            "[1]",
            "<b>",
            "^caret",
            "!",
            "key: value",
        ];
        let count = 1 + self.below(8);
        (0..count).map(|_| WORDS[self.below(WORDS.len())]).collect::<Vec<_>>().join(" ")
    }

    fn request(&mut self) -> Value {
        let models = ["openai/gpt-oss-20b", "openai/gpt-oss-120b", "qwen/qwen3.8-27b"];
        let mut messages = Vec::new();
        if self.below(2) == 0 {
            messages.push(json!({"role": "system", "content": self.text()}));
        }
        for _ in 0..=self.below(2) {
            messages.push(json!({"role": "user", "content": self.text()}));
        }
        let mut request = json!({"model": models[self.below(3)], "messages": messages});
        if self.below(2) == 0 {
            request["max_completion_tokens"] = json!(1 + self.below(5000));
        }
        if self.below(3) == 0 {
            request["temperature"] = json!(0.25);
        }
        if self.below(3) == 0 {
            request["stream"] = json!(self.below(2) == 0);
        }
        if self.below(3) == 0 {
            request["stop"] = Value::Null;
        }
        if self.below(3) == 0 {
            request["tools"] = json!([{"type": "function", "function": {"name": "look", "description": self.text(),
                "parameters": {"type": "object", "properties": {"what": {"type": "string"}}, "required": ["what"]}}}]);
        }
        if self.below(4) == 0 {
            request["response_format"] = json!({"type": "json_object"});
        }
        request
    }
}

#[test]
fn one_request_in_every_form() {
    let mut stream = Stream(0x9e37_79b9_7f4a_7c15);
    let compared: usize = (0..200).map(|_| same(&stream.request())).sum();
    assert!(compared > 4000, "{compared}");
}

/// Everything that can be printed of a reading.
fn printed(reading: &Reading) -> String {
    let notes = reading.notes.iter().map(ToString::to_string);
    let bodies = reading.bodies.iter().map(groq_paste::Body::text);
    let said = [serde_json::to_string(reading).expect("JSON"), format!("{reading:?}")];
    notes.chain(bodies).chain(said).collect::<Vec<_>>().join("\n")
}

#[test]
fn no_key_gets_out_of_ten_thousand_texts() {
    let keys = [
        "gsk_Ab0Cd1Ef2Gh3Ij4Kl5",
        "sk-proj-Ab0Cd1Ef2Gh3Ij4Kl5Mn6",
        "sk-ant-api03-Ab0Cd1Ef2Gh3Ij4Kl5",
        "xai-Ab0Cd1Ef2Gh3Ij4Kl5Mn6",
        "hf_Ab0Cd1Ef2Gh3Ij4Kl5Mn6Op7",
        "Ab0Cd1Ef2Gh3Ij4Kl5Mn6",
    ];
    let mut stream = Stream(77);
    let mut texts = 0;
    while texts < 10_000 {
        let key = keys[stream.below(keys.len())];
        let mut request = stream.request();
        // Without a known start it is a key by what stands before it alone.
        let bearer = format!("Bearer {key}");
        let place = stream.below(8);
        match place {
            0 => request["messages"][0]["content"] = json!(format!("why is {bearer} refused?")),
            1 => request["api_key"] = json!(key),
            2 => request["extra_headers"] = json!({"Authorization": bearer}),
            3 if key.contains(['_', '-']) => request["model"] = json!(key),
            4 if key.contains(['_', '-']) => request[key] = json!(1),
            _ => {}
        }
        for (form, mut text) in all(&request, key) {
            match stream.below(6) {
                0 => text.truncate(
                    text.char_indices().nth(stream.below(400)).map_or(text.len(), |(at, _)| at),
                ),
                1 => text = text.replacen('"', "", 1),
                _ => {}
            }
            texts += 1;
            if text.is_empty() {
                continue;
            }
            let shown = printed(&reading(&text));
            assert!(
                !shown.contains("Ij4Kl5") && !shown.contains("gsk_"),
                "{form}\n{text}\n{shown}"
            );
        }
    }
}
