use alloc::{
    format,
    string::{String, ToString},
};

use groq_calc::{Number, num::Decimal, replay::Request};
use serde::Deserialize;

use crate::{
    error::{Error, quoted},
    requests::{format::Format, sink::Sink},
    text::lines::Lines,
};

/// Reads JSON lines.
pub(crate) struct JsonLines {
    lines: Lines,
    format: Option<Format>,
}

/// The fields that are read of a line; it may have others.
#[derive(Deserialize)]
struct Line {
    timestamp: Option<Number>,
    input_length: Option<Number>,
    output_length: Option<Number>,
    created: Option<Number>,
    created_at: Option<Number>,
    usage: Option<Usage>,
}

/// Chat completions and responses name the same counts differently.
#[derive(Deserialize)]
struct Usage {
    #[serde(alias = "input_tokens")]
    prompt_tokens: Option<Number>,
    #[serde(alias = "output_tokens")]
    completion_tokens: Option<Number>,
    #[serde(alias = "input_tokens_details")]
    prompt_tokens_details: Option<Details>,
}

#[derive(Deserialize)]
struct Details {
    cached_tokens: Option<Number>,
}

impl JsonLines {
    /// Starts after some blank lines.
    pub(crate) fn starting(lines: u64) -> Self {
        Self { lines: Lines::starting(lines), format: None }
    }

    pub(crate) fn format(&self) -> Option<Format> {
        self.format
    }

    pub(crate) fn feed(&mut self, chunk: &[u8], sink: &mut Sink<'_>) -> Result<(), Error> {
        let format = &mut self.format;
        self.lines.feed(chunk, |number, line| take(format, number, line, sink))
    }

    pub(crate) fn finish(&mut self, sink: &mut Sink<'_>) -> Result<(), Error> {
        let format = &mut self.format;
        self.lines.finish(|number, line| take(format, number, line, sink))
    }
}

fn take(
    format: &mut Option<Format>,
    number: u64,
    line: &[u8],
    sink: &mut Sink<'_>,
) -> Result<(), Error> {
    if line.trim_ascii().is_empty() {
        return Ok(());
    }
    sink.fill(number, |row| {
        *row = read(format, line)?;
        Ok(())
    })
}

fn read(format: &mut Option<Format>, text: &[u8]) -> Result<Request, String> {
    // serde would take a list for the fields in their order.
    if !text.trim_ascii_start().starts_with(b"{") {
        return Err(format!("it is {}; it must be a JSON object", quoted(text)));
    }
    let line: Line = serde_json::from_slice(text).map_err(|error| {
        // There is but one line in what the parser sees.
        let reason = error.to_string().replace("line 1 column", "column");
        format!("it is not a JSON object as it should be: {reason}")
    })?;
    let found = match line {
        Line { input_length: Some(_), .. } => Format::Timed,
        Line { usage: Some(_), .. } => Format::Responses,
        _ => format.unwrap_or(Format::Responses),
    };
    match *format.get_or_insert(found) {
        Format::Timed => timed(&line),
        _ => response(&line),
    }
}

fn timed(line: &Line) -> Result<Request, String> {
    let t_us = time("timestamp", line.timestamp.as_ref(), 3)?;
    let input = tokens("input_length", line.input_length.as_ref())?;
    let output = tokens("output_length", line.output_length.as_ref())?;
    Request::new(t_us, input, 0, output).map_err(|error| error.to_string())
}

fn response(line: &Line) -> Result<Request, String> {
    let created = line.created.as_ref().or(line.created_at.as_ref());
    let t_us = time("created", created, 6)?;
    let usage = line.usage.as_ref().ok_or("usage is missing")?;
    let input = tokens("prompt_tokens", usage.prompt_tokens.as_ref())?;
    let output = tokens("completion_tokens", usage.completion_tokens.as_ref())?;
    let details = usage.prompt_tokens_details.as_ref();
    let cached = match details.and_then(|details| details.cached_tokens.as_ref()) {
        Some(cached) => tokens("cached_tokens", Some(cached))?,
        None => 0,
    };
    Request::new(t_us, input, cached, output).map_err(|error| error.to_string())
}

/// A time in units of `10^-decimals` seconds, in microseconds, rounded down.
fn time(name: &str, number: Option<&Number>, unit: u32) -> Result<u64, String> {
    let number = number.ok_or_else(|| format!("{name} is missing"))?;
    let text = number.as_str();
    // Anything finer than a microsecond is cut off.
    let kept = text.find('.').map_or(text, |point| {
        let digits = text[point + 1..].bytes().take_while(u8::is_ascii_digit).count();
        if digits > unit as usize && point + 1 + digits == text.len() {
            &text[..=point + unit as usize]
        } else {
            text
        }
    });
    Decimal::parse(kept)
        .and_then(|decimal| decimal.scaled(unit))
        .and_then(|time| u64::try_from(time).ok())
        .filter(|time| *time <= Request::LATEST_US)
        .ok_or_else(|| {
            let unit = if unit == 3 { "milliseconds" } else { "seconds" };
            format!("{name} is {}; it must be a time in {unit}, from 0 on", quoted(text.as_bytes()))
        })
}

fn tokens(name: &str, number: Option<&Number>) -> Result<u32, String> {
    let number = number.ok_or_else(|| format!("{name} is missing"))?;
    Decimal::parse(number.as_str())
        .and_then(|decimal| decimal.scaled(0))
        .and_then(|count| u32::try_from(count).ok())
        .filter(|count| *count <= Request::MAX_TOKENS)
        .ok_or_else(|| {
            let most = Request::MAX_TOKENS;
            let text = quoted(number.as_str().as_bytes());
            format!("{name} is {text}; it must be a whole number from 0 to {most}")
        })
}
