use core::fmt;

use crate::num::money::Usd;

/// A price in whole picodollars for one of what it prices: a token, a
/// character, a request or an hour.
///
/// A dollar per million tokens is 1,000,000 picodollars a token, so that the
/// cost of tokens needs no division.
///
/// ```
/// use groq_calc::Price;
/// const INPUT: Price = Price::per_million("0.0375");
/// assert_eq!(INPUT.picodollars(), 37_500);
/// assert_eq!(INPUT.listed_per_million().to_string(), "0.0375");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price(u64);

impl Price {
    /// The given number of picodollars for one.
    pub const fn from_picodollars(picodollars: u64) -> Self {
        Self(picodollars)
    }

    /// USD per million; at most six decimals.
    ///
    /// # Panics
    ///
    /// When the text is no such number; in a constant that is a compile error.
    pub const fn per_million(usd: &str) -> Self {
        Self(literal(usd, 6))
    }

    /// USD per thousand; at most nine decimals. Panics as [`Price::per_million`].
    pub const fn per_thousand(usd: &str) -> Self {
        Self(literal(usd, 9))
    }

    /// USD per hour; at most twelve decimals. Panics as [`Price::per_million`].
    pub const fn per_hour(usd: &str) -> Self {
        Self(literal(usd, 12))
    }

    /// Picodollars for one.
    pub const fn picodollars(self) -> u64 {
        self.0
    }

    /// The price of a million.
    pub const fn listed_per_million(self) -> Usd {
        Usd::from_picodollars(self.0 as u128 * 1_000_000)
    }

    /// The price of a thousand.
    pub const fn listed_per_thousand(self) -> Usd {
        Usd::from_picodollars(self.0 as u128 * 1000)
    }

    /// The price of one.
    pub const fn listed(self) -> Usd {
        Usd::from_picodollars(self.0 as u128)
    }
}

/// Reads a decimal literal as a whole number of `10^-places`.
const fn literal(text: &str, places: u32) -> u64 {
    let bytes = text.as_bytes();
    let (mut value, mut left, mut index, mut point) = (0u64, places, 0, false);
    assert!(!bytes.is_empty(), "a price has no digits");
    while index < bytes.len() {
        match bytes[index] {
            b'.' if !point => point = true,
            digit @ b'0'..=b'9' => {
                if point {
                    assert!(left > 0, "a price has too many decimals");
                    left -= 1;
                }
                value = value * 10 + (digit - b'0') as u64;
            }
            _ => panic!("a price is a plain decimal"),
        }
        index += 1;
    }
    value * 10u64.pow(left)
}

/// What a model costs. `None`: the model does not bill by that unit, or its
/// price is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prices {
    /// A prompt token.
    pub input: Option<Price>,
    /// A prompt token read from the cache; a model without it has no caching.
    pub cached_input: Option<Price>,
    /// A completion token.
    pub output: Option<Price>,
    /// An hour of audio.
    pub audio_hour: Option<Price>,
    /// A character to be spoken.
    pub characters: Option<Price>,
}

impl Prices {
    /// Nothing is known.
    pub const NONE: Self =
        Self { input: None, cached_input: None, output: None, audio_hour: None, characters: None };
}

/// A tool that Groq runs on its side during a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tool {
    /// Basic web search, by the request.
    WebSearchBasic,
    /// Advanced web search, by the request.
    WebSearchAdvanced,
    /// Opening a page, by the request.
    VisitWebsite,
    /// Running code, by the hour.
    CodeExecution,
    /// Driving a browser, by the hour.
    BrowserAutomation,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 5] = [
        Self::WebSearchBasic,
        Self::WebSearchAdvanced,
        Self::VisitWebsite,
        Self::CodeExecution,
        Self::BrowserAutomation,
    ];

    /// The name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WebSearchBasic => "web_search_basic",
            Self::WebSearchAdvanced => "web_search_advanced",
            Self::VisitWebsite => "visit_website",
            Self::CodeExecution => "code_execution",
            Self::BrowserAutomation => "browser_automation",
        }
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What Groq's own tools cost, whichever model calls them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToolPrices {
    /// One basic search.
    pub web_search_basic: Price,
    /// One advanced search.
    pub web_search_advanced: Price,
    /// One page opened.
    pub visit_website: Price,
    /// An hour of code execution.
    pub code_execution: Price,
    /// An hour of browser automation.
    pub browser_automation: Price,
}

impl ToolPrices {
    /// The price of one tool: by the request or by the hour.
    pub const fn get(self, tool: Tool) -> Price {
        match tool {
            Tool::WebSearchBasic => self.web_search_basic,
            Tool::WebSearchAdvanced => self.web_search_advanced,
            Tool::VisitWebsite => self.visit_website,
            Tool::CodeExecution => self.code_execution,
            Tool::BrowserAutomation => self.browser_automation,
        }
    }
}

/// The tools that a model can call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToolSet(u8);

impl ToolSet {
    /// None.
    pub const NONE: Self = Self(0);

    /// With one more.
    #[must_use]
    pub const fn with(self, tool: Tool) -> Self {
        Self(self.0 | 1 << tool as u8)
    }

    /// Whether it is one of them.
    pub const fn contains(self, tool: Tool) -> bool {
        self.0 & (1 << tool as u8) != 0
    }
}

/// What a line of the bill counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Item {
    /// Prompt tokens at full price.
    Input,
    /// Prompt tokens from the cache.
    CachedInput,
    /// Completion tokens.
    Output,
    /// Prompt tokens of batch requests.
    BatchInput,
    /// Completion tokens of batch requests.
    BatchOutput,
    /// Audio.
    Audio,
    /// Audio of batch requests.
    BatchAudio,
    /// Characters spoken.
    Characters,
    /// Basic web searches.
    WebSearchBasic,
    /// Advanced web searches.
    WebSearchAdvanced,
    /// Pages opened.
    VisitWebsite,
    /// Code execution.
    CodeExecution,
    /// Browser automation.
    BrowserAutomation,
}

impl Item {
    /// The name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::CachedInput => "cached_input",
            Self::Output => "output",
            Self::BatchInput => "batch_input",
            Self::BatchOutput => "batch_output",
            Self::Audio => "audio",
            Self::BatchAudio => "batch_audio",
            Self::Characters => "characters",
            Self::WebSearchBasic => "web_search_basic",
            Self::WebSearchAdvanced => "web_search_advanced",
            Self::VisitWebsite => "visit_website",
            Self::CodeExecution => "code_execution",
            Self::BrowserAutomation => "browser_automation",
        }
    }

    /// Whether batch halves its price.
    pub const fn is_batch(self) -> bool {
        matches!(self, Self::BatchInput | Self::BatchOutput | Self::BatchAudio)
    }

    pub(crate) const fn of(tool: Tool) -> Self {
        match tool {
            Tool::WebSearchBasic => Self::WebSearchBasic,
            Tool::WebSearchAdvanced => Self::WebSearchAdvanced,
            Tool::VisitWebsite => Self::VisitWebsite,
            Tool::CodeExecution => Self::CodeExecution,
            Tool::BrowserAutomation => Self::BrowserAutomation,
        }
    }
}
