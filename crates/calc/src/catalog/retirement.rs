use alloc::vec::Vec;
use core::fmt;

use crate::{
    catalog::model::{Dated, Lifecycle, Model},
    num::date::Date,
};

/// The known end of a model that is still offered.
///
/// ```
/// use groq_calc::{Date, catalog::Retirement};
/// let on = Date::parse("2026-08-16").unwrap();
/// let end = Retirement { on, replacements: vec!["a", "b"], announced: None };
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
    /// The day on which Groq announced it, where it is known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub announced: Option<Date>,
}

impl<'a> Model<'a> {
    /// Its first end after a day on which it is offered; `None` where none is
    /// known.
    pub fn retirement_after(&self, day: Date) -> Option<Retirement<'a>> {
        let ends =
            |stage: &&Dated<'_, Lifecycle<'_>>| stage.from > day && !stage.value.is_offered();
        let end = self.lifecycle.iter().find(ends).filter(|_| self.is_offered(day))?;
        Some(Retirement {
            on: end.from,
            replacements: end.value.replacements().to_vec(),
            announced: end.value.announced(),
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
    use crate::catalog::model::{Kind, Status};

    const fn stage(month: u8, value: Lifecycle<'static>) -> Dated<'static, Lifecycle<'static>> {
        let from = Date::constant(2026, month, 1);
        Dated { from, value, source: "s", status: Status::Confirmed, note: "" }
    }

    const ANNOUNCED: Date = Date::constant(2026, 5, 9);

    const LIFE: [Dated<'static, Lifecycle<'static>>; 3] = [
        stage(2, Lifecycle::Production),
        stage(4, Lifecycle::Preview),
        stage(6, Lifecycle::Retired { replacements: &["b"], announced: Some(ANNOUNCED) }),
    ];

    const MODEL: Model<'static> = Model { lifecycle: &LIFE, ..Model::bare("a", Kind::Chat) };

    #[test]
    fn an_end_is_known_from_the_first_day_to_the_last_one() {
        let end = |month, day| MODEL.retirement_after(Date::constant(2026, month, day));
        let known = Some(Retirement {
            on: Date::constant(2026, 6, 1),
            replacements: vec!["b"],
            announced: Some(ANNOUNCED),
        });
        assert_eq!(end(1, 31), None, "it is not offered yet");
        assert_eq!(end(2, 1), known);
        assert_eq!(end(5, 31), known);
        assert_eq!(end(6, 1), None, "it is retired");
        let lasting = Model { lifecycle: &LIFE[..2], ..MODEL };
        assert_eq!(lasting.retirement_after(Date::constant(2026, 5, 1)), None);
    }

    #[test]
    fn a_model_for_enterprises_alone_has_ended_for_everybody_else() {
        let enterprise = Lifecycle::Enterprise { replacements: &["b"], announced: None };
        let life = [stage(2, Lifecycle::Production), stage(6, enterprise)];
        let model = Model { lifecycle: &life, ..MODEL };
        let june = Date::constant(2026, 6, 1);
        assert_eq!(
            model.retirement_after(Date::constant(2026, 5, 31)).map(|end| end.on),
            Some(june)
        );
        assert_eq!((model.is_offered(june), model.ended_on()), (false, Some(june)));
        assert_eq!(model.replacements_at(june), Some(&["b"][..]));
        // It never was on a plan, so it ended on none.
        let never = Model { lifecycle: &life[1..], ..MODEL };
        assert_eq!((never.is_offered(june), never.ended_on()), (false, None));
        let gone = [stage(6, Lifecycle::RETIRED)];
        assert_eq!(Model { lifecycle: &gone, ..MODEL }.ended_on(), Some(june));
    }

    #[test]
    fn names_every_replacement_or_that_there_is_none() {
        let text = |replacements: &[&str]| {
            let on = Date::constant(2026, 6, 1);
            Retirement { on, replacements: replacements.to_vec(), announced: None }.to_string()
        };
        assert_eq!(text(&[]), "Groq retires it on 2026-06-01; no replacement is named");
        assert_eq!(text(&["b"]), "Groq retires it on 2026-06-01; use b instead");
        assert_eq!(text(&["b", "c"]), "Groq retires it on 2026-06-01; use b or c instead");
    }
}
