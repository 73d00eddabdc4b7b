//! JSON lines and the events of a stream.

use serde::de::IgnoredAny;

/// Hands on one line after the other, from the first on each time that it is called.
pub type EachLine<'a, E> = dyn FnMut(&mut dyn FnMut(&str)) -> Result<(), E> + 'a;

/// A line of JSON lines or of a stream.
pub(crate) struct Said<'a> {
    pub(crate) data: &'a str,
    is_event: bool,
}

impl<'a> Said<'a> {
    /// What a line says; nothing where it is the name of an event or a comment.
    pub(crate) fn of(line: &'a str) -> Option<Self> {
        let line = line.trim();
        let data = line.strip_prefix("data:");
        let aside = ["event:", "id:", "retry:", ":"];
        let said = Self { data: data.map_or(line, str::trim), is_event: data.is_some() };
        (!said.data.is_empty() && !aside.iter().any(|name| line.starts_with(name))).then_some(said)
    }

    /// Whether a stream ends here.
    pub(crate) fn is_done(&self) -> bool {
        self.data == "[DONE]"
    }
}

/// How many lines are JSON.
#[derive(Debug, Default)]
pub(crate) struct LineCount {
    read: usize,
    /// Those that are not.
    pub(crate) left: usize,
    pub(crate) is_stream: bool,
    pub(crate) last_read: bool,
    first_read: bool,
}

impl LineCount {
    pub(crate) fn add(&mut self, line: &str) {
        let Some(line) = Said::of(line) else { return };
        self.is_stream |= line.is_event;
        self.last_read = line.is_done() || serde_json::from_str::<IgnoredAny>(line.data).is_ok();
        self.first_read |= self.last_read && self.read + self.left == 0;
        match self.last_read {
            true => self.read += 1,
            false => self.left += 1,
        }
    }

    /// Whether it is JSON lines or a stream; one line alone was no JSON before.
    pub(crate) fn are_lines(&self) -> bool {
        let is_one = self.read + self.left == 1 && !self.is_stream;
        self.read > 0 && self.read >= self.left && !is_one
    }

    /// Whether it can't be anything else: a whole value stands in the first line, and
    /// more behind it.
    pub(crate) fn are_json_lines(&self) -> bool {
        self.first_read && !self.is_stream && self.are_lines()
    }
}
