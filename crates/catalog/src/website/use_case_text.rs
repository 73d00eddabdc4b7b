use groq_calc::Date;

/// A use case of the catalog in Simplified Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseCaseText {
    /// The id of the use case.
    pub id: &'static str,
    /// First day.
    pub from: Date,
    /// The name for people.
    pub title: &'static str,
    /// What to start with, and why.
    pub start: &'static str,
    /// What to avoid.
    pub avoid: &'static str,
}
