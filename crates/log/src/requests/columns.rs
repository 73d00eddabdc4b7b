use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::replay::Request;
use groq_protocol::{CachedPart, UsageField};

use crate::{
    error::quoted,
    requests::{
        format::Format,
        names::{RequestNames, hint},
    },
    text::{
        figure,
        header::Header,
        moments::{Hint, Moments},
        prompt::prompt,
        records::Record,
        timestamp::{Clock, Fault},
        unit::TimeUnit,
    },
};

/// Which column holds what.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    pub(crate) format: Format,
    /// How many a row must have.
    count: usize,
    time: usize,
    /// The names of time, input and output.
    names: [String; 3],
    input: usize,
    output: usize,
    cached: Option<usize>,
    cached_part: CachedPart,
    total: Option<usize>,
    max_completion: Option<usize>,
    audio_ms: Option<usize>,
    batch: Option<usize>,
    /// Whether there is any of the last three.
    extended: bool,
    clock: Clock,
    moments: Moments,
    given_part: Option<CachedPart>,
    /// The column of the service, and the names that it may have.
    service: Option<(usize, Vec<String>)>,
}

impl Columns {
    /// Reads a header.
    pub(crate) fn read(header: Record<'_>, given: &RequestNames) -> Result<Self, String> {
        let columns = header.trimmed();
        let names: Vec<String> =
            columns.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let find = |name: &str| names.iter().position(|found| found == name);
        let forms = [
            (Format::Rows, ["t_us", "input", "output"]),
            (Format::Azure, ["TIMESTAMP", "ContextTokens", "GeneratedTokens"]),
        ];
        let own = |name: &str| find("t_us").and_then(|_| find(name));
        let mut read = Self {
            format: Format::Columns,
            count: names.len(),
            time: 0,
            names: Default::default(),
            input: 0,
            output: 0,
            cached: None,
            cached_part: CachedPart::Included,
            total: None,
            max_completion: own("max_completion"),
            audio_ms: own("audio_ms"),
            batch: own("batch"),
            extended: false,
            clock: Clock::default(),
            moments: Moments::new(Hint::None),
            given_part: given.cached_part,
            service: None,
        };
        if !given.services.is_empty() {
            let name = given.service.as_deref().unwrap_or("service");
            let place = find(name).ok_or_else(|| {
                format!("the log has no column `{name}`, which names the service of each row")
            })?;
            read.service = Some((place, given.services.clone()));
        }
        read.extended =
            [read.max_completion, read.audio_ms, read.batch].iter().any(Option::is_some);
        for (format, form) in forms {
            if let ([Some(time), Some(input), Some(output)], false) = (form.map(find), given.any())
            {
                read.cached = own("cached");
                (read.format, read.time, read.input, read.output) = (format, time, input, output);
                read.names = form.map(ToString::to_string);
                return Ok(read);
            }
        }
        read.usual(&names, given)?;
        Ok(read)
    }

    /// Finds the columns by their flags, or by what they are usually called.
    fn usual(&mut self, names: &[String], given: &RequestNames) -> Result<(), String> {
        let shown: Vec<&str> = names.iter().map(String::as_str).collect();
        let header = Header(&shown);
        let find = |given: &Option<String>, wanted| header.find(given.as_deref(), wanted);
        let time = find(&given.time, |field| field == UsageField::Time)?;
        let input = find(&given.input, |field| field == UsageField::Input)?;
        let output = find(&given.output, |field| field == UsageField::Output)?;
        let (Some(time), Some(input), Some(output)) = (time, input, output) else {
            let json = if cfg!(feature = "json") { ", or each line is a JSON object" } else { "" };
            return Err(format!(
                "the first line is {}; a log begins with the columns t_us,input,cached,output or \
                 TIMESTAMP,ContextTokens,GeneratedTokens, or with a time, input and output tokens \
                 under their usual names or those of --time, --input and --output{json}",
                quoted(names.join(",").as_bytes())
            ));
        };
        (self.time, self.input, self.output) = (time, input, output);
        self.names = [time, input, output].map(|place| names[place].clone());
        (self.cached, self.cached_part) = header.cached(given.cached.as_deref())?;
        self.total = header.usual(|field| field == UsageField::Total).map(|(place, _)| place);
        let [time, input, output] = &self.names;
        let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
        // BurstGPT counts seconds from its start.
        let seconds = same(input, "request tokens") && same(output, "response tokens");
        self.moments = Moments::new(match given.time_unit {
            Some(unit) => Hint::Named(unit),
            None if seconds => Hint::Likely(TimeUnit::Seconds),
            None => hint(time),
        });
        Ok(())
    }

