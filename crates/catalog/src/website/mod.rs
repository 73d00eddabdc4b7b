//! Texts that only the website shows, in the languages it speaks besides English.

mod use_case_text;
mod use_cases;

pub use use_case_text::UseCaseText;
pub use use_cases::USE_CASES;

/// The text of one use case.
///
/// ```
/// let text = groq_catalog::website::use_case("first-test").unwrap();
/// assert_eq!(text.title, "第一次调用 API");
/// ```
pub fn use_case(id: &str) -> Option<&'static UseCaseText> {
    USE_CASES.iter().find(|text| text.id == id)
}
