use serde_json::Value;

/// An estimate of a chat request's prompt tokens: a quarter of the characters of
/// all texts and tool definitions, rounded up, four for each message and three
/// more. Real ones depend on the model's vocabulary and its chat format.
pub(crate) fn estimate(body: &Value) -> u64 {
    let messages = body["messages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut characters: usize = messages.iter().map(|message| text(&message["content"])).sum();
    for name in ["tools", "functions"] {
        if body[name].is_array() {
            characters += body[name].to_string().chars().count();
        }
    }
    characters.div_ceil(4) as u64 + 4 * messages.len() as u64 + 3
}

fn text(content: &Value) -> usize {
    match content {
        Value::String(text) => text.chars().count(),
        Value::Array(parts) => parts.iter().map(|part| text(&part["text"])).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn estimates_a_quarter_of_the_characters_rounded_up() {
        assert_eq!(estimate(&json!({"messages": [{"content": "µµµµµ"}]})), 2 + 4 + 3);
        let parts = json!([{"type": "text", "text": "12345678"}, {"type": "image_url"}]);
        assert_eq!(
            estimate(&json!({"messages": [{"content": parts}, {"content": null}]})),
            2 + 8 + 3
        );
        assert_eq!(estimate(&json!({})), 3);
    }
}
