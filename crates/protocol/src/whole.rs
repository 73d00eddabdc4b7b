/// A whole number as people and spreadsheets write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// The number.
    Number(u64),
    /// Nothing, or a word for it.
    Nothing,
    /// Two numbers can be meant: `1.000` is 1 or 1,000.
    Doubtful,
    /// It is not a whole number.
    Illegal,
}

const WORDS_FOR_NOTHING: &[&str] = &["null", "none", "nan", "n/a", "na", "nil", "<na>", "-"];

impl Whole {
    /// Reads `1000`, `1,000`, `1 000`, `1'000`, `1_000` and `1000.0`; where the
    /// comma is the decimal mark, `1.000` too.
    ///
    /// ```
    /// use groq_protocol::Whole;
    ///
    /// assert_eq!(Whole::read("1,234,567", false), Whole::Number(1_234_567));
    /// assert_eq!(Whole::read("1000.0", false), Whole::Number(1000));
    /// assert_eq!(Whole::read("1.000", false), Whole::Doubtful);
    /// assert_eq!(Whole::read("1.000", true), Whole::Number(1000));
    /// assert_eq!(Whole::read("1.5", false), Whole::Illegal);
    /// ```
    pub fn read(text: &str, decimal_comma: bool) -> Self {
        let text = text.trim();
        if text.is_empty() || WORDS_FOR_NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            return Self::Nothing;
        }
        if let Some(number) = digits(text).or_else(|| grouped(text, decimal_comma)) {
            return Self::Number(number);
        }
        // A fraction of zeros alone.
        let Some((whole, zeros)) = text.rsplit_once(['.', ',']) else { return Self::Illegal };
        if zeros.is_empty() || zeros.bytes().any(|digit| digit != b'0') {
            return Self::Illegal;
        }
        let is_group =
            zeros.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
        match digits(whole).or_else(|| grouped(whole, decimal_comma)) {
            Some(_) if is_group => Self::Doubtful,
            Some(number) => Self::Number(number),
            None => Self::Illegal,
        }
    }
}

fn digits(text: &str) -> Option<u64> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

/// Groups of three digits behind a first one of one to three.
fn grouped(text: &str, decimal_comma: bool) -> Option<u64> {
    let mark = text.chars().find(|char| !char.is_ascii_digit())?;
    let point = decimal_comma && mark == '.';
    if !point && !matches!(mark, ',' | ' ' | '\'' | '’' | '_' | '\u{a0}' | '\u{202f}') {
        return None;
    }
    let mut groups = text.split(mark);
    let first = groups.next().filter(|group| (1..=3).contains(&group.len()))?;
    let mut number = digits(first).filter(|_| !first.starts_with('0'))?;
    for group in groups {
        let group = digits(group).filter(|_| group.len() == 3)?;
        number = number.checked_mul(1000)?.checked_add(group)?;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_of_a_whole_number() {
        for (text, number) in [
            ("0", 0),
            (" 12 ", 12),
            ("1,000", 1000),
            ("12,345,678", 12_345_678),
            ("1 000", 1000),
            ("1\u{a0}000", 1000),
            ("1'000", 1000),
            ("1_000", 1000),
            ("5.0", 5),
            ("1000.00", 1000),
            ("1234.000", 1234),
            ("0.000", 0),
            ("1000,0", 1000),
            ("1,000.0", 1000),
            ("18446744073709551615", u64::MAX),
        ] {
            assert_eq!(Whole::read(text, false), Whole::Number(number), "{text}");
        }
        for (text, number) in
            [("1.000", 1000), ("1.234.567", 1_234_567), ("1.000,0", 1000), ("1,000", 1000)]
        {
            assert_eq!(Whole::read(text, true), Whole::Number(number), "{text}");
        }
        for text in ["", " ", "null", "None", "NaN", "n/a", "-"] {
            assert_eq!(Whole::read(text, false), Whole::Nothing, "{text}");
        }
    }

    #[test]
    fn does_not_guess() {
        for text in ["1.000", "12.000", "999.000"] {
            assert_eq!(Whole::read(text, false), Whole::Doubtful, "{text}");
        }
        for text in [
            "-1",
            "+1",
            "1.5",
            "1e3",
            "0x10",
            "1,00,000",
            "1,000 000",
            "1.",
            ".0",
            "abc",
            "1.234",
            "18446744073709551616",
            "99,999,999,999,999,999,999",
        ] {
            assert_eq!(Whole::read(text, false), Whole::Illegal, "{text}");
        }
    }
}
