//! A script of a shell as words, by the quotes of `sh`, cmd.exe or PowerShell.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};
use core::{iter::Peekable, str::Chars};

/// A command with what is handed to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Command {
    pub(crate) words: Vec<String>,
    /// What it reads from standard input, where that stands in the text.
    pub(crate) input: Option<String>,
    /// Whether it reads what the one before prints.
    pub(crate) is_piped: bool,
    /// Variables whose values are not in the text.
    pub(crate) unknown: Vec<String>,
    /// Where the command ends.
    pub(crate) end: usize,
}

/// Whose quotes they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quotes {
    Sh,
    Cmd,
    PowerShell,
}

impl Quotes {
    pub(crate) fn of(text: &str) -> Self {
        let ends = |sign: &str| {
            [" ", ""].iter().any(|gap| {
                ["\n", "\r\n"].iter().any(|end| text.contains(&[sign, gap, end].concat()))
            })
        };
        // How lines go on tells it; what stands in a request may look like any.
        let starts = |name: &str| text.trim_start().starts_with(name);
        if text.contains("^\"") || ends("^") {
            Self::Cmd
        } else if ends("`") || starts("curl.exe") || starts("PS ") {
            Self::PowerShell
        } else if ends("\\") {
            Self::Sh
        } else if text.contains("Bearer %") {
            Self::Cmd
        } else if text.contains("Bearer $env:") {
            Self::PowerShell
        } else {
            Self::Sh
        }
    }
}

/// The commands of a script, one by one.
pub(crate) struct Script<'a> {
    text: &'a str,
    quotes: Quotes,
    variables: BTreeMap<String, String>,
    at: usize,
    is_piped: bool,
}

impl<'a> Script<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let quotes = Quotes::of(text);
        Self { text, quotes, variables: BTreeMap::new(), at: 0, is_piped: false }
    }

    /// What is behind the commands so far.
    pub(crate) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// The next command; `None` at the end.
    pub(crate) fn next(&mut self) -> Option<Command> {
        loop {
            let rest = self.rest();
            if rest.trim().is_empty() {
                return None;
            }
            let mut reader = Reader {
                text: rest,
                characters: rest.chars().peekable(),
                at: 0,
                variables: &self.variables,
                documents: Vec::new(),
                command: Command { is_piped: self.is_piped, ..Command::default() },
                word: None,
            };
            self.is_piped = match self.quotes {
                Quotes::Sh => reader.sh(),
                Quotes::Cmd => reader.cmd(),
                Quotes::PowerShell => reader.powershell(),
            };
            self.at += reader.at;
            let mut command = reader.command;
            command.end = self.at;
            // `BODY='…'` and `export BODY=…`.
            let is_set = |word: &String| {
                let name = word.split('=').next().unwrap_or_default();
                word.contains('=')
                    && !name.is_empty()
                    && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            };
            while let Some(first) = command.words.first() {
                if matches!(
                    first.as_str(),
                    "export" | "$" | "%" | "#" | ">" | "set" | "sudo" | "time"
                ) {
                    command.words.remove(0);
                } else if is_set(first) {
                    if let Some((name, value)) = first.split_once('=') {
                        self.variables.insert(name.to_string(), value.to_string());
                    }
                    command.words.remove(0);
                } else {
                    break;
                }
            }
            if !command.words.is_empty() {
                return Some(command);
            }
        }
    }
}

/// A place in a command.
pub(crate) struct Reader<'a, 'b> {
    pub(crate) text: &'a str,
    characters: Peekable<Chars<'a>>,
    at: usize,
    variables: &'b BTreeMap<String, String>,
    /// The ends of here-documents that begin behind this line, and whether tabs
    /// before their lines are left out.
    documents: Vec<(String, bool)>,
    pub(crate) command: Command,
    pub(crate) word: Option<String>,
}

