//! The shapes of what the page explains beside models, limits and prices.

use groq_calc::catalog::Status;

/// A text in the languages that the page speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    /// English.
    pub en: &'static str,
    /// Simplified Chinese.
    pub zh: &'static str,
}

/// Whether the same request passes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// Never: it has to be changed first.
    Never,
    /// After the wait that the answer names.
    Told,
    /// After a short wait, longer each time.
    Backoff,
    /// Once the month ends or the limit is raised.
    Reset,
}

/// A status that the API answers instead of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorCode {
    /// The HTTP status, with a word behind it where one status means two things.
    pub id: &'static str,
    /// Codes seen in the body; a `*` stands for any ending.
    pub codes: &'static [&'static str],
    /// What the protocol's reader calls it, as in JSON.
    pub kinds: &'static [&'static str],
    /// A name.
    pub title: Text,
    /// What it means.
    pub meaning: Text,
    /// What to do at once.
    pub first_fix: Text,
    /// What to build for production.
    pub production_fix: Text,
    /// Whether waiting helps.
    pub waiting: Waiting,
    /// The id of a source of the catalog.
    pub source: &'static str,
    /// How sure it is.
    pub status: Status,
}

impl ErrorCode {
    /// The HTTP status, three digits.
    pub fn http_status(&self) -> &'static str {
        self.id.get(..3).unwrap_or(self.id)
    }
}

/// A way to pay or wait less, or a limit of the bill, explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// A name that stays.
    pub id: &'static str,
    /// A name for people.
    pub title: Text,
    /// One sentence.
    pub summary: Text,
    /// The facts, in reading order.
    pub facts: &'static [Fact],
}

/// One fact of a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The fact.
    pub text: Text,
    /// The id of a source of the catalog.
    pub source: &'static str,
    /// How sure it is.
    pub status: Status,
}

/// One thing to have done before a launch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// A name that stays.
    pub id: &'static str,
    /// What is true when it is done.
    pub text: Text,
}

/// A row of the article that the project started from, set right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArticleRow {
    /// The id of its test vector, where it has one.
    pub id: &'static str,
    /// Whether the article's figure is wrong, rather than imprecise.
    pub wrong: bool,
    /// What the row is about.
    pub what: Text,
    /// What the article says.
    pub said: Text,
    /// What is right.
    pub right: Text,
    /// Why.
    pub why: Text,
    /// The question as a fragment of the page's address, or nothing.
    pub question: &'static str,
}
