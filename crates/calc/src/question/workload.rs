use alloc::{format, string::String};

use crate::{
    catalog::{model::Kind, pricing::Tool},
    error::Error,
    num::{
        fraction::Fraction,
        number::{Decimal, Number},
        units::{AudioMillis, Characters, Requests, Tokens},
    },
};

/// A number of the question: its legal range is its check, its error text and
/// the form's hint in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The JSON name.
    pub name: &'static str,
    /// The least legal value.
    pub min: u64,
    /// The greatest legal value.
    pub max: u64,
    /// How many decimals it may have.
    pub decimals: u32,
    /// What an absent value stands for, if it may be absent.
    pub default: Option<u64>,
    /// Whether it may be `null`, which then stands for "not set".
    pub optional: bool,
}

impl Field {
    const fn count(name: &'static str, max: u64) -> Self {
        Self { name, min: 0, max, decimals: 0, default: Some(0), optional: false }
    }

    const fn within(name: &'static str, min: u64, max: u64, default: u64) -> Self {
        Self { name, min, max, decimals: 0, default: Some(default), optional: false }
    }

    const fn required(self) -> Self {
        Self { default: None, ..self }
    }

    const fn unset(self) -> Self {
        Self { default: None, optional: true, ..self }
    }

    const fn seconds(self) -> Self {
        Self { decimals: 3, ..self }
    }

    /// The legal range in words.
    pub fn range(&self) -> String {
        let kind = if self.decimals == 0 { "a whole number" } else { "a number" };
        let decimals = match self.decimals {
            0 => String::new(),
            places => format!(", with at most {places} decimals"),
        };
        format!("{kind} from {} to {}{decimals}", self.min, self.max)
    }

    /// The value of `number` in the field's smallest unit (thousandths, where it
    /// may have three decimals); what an absent or an empty one stands for, which
    /// is `None` where it is not set.
    ///
    /// # Errors
    ///
    /// The field is missing, its value is not a number, or out of its range.
    pub fn read(&self, number: Option<&Number>) -> Result<Option<u64>, Error> {
        match number.filter(|number| number.is_set()) {
            Some(number) => self.read_as(self.name, number).map(Some),
            None if self.default.is_none() && !self.optional => {
                Err(Error::missing(self.name, &self.range()))
            }
            None => Ok(self.default.map(|value| value * 10u64.pow(self.decimals))),
        }
    }

    /// The value of `number`, which an error calls `name`.
    pub(crate) fn read_as(&self, name: &str, number: &Number) -> Result<u64, Error> {
        let unit = 10u128.pow(self.decimals);
        let legal = u128::from(self.min) * unit..=u128::from(self.max) * unit;
        Decimal::parse(number.as_str())
            .and_then(|decimal| decimal.scaled(self.decimals))
            .filter(|value| legal.contains(value))
            .and_then(|value| u64::try_from(value).ok())
            .ok_or_else(|| Error::range(name, number.as_str(), &self.range()))
    }
}

macro_rules! fields {
    ($($name:ident = $field:expr;)*) => {
        $(pub(crate) const $name: Field = $field;)*
        /// Every number of a workload, with its legal range.
        pub const FIELDS: &[Field] = &[$($name),*];
    };
}

// The upper ends are far above any account of Groq's; they keep every product
// of the engine within 128 bits.
const TOKENS: u64 = 1_000_000_000;

fields! {
    REQUESTS_PER_DAY = Field::count("requests_per_day", 1_000_000_000_000).required();
    REQUESTS_PER_MONTH = Field::count("requests_per_month", 31_000_000_000_000).unset();
    INPUT_TOKENS = Field::count("input_tokens", TOKENS);
    CACHED_INPUT_TOKENS = Field::count("cached_input_tokens", TOKENS);
    OUTPUT_TOKENS = Field::count("output_tokens", TOKENS);
    MAX_COMPLETION_TOKENS = Field::count("max_completion_tokens", TOKENS).unset();
    AUDIO_SECONDS = Field::count("audio_seconds", 1_000_000).seconds();
    CHARACTERS = Field::count("characters", TOKENS);
    PEAK_REQUESTS_PER_MINUTE = Field::count("peak_requests_per_minute", 1_000_000_000).unset();
    ACTIVE_HOURS_PER_DAY = Field::within("active_hours_per_day", 1, 24, 24);
    DAYS_PER_MONTH = Field::within("days_per_month", 1, 31, 30);
    BATCH_SHARE_PERCENT = Field::within("batch_share_percent", 0, 100, 0);
    REQUEST_SECONDS = Field::count("request_seconds", 86_400).seconds().unset();
    SAFETY_MARGIN_PERCENT = Field::within("safety_margin_percent", 0, 99, 0);
    WEB_SEARCH_BASIC = Field::count("web_search_basic", 1_000_000);
    WEB_SEARCH_ADVANCED = Field::count("web_search_advanced", 1_000_000);
    VISIT_WEBSITE = Field::count("visit_website", 1_000_000);
    CODE_EXECUTION_SECONDS = Field::count("code_execution_seconds", 1_000_000).seconds();
    BROWSER_AUTOMATION_SECONDS = Field::count("browser_automation_seconds", 1_000_000).seconds();
}

