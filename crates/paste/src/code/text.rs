//! The strings of code: quotes, escapes, and values that are put in.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use crate::code::token::{Lexer, Part};

impl<'a> Lexer<'a> {
    /// A string that starts here, with its prefix.
    pub(crate) fn string(&mut self, c: char) -> Option<Vec<Part>> {
        let rest = self.rest();
        if self.powershell() {
            return self.powershell_string(rest, c);
        }
        // `r"…"`, `f'…'`, `b"…"`, `rf"…"`, Rust's `r#"…"#`, C#'s `@"…"` and `$"…"`.
        let prefix = match c {
            '"' | '\'' | '`' => 0,
            '@' | '$' if rest[1..].starts_with('"') => 1,
            _ if c.is_ascii_alphabetic() => {
                let end = rest.find(|c: char| !"rRbBuUfF".contains(c))?;
                let quote = rest[end..].starts_with(['"', '\'']);
                let raw = rest.starts_with("r#\"");
                ((end <= 2 && quote) || raw).then_some(end)?
            }
            _ => return None,
        };
        let marks = &rest[..prefix];
        let is_raw = marks.contains(['r', 'R', '@']);
        let holes = match c {
            '`' => Holes::Dollar,
            _ if marks.contains(['f', 'F', '$']) => Holes::Braces,
            _ => Holes::None,
        };
        self.at += prefix;
        let rest = self.rest();
        if rest.starts_with("#\"") {
            self.at += 2;
            return Some(self.raw_until("\"#"));
        }
        let quote = rest.chars().next()?;
        let triple = quote != '`' && {
            let mut quotes = [0; 3];
            quotes.fill(quote as u8);
            rest.as_bytes().starts_with(&quotes)
        };
        self.at += if triple { 3 } else { 1 };
        let body = Quoted { quote, triple, is_raw, is_verbatim: marks.contains('@'), holes };
        Some(self.quoted(&body))
    }

    fn raw_until(&mut self, end: &str) -> Vec<Part> {
        let rest = self.rest();
        self.is_cut |= !rest.contains(end);
        let length = rest.find(end).unwrap_or(rest.len());
        self.at += (length + end.len()).min(rest.len());
        alloc::vec![Part::Text(rest[..length].to_string())]
    }

    fn powershell_string(&mut self, rest: &'a str, c: char) -> Option<Vec<Part>> {
        for (open, close) in [("@'", "\n'@"), ("@\"", "\n\"@")] {
            if !rest.starts_with(open) {
                continue;
            }
            let line = rest[2..].find('\n')?;
            if !rest[2..2 + line].trim().is_empty() {
                return None;
            }
            self.at += 2 + line + 1;
            if open == "@'" {
                return Some(self.raw_until(close));
            }
            let Some(end) = self.rest().find(close) else {
                return Some(self.raw_until(close));
            };
            let whole = &self.rest()[..end];
            let mut inner = Lexer { text: whole, at: 0, dialect: self.dialect, is_cut: false };
            let parts = inner.quoted(&Quoted::powershell('\u{0}'));
            self.at += end + close.len();
            return Some(parts);
        }
        match c {
            '\'' => {
                self.at += 1;
                let body = Quoted { is_raw: true, is_verbatim: true, ..Quoted::powershell('\'') };
                Some(self.quoted(&Quoted { holes: Holes::None, ..body }))
            }
            '"' => {
                self.at += 1;
                Some(self.quoted(&Quoted::powershell('"')))
            }
            _ => None,
        }
    }

