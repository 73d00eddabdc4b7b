use core::fmt;

use groq_calc::{
    Catalog, Date,
    catalog::{Dated, Lifecycle},
};

/// The end of a model that the catalog knows, after the day of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retirement<'a> {
    /// The first day on which the model is not offered.
    pub on: Date,
    /// The models that Groq names instead.
    pub replacements: &'a [&'a str],
}

impl<'a> Retirement<'a> {
    /// The first end of a model after a day; `None` where none is known.
    pub fn after(catalog: &Catalog<'a>, model: &str, day: Date) -> Option<Self> {
        let end = |stage: &Dated<'a, Lifecycle<'a>>| match stage.value {
            Lifecycle::Retired { replacements } if stage.from > day => {
                Some(Self { on: stage.from, replacements })
            }
            _ => None,
        };
        catalog.model(model)?.lifecycle.iter().find_map(end)
    }
}

impl fmt::Display for Retirement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Groq retires it on {}; ", self.on)?;
        match self.replacements {
            [] => f.write_str("no replacement is named"),
            names => {
                f.write_str("use ")?;
                for (index, name) in names.iter().enumerate() {
                    let or = if index > 0 { " or " } else { "" };
                    write!(f, "{or}{name}")?;
                }
                f.write_str(" instead")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use groq_catalog::CATALOG;

    use super::*;

    #[test]
    fn names_the_first_end_after_the_day_and_none_from_that_day_on() {
        let model = "llama-3.1-8b-instant";
        let day = Date::parse("2026-06-04").unwrap();
        let end = Retirement::after(&CATALOG, model, day).unwrap();
        let text = end.to_string();
        assert_eq!(
            text,
            alloc::format!("Groq retires it on {}; use openai/gpt-oss-20b instead", end.on)
        );
        assert!(end.on > day);
        assert_eq!(Retirement::after(&CATALOG, model, end.on), None);
        assert_eq!(Retirement::after(&CATALOG, "openai/gpt-oss-20b", day), None);
        assert_eq!(Retirement::after(&CATALOG, "unknown", day), None);
        let text = Retirement { on: end.on, replacements: &[] }.to_string();
        assert!(text.ends_with("; no replacement is named"), "{text}");
        let text = Retirement { on: end.on, replacements: &["a", "b"] }.to_string();
        assert!(text.ends_with("; use a or b instead"), "{text}");
    }
}