/// Use of Groq's own tools in one request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToolUse {
    /// Basic web searches.
    pub web_search_basic: u64,
    /// Advanced web searches.
    pub web_search_advanced: u64,
    /// Pages opened.
    pub visit_website: u64,
    /// Milliseconds of code execution.
    pub code_execution_millis: u64,
    /// Milliseconds of browser automation.
    pub browser_automation_millis: u64,
}

impl ToolUse {
    /// The use of one tool: a count of requests, or milliseconds.
    pub const fn get(self, tool: Tool) -> u64 {
        match tool {
            Tool::WebSearchBasic => self.web_search_basic,
            Tool::WebSearchAdvanced => self.web_search_advanced,
            Tool::VisitWebsite => self.visit_website,
            Tool::CodeExecution => self.code_execution_millis,
            Tool::BrowserAutomation => self.browser_automation_millis,
        }
    }
}

/// How many requests there are, the batch share among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Volume {
    /// The same number every day.
    PerDay(Requests),
    /// Exactly this many in a month, spread evenly over its days.
    PerMonth(Requests),
}

/// A checked workload. Tokens, audio, characters and tools are per request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// How many requests there are.
    pub volume: Volume,
    /// Prompt tokens, the cached ones among them.
    pub input_tokens: Tokens,
    /// Prompt tokens that the cache is expected to serve.
    pub cached_input_tokens: Tokens,
    /// Completion tokens, reasoning among them.
    pub output_tokens: Tokens,
    /// What a request reserves for its completion, if it says so.
    pub max_completion_tokens: Option<Tokens>,
    /// Audio to transcribe.
    pub audio: AudioMillis,
    /// Text to speak.
    pub characters: Characters,
    /// The busiest minute, if known.
    pub peak_requests_per_minute: Option<Requests>,
    /// Hours of the day over which the requests are spread: 1 to 24.
    pub active_hours_per_day: u64,
    /// Days that count in a month: 1 to 31.
    pub days_per_month: u64,
    /// The share that may run as batch, in percent: 0 to 100.
    pub batch_share_percent: u64,
    /// How long one request takes, in milliseconds.
    pub request_millis: Option<u64>,
    /// The part of every cap to leave unused, in percent: 0 to 99.
    pub safety_margin_percent: u64,
    /// Use of Groq's own tools.
    pub tools: ToolUse,
}

impl Workload {
    /// No requests, and the default of every other field.
    const EMPTY: Self = Self {
        volume: Volume::PerDay(Requests::new(0)),
        input_tokens: Tokens::new(0),
        cached_input_tokens: Tokens::new(0),
        output_tokens: Tokens::new(0),
        max_completion_tokens: None,
        audio: AudioMillis::new(0),
        characters: Characters::new(0),
        peak_requests_per_minute: None,
        active_hours_per_day: default_of(ACTIVE_HOURS_PER_DAY),
        days_per_month: default_of(DAYS_PER_MONTH),
        batch_share_percent: default_of(BATCH_SHARE_PERCENT),
        request_millis: None,
        safety_margin_percent: default_of(SAFETY_MARGIN_PERCENT),
        tools: ToolUse {
            web_search_basic: 0,
            web_search_advanced: 0,
            visit_website: 0,
            code_execution_millis: 0,
            browser_automation_millis: 0,
        },
    };

    /// Chat requests: how many a day, and the prompt and completion tokens of
    /// one. All else takes its default.
    ///
    /// ```
    /// use groq_calc::Workload;
    /// let workload = Workload::chat(2_000, 1_500, 500);
    /// assert_eq!(workload.active_hours_per_day, 24);
    /// ```
    ///
    /// # Panics
    ///
    /// When a figure is above the range that its [`Field`] allows;
    /// [`Draft::check`](crate::Draft::check) reports that as an error.
    pub const fn chat(requests_per_day: u64, input_tokens: u64, output_tokens: u64) -> Self {
        Self {
            volume: Volume::PerDay(Requests::new(legal(requests_per_day, REQUESTS_PER_DAY))),
            input_tokens: Tokens::new(legal(input_tokens, INPUT_TOKENS)),
            output_tokens: Tokens::new(legal(output_tokens, OUTPUT_TOKENS)),
            ..Self::EMPTY
        }
    }

    /// Transcriptions: how many a day, and the seconds of audio of one.
    /// Panics as [`Workload::chat`].
    pub const fn transcription(requests_per_day: u64, audio_seconds: u64) -> Self {
        Self {
            volume: Volume::PerDay(Requests::new(legal(requests_per_day, REQUESTS_PER_DAY))),
            audio: AudioMillis::new(legal(audio_seconds, AUDIO_SECONDS) * 1000),
            ..Self::EMPTY
        }
    }

