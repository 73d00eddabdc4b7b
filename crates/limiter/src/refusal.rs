use groq_calc::limiter::Never;
use serde_json::json;

/// What is answered in place of Groq to a request that can never pass: as an error
/// of OpenAI's, which no SDK sends again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status: 402 where it is about money, else 413.
    pub status: u16,
    /// The error's code.
    pub code: &'static str,
    /// What is wrong, with the figures.
    pub message: String,
}

impl Refusal {
    /// The header by which SDKs are told not to try again.
    pub const HEADER: (&'static str, &'static str) = ("x-should-retry", "false");

    pub(crate) const fn new(status: u16, code: &'static str, message: String) -> Self {
        Self { status, code, message }
    }

    /// The body, as JSON.
    pub fn body(&self) -> String {
        let Self { code, message, .. } = self;
        let error = json!({"message": message, "type": "groq_calc_limiter", "code": code});
        json!({ "error": error }).to_string()
    }
}

impl From<Never> for Refusal {
    fn from(never: Never) -> Self {
        let (status, code) = match never {
            Never::Budget { .. } | Never::Unpriced => (402, never.code()),
            // What is not known has no price.
            Never::Model => (402, Never::Unpriced.code()),
            _ => (413, never.code()),
        };
        Self::new(status, code, never.to_string())
    }
}
