//! Numbers as people write them in their language.

use groq_calc::num::Decimal;

/// A number in the form that the engine reads: full-width digits, spaces between
/// thousands, several points between thousands, 万 and 亿. Anything else stays as it is,
/// so that an error shows what was typed.
pub(crate) fn plain(text: &str) -> String {
    let narrow: String = text.trim().chars().map(narrow).collect();
    let narrow = match narrow.char_indices().next_back() {
        Some((end, '万' | '萬')) => format!("{}e4", narrow[..end].trim_end()),
        Some((end, '亿' | '億')) => format!("{}e8", narrow[..end].trim_end()),
        _ => narrow,
    };
    let joined = match (narrow.contains(' '), narrow.matches('.').count()) {
        (true, 0 | 1) if is_grouped(&narrow, ' ') => narrow.replace(' ', ""),
        (false, 2..) if is_grouped(&narrow, '.') => narrow.replace('.', ""),
        _ => narrow,
    };
    match Decimal::parse(&joined) {
        Some(_) => joined,
        None => text.to_string(),
    }
}

/// A whole number that may be meant in two ways, such as `2.000`: what it is with the
/// point between thousands, and, where that is whole too, with a decimal point.
pub(crate) fn two_readings(text: &str) -> Option<(String, Option<String>)> {
    let (whole, thousands) = text.trim().split_once('.')?;
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole)
        || !digits(thousands)
        || thousands.len() != 3
        || whole.len() > 3
        || whole.starts_with('0')
    {
        return None;
    }
    let decimal = (thousands == "000").then(|| whole.to_string());
    Some((format!("{whole}{thousands}"), decimal))
}

/// A character without its width.
fn narrow(letter: char) -> char {
    match letter {
        '０'..='９' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '．' | '。' => '.',
        '，' => ',',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}' => ' ',
        other => other,
    }
}

/// Whether a mark stands before every third digit from the right of the whole part.
fn is_grouped(text: &str, mark: char) -> bool {
    let whole = if mark == '.' { text } else { text.split('.').next().unwrap_or(text) };
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&first.len())
        && digits(first)
        && groups.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, read) in [
            ("2000", "2000"),
            ("2 000", "2000"),
            ("2\u{202f}000\u{a0}000", "2000000"),
            ("２０００", "2000"),
            ("２，０００", "2,000"),
            ("2万", "2e4"),
            ("１．５亿", "1.5e8"),
            ("1.234.567", "1234567"),
            ("1.5k", "1.5k"),
            ("20 00", "20 00"),
            ("2 万", "2e4"),
            ("万", "万"),
            ("", ""),
            ("much", "much"),
        ] {
            assert_eq!(plain(text), read, "{text}");
        }
    }

    #[test]
    fn a_point_before_three_digits_can_mean_two_things() {
        assert_eq!(two_readings("2.000"), Some(("2000".to_string(), Some("2".to_string()))));
        assert_eq!(two_readings("2.500"), Some(("2500".to_string(), None)));
        for text in ["2.5", "0.000", "2,000", "2000", "1234.000", "", "."] {
            assert_eq!(two_readings(text), None, "{text}");
        }
    }
}
