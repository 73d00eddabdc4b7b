//! The quotes of cmd.exe and of PowerShell.

use crate::shell::script::Reader;

impl Reader<'_, '_> {
    /// As programs of Windows split their line: carets first, then backslashes
    /// before quotes.
    pub(crate) fn cmd(&mut self) -> bool {
        let mut quoted = false;
        // A browser's copy has carets within quotes, too.
        let everywhere = self.text.contains("^\"");
        let mut slashes = 0;
        while let Some(mut c) = self.next() {
            if c == '^' && (everywhere || !quoted) {
                if self.line_ends() {
                    while self.take(' ') || self.take('\r') {}
                    self.take('\n');
                    // Two line ends are one in the text.
                    match quoted && (self.take('\n') || self.take('\r')) {
                        true => {
                            self.take('\n');
                            self.push('\n');
                        }
                        false if !quoted => self.end_word(),
                        false => {}
                    }
                    continue;
                }
                match self.next() {
                    Some(next) => c = next,
                    None => break,
                }
            }
            if c == '\\' {
                slashes += 1;
                continue;
            }
            let is_quote = c == '"';
            let kept = if is_quote { slashes / 2 } else { slashes };
            (0..kept).for_each(|_| self.push('\\'));
            let is_escaped = is_quote && slashes % 2 == 1;
            slashes = 0;
            if is_quote && !is_escaped {
                self.word.get_or_insert_default();
                if quoted && self.take('"') {
                    self.push('"');
                } else {
                    quoted = !quoted;
                }
            } else if !quoted && matches!(c, '\n' | '|' | '&') {
                self.end_word();
                if !self.command.words.is_empty() {
                    return c == '|';
                }
            } else if !quoted && c.is_whitespace() {
                self.end_word();
            } else {
                self.push(c);
            }
        }
        self.end_word();
        false
    }

    pub(crate) fn powershell(&mut self) -> bool {
        while let Some(c) = self.next() {
            match c {
                '`' if self.line_ends() => self.end_line(),
                '`' => {
                    if let Some(c) = self.next() {
                        self.push(c);
                    }
                }
                '\'' => {
                    self.word.get_or_insert_default();
                    while let Some(c) = self.next() {
                        if c == '\'' && !self.take('\'') {
                            break;
                        }
                        self.push(c);
                    }
                }
                '"' => {
                    self.word.get_or_insert_default();
                    while let Some(c) = self.next() {
                        match c {
                            '"' if !self.take('"') => break,
                            '`' => {
                                if let Some(c) = self.next() {
                                    self.push(c);
                                }
                            }
                            // Windows takes `\"` for a quote within one.
                            '\\' if self.rest().starts_with('"') => {
                                self.next();
                                self.push('"');
                            }
                            _ => self.push(c),
                        }
                    }
                }
                '|' | ';' | '\n' => {
                    self.end_word();
                    if !self.command.words.is_empty() {
                        return c == '|';
                    }
                }
                _ if c.is_whitespace() => self.end_word(),
                _ => self.push(c),
            }
        }
        self.end_word();
        false
    }
}
