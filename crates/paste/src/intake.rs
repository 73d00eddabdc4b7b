//! A text taken apart, whatever its form.

use alloc::{boxed::Box, string::String, vec::Vec};

use groq_protocol::{AnswerQueue, ApiError, Endpoint, UsageRecord, without_keys};
use serde_json::{Value, json};

use crate::{
    body::{self, Body},
    code::{self, Found},
    entry::{Entry, Part, is_one, parts},
    fence, http,
    lines::{EachLine, LineCount, Said},
    log,
    note::Note,
    seen::Form,
    shell::{self, Sent},
    source, yaml,
};

/// Takes the entries of a text as they come.
pub(crate) struct Intake<'a> {
    take: &'a mut dyn FnMut(Entry),
    /// How the text is written.
    pub(crate) form: Form,
    /// What could not be read.
    pub(crate) notes: Vec<Note>,
    queue: AnswerQueue,
    messages: Vec<Value>,
    /// Whether a stream has said that it ends, or what it used.
    is_ended: bool,
}

/// Texts within texts are read so far.
const DEEPEST: usize = 3;

impl<'a> Intake<'a> {
    fn new(take: &'a mut dyn FnMut(Entry)) -> Self {
        Self {
            take,
            form: Form::Prompt,
            notes: Vec::new(),
            queue: AnswerQueue::new(),
            messages: Vec::new(),
            is_ended: true,
        }
    }

    /// Takes a text apart; without anything else in it, it is a prompt.
    pub(crate) fn of(text: &str, take: &'a mut dyn FnMut(Entry)) -> Self {
        let mut intake = Self::new(take);
        if !intake.known(text, 0) {
            if intake.form == Form::Prompt && source::is_code(text) {
                intake.notes.push(Note::LooksLikeCode);
            }
            (intake.take)(Entry::Request(Body::prompt(text)));
        }
        intake.finish();
        intake
    }

    /// Takes apart JSON lines of which `each` hands on one after the other, however long
    /// they are together; `count` is what they have been found to be.
    pub(crate) fn of_lines<E>(
        each: &mut EachLine<'_, E>,
        count: &LineCount,
        take: &'a mut dyn FnMut(Entry),
    ) -> Result<Self, E> {
        let mut intake = Self::new(take);
        intake.begin_lines(count);
        each(&mut |line| intake.line(line))?;
        intake.end_lines(count);
        intake.finish();
        Ok(intake)
    }

    fn finish(&mut self) {
        let take = &mut self.take;
        self.queue.finish(|record, ()| take(Entry::Reply(Box::new(record))));
        // Messages by themselves are one chat.
        if !self.messages.is_empty() {
            let messages = core::mem::take(&mut self.messages);
            let body = Body::new(Endpoint::Chat, json!({ "messages": messages })).part();
            (self.take)(Entry::Request(body));
        }
    }

    /// Reads a text that is no prompt; false if it is one.
    fn known(&mut self, text: &str, depth: usize) -> bool {
        let text = text.trim();
        if text.is_empty() || depth > DEEPEST {
            return false;
        }
        if text.starts_with(['{', '[']) || is_stream(text) {
            return self.json(text);
        }
        if source::is_headers(text) {
            self.form = Form::Headers;
            return true;
        }
        if log::is_log(text) {
            self.log(text);
            return true;
        }
        if shell::is_command(text) {
            self.command(text, depth);
            return true;
        }
        if http::is_message(text) {
            self.http(text, depth);
            return true;
        }
        if source::may_hold_a_request(text) && self.code(text, Form::Code) {
            return true;
        }
        if source::is_error(text) {
            self.form = Form::Error;
            (self.take)(Entry::Error(Box::new(ApiError::parse(source::status(text), text))));
            return true;
        }
        if self.fences(text, depth) || self.yaml(text) {
            return true;
        }
        if source::is_unread(text) {
            self.form = Form::Code;
            self.notes.push(Note::CodeUnread);
            return true;
        }
        false
    }

    /// The rows of a log; one that can't be read is no prompt either.
    fn log(&mut self, text: &str) {
        self.form = Form::Log;
        match log::records(text) {
            Ok(records) => {
                records.into_iter().for_each(|one| (self.take)(Entry::Reply(Box::new(one))));
            }
            Err(error) => self.notes.push(Note::LogUnread { error }),
        }
    }

