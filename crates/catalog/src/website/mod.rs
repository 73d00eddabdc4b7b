//! Texts that only the website shows, in the languages it speaks besides English.

mod use_case_text;
mod use_cases;

pub use use_case_text::UseCaseText;
pub use use_cases::USE_CASES;

use groq_calc::Date;

/// The text of one use case: the entry that begins on a day.
///
/// ```
/// use groq_catalog::{CATALOG, website};
///
/// let case = CATALOG.use_cases.iter().find(|case| case.id == "first-test").unwrap();
/// let text = website::use_case(case.id, case.from).unwrap();
/// assert_eq!(text.title, "第一次调用 API");
/// ```
pub fn use_case(id: &str, from: Date) -> Option<&'static UseCaseText> {
    USE_CASES.iter().find(|text| text.id == id && text.from == from)
}
