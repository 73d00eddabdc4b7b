//! A command of HTTPie, or of xh.

use alloc::string::{String, ToString};

use serde_json::{Map, Value};

use crate::shell::{script::Command, sent::Sent};

/// Options that take a value which is of no interest here.
const WITH_VALUE: [&str; 14] = [
    "-a",
    "--auth",
    "-A",
    "--auth-type",
    "-o",
    "--output",
    "-p",
    "--print",
    "-s",
    "--style",
    "--timeout",
    "--session",
    "--verify",
    "--proxy",
];
/// Signs between the name of an item and its value, the longer ones first.
const SIGNS: [&str; 6] = [":=@", "=@", ":=", "==", "=", "@"];

/// Reads a command: its items as fields of a JSON object, or of a form.
pub(crate) fn read(command: &Command) -> Sent {
    let mut sent = Sent::default();
    let mut body = Value::Object(Map::new());
    let (mut is_form, mut address) = (false, false);
    let mut words = command.words.iter().skip(1);
    while let Some(word) = words.next() {
        if let Some(raw) = word.strip_prefix("--raw=") {
            sent.add_data(raw.into());
        } else if word == "--raw" {
            sent.add_data(words.next().cloned().unwrap_or_default());
        } else if matches!(word.as_str(), "-f" | "--form" | "--multipart") {
            is_form = true;
        } else if WITH_VALUE.contains(&word.as_str()) {
            words.next();
        } else if word == "<" {
            sent.files.extend(words.next().cloned());
        } else if word.starts_with('-') {
            // Without a value.
        } else if !address {
            let is_method = word.chars().all(|c| c.is_ascii_uppercase());
            address = !is_method;
            sent.address(word);
        } else if let Some((name, sign, value)) = item(word) {
            match sign {
                "==" => {}
                "@" | "=@" | ":=@" => sent.files.push(value.into()),
                _ if is_form => sent.form.push((name.into(), value.into())),
                ":=" => match serde_json::from_str(value) {
                    Ok(value) => insert(&mut body, name, value),
                    Err(_) => sent.unknown.push(name.to_string()),
                },
                _ => insert(&mut body, name, value.into()),
            }
        }
    }
    let is_empty = body.as_object().is_none_or(Map::is_empty);
    if sent.data.is_none() && sent.form.is_empty() {
        match &command.input {
            _ if !is_empty => sent.data = Some(body.to_string()),
            Some(input) => sent.data = Some(input.clone()),
            None => {}
        }
    }
    sent
}

/// An item, at the sign that comes first; `None` for a header.
fn item(word: &str) -> Option<(&str, &str, &str)> {
    let start = SIGNS.iter().filter_map(|sign| word.find(sign)).min()?;
    // The longest sign at this place.
    let sign = SIGNS.iter().find(|sign| word[start..].starts_with(**sign))?;
    let (name, value) = (&word[..start], &word[start + sign.len()..]);
    (!name.contains(':')).then_some((name, sign, value))
}

/// Sets a field; `messages[0][role]` is one of an object in a list.
fn insert(body: &mut Value, name: &str, value: Value) {
    let (first, rest) = name.split_once('[').unwrap_or((name, ""));
    let mut place = &mut body[first];
    for step in rest.split('[').filter(|_| !rest.is_empty()) {
        let step = step.trim_end_matches(']');
        let index = match (step, &*place) {
            ("", Value::Array(list)) => Some(list.len()),
            ("", _) => Some(0),
            (step, _) => step.parse::<usize>().ok().filter(|index| *index < 1000),
        };
        place = match index {
            Some(index) => {
                if !place.is_array() {
                    *place = Value::Array(alloc::vec::Vec::new());
                }
                let Value::Array(list) = place else { return };
                while list.len() <= index {
                    list.push(Value::Null);
                }
                &mut list[index]
            }
            None => {
                if !place.is_object() {
                    *place = Value::Object(Map::new());
                }
                let Value::Object(map) = place else { return };
                map.entry(String::from(step)).or_insert(Value::Null)
            }
        };
    }
    *place = value;
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;
    use serde_json::json;

    #[test]
    fn items_are_fields() {
        let words = [
            "http",
            "POST",
            "https://x",
            "Authorization:Bearer x",
            "model=a",
            "n:=1",
            "q==1",
            "messages[0][role]=user",
            "messages[0][content]=a = b: c",
            "stop[]=x",
        ];
        let words = words.map(|word| word.to_string()).to_vec();
        let sent = read(&Command { words, ..Command::default() });
        let body: Value = serde_json::from_str(&sent.data.expect("items")).expect("JSON");
        assert_eq!(
            body,
            json!({"model": "a", "n": 1, "stop": ["x"],
                "messages": [{"role": "user", "content": "a = b: c"}]})
        );
    }
}