    fn add(&mut self, value: Value) {
        let Self { take, queue, messages, notes, is_ended, .. } = self;
        parts(value, 0, &mut |part| match part {
            Part::Entry(entry) => take(entry),
            Part::Record(record) => {
                *is_ended |= record.usage.is_some();
                queue.add(*record, (), |one: UsageRecord, ()| take(Entry::Reply(Box::new(one))));
            }
            Part::Message(message) => messages.push(message),
            Part::Notes(more) => notes.extend(more),
        });
    }

    fn json(&mut self, text: &str) -> bool {
        let error = match serde_json::from_str::<Value>(text) {
            Ok(value) => {
                self.form = if value.is_array() { Form::List } else { Form::Json };
                self.add(value);
                return true;
            }
            Err(error) => error,
        };
        if self.lines(text) || self.code(text, Form::Literal) {
            return true;
        }
        if is_stream(text) {
            self.form = Form::Stream;
            self.notes.push(Note::StreamCut);
            return true;
        }
        self.form = Form::Text;
        // What is meant as a request or an answer is no prompt.
        let names =
            ["\"messages\"", "\"model\"", "\"usage\"", "\"choices\"", "'messages'", "'usage'"];
        if names.iter().any(|name| text.contains(name)) {
            self.notes.push(Note::Broken { error: alloc::format!("{error}") });
            return true;
        }
        self.notes.push(Note::NotJson { error: alloc::format!("{error}") });
        false
    }

    /// JSON lines, or the events of a stream.
    fn lines(&mut self, text: &str) -> bool {
        let mut count = LineCount::default();
        text.lines().for_each(|line| count.add(line));
        if !count.are_lines() {
            return false;
        }
        self.begin_lines(&count);
        text.lines().for_each(|line| self.line(line));
        self.end_lines(&count);
        true
    }

    fn begin_lines(&mut self, count: &LineCount) {
        self.form = if count.is_stream { Form::Stream } else { Form::Lines };
        self.is_ended = !count.is_stream;
    }

    fn line(&mut self, line: &str) {
        let Some(line) = Said::of(line) else { return };
        if line.is_done() {
            self.is_ended = true;
            let take = &mut self.take;
            self.queue.end_stream(|one, ()| take(Entry::Reply(Box::new(one))));
        } else if let Ok(value) = serde_json::from_str(line.data) {
            self.add(value);
        }
    }

    fn end_lines(&mut self, count: &LineCount) {
        let mut left = count.left;
        if count.is_stream && (!count.last_read || !self.is_ended) {
            self.notes.push(Note::StreamCut);
            left -= usize::from(!count.last_read);
        }
        if left > 0 {
            self.notes.push(Note::LinesLeft { lines: left });
        }
    }

    /// Requests and answers that stand in code; false without any.
    fn code(&mut self, text: &str, form: Form) -> bool {
        let (found, is_cut) = code::find(text, is_one);
        if found.is_empty() || (is_cut && form == Form::Literal) {
            return false;
        }
        self.form = form;
        if is_cut {
            self.notes.push(Note::CodeCut);
        }
        for Found { value, endpoint, unknown } in found {
            let misses = |field: &str| {
                unknown.iter().any(|path| {
                    path.strip_prefix(field)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
                })
            };
            let is_chat = value["messages"].is_array() || misses("messages");
            let is_response = value["voice"].is_null()
                && value["model"].is_string()
                && (misses("input") || (!value["input"].is_null() && value["usage"].is_null()));
            match endpoint {
                Some(endpoint) => self.request(Body::new(endpoint, value), unknown),
                None if is_chat && !value["usage"].is_object() => {
                    self.request(Body::new(Endpoint::Chat, value), unknown);
                }
                None if is_response => {
                    // The input is the messages of the Responses API.
                    let renamed = |path: &String| path.replacen("input", "messages", 1);
                    let unknown = unknown.iter().map(renamed).collect();
                    let body = Body::new(Endpoint::Chat, body::of_responses(&value)).part();
                    self.request(body, unknown);
                }
                None => self.add(value),
            }
        }
        true
    }

