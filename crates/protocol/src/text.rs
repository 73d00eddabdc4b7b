use alloc::string::String;

use crate::keys::without_keys;

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
/// assert_eq!(shown("in organization `org_01hq` with gsk_abc"), "in organization `org_…` with [key]");
/// ```
pub fn shown(text: &str) -> String {
    let text = without_keys(text);
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
            "in organization `org_…` with [key], org_…"
        );
        assert_eq!(shown("org_"), "org_");
        assert_eq!(shown("plain"), "plain");
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
