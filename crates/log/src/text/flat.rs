use alloc::vec::Vec;

/// What a field of a flat object holds, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    /// Digits alone, few enough for 64 bits.
    Whole(&'a str),
    /// Any other number.
    Number,
    /// A text in which nothing is escaped.
    Text(&'a str),
}

/// The fields of a JSON object of one line that holds no list and no object, and no
/// text with an escape: what most rows of a log are. For all else there is `None`,
/// and it takes a whole reader of JSON.
pub(crate) struct FlatFields<'a> {
    text: &'a str,
    place: usize,
    is_first: bool,
}

impl<'a> FlatFields<'a> {
    /// Before the first field.
    pub(crate) fn new(line: &'a [u8]) -> Option<Self> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // An escape has a backslash, and no text holds a control character. All bytes at
        // once take less time than those of each text.
        let is_plain = |byte: &u8| (*byte >= b' ') & (*byte != b'\\');
        if !line.iter().fold(true, |plain, byte| plain & is_plain(byte)) {
            return None;
        }
        let mut fields = Self { text: str::from_utf8(line).ok()?, place: 0, is_first: true };
        (fields.token()? == b'{').then_some(fields)
    }

    /// All fields to the end.
    pub(crate) fn all(mut self) -> Option<Vec<(&'a str, Scalar<'a>)>> {
        let mut fields = Vec::new();
        while self.open()? {
            let name = self.quoted()?;
            fields.push((name, self.value()?));
        }
        Some(fields)
    }

