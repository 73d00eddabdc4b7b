//! Values as programs print them.

use alloc::string::{String, ToString};

use serde_json::{Map, Number, Value};

/// Deeper values are not read.
const DEEPEST: usize = 64;

/// The value that a text begins with, as JSON, Python, JavaScript's console or
/// Rust's `Debug` print it, and how many bytes it takes. Names of types around a
/// value (`Headers({…})`, `Some("x")`) are left out, and what stands for a value
/// that was not printed (`[Object]`, `<Response>`) is its text.
///
/// ```
/// use groq_protocol::literal;
///
/// let (value, end) = literal("{'error': {'code': None, 'n': 1}} and more").unwrap();
/// assert_eq!(value.to_string(), r#"{"error":{"code":null,"n":1}}"#);
/// assert_eq!(end, 33);
/// assert!(literal("{'cut': 'sho").is_none());
/// ```
pub fn literal(text: &str) -> Option<(Value, usize)> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    Some((value, reader.at))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        self.skip_space();
        match self.peek()? {
            '{' => self.object(depth),
            '[' => self.list(depth, ']'),
            '(' => self.list(depth, ')'),
            '"' | '\'' | '`' => self.strings(),
            c if c.is_ascii_digit() || c == '-' => self.number(),
            c if c.is_alphabetic() || c == '_' => self.word(depth),
            '<' => self.mark('>'),
            _ => None,
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.next();
        let mut fields = Map::new();
        loop {
            self.skip_space();
            if self.take('}') {
                return Some(Value::Object(fields));
            }
            let name = match self.peek()? {
                '"' | '\'' | '`' => self.string()?,
                // A symbol of JavaScript's.
                '[' => match self.mark(']')? {
                    Value::String(text) => text,
                    _ => return None,
                },
                _ => {
                    let name = self.name();
                    (!name.is_empty()).then(|| name.to_string())?
                }
            };
            self.skip_space();
            if !(self.take(':') || self.take('=')) {
                return None;
            }
            // Ruby's arrow.
            self.take('>');
            let value = self.value(depth + 1)?;
            fields.insert(name, value);
            self.skip_space();
            self.take(',');
        }
    }

    fn list(&mut self, depth: usize, end: char) -> Option<Value> {
        let start = self.at;
        self.next();
        let mut list = alloc::vec::Vec::new();
        loop {
            self.skip_space();
            if self.take(end) {
                return Some(Value::Array(list));
            }
            match self.value(depth + 1) {
                Some(value) => list.push(value),
                // `[Circular *1]`, `[Function: x]`.
                None => {
                    self.at = start;
                    return self.mark(end);
                }
            }
            self.skip_space();
            if !self.take(',') && !self.rest().starts_with(end) {
                self.at = start;
                return self.mark(end);
            }
        }
    }

    /// What stands in for a value, up to its end on the same line.
    fn mark(&mut self, end: char) -> Option<Value> {
        let rest = self.rest();
        let line = rest.split('\n').next().unwrap_or_default();
        let length = line.find(end)? + end.len_utf8();
        self.at += length;
        Some(Value::String(rest[..length].to_string()))
    }

    /// A text; several with a plus or nothing but a line's end between are one.
    fn strings(&mut self) -> Option<Value> {
        let mut text = self.string()?;
        loop {
            let before = self.at;
            self.skip_space();
            let joined = self.take('+');
            self.skip_space();
            match self.peek() {
                Some('"' | '\'' | '`') if joined => text.push_str(&self.string()?),
                _ => {
                    self.at = before;
                    return Some(Value::String(text));
                }
            }
        }
    }

    fn string(&mut self) -> Option<String> {
        let quote = self.next()?;
        let mut text = String::new();
        loop {
            match self.next()? {
                '\\' => match self.next()? {
                    'n' => text.push('\n'),
                    'r' => text.push('\r'),
                    't' => text.push('\t'),
                    '0' => text.push('\0'),
                    'b' => text.push('\u{8}'),
                    'f' => text.push('\u{c}'),
                    '\n' => {}
                    'x' => text.push(self.code(2)?),
                    'u' if self.peek() == Some('{') => {
                        self.next();
                        let digits = self.rest().split('}').next()?;
                        let code = u32::from_str_radix(digits, 16).ok()?;
                        self.at += digits.len() + 1;
                        text.push(char::from_u32(code).unwrap_or('\u{fffd}'));
                    }
                    'u' => text.push(self.pair()?),
                    'U' => text.push(self.code(8)?),
                    other => text.push(other),
                },
                c if c == quote => return Some(text),
                c => text.push(c),
            }
        }
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let digits = self.rest().get(..count)?;
        let code = u32::from_str_radix(digits, 16).ok()?;
        self.at += count;
        Some(code)
    }

    fn code(&mut self, count: usize) -> Option<char> {
        let code = self.digits(count)?;
        Some(char::from_u32(code).unwrap_or('\u{fffd}'))
    }

    /// `\uD83E\uDD80` is one character.
    fn pair(&mut self) -> Option<char> {
        let high = self.digits(4)?;
        let before = self.at;
        if (0xd800..0xdc00).contains(&high) && self.take('\\') && self.take('u') {
            let low = self.digits(4)?;
            if (0xdc00..0xe000).contains(&low) {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return Some(char::from_u32(code).unwrap_or('\u{fffd}'));
            }
            self.at = before;
        }
        Some(char::from_u32(high).unwrap_or('\u{fffd}'))
    }

    fn number(&mut self) -> Option<Value> {
        let rest = self.rest();
        let part = |c: char| c.is_ascii_digit() || "+-.eE_".contains(c);
        let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let text = &rest[..length];
        self.at += length;
        // JavaScript's large integers.
        self.take('n');
        let plain = text.replace('_', "");
        let number = serde_json::from_str::<Number>(&plain).ok().map(Value::Number);
        // A date without quotes, for one.
        Some(number.unwrap_or_else(|| Value::String(text.to_string())))
    }

    fn name(&mut self) -> &'a str {
        let rest = self.rest();
        let part = |c: char| c.is_alphanumeric() || "_-.$".contains(c);
        let length = rest.find(|c| !part(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn word(&mut self, depth: usize) -> Option<Value> {
        let name = self.name();
        // `b'…'`, `f"…"`.
        if name.len() <= 2 && matches!(self.peek(), Some('"' | '\'')) {
            return self.strings();
        }
        let before = self.at;
        self.skip_space();
        match self.peek() {
            // A type around a value, or a call with named arguments.
            Some('(') => {
                self.next();
                let value = self.arguments(depth)?;
                return Some(value);
            }
            Some('{') => return self.object(depth + 1),
            _ => self.at = before,
        }
        Some(match name {
            "true" | "True" => Value::Bool(true),
            "false" | "False" => Value::Bool(false),
            "null" | "None" | "undefined" | "NaN" | "nil" => Value::Null,
            other => Value::String(other.to_string()),
        })
    }

    /// What stands in brackets behind a name: one value, or fields with names.
    fn arguments(&mut self, depth: usize) -> Option<Value> {
        let mut fields = Map::new();
        let mut first = None;
        loop {
            self.skip_space();
            if self.take(')') {
                break;
            }
            let before = self.at;
            let name = self.name();
            if !name.is_empty() && self.rest().starts_with('=') {
                self.next();
                let value = self.value(depth + 1)?;
                fields.insert(name.to_string(), value);
            } else {
                self.at = before;
                let value = self.value(depth + 1)?;
                first.get_or_insert(value);
            }
            self.skip_space();
            self.take(',');
        }
        Some(match first {
            Some(value) if fields.is_empty() => value,
            _ => Value::Object(fields),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use serde_json::json;

    fn read(text: &str) -> Option<Value> {
        literal(text).map(|(value, _)| value)
    }

    #[test]
    fn reads_what_each_language_prints() {
        let expected =
            json!({"error": {"message": "it's \"so\"\n", "code": null, "n": 1.5, "ok": true}});
        for text in [
            r#"{"error": {"message": "it's \"so\"\n", "code": null, "n": 1.5, "ok": true}}"#,
            r#"{'error': {'message': 'it\'s "so"\n', 'code': None, 'n': 1.5, 'ok': True}}"#,
            "{ error: { message: 'it\\'s \"so\"\\n', code: undefined, n: 1.5, ok: true } }",
            r#"Body { error: Error { message: "it's \"so\"\n", code: None, n: 1.5, ok: true } }"#,
            r#"Body(error=Error(message='it\'s "so"\n', code=None, n=1.5, ok=True))"#,
            "{\n  error: {\n    message: 'it\\'s ' +\n      '\"so\"\\n',\n    code: null,\n    n: 1.5,\n    ok: true,\n  },\n}",
        ] {
            assert_eq!(read(text), Some(expected.clone()), "{text}");
        }
    }

    #[test]
    fn what_was_not_printed_is_text() {
        let value = read("{ b: <ref *1>, c: Headers({'x': '1'}), d: [Function: f], e: (1, 2) }");
        let expected = json!({"b": "<ref *1>", "c": {"x": "1"}, "d": "[Function: f]", "e": [1, 2]});
        assert_eq!(value, Some(expected));
    }

    #[test]
    fn characters_by_their_code() {
        assert_eq!(
            read(r"'\xe9 \u00e9 \U0001f980 \ud83e\udd80 \u{1f980}'"),
            Some(json!("é é 🦀 🦀 🦀"))
        );
    }

    #[test]
    fn a_cut_value_is_none() {
        let whole = r#"{"a": {'b': [1, "c"], d: Some("e")}}"#;
        for end in 0..whole.len() {
            assert_eq!(read(&whole[..end]), None, "{}", &whole[..end]);
        }
        assert!(read(whole).is_some());
        assert!(read(&"[".repeat(10_000)).is_none());
        assert!(read(&format!("{}1{}", "[".repeat(60), "]".repeat(60))).is_some());
    }
}