    /// Texts to be spoken: how many a day, and the characters of one. Panics
    /// as [`Workload::chat`].
    pub const fn speech(requests_per_day: u64, characters: u64) -> Self {
        Self {
            volume: Volume::PerDay(Requests::new(legal(requests_per_day, REQUESTS_PER_DAY))),
            characters: Characters::new(legal(characters, CHARACTERS)),
            ..Self::EMPTY
        }
    }

    /// Requests in a number of days: the smallest for which both are whole as
    /// they were given.
    pub(crate) const fn requests_in_days(&self) -> (u64, u64) {
        match self.volume {
            Volume::PerDay(requests) => (requests.get(), 1),
            Volume::PerMonth(requests) => (requests.get(), self.days_per_month),
        }
    }

    /// Requests a day; of a month that its days do not divide, rounded up.
    pub const fn requests_per_day(&self) -> u64 {
        let (requests, days) = self.requests_in_days();
        requests.div_ceil(days)
    }

    /// Requests a day, exactly: of a month the mean of its days.
    pub const fn daily_requests(&self) -> Fraction {
        let (requests, days) = self.requests_in_days();
        Fraction::new(requests as u128, days as u128)
    }

    /// Requests in the month that is billed, exactly.
    pub const fn requests_per_month(&self) -> u64 {
        let (requests, days) = self.requests_in_days();
        requests * (self.days_per_month / days)
    }

    /// The kind of model that it needs.
    pub const fn kind(&self) -> Kind {
        if self.audio.get() > 0 {
            Kind::Transcription
        } else if self.characters.get() > 0 {
            Kind::Speech
        } else {
            Kind::Chat
        }
    }

    /// Whether a request takes tokens, audio or characters.
    pub(crate) const fn asks_for_anything(&self) -> bool {
        self.input_tokens.get() > 0
            || self.output_tokens.get() > 0
            || self.audio.get() > 0
            || self.characters.get() > 0
    }
}

const fn default_of(field: Field) -> u64 {
    match field.default {
        Some(value) => value,
        None => 0,
    }
}

const fn legal(figure: u64, field: Field) -> u64 {
    assert!(figure <= field.max, "a figure is above its legal range");
    figure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        num::number::Number,
        question::{draft::Draft, workload_draft::WorkloadDraft},
    };

    fn checked(draft: WorkloadDraft) -> Workload {
        Draft { workload: draft, ..Draft::default() }.check().unwrap().workload
    }

    #[test]
    fn a_constructor_asks_what_the_draft_asks() {
        let number = |figure: u64| Some(Number::from(figure));
        let chat = WorkloadDraft {
            requests_per_day: number(2000),
            input_tokens: number(1500),
            output_tokens: number(500),
            ..WorkloadDraft::default()
        };
        assert_eq!(Workload::chat(2000, 1500, 500), checked(chat));
        let transcription = WorkloadDraft {
            requests_per_day: number(50),
            audio_seconds: number(90),
            ..WorkloadDraft::default()
        };
        assert_eq!(Workload::transcription(50, 90), checked(transcription));
        let speech = WorkloadDraft {
            requests_per_day: number(7),
            characters: number(300),
            ..WorkloadDraft::default()
        };
        assert_eq!(Workload::speech(7, 300), checked(speech));
    }

    #[test]
    fn every_figure_may_be_the_largest_legal_one() {
        let chat = Workload::chat(REQUESTS_PER_DAY.max, INPUT_TOKENS.max, OUTPUT_TOKENS.max);
        assert_eq!(chat.requests_per_day(), 1_000_000_000_000);
        assert_eq!(Workload::transcription(1, 1_000_000).audio.get(), 1_000_000_000);
        assert_eq!(Workload::speech(1, 1_000_000_000).characters.get(), 1_000_000_000);
    }

    #[test]
    fn a_month_is_exact_and_its_day_rounded_up() {
        let month = |requests, days| Workload {
            volume: Volume::PerMonth(Requests::new(requests)),
            days_per_month: days,
            ..Workload::EMPTY
        };
        assert_eq!(month(31, 30).requests_per_month(), 31);
        assert_eq!(month(31, 30).daily_requests(), Fraction::new(31, 30));
        assert_eq!((month(31, 30).requests_per_day(), month(60, 30).requests_per_day()), (2, 2));
        let most = month(REQUESTS_PER_MONTH.max, 31);
        assert_eq!(most.requests_per_day(), REQUESTS_PER_DAY.max);
        let daily = Workload { days_per_month: 31, ..Workload::chat(REQUESTS_PER_DAY.max, 1, 1) };
        assert_eq!(daily.requests_per_month(), REQUESTS_PER_MONTH.max);
    }

    #[test]
    #[should_panic(expected = "above its legal range")]
    fn rejects_a_figure_above_its_range() {
        Workload::chat(1, INPUT_TOKENS.max + 1, 0);
    }
}