    /// The value of the next field, if that has this name.
    #[inline]
    pub(crate) fn value_of(&mut self, name: &str) -> Option<Scalar<'a>> {
        if !self.open()? {
            return None;
        }
        let rest = self.text.as_bytes()[self.place..].strip_prefix(name.as_bytes())?;
        if rest.first() != Some(&b'"') {
            return None;
        }
        self.place += name.len() + 1;
        self.value()
    }

    /// Whether no field is left, and nothing else.
    pub(crate) fn is_over(&mut self) -> bool {
        self.open() == Some(false)
    }

    /// Goes to the name of the next field; whether there is one.
    #[inline]
    fn open(&mut self) -> Option<bool> {
        match (self.token()?, core::mem::take(&mut self.is_first)) {
            (b'}', _) => self.token().is_none().then_some(false),
            (b'"', true) => Some(true),
            (b',', false) => (self.token()? == b'"').then_some(true),
            _ => None,
        }
    }

    /// The next byte that is no white space.
    #[inline]
    fn token(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.place)?;
            self.place += 1;
            if byte != b' ' {
                return Some(byte);
            }
        }
    }

    /// What stands before the quote that ends a text.
    #[inline]
    fn quoted(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.place..];
        let length = memchr::memchr(b'"', rest.as_bytes())?;
        self.place += length + 1;
        Some(&rest[..length])
    }

    /// The value behind a name.
    #[inline]
    fn value(&mut self) -> Option<Scalar<'a>> {
        if self.token()? != b':' {
            return None;
        }
        match self.token()? {
            b'"' => self.quoted().map(Scalar::Text),
            b't' => self.word("rue", Scalar::Bool(true)),
            b'f' => self.word("alse", Scalar::Bool(false)),
            b'n' => self.word("ull", Scalar::Null),
            first => self.number(first),
        }
    }

    fn word(&mut self, rest: &str, value: Scalar<'a>) -> Option<Scalar<'a>> {
        self.text[self.place..].starts_with(rest).then(|| {
            self.place += rest.len();
            value
        })
    }

    /// A number whose first byte has been read; none with an exponent, nor one so
    /// long that it may be beyond what JSON's readers take.
    fn number(&mut self, first: u8) -> Option<Scalar<'a>> {
        const LONGEST: usize = 40;
        let start = self.place - 1;
        let bytes = self.text.as_bytes();
        let digits = |mut place: usize| {
            let begin = place;
            while bytes.get(place).is_some_and(u8::is_ascii_digit) {
                place += 1;
            }
            (place > begin).then_some(place)
        };
        let whole = if first == b'-' { start + 1 } else { start };
        let mut end = digits(whole)?;
        if bytes[whole] == b'0' && end > whole + 1 {
            return None;
        }
        let mut is_whole = whole == start && end - start <= 19;
        if bytes.get(end) == Some(&b'.') {
            end = digits(end + 1)?;
            is_whole = false;
        }
        if end - start > LONGEST || matches!(bytes.get(end), Some(b'e' | b'E')) {
            return None;
        }
        self.place = end;
        Some(if is_whole { Scalar::Whole(&self.text[start..end]) } else { Scalar::Number })
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use serde_json::Value;

    use super::*;

    fn read(line: &[u8]) -> Option<Vec<(&str, Scalar<'_>)>> {
        FlatFields::new(line)?.all()
    }

    #[test]
    fn fields_of_a_flat_object() {
        let line = br#" {"a":"x y","b" : 17,"c":-0.50,"d":true,"e":false , "f":null,"":""} "#;
        let expected = [
            ("a", Scalar::Text("x y")),
            ("b", Scalar::Whole("17")),
            ("c", Scalar::Number),
            ("d", Scalar::Bool(true)),
            ("e", Scalar::Bool(false)),
            ("f", Scalar::Null),
            ("", Scalar::Text("")),
        ];
        assert_eq!(read(line).as_deref(), Some(&expected[..]));
        assert_eq!(read(b"{}"), Some(Vec::new()));
        assert_eq!(
            read(br#"{"a":12345678901234567890}"#),
            Some(alloc::vec![("a", Scalar::Number)])
        );
    }

    #[test]
    fn all_else_is_left_to_a_reader_of_json() {
        for line in [
            r#"{"a":[]}"#,
            r#"{"a":{}}"#,
            r#"{"a":"\n"}"#,
            r#"{"a\t":1}"#,
            r#"{"a":1e3}"#,
            "[1]",
            "7",
            "",
            r#"{"a":1"#,
            r#"{"a":1,}"#,
            r#"{,"a":1}"#,
            r#"{"a":1}}"#,
            r#"{"a":1} x"#,
            r#"{"a":01}"#,
            r#"{"a":-}"#,
            r#"{"a":1.}"#,
            r#"{"a":.5}"#,
            r#"{"a":+1}"#,
            r#"{"a":tru}"#,
            r#"{"a" 1}"#,
            r#"{a:1}"#,
            r#"{"a":1 "b":2}"#,
            "{\"a\":\"\u{1}\"}",
            r#"{"a":"#,
            r#"{"a":nul"#,
            r#"{"a":"x"#,
        ] {
            assert_eq!(read(line.as_bytes()), None, "{line}");
        }
        assert_eq!(read(b"{\"a\":\"\xff\"}"), None);
        let long = alloc::format!("{{\"a\":{}}}", "9".repeat(400));
        assert_eq!(read(long.as_bytes()), None);
    }

    /// Whatever is read is what a whole reader of JSON reads.
    #[test]
    fn what_is_read_is_json() {
        const PIECES: [&str; 18] = [
            "{", "}", "\"a\"", "\"b\"", ":", ":", ",", "1", "0", "-", ".5", "e9", "true", "null",
            " ", "\"\"", "[", "\"ä",
        ];
        let mut seed = 3_u64;
        let mut below = |bound: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % bound
        };
        let mut count = 0;
        for _ in 0..60_000 {
            let inner: String = (0..below(9)).map(|_| PIECES[below(PIECES.len())]).collect();
            let line = alloc::format!("{{{inner}}}");
            let Some(fields) = read(line.as_bytes()) else { continue };
            count += 1;
            let value: Value = serde_json::from_str(&line).expect(&line);
            for (name, scalar) in fields.iter().rev() {
                // Of a name that stands twice, the last counts.
                let is_last = fields.iter().rev().find(|(other, _)| other == name);
                if is_last.is_none_or(|(_, last)| last != scalar) {
                    continue;
                }
                let same = match (scalar, &value[*name]) {
                    (Scalar::Null, value) => value.is_null(),
                    (Scalar::Bool(own), value) => value.as_bool() == Some(*own),
                    (Scalar::Text(own), value) => value.as_str() == Some(own),
                    (Scalar::Whole(own), value) => value.as_u64() == own.parse().ok(),
                    (Scalar::Number, value) => value.is_number(),
                };
                assert!(same, "{name} of {line}");
            }
        }
        assert!(count > 200, "{count} were flat");
    }
}