    /// The service of a row, counted from 0, where the log has several.
    #[inline]
    pub(crate) fn service(&self, record: Record<'_>) -> Result<Option<usize>, String> {
        let Some((place, names)) = &self.service else { return Ok(None) };
        if record.len() != self.count {
            // The row says so itself.
            return Ok(Some(0));
        }
        let found = record.get(*place).trim_ascii();
        match names.iter().position(|name| name.as_bytes() == found) {
            Some(index) => Ok(Some(index)),
            None => {
                Err(format!("service is {}; it must be one of {}", quoted(found), names.join(", ")))
            }
        }
    }

    /// Reads a row to where it is kept.
    #[inline]
    pub(crate) fn row(&mut self, record: Record<'_>, row: &mut Request) -> Result<(), String> {
        if record.len() != self.count {
            return Err(format!(
                "it has {} columns; the first line has {}",
                record.len(),
                self.count
            ));
        }
        const TOKENS: u64 = Request::MAX_TOKENS as u64;
        let t_us = match self.format {
            Format::Rows => figure::read("t_us", record.get(self.time), Request::LATEST_US)?,
            Format::Azure => self.timestamp(record.get(self.time))?,
            _ => self.moments.read(&self.names[0], record.get(self.time))?,
        };
        let number = |index: usize, name: &str, most| figure::read(name, record.get(index), most);
        let optional = |index: Option<usize>, name, most| -> Result<u64, String> {
            let Some(index) = index else { return Ok(0) };
            match record.get(index) {
                [] => Ok(0),
                field => Ok(figure::known(name, field, most, false)?.unwrap_or(0)),
            }
        };
        let mut input = number(self.input, &self.names[1], TOKENS)?;
        let cached = optional(self.cached, "cached", TOKENS)?;
        let output = number(self.output, &self.names[2], TOKENS)?;
        if cached > 0 && self.format == Format::Columns {
            input = self.prompt(record, input, cached, output)?;
        }
        row.set(t_us, input as u32, cached as u32, output as u32)
            .map_err(|error| error.to_string())?;
        if !self.extended {
            return Ok(());
        }
        let max = optional(self.max_completion, "max_completion", TOKENS)?;
        let audio = optional(self.audio_ms, "audio_ms", Request::MAX_AUDIO_MS.into())?;
        let batch = optional(self.batch, "batch", 1)?;
        // Both are within their bounds.
        *row = row
            .with_max_completion(max as u32)
            .and_then(|row| row.with_audio(audio as u32))
            .map_err(|error| error.to_string())?
            .with_batchable(batch == 1);
        Ok(())
    }

    /// The prompt tokens with the cached ones, where these may stand beside.
    #[cold]
    fn prompt(
        &self,
        record: Record<'_>,
        input: u64,
        cached: u64,
        output: u64,
    ) -> Result<u64, String> {
        let total = self.total.map_or(&[][..], |place| record.get(place));
        let total = figure::known("total", total, u64::MAX, false)?;
        let tokens = [input, cached, 0, output];
        match prompt(self.cached_part, self.given_part, tokens, total)? {
            all if all <= u64::from(Request::MAX_TOKENS) => Ok(all),
            all => Err(format!(
                "input with its cached tokens is `{all}`; it must be at most {}",
                Request::MAX_TOKENS
            )),
        }
    }

    fn timestamp(&mut self, time: &[u8]) -> Result<u64, String> {
        self.clock.read(time).map_err(|fault| match fault {
            Fault::Illegal => format!(
                "TIMESTAMP is {}; it must be a time like 2023-11-16 18:17:03.9799600, from 1970 on",
                quoted(time)
            ),
            Fault::Mixed => {
                format!("TIMESTAMP is {}; it must be written like those before it", quoted(time))
            }
        })
    }
}
