use alloc::{format, string::String};

use crate::{
    catalog::pricing::Tool,
    num::units::{AudioMillis, Characters, Requests, Tokens},
};

/// A number of the question: its legal range is its check, its error text and
/// the form's hint in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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

/// A checked workload. Tokens, audio, characters and tools are per request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// Requests a day, the batch share among them.
    pub requests_per_day: Requests,
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
