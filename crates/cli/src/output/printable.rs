use std::{borrow::Cow, fmt::Write as _};

/// Whether a terminal could act on a character instead of showing it: control
/// characters of either set, line separators, and those that turn the direction
/// of writing.
fn is_active(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line that a terminal only shows: what it could act on is escaped as in
/// JSON, so that in a JSON text it means the same.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    escaped(text, |_| false)
}

/// The same for several lines with tabs.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| matches!(c, '\n' | '\t'))
}

fn escaped(text: &str, plain: impl Fn(char) -> bool) -> Cow<'_, str> {
    let bad = |c: char| is_active(c) && !plain(c);
    if !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' if bad(c) => clean.push_str("\\n"),
            _ if bad(c) => drop(write!(clean, "\\u{:04x}", u32::from(c))),
            _ => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// At most `max` characters: the start and an ellipsis.
pub(crate) fn short(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        None => Cow::Borrowed(text),
        Some(_) => {
            let kept: String = text.chars().take(max.saturating_sub(1)).collect();
            Cow::Owned(kept + "…")
        }
    }
}

/// The most characters of a message, and of what follows the cut.
const MAX_MESSAGE: usize = 800;
const MAX_END: usize = 300;

/// A message on one line. A long value in it is cut in its middle: the field
/// stands before it and the legal range behind it.
pub(crate) fn message(text: &str) -> String {
    let text = line(text.trim_end());
    let count = text.chars().count();
    if count <= MAX_MESSAGE {
        return text.into_owned();
    }
    let start: String = text.chars().take(MAX_MESSAGE - MAX_END).collect();
    let end: String = text.chars().skip(count - MAX_END).collect();
    format!("{start} … {end}")
}

/// A cell of CSV that a spreadsheet shows and does not work out: before what
/// it would take for a formula stands an apostrophe. Numbers stay numbers.
pub(crate) fn cell(text: &str) -> Cow<'_, str> {
    let formula =
        text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match formula && !number {
        true => Cow::Owned(format!("'{}", line(text))),
        false => line(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_never_given_a_control_character() {
        for (text, shown) in [
            ("\u{1b}[2J", "\\u001b[2J"),
            ("a\u{9b}31mb", "a\\u009b31mb"),
            ("a\u{202e}b\u{2066}", "a\\u202eb\\u2066"),
            ("a\nb\tc\u{7f}", "a\\nb\\u0009c\\u007f"),
            ("gpt-oss 世界 é", "gpt-oss 世界 é"),
        ] {
            assert_eq!(line(text), shown);
        }
        assert_eq!(lines("a\n\tb\r\u{1b}"), "a\n\tb\\u000d\\u001b");
    }

    #[test]
    fn an_escaped_json_text_means_the_same() {
        let value = serde_json::json!({ "a\u{9b}": "\u{202e}b\u{1b}" });
        let text = value.to_string();
        let clean = lines(&text);
        assert!(!clean.contains(is_active));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&clean).expect("JSON"), value);
    }

    #[test]
    fn a_spreadsheet_is_never_given_a_formula() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\\u0009=1"),
            (" =1", "' =1"),
            ("-1.5", "-1.5"),
            ("+12", "+12"),
            ("-", "'-"),
            ("llama-3.1", "llama-3.1"),
        ] {
            assert_eq!(cell(text), written);
        }
    }

    #[test]
    fn a_long_value_is_cut_where_its_message_names_field_and_range() {
        let text = format!("input is `{}`; it must be a whole number", "9".repeat(200_000));
        let message = message(&text);
        assert!(message.chars().count() <= MAX_MESSAGE + 3, "{message}");
        assert!(message.starts_with("input is `9") && message.ends_with("a whole number"));
        assert_eq!(short("abcdef", 4), "abc…");
        assert_eq!(short("abcd", 4), "abcd");
    }
}