    fn request(&mut self, body: Body, unknown: Vec<String>) {
        (self.take)(Entry::Request(body.without(unknown)));
    }

    fn command(&mut self, text: &str, depth: usize) {
        let (all, rest) = shell::all_sent(text);
        self.form = Form::Curl;
        for sent in all {
            self.sent(sent);
        }
        // What the command has printed.
        let form = self.form;
        if rest.trim_start().starts_with(['{', '[', '*', '<', 'H', 'd', ' ']) {
            self.known(rest, depth + 1);
        }
        self.form = form;
    }

    fn sent(&mut self, sent: Sent) {
        let Sent { data, form, files, audio, unknown } = sent;
        for file in &files {
            // A key in the wrong quotes may be taken for a name.
            let name = without_keys(file).chars().take(80).collect();
            self.notes.push(Note::File { name });
        }
        if let Some(data) = &data {
            match serde_json::from_str::<Value>(data) {
                Ok(value) if audio.is_some() => {
                    self.request(Body::new(audio.unwrap_or(Endpoint::Audio), value), unknown);
                }
                Ok(value) if value["messages"].is_array() => {
                    let unknown =
                        unknown.into_iter().map(|name| alloc::format!("messages: {name}"));
                    self.request(Body::new(Endpoint::Chat, value), unknown.collect());
                }
                Ok(value) => self.add(value),
                Err(error) => {
                    self.notes.push(Note::DataNotJson { error: alloc::format!("{error}") });
                }
            }
        } else if !form.is_empty() {
            let fields = form.into_iter().map(|(name, value)| (name, Value::String(value)));
            let endpoint = audio.unwrap_or(Endpoint::Audio);
            self.request(Body::new(endpoint, Value::Object(fields.collect())), unknown);
        } else if files.is_empty() {
            self.notes.push(Note::NoData);
        }
    }

    fn http(&mut self, text: &str, depth: usize) {
        for message in http::messages(text) {
            let body = message.body.trim();
            let is_error = message.status.is_some_and(|status| status >= 400);
            if let (true, Some(status)) = (is_error, message.status) {
                (self.take)(Entry::Error(Box::new(ApiError::parse(status, body))));
            } else if !message.form.is_empty() {
                let fields = message.form.into_iter().map(|(name, value)| (name, value.into()));
                let endpoint = message.audio.unwrap_or(Endpoint::Audio);
                let body = Body::new(endpoint, Value::Object(fields.collect()));
                self.request(body, Vec::new());
            } else if body.starts_with(['{', '[']) || is_stream(body) {
                self.known(body, depth + 1);
            }
        }
        self.form = Form::Http;
    }

    /// The code blocks of Markdown, if a request or an answer stands in one.
    fn fences(&mut self, text: &str, depth: usize) -> bool {
        let (mut all, mut notes) = (Vec::new(), Vec::new());
        for block in fence::blocks(text) {
            let mut entries = Vec::new();
            let mut take = |entry| entries.push(entry);
            let mut inner = Intake::new(&mut take);
            let is_known = inner.known(&block, depth + 1);
            inner.finish();
            let (more, is_config) = (inner.notes, inner.form == Form::Yaml);
            let is_one = entries.iter().any(|entry| !matches!(entry, Entry::Other));
            if is_known && (is_one || is_config) {
                all.append(&mut entries);
                notes.extend(more);
            }
        }
        if all.is_empty() && notes.is_empty() {
            return false;
        }
        self.form = Form::Markdown;
        self.notes.append(&mut notes);
        all.into_iter().for_each(|entry| (self.take)(entry));
        true
    }

    fn yaml(&mut self, text: &str) -> bool {
        if !source::may_be_yaml(text) {
            return false;
        }
        let Some(value) = yaml::parse(text) else { return false };
        let notes = crate::config::notes(&value);
        if !is_one(&value) && notes.is_empty() {
            return false;
        }
        self.form = Form::Yaml;
        self.add(value);
        true
    }
}

/// Whether a text is the events of a stream.
fn is_stream(text: &str) -> bool {
    ["data:", "event:", ": "].iter().any(|start| text.starts_with(start)) && text.contains("data:")
}