impl Reader<'_, '_> {
    pub(crate) fn next(&mut self) -> Option<char> {
        let c = self.characters.next()?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(crate) fn take(&mut self, c: char) -> bool {
        let found = self.characters.peek() == Some(&c);
        if found {
            self.next();
        }
        found
    }

    pub(crate) fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    /// Skips this many bytes and goes on.
    fn skip(&mut self, bytes: usize) {
        let end = self.at + bytes;
        while self.at < end && self.next().is_some() {}
    }

    pub(crate) fn push(&mut self, c: char) {
        self.word.get_or_insert_default().push(c);
    }

    pub(crate) fn end_word(&mut self) {
        self.command.words.extend(self.word.take());
    }

    /// Behind a sign that lets a line go on.
    pub(crate) fn end_line(&mut self) {
        while self.take(' ') || self.take('\r') {}
        self.take('\n');
        self.end_word();
    }

    pub(crate) fn line_ends(&self) -> bool {
        self.rest().trim_start_matches([' ', '\r']).starts_with('\n')
    }

    /// Up to a quote, as it stands.
    fn plain(&mut self, quote: char) {
        self.word.get_or_insert_default();
        while let Some(c) = self.next().filter(|c| *c != quote) {
            self.push(c);
        }
    }

    /// Reads a command; true if the next reads what it prints.
    fn sh(&mut self) -> bool {
        while let Some(c) = self.next() {
            match c {
                '\\' if self.line_ends() => self.end_line(),
                '\\' => {
                    if let Some(c) = self.next() {
                        self.push(c);
                    }
                }
                '\'' => self.plain('\''),
                '$' if self.take('\'') => self.escaped(),
                '"' => self.double(),
                '$' => self.variable(),
                '#' if self.word.is_none() => {
                    let line = self.rest().find('\n').unwrap_or(self.rest().len());
                    self.skip(line);
                }
                '<' if self.rest().starts_with("<<") => {
                    self.skip(2);
                    self.word = None;
                    while self.take(' ') {}
                    let words = self.command.words.len();
                    self.one_word();
                    self.command.input = self.command.words.get(words).cloned();
                    self.command.words.truncate(words);
                }
                '<' if self.take('<') => self.document(),
                '|' | '&' | ';' => {
                    let is_pipe = c == '|' && !self.take('|');
                    self.take('&');
                    self.end_word();
                    if !self.command.words.is_empty() {
                        self.here_documents();
                        return is_pipe;
                    }
                }
                '\n' => {
                    self.end_word();
                    self.here_documents();
                    if !self.command.words.is_empty() {
                        return false;
                    }
                }
                _ if c.is_whitespace() => self.end_word(),
                _ => self.push(c),
            }
        }
        self.end_word();
        false
    }

    /// One word, for a here-string or the end of a here-document.
    fn one_word(&mut self) {
        while let Some(c) = self.characters.peek().copied() {
            if c.is_whitespace() || ";|&)".contains(c) {
                break;
            }
            self.next();
            match c {
                '\'' => self.plain('\''),
                '"' => self.double(),
                '$' if self.take('\'') => self.escaped(),
                '$' => self.variable(),
                '\\' => {
                    if let Some(c) = self.next() {
                        self.push(c);
                    }
                }
                _ => self.push(c),
            }
        }
        self.end_word();
    }

    /// `<<EOF`: its text begins behind the line.
    fn document(&mut self) {
        let strips = self.take('-');
        while self.take(' ') {}
        self.end_word();
        let words = self.command.words.len();
        self.one_word();
        let end = self.command.words.get(words).cloned().unwrap_or_default();
        self.command.words.truncate(words);
        if !end.is_empty() {
            self.documents.push((end, strips));
        }
    }

    fn here_documents(&mut self) {
        for (end, strips) in core::mem::take(&mut self.documents) {
            // Behind a pipe the line goes on.
            let mut lines = Vec::new();
            let mut length = 0;
            let start = match self.text[..self.at].ends_with('\n') {
                true => 0,
                false => self.rest().find('\n').map_or(self.rest().len(), |at| at + 1),
            };
            for line in self.rest()[start..].split_inclusive('\n') {
                length += line.len();
                let text = line.trim_end_matches(['\n', '\r']);
                if text.trim() == end {
                    break;
                }
                lines.push(if strips { text.trim_start_matches('\t') } else { text });
            }
            let text = lines.join("\n");
            match start {
                0 => self.skip(length),
                // The rest of the line is another command, which is of no use.
                _ => self.skip(start + length),
            }
            self.command.input = Some(text);
        }
    }

    /// Behind `"`, up to the next.
    fn double(&mut self) {
        self.word.get_or_insert_default();
        while let Some(c) = self.next() {
            match c {
                '"' => break,
                '\\' => match self.next() {
                    Some(next @ ('"' | '\\' | '$' | '`')) => self.push(next),
                    Some('\n') | None => {}
                    Some(next) => {
                        self.push('\\');
                        self.push(next);
                    }
                },
                '$' if self.rest().starts_with("(cat") => self.printed(),
                '$' => self.variable(),
                _ => self.push(c),
            }
        }
    }

    /// `$(cat <<EOF …)`: the text of a here-document.
    fn printed(&mut self) {
        let line = self.rest().find('\n').unwrap_or(self.rest().len());
        let first = self.rest()[..line].to_string();
        let Some((_, tag)) = first.split_once("<<") else { return self.push('$') };
        let end: String = tag.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
        self.skip(line + 1);
        let (mut text, mut length) = (Vec::new(), 0);
        for line in self.rest().split_inclusive('\n') {
            length += line.len();
            let line = line.trim_end_matches(['\n', '\r']);
            if line.trim() == end {
                break;
            }
            text.push(line);
        }
        let text = text.join("\n");
        self.skip(length);
        self.word.get_or_insert_default().push_str(&text);
        while self.take(' ') || self.take('\n') {}
        self.take(')');
    }

    /// `$NAME` and `${NAME}`: its value, if the text sets it.
    fn variable(&mut self) {
        let rest = self.rest();
        let braces = rest.starts_with('{');
        let start = usize::from(braces);
        let legal = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = rest[start..].find(|c| !legal(c)).map_or(rest.len(), |end| end + start);
        let name = rest[start..end].to_string();
        if name.is_empty() {
            return self.push('$');
        }
        self.skip(end);
        if braces {
            while self.next().is_some_and(|c| c != '}') {}
        }
        let word = self.word.get_or_insert_default();
        match self.variables.get(&name) {
            Some(value) => word.push_str(value),
            None => {
                word.push('$');
                word.push_str(&name);
                self.command.unknown.push(alloc::format!("${name}"));
            }
        }
    }

    /// Up to the end of `$'…'`, which browsers write for a copied request.
    fn escaped(&mut self) {
        self.word.get_or_insert_default();
        while let Some(c) = self.next() {
            match c {
                '\'' => return,
                '\\' => match self.next() {
                    Some('n') => self.push('\n'),
                    Some('r') => self.push('\r'),
                    Some('t') => self.push('\t'),
                    Some('u') => self.code_point(4),
                    Some('U') => self.code_point(8),
                    Some('x') => self.code_point(2),
                    Some(other) => self.push(other),
                    None => return,
                },
                _ => self.push(c),
            }
        }
    }

    fn code_point(&mut self, digits: usize) {
        let read = |rest: &str| u32::from_str_radix(rest.get(..digits)?, 16).ok();
        let Some(mut code) = read(self.rest()) else { return self.push('\u{fffd}') };
        self.skip(digits);
        if (0xd800..0xdc00).contains(&code)
            && let Some(low) = self.rest().strip_prefix("\\u").and_then(read)
            && (0xdc00..0xe000).contains(&low)
        {
            self.skip(6);
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        self.push(char::from_u32(code).unwrap_or('\u{fffd}'));
    }
}
