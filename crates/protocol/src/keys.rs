use alloc::{borrow::Cow, string::String};

/// What stands in the place of a key.
const LEFT_OUT: &str = "[key]";

/// How keys of the usual providers begin.
const STARTS: [&str; 16] = [
    "sk-",
    "sk_live_",
    "xai-",
    "hf_",
    "r8_",
    "nvapi-",
    "pplx-",
    "csk-",
    "AIza",
    "ghp_",
    "gho_",
    "github_pat_",
    "tgp_v1_",
    "AKIA",
    "xoxb-",
    "glpat-",
];
/// How Groq's begin, in an address too.
const GROQ: [&str; 2] = ["gsk_", "gsk%5f"];
/// The fewest characters behind such a start: words may begin like a key.
const LEAST: usize = 16;
/// Fields whose value is a key.
const FIELDS: [&str; 8] = [
    "authorization",
    "api_key",
    "api-key",
    "apikey",
    "access_token",
    "auth_token",
    "secret_key",
    "client_secret",
];

const fn is_key_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'~' | b'+' | b'/' | b'=')
}

/// A text without the keys in it: Groq's (`gsk_…`), those of other providers,
/// whatever stands behind `Bearer`, and the values of fields like `api_key`, in any
/// case and form. A variable (`$GROQ_API_KEY`) stays.
///
/// ```
/// use groq_protocol::without_keys;
///
/// assert_eq!(without_keys("Authorization: Bearer abc.def-123"), "Authorization: Bearer [key]");
/// assert_eq!(without_keys("with gsk_abc"), "with [key]");
/// assert_eq!(without_keys("Where is my order?"), "Where is my order?");
/// ```
pub fn without_keys(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut clean = String::new();
    let (mut at, mut kept) = (0, 0);
    while at < bytes.len() {
        match key_at(bytes, at) {
            Some((start, end)) => {
                // Both are at characters of ASCII.
                clean.push_str(&text[kept..start]);
                clean.push_str(LEFT_OUT);
                (at, kept) = (end, end);
            }
            None => at += 1,
        }
    }
    if kept == 0 && clean.is_empty() {
        return Cow::Borrowed(text);
    }
    clean.push_str(&text[kept..]);
    Cow::Owned(clean)
}

/// Where a key begins and ends that is announced at a place.
fn key_at(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let rest = &bytes[at..];
    if !bytes[at].is_ascii_alphabetic() {
        return None;
    }
    if let Some(mark) = GROQ.iter().find(|mark| starts_with(rest, mark)) {
        let end = length(&rest[mark.len()..], |byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'%')
        });
        return (end > 0).then_some((at, at + mark.len() + end));
    }
    let before = at.checked_sub(1).map(|before| bytes[before]);
    if before.is_some_and(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    provider(rest).map(|end| (at, at + end)).or_else(|| {
        let (start, end) = bearer(rest).or_else(|| field(rest))?;
        Some((at + start, at + end))
    })
}

fn length(bytes: &[u8], legal: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !legal(*byte)).unwrap_or(bytes.len())
}

fn provider(rest: &[u8]) -> Option<usize> {
    let start = STARTS.iter().find(|start| rest.starts_with(start.as_bytes()))?;
    let tail = length(&rest[start.len()..], |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
    });
    (tail >= LEAST).then_some(start.len() + tail)
}

