use alloc::{
    format,
    string::{String, ToString},
};

use groq_calc::replay::Request;

use crate::{
    error::quoted,
    requests::format::Format,
    text::{
        figure,
        records::Record,
        timestamp::{Clock, Fault},
    },
};

/// Which column holds what.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    pub(crate) format: Format,
    /// How many a row must have.
    count: usize,
    time: usize,
    input: usize,
    output: usize,
    cached: Option<usize>,
    max_completion: Option<usize>,
    audio_ms: Option<usize>,
    batch: Option<usize>,
    /// Whether there is any of the last three.
    extended: bool,
    clock: Clock,
}

impl Columns {
    /// Reads a header.
    pub(crate) fn read(header: Record<'_>) -> Result<Self, String> {
        let names = header.trimmed();
        let find = |name: &str| names.iter().position(|found| *found == name.as_bytes());
        let optional = |name: &str| if find("t_us").is_some() { find(name) } else { None };
        let forms = [
            (Format::Rows, ["t_us", "input", "output"]),
            (Format::Azure, ["TIMESTAMP", "ContextTokens", "GeneratedTokens"]),
        ];
        for (format, [time, input, output]) in forms {
            let (Some(time), Some(input), Some(output)) = (find(time), find(input), find(output))
            else {
                continue;
            };
            return Ok(Self {
                format,
                count: names.len(),
                time,
                input,
                output,
                cached: optional("cached"),
                max_completion: optional("max_completion"),
                audio_ms: optional("audio_ms"),
                batch: optional("batch"),
                extended: ["max_completion", "audio_ms", "batch"]
                    .iter()
                    .any(|name| optional(name).is_some()),
                clock: Clock::default(),
            });
        }
        let json = if cfg!(feature = "json") { ", or each line is a JSON object" } else { "" };
        Err(format!(
            "the first line is {}; a log begins with the columns t_us,input,cached,output or \
             TIMESTAMP,ContextTokens,GeneratedTokens{json}",
            quoted(&names.join(&b','))
        ))
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
        let number = |index: usize, name, most| figure::read(name, record.get(index), most);
        let optional = |index: Option<usize>, name, most| {
            let Some(index) = index else { return Ok(0) };
            match record.get(index) {
                [] => Ok(0),
                blank if blank[0] == b' ' && blank.trim_ascii().is_empty() => Ok(0),
                _ => number(index, name, most),
            }
        };
        let (t_us, [input, output]) = match self.format {
            Format::Azure => {
                (self.timestamp(record.get(self.time))?, ["ContextTokens", "GeneratedTokens"])
            }
            _ => (number(self.time, "t_us", Request::LATEST_US)?, ["input", "output"]),
        };
        row.set(
            t_us,
            number(self.input, input, TOKENS)? as u32,
            optional(self.cached, "cached", TOKENS)? as u32,
            number(self.output, output, TOKENS)? as u32,
        )
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
