use alloc::{borrow::Cow, string::String};

/// One space for every run of white space: logs break lines inside a text.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    // `on : Limit` and `in ` at an end keep their meaning without outer spaces.
    line
}

/// A text that may be shown or logged: without the ids of organisation and
/// project and without anything that looks like a key.
///
/// ```
/// use groq_protocol::shown;
/// assert_eq!(shown("in organization `org_01hq` with gsk_abc"), "in organization `org_…` with gsk_…");
/// ```
pub fn shown(text: &str) -> String {
    let text = redacted(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    let next = |rest: &str| {
        let ends = ["org_", "project_"].into_iter();
        ends.filter_map(|mark| rest.find(mark).map(|start| start + mark.len())).min()
    };
    while let Some(end) = next(rest) {
        out.push_str(&rest[..end]);
        let tail = rest[end..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
        if tail.len() < rest.len() - end {
            out.push('…');
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// What stands before a secret, how many characters one has at least, and which.
/// A word that only looks like one has no digit or is shorter.
struct Secret {
    mark: &'static str,
    least: usize,
    digit: bool,
}

const SECRETS: [Secret; 7] = [
    Secret { mark: "gsk_", least: 1, digit: false },
    Secret { mark: "gsk%5f", least: 1, digit: false },
    Secret { mark: "bearer ", least: 16, digit: false },
    Secret { mark: "bearer%20", least: 16, digit: false },
    Secret { mark: "sk-", least: 16, digit: true },
    Secret { mark: "authorization: basic ", least: 8, digit: false },
    Secret { mark: "authorization: token ", least: 8, digit: false },
];

/// A text without keys: what stands behind `gsk_`, `Bearer` and the like, in any
/// case and form, is an ellipsis. A variable (`$GROQ_API_KEY`) stays.
///
/// ```
/// use groq_protocol::redacted;
/// assert_eq!(redacted("Bearer gsk_abc"), "Bearer gsk_…");
/// assert_eq!(redacted("Bearer 0123456789abcdef"), "Bearer …");
/// assert_eq!(redacted("Bearer $GROQ_API_KEY"), "Bearer $GROQ_API_KEY");
/// ```
pub fn redacted(text: &str) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    let mut next = SECRETS.map(|secret| lower.find(secret.mark));
    if next.iter().all(Option::is_none) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    loop {
        let places = next.iter().enumerate();
        let first = places.filter_map(|(index, start)| Some(((*start)?, index))).min();
        let Some((start, index)) = first else { break };
        let secret = &SECRETS[index];
        let end = start + secret.mark.len();
        next[index] = lower[end..].find(secret.mark).map(|found| end + found);
        let tail = &text[end..];
        let part = |c: char| c.is_ascii_alphanumeric() || "_-.~+/=%".contains(c);
        let length = tail.find(|c| !part(c)).unwrap_or(tail.len());
        let has_digit = tail[..length].bytes().any(|byte| byte.is_ascii_digit());
        let before = lower[..start].chars().next_back();
        // `task-`, and what was left out already.
        let inside = start < at || (secret.digit && before.is_some_and(char::is_alphanumeric));
        // A key right behind the word: `Bearer gsk_…`.
        let behind = next.contains(&Some(end));
        if inside || behind || length < secret.least || (secret.digit && !has_digit) {
            continue;
        }
        out.push_str(&text[at..end]);
        out.push('…');
        at = end + length;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// What stands after `before`, in back quotes, or bare up to `after`.
pub(crate) fn quoted<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    text.match_indices(before).find_map(|(index, _)| {
        let rest = &text[index + before.len()..];
        let name = match rest.strip_prefix('`') {
            Some(rest) => rest.split_once('`')?.0,
            None => rest.split_once(after)?.0,
        };
        let legal = |c: char| c.is_ascii_alphanumeric() || "._-/:".contains(c);
        (!name.is_empty() && name.len() <= 128 && name.chars().all(legal)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_organisation_and_no_key_is_shown() {
        assert_eq!(
            shown("in organization `org_01hqm0` with gsk_abcDEF123, org_x"),
            "in organization `org_…` with gsk_…, org_…"
        );
        assert_eq!(shown("org_"), "org_");
        assert_eq!(shown("plain"), "plain");
    }

    #[test]
    fn keys_of_any_form_are_left_out_and_words_stay() {
        for (text, left) in [
            ("GSK_aBc9 and gsk%5Fabc", "GSK_… and gsk%5F…"),
            ("-H 'Authorization: Bearer gsk_abc-d.e' -d", "-H 'Authorization: Bearer gsk_…' -d"),
            ("{\"api_key\":\"sk-or-v1-0123456789abcdef\"}", "{\"api_key\":\"sk-…\"}"),
            ("bearer eyJhbGciOiJIUzI1NiJ9.e30.x_y-z", "bearer …"),
            ("authorization: Basic dXNlcjpwYXNz", "authorization: Basic …"),
        ] {
            assert_eq!(redacted(text), left);
            assert_eq!(redacted(&redacted(text)), left, "once is enough");
        }
        for text in [
            "the bearer of this letter",
            "Bearer ${GROQ_API_KEY}",
            "Bearer <key>",
            "task-oriented",
            "a risk-based approach-to-things",
            "Bearer YOUR_KEY",
            "gsk",
        ] {
            assert_eq!(redacted(text), text);
        }
    }

    #[test]
    fn names_with_and_without_quotes() {
        let with = "for model `openai/gpt-oss-20b` in organization `org_1`";
        let without = "for model openai/gpt-oss-20b in organization org_1";
        for text in [with, without] {
            assert_eq!(quoted(text, "model ", " in organization"), Some("openai/gpt-oss-20b"));
        }
        assert_eq!(quoted("for model `cut", "model ", " in organization"), None);
        assert_eq!(quoted("for model cut", "model ", " in organization"), None);
    }
}