fn starts_with(rest: &[u8], word: &str) -> bool {
    rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

/// `Bearer …` and `Basic …`, where what follows is no word.
fn bearer(rest: &[u8]) -> Option<(usize, usize)> {
    let word = ["bearer", "basic"].into_iter().find(|word| starts_with(rest, word))?;
    let gap = match starts_with(&rest[word.len()..], "%20") {
        true => 3,
        false => length(&rest[word.len()..], |byte| matches!(byte, b' ' | b'\t')),
    };
    let start = word.len() + gap;
    let end = start + length(&rest[start..], is_key_char);
    let token = &rest[start..end];
    let odd = token.iter().any(|byte| byte.is_ascii_digit() || matches!(byte, b'_' | b'=' | b'/'));
    (gap > 0 && ((token.len() >= 8 && odd) || token.len() >= 24)).then_some((start, end))
}

/// `"api_key": "…"`, `api-key: …`, `Authorization=Bearer …`.
fn field(rest: &[u8]) -> Option<(usize, usize)> {
    let name = FIELDS.into_iter().find(|name| starts_with(rest, name))?;
    let after = &rest[name.len()..];
    let gap =
        length(after, |byte| matches!(byte, b'"' | b'\'' | b' ' | b'\\' | b'^' | b'`' | b']'));
    if !matches!(after.get(gap), Some(b':' | b'=')) {
        return None;
    }
    let open = length(&after[gap + 1..], |byte| {
        matches!(byte, b'"' | b'\'' | b' ' | b'\\' | b'^' | b'`' | b'>' | b'=')
    });
    let mut start = name.len() + gap + 1 + open;
    for word in ["bearer ", "basic ", "token "] {
        if starts_with(&rest[start..], word) {
            start += word.len();
        }
    }
    let end = start + length(&rest[start..], is_key_char);
    let value = &rest[start..end];
    // A variable or a call is no key.
    let is_code = rest.get(end).is_some_and(|byte| matches!(byte, b'(' | b'[' | b'{'))
        || [&b"os."[..], b"env.", b"process."].iter().any(|name| value.starts_with(name));
    let is_word =
        name == "authorization" && value.iter().all(u8::is_ascii_alphabetic) && value.len() < 8;
    (value.len() >= 6 && !is_code && !is_word).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_left_out_in_every_form() {
        for text in [
            "gsk_A1",
            "xgsk_A1b2",
            "GSK_A1b2C3d4",
            "gsk%5FA1b2C3d4",
            "?token=Bearer%20A1b2C3d4_",
            "Authorization: token A1b2C3d4",
            "sk-proj-abcdefghij0123456789",
            "Authorization: Bearer A1b2C3d4",
            "authorization: bearer A1b2C3d4",
            "-H \"Authorization: Bearer A1b2C3d4\"",
            "^\"Authorization: Bearer A1b2C3d4^\"",
            "\"authorization\": \"Bearer A1b2C3d4\"",
            "\"Authorization\"=\"Bearer A1b2C3d4\"",
            "Authorization:'Bearer A1b2C3d4'",
            "api_key=\"A1b2C3d4\"",
            "apiKey: 'A1b2C3d4'",
            "{\"api_key\": \"A1b2C3d4\"}",
            "{\\\"api_key\\\": \\\"A1b2C3d4\\\"}",
            "x-api-key: A1b2C3d4",
            "Authorization: Basic QTFiMkMzZDQ=",
        ] {
            let clean = without_keys(text);
            assert!(clean.contains(LEFT_OUT), "{clean}");
            for part in ["gsk", "A1b2C3d4", "0123", "QTFi"] {
                assert!(!clean.contains(part), "{clean}");
            }
            assert_eq!(without_keys(&clean), clean, "once is enough");
        }
    }

    #[test]
    fn other_texts_stay() {
        for text in [
            "",
            "a task-oriented risk-averse desk",
            "Bearer tokens are sent in a header; basic authentication is older",
            "api_key: os.environ/GROQ_API_KEY",
            "api_key=os.environ[\"GROQ_API_KEY\"]",
            "apiKey: process.env.GROQ_API_KEY",
            "Authorization: Bearer $GROQ_API_KEY",
            "{\"api_key\": {\"type\": \"string\"}}",
            "sk-learn is short, µ€🦀 too",
            "gsk_ and gsk_… are how they begin",
            "the bearer of this letter",
            "Bearer ${GROQ_API_KEY}",
            "Bearer <key>",
        ] {
            assert_eq!(without_keys(text), text);
        }
    }
}
