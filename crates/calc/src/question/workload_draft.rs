use alloc::string::ToString;

use crate::{
    error::Error,
    num::{
        number::Number,
        units::{AudioMillis, Characters, Requests, Tokens},
    },
    question::{
        numbers::numbers,
        reader::Reader,
        workload::{self, ToolUse, Volume, Workload},
    },
};

numbers!(
    /// A workload as it was written.
    WorkloadDraft {
        requests_per_day, requests_per_month, input_tokens, cached_input_tokens, output_tokens,
        max_completion_tokens, audio_seconds, characters, peak_requests_per_minute,
        active_hours_per_day, days_per_month, batch_share_percent, request_seconds,
        safety_margin_percent; tools: ToolsDraft
    }
);
numbers!(
    /// Use of tools as it was written.
    ToolsDraft {
        web_search_basic, web_search_advanced, visit_website, code_execution_seconds,
        browser_automation_seconds;
    }
);

impl WorkloadDraft {
    pub(crate) fn read(&self, reader: &mut Reader) -> Workload {
        use workload as field;
        let volume = self.volume(reader);
        let input = reader.read(field::INPUT_TOKENS, self.input_tokens.as_ref());
        let before = reader.errors.len();
        let cached = reader.read(field::CACHED_INPUT_TOKENS, self.cached_input_tokens.as_ref());
        if cached > input && reader.errors.len() == before {
            let range = alloc::format!("at most input_tokens, which is {input}");
            reader.errors.push(Error::range("cached_input_tokens", &cached.to_string(), &range));
        }
        let output = reader.read(field::OUTPUT_TOKENS, self.output_tokens.as_ref());
        let max_completion =
            reader.optional(field::MAX_COMPLETION_TOKENS, self.max_completion_tokens.as_ref());
        let audio = reader.read(field::AUDIO_SECONDS, self.audio_seconds.as_ref());
        let characters = reader.read(field::CHARACTERS, self.characters.as_ref());
        let peak = reader
            .optional(field::PEAK_REQUESTS_PER_MINUTE, self.peak_requests_per_minute.as_ref());
        let hours = reader.read(field::ACTIVE_HOURS_PER_DAY, self.active_hours_per_day.as_ref());
        let days = reader.read(field::DAYS_PER_MONTH, self.days_per_month.as_ref());
        let batch = reader.read(field::BATCH_SHARE_PERCENT, self.batch_share_percent.as_ref());
        let request = reader.optional(field::REQUEST_SECONDS, self.request_seconds.as_ref());
        let margin = reader.read(field::SAFETY_MARGIN_PERCENT, self.safety_margin_percent.as_ref());
        Workload {
            volume,
            input_tokens: Tokens::new(input),
            cached_input_tokens: Tokens::new(cached),
            output_tokens: Tokens::new(output),
            max_completion_tokens: max_completion.map(Tokens::new),
            audio: AudioMillis::new(audio),
            characters: Characters::new(characters),
            peak_requests_per_minute: peak.map(Requests::new),
            active_hours_per_day: hours,
            days_per_month: days,
            batch_share_percent: batch,
            request_millis: request,
            safety_margin_percent: margin,
            tools: self.tools.read(reader),
        }
    }

    /// Requests a day, or a month in their place.
    fn volume(&self, reader: &mut Reader) -> Volume {
        use workload::{REQUESTS_PER_DAY, REQUESTS_PER_MONTH};
        let errors = reader.errors.len();
        match reader.optional(REQUESTS_PER_MONTH, self.requests_per_month.as_ref()) {
            None if reader.errors.len() == errors => {
                let day = reader.read(REQUESTS_PER_DAY, self.requests_per_day.as_ref());
                Volume::PerDay(Requests::new(day))
            }
            month => {
                let month = month.unwrap_or_default();
                if self.requests_per_day.as_ref().is_some_and(Number::is_set) {
                    let range = "absent where requests_per_day is given";
                    let value = month.to_string();
                    reader.errors.push(Error::range("requests_per_month", &value, range));
                }
                Volume::PerMonth(Requests::new(month))
            }
        }
    }
}

impl ToolsDraft {
    fn read(&self, reader: &mut Reader) -> ToolUse {
        use workload as field;
        ToolUse {
            web_search_basic: reader.read(field::WEB_SEARCH_BASIC, self.web_search_basic.as_ref()),
            web_search_advanced: reader
                .read(field::WEB_SEARCH_ADVANCED, self.web_search_advanced.as_ref()),
            visit_website: reader.read(field::VISIT_WEBSITE, self.visit_website.as_ref()),
            code_execution_millis: reader
                .read(field::CODE_EXECUTION_SECONDS, self.code_execution_seconds.as_ref()),
            browser_automation_millis: reader
                .read(field::BROWSER_AUTOMATION_SECONDS, self.browser_automation_seconds.as_ref()),
        }
    }
}
