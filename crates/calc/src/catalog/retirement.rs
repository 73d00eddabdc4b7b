use alloc::vec::Vec;
use core::fmt;

use crate::{
    catalog::model::{Lifecycle, Model},
    num::date::Date,
};

/// The known end of a model that is still offered.
///
/// ```
/// use groq_calc::{Date, catalog::Retirement};
/// let on = Date::parse("2026-08-16").unwrap();
/// let end = Retirement { on, replacements: vec!["a", "b"] };
/// assert_eq!(end.to_string(), "Groq retires it on 2026-08-16; use a or b instead");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Retirement<'a> {
    /// The first day on which it is not offered.
    pub on: Date,
    /// The models that Groq names instead.
    #[cfg_attr(feature = "serde", serde(borrow))]
    pub replacements: Vec<&'a str>,
}

impl<'a> Model<'a> {
    /// Its first end after a day on which it is offered; `None` where none is
    /// known.
    pub fn retirement_after(&self, day: Date) -> Option<Retirement<'a>> {
        self.lifecycle.iter().find_map(|stage| match stage.value {
            Lifecycle::Retired { replacements } if stage.from > day && self.is_offered(day) => {
                Some(Retirement { on: stage.from, replacements: replacements.to_vec() })
            }
            _ => None,
        })
    }
}

/// What to use instead of a retired model: `use a or b instead`.
pub(crate) struct Instead<'a, 'b>(pub(crate) &'b [&'a str]);

impl fmt::Display for Instead<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, rest @ ..] = self.0 else { return f.write_str("no replacement is named") };
        write!(f, "use {first}")?;
        rest.iter().try_for_each(|name| write!(f, " or {name}"))?;
        f.write_str(" instead")
    }
}

impl fmt::Display for Retirement<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Groq retires it on {}; {}", self.on, Instead(&self.replacements))
    }
}

#[cfg(test)]
mod tests {
    use alloc::{string::ToString, vec};

    use super::*;
    use crate::catalog::model::{Dated, Kind, Status};

    const fn stage(month: u8, value: Lifecycle<'static>) -> Dated<'static, Lifecycle<'static>> {
        let from = Date::constant(2026, month, 1);
        Dated { from, value, source: "s", status: Status::Confirmed, note: "" }
    }

    const LIFE: [Dated<'static, Lifecycle<'static>>; 3] = [
        stage(2, Lifecycle::Production),
        stage(4, Lifecycle::Preview),
        stage(6, Lifecycle::Retired { replacements: &["b"] }),
    ];

    const MODEL: Model<'static> = Model {
        id: "a",
        name: "A",
        kind: Kind::Chat,
        lifecycle: &LIFE,
        context: &[],
        free: &[],
        developer: &[],
        prices: &[],
        batch: &[],
        tools: &[],
        speeds: &[],
    };

    #[test]
    fn an_end_is_known_from_the_first_day_to_the_last_one() {
        let end = |month, day| MODEL.retirement_after(Date::constant(2026, month, day));
        let known = Some(Retirement { on: Date::constant(2026, 6, 1), replacements: vec!["b"] });
        assert_eq!(end(1, 31), None, "it is not offered yet");
        assert_eq!(end(2, 1), known);
        assert_eq!(end(5, 31), known);
        assert_eq!(end(6, 1), None, "it is retired");
        let lasting = Model { lifecycle: &LIFE[..2], ..MODEL };
        assert_eq!(lasting.retirement_after(Date::constant(2026, 5, 1)), None);
    }

    #[test]
    fn names_every_replacement_or_that_there_is_none() {
        let text = |replacements: &[&str]| {
            let on = Date::constant(2026, 6, 1);
            Retirement { on, replacements: replacements.to_vec() }.to_string()
        };
        assert_eq!(text(&[]), "Groq retires it on 2026-06-01; no replacement is named");
        assert_eq!(text(&["b"]), "Groq retires it on 2026-06-01; use b instead");
        assert_eq!(text(&["b", "c"]), "Groq retires it on 2026-06-01; use b or c instead");
    }
}