    /// The parts up to the closing quote.
    fn quoted(&mut self, body: &Quoted) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut text = String::new();
        let escape = if self.powershell() { '`' } else { '\\' };
        let start = self.at;
        loop {
            let rest = self.rest();
            let Some(c) = rest.chars().next() else {
                self.is_cut |= body.quote != '\u{0}';
                break;
            };
            let next = rest[c.len_utf8()..].chars().next();
            if c == body.quote {
                if body.triple {
                    let quotes = rest.chars().take_while(|q| *q == c).count();
                    if quotes >= 3 {
                        self.at += 3;
                        break;
                    }
                } else if body.is_verbatim && next == Some(c) {
                    text.push(c);
                    self.at += 2;
                    continue;
                } else {
                    self.at += 1;
                    break;
                }
            }
            // A string that is not closed ends with its line, except one of JSON.
            let ends = c == '\n' && !body.triple && body.quote != '`' && !self.powershell();
            let json = || self.text[start..self.at].trim_start().starts_with(['{', '[']);
            if ends && !json() {
                break;
            }
            if c == escape && !body.is_raw {
                self.at += 1;
                self.escaped(&mut text);
                continue;
            }
            if c == '\\' && body.is_raw && !body.is_verbatim && next.is_some() {
                // In a raw string an escaped quote ends nothing.
                text.push(c);
                text.extend(next);
                self.at += 1 + next.map_or(0, char::len_utf8);
                continue;
            }
            if let Some(hole) = body.holes.at(rest) {
                if let Some(same) = hole.doubled {
                    text.push(same);
                } else {
                    if !text.is_empty() {
                        parts.push(Part::Text(core::mem::take(&mut text)));
                    }
                    parts.push(Part::Hole(hole.code.to_string()));
                }
                self.at += hole.length;
                continue;
            }
            text.push(c);
            self.at += c.len_utf8();
        }
        if !text.is_empty() || parts.is_empty() {
            parts.push(Part::Text(text));
        }
        parts
    }

    /// What an escape stands for, behind its sign.
    fn escaped(&mut self, text: &mut String) {
        let Some(c) = self.rest().chars().next() else { return };
        self.at += c.len_utf8();
        match c {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            '0' => text.push('\u{0}'),
            'b' if !self.powershell() => text.push('\u{8}'),
            'f' if !self.powershell() => text.push('\u{c}'),
            'x' if !self.powershell() => self.code_point(2, text),
            'U' if !self.powershell() => self.code_point(8, text),
            'u' => match self.rest().strip_prefix('{') {
                Some(rest) => {
                    let digits = &rest[..rest.find('}').unwrap_or(0)];
                    self.at += digits.len() + 2;
                    self.at = self.at.min(self.text.len());
                    text.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
                }
                None => self.code_point(4, text),
            },
            // A line that goes on.
            '\n' => {}
            '\r' => self.at += usize::from(self.rest().starts_with('\n')),
            c => text.push(c),
        }
    }

    fn code_point(&mut self, digits: usize, text: &mut String) {
        let read = |rest: &str| u32::from_str_radix(rest.get(..digits)?, 16).ok();
        let Some(high) = read(self.rest()) else { return text.push('\u{fffd}') };
        self.at += digits;
        let mut code = high;
        // Two halves of one character.
        if (0xd800..0xdc00).contains(&high)
            && let Some(low) = self.rest().strip_prefix("\\u").and_then(read)
            && (0xdc00..0xe000).contains(&low)
        {
            self.at += 6;
            code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        }
        text.push(char::from_u32(code).unwrap_or('\u{fffd}'));
    }
}

/// How a string is closed and what is read in it.
struct Quoted {
    /// NUL where the end of the text closes it.
    quote: char,
    triple: bool,
    is_raw: bool,
    /// Whether a doubled quote stands for one.
    is_verbatim: bool,
    holes: Holes,
}

impl Quoted {
    const fn powershell(quote: char) -> Self {
        let holes = Holes::PowerShell;
        Self { quote, triple: false, is_raw: false, is_verbatim: true, holes }
    }
}

/// What puts a value into a string.
#[derive(Clone, Copy)]
enum Holes {
    None,
    /// `${…}`.
    Dollar,
    /// `{…}`, and `{{` for a brace.
    Braces,
    /// `$name` and `$(…)`.
    PowerShell,
}

struct Hole<'a> {
    code: &'a str,
    length: usize,
    doubled: Option<char>,
}

impl Holes {
    /// The one that a text begins with.
    fn at(self, text: &str) -> Option<Hole<'_>> {
        let inside = |open: usize, pair: [char; 2]| {
            let end = open + closing(&text[open..], pair)?;
            Some(Hole { code: &text[open..end], length: end + 1, doubled: None })
        };
        match self {
            Self::Dollar if text.starts_with("${") => inside(2, ['{', '}']),
            Self::Braces => {
                for (two, one) in [("{{", '{'), ("}}", '}')] {
                    if text.starts_with(two) {
                        return Some(Hole { code: "", length: 2, doubled: Some(one) });
                    }
                }
                if text.starts_with('{') { inside(1, ['{', '}']) } else { None }
            }
            Self::PowerShell if text.starts_with("$(") => inside(2, ['(', ')']),
            Self::PowerShell if text.starts_with('$') => {
                let legal = |c: char| c.is_ascii_alphanumeric() || "_:{}".contains(c);
                let end = text[1..].find(|c| !legal(c)).map_or(text.len(), |end| end + 1);
                (end > 1).then_some(Hole { code: &text[..end], length: end, doubled: None })
            }
            _ => None,
        }
    }
}

/// Longer code within a string is not looked at.
const MAX_HOLE: usize = 256;

/// Where an opened bracket closes.
fn closing(text: &str, [open, close]: [char; 2]) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take(MAX_HOLE) {
        if c == open {
            depth += 1;
        } else if c == close {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}
