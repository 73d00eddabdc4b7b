//! Texts that only the website shows, in the languages it speaks besides English.

mod use_cases;

pub use use_cases::USE_CASES;

/// A use case of the catalog in Simplified Chinese.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseCaseText {
    /// The id of the use case.
    pub id: &'static str,
    /// The name for people.
    pub title: &'static str,
    /// What to start with, and why.
    pub start: &'static str,
    /// What to avoid.
    pub avoid: &'static str,
}

/// The text of one use case.
///
/// ```
/// let text = groq_catalog::website::use_case("first-test").unwrap();
/// assert_eq!(text.title, "第一次调用 API");
/// ```
pub fn use_case(id: &str) -> Option<&'static UseCaseText> {
    USE_CASES.iter().find(|text| text.id == id)
}
