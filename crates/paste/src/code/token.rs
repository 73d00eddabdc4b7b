//! The tokens of a text of code, whatever the language.

use alloc::{string::String, vec::Vec};

/// How strings and names are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// With escapes behind `\`, like most languages.
    Common,
    /// With escapes behind a backtick, and dashes in names.
    PowerShell,
}

impl Dialect {
    /// That of a text.
    pub(crate) fn of(text: &str) -> Self {
        let signs = [
            "Invoke-RestMethod",
            "Invoke-WebRequest",
            "ConvertTo-Json",
            "irm ",
            "iwr ",
            "@{",
            "@'\n",
            "@\"\n",
            "@'\r\n",
            "@\"\r\n",
        ];
        let has_variable = text.contains('$') || text.contains("-Body");
        match has_variable && signs.iter().any(|sign| text.contains(sign)) {
            true => Self::PowerShell,
            false => Self::Common,
        }
    }
}

/// A part of a string: its text, or the code of what is put in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Text(String),
    Hole(String),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind<'a> {
    /// A string.
    Text(Vec<Part>),
    Number(&'a str),
    /// A name or a keyword; in PowerShell also a parameter like `-Body`.
    Word(&'a str),
    /// `=>`, `...` and other signs of several characters by their first, `s` for
    /// a spread, `a` for an arrow.
    Sign(char),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: Kind<'a>,
    /// Whether it is the first of its line.
    pub(crate) starts_line: bool,
    /// Whether nothing stands between it and the one before.
    pub(crate) touches: bool,
}

/// A spread: `...` or `**`.
pub(crate) const SPREAD: char = 's';
/// An arrow: `=>`.
pub(crate) const ARROW: char = 'a';
/// A comparison or another operator of two values.
pub(crate) const OPERATOR: char = 'o';
/// What stands in for a value that is missing: `||`, `??`.
pub(crate) const OR: char = '|';

/// All tokens, and whether the text breaks off within one.
pub(crate) struct Tokens<'a> {
    pub(crate) list: Vec<Token<'a>>,
    pub(crate) is_cut: bool,
}

impl<'a> Tokens<'a> {
    pub(crate) fn of(text: &'a str, dialect: Dialect) -> Self {
        let mut lexer = Lexer { text, at: 0, dialect, is_cut: false };
        let mut list = Vec::new();
        let (mut starts_line, mut end) = (true, 0);
        loop {
            starts_line |= lexer.skip_blanks();
            let start = lexer.at;
            let Some(kind) = lexer.token() else { break };
            // A character that is no token.
            if let Some(kind) = kind {
                let touches = start == end && start > 0;
                list.push(Token { kind, starts_line, touches });
                starts_line = false;
            }
            end = lexer.at;
        }
        Self { list, is_cut: lexer.is_cut }
    }
}

/// A place in a text.
pub(crate) struct Lexer<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: usize,
    pub(crate) dialect: Dialect,
    pub(crate) is_cut: bool,
}

const fn is_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || c == '$' || !c.is_ascii()
}

impl<'a> Lexer<'a> {
    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(crate) fn powershell(&self) -> bool {
        self.dialect == Dialect::PowerShell
    }

    /// Goes on behind white space and comments; true if a line ended.
    fn skip_blanks(&mut self) -> bool {
        let mut new_line = false;
        loop {
            let rest = self.rest();
            let Some(c) = rest.chars().next() else { return new_line };
            let next = rest.as_bytes().get(1).copied();
            if c.is_whitespace() || c == '\u{feff}' {
                new_line |= c == '\n';
                self.at += c.len_utf8();
            } else if (c == '\\' || c == '`') && matches!(next, Some(b'\n' | b'\r')) {
                // The line goes on.
                self.at += 1 + rest[1..].find('\n').map_or(1, |end| end + 1);
            } else if c == '/' && next == Some(b'*') {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else if (c == '/' && next == Some(b'/')) || (c == '#' && next != Some(b'"')) {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else {
                return new_line;
            }
        }
    }

    /// The next token; `None` at the end, `Some(None)` for what is none.
    fn token(&mut self) -> Option<Option<Kind<'a>>> {
        let rest = self.rest();
        let c = rest.chars().next()?;
        if let Some(parts) = self.string(c) {
            return Some(Some(Kind::Text(parts)));
        }
        if c.is_ascii_digit() || (c == '.' && rest[1..].starts_with(|d: char| d.is_ascii_digit())) {
            return Some(Some(Kind::Number(self.number())));
        }
        let parameter = self.powershell()
            && c == '-'
            && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        if is_start(c) || parameter {
            let dashes = self.powershell();
            let legal =
                |c: char| is_start(c) || c.is_ascii_digit() || (dashes && (c == '-' || c == ':'));
            let first = c.len_utf8();
            let end = rest[first..].find(|c| !legal(c)).map_or(rest.len(), |at| at + first);
            self.at += end;
            return Some(Some(Kind::Word(&rest[..end])));
        }
        for (sign, kind) in [
            ("...", SPREAD),
            ("**", SPREAD),
            ("=>", ARROW),
            ("===", OPERATOR),
            ("!==", OPERATOR),
            ("==", OPERATOR),
            ("!=", OPERATOR),
            ("<=", OPERATOR),
            (">=", OPERATOR),
            ("&&", OPERATOR),
            ("+=", OPERATOR),
            ("-=", OPERATOR),
            ("||", OR),
            ("??", OR),
            ("?.", '.'),
            ("?->", '.'),
            ("->", '.'),
            ("::", '.'),
            (":=", '='),
        ] {
            if rest.starts_with(sign) {
                self.at += sign.len();
                return Some(Some(Kind::Sign(kind)));
            }
        }
        self.at += c.len_utf8();
        // A single `|` is a pipe, which is told apart from `||`.
        let sign = if c == '|' { 'p' } else { c };
        Some("()[]{}<>,;:=.+-*/%&!?@p".contains(sign).then_some(Kind::Sign(sign)))
    }

    fn number(&mut self) -> &'a str {
        let rest = self.rest();
        let mut end = 0;
        let bytes = rest.as_bytes();
        while let Some(byte) = bytes.get(end) {
            let sign = matches!(byte, b'+' | b'-')
                && end > 0
                && matches!(bytes[end - 1], b'e' | b'E')
                && !rest.starts_with("0x");
            // `1..2` is a range.
            let point = *byte == b'.' && bytes.get(end + 1) != Some(&b'.');
            if !(byte.is_ascii_alphanumeric() || *byte == b'_' || sign || point) {
                break;
            }
            end += 1;
        }
        self.at += end;
        &rest[..end]
    }
}
