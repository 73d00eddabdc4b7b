use alloc::{collections::BTreeSet, string::String, vec::Vec};
use core::fmt;

use crate::{
    answer::recommendation::{Answer, Recommendation, answer},
    catalog::{
        difference::{CatalogChange, Difference},
        limits::Cap,
        model::Model,
        plan::OptionId,
        retirement::Retirement,
        tables::Catalog,
    },
    error::Error,
    num::{date::Date, money::Usd},
    question::checked::{Question, Requirements},
};

/// A model that Groq names instead of one that ends, and what the question
/// would cost with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Substitute<'a> {
    /// The model.
    pub model: &'a str,
    /// Whether the question can be answered with it.
    pub fits: bool,
    /// What the month would cost; `None` where it does not fit, or a price is
    /// not known.
    pub monthly_usd: Option<Usd>,
    /// How much more that is than with the model that ends, where both are known.
    pub costs_usd: Option<Usd>,
    /// How much less.
    pub saves_usd: Option<Usd>,
}

/// Something that will change for a question, or has changed since its own day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "code", rename_all = "snake_case")
)]
pub enum Notice<'a> {
    /// Groq has announced the end of a model.
    Retires {
        /// The model.
        model: &'a str,
        /// The first day on which it is not offered.
        on: Date,
        /// In how many days that is.
        in_days: u64,
        /// When Groq said so.
        announced: Date,
        /// What it costs a month while it lasts.
        monthly_usd: Option<Usd>,
        /// What Groq names instead.
        instead: Vec<Substitute<'a>>,
    },
    /// A model is no longer offered.
    Gone {
        /// The model.
        model: &'a str,
        /// Since when.
        on: Date,
        /// What it cost a month on the day before.
        monthly_usd: Option<Usd>,
        /// What Groq names instead.
        instead: Vec<Substitute<'a>>,
    },
    /// Another option is recommended than on the question's own day.
    Recommended {
        /// The question's own day.
        since: Date,
        /// What was recommended then.
        before: OptionId<'a>,
        /// What is recommended now.
        after: OptionId<'a>,
    },
    /// The month costs more or less than on the question's own day.
    Costs {
        /// The question's own day.
        since: Date,
        /// What it cost then.
        before: Usd,
        /// What it costs now.
        after: Usd,
    },
    /// Nothing fits any more that meets the requirements.
    NoLongerFits {
        /// The question's own day.
        since: Date,
    },
}

/// What is to be known of a question on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Watch<'a> {
    /// The option that is recommended on the day, if any.
    pub recommended: Option<OptionId<'a>>,
    /// What it costs a month.
    pub monthly_usd: Option<Usd>,
    /// What will change, or has changed.
    pub notices: Vec<Notice<'a>>,
    /// What is different in the catalog since the question's own day, of the
    /// models that it is about.
    pub changes: Vec<CatalogChange<'a>>,
}

impl Watch<'_> {
    /// Whether there is nothing to be known.
    pub fn is_quiet(&self) -> bool {
        self.notices.is_empty() && self.changes.is_empty()
    }
}

impl<'a> Watch<'a> {
    /// What is recommended now beside what was then.
    fn compare(&mut self, since: Date, before: &Recommendation<'a>, after: &Recommendation<'a>) {
        if before.id != after.id {
            let (before, after) = (before.id, after.id);
            self.notices.push(Notice::Recommended { since, before, after });
        }
        let (before, after) = (before.monthly_usd, after.monthly_usd);
        if before != after {
            self.notices.push(Notice::Costs { since, before, after });
        }
    }
}

/// What will change for a question within a number of days after `day`, and what
/// has changed since its own day: ends of models and what their replacements
/// cost, prices and limits, the option to take.
///
/// Nothing is said that was not known on that day: an end counts from the day on
/// which Groq announced it, and one that was never announced once it is there.
/// A question without a day of its own is compared with nothing.
///
/// # Errors
///
/// As [`answer`](fn@crate::answer), but not for a model that has ended.
pub fn watch<'a>(
    catalog: &Catalog<'a>,
    question: &Question,
    day: Date,
    days: u64,
) -> Result<Watch<'a>, Error> {
    Watcher { catalog, question, day }.watch(days)
}

/// Whether a figure was known before: one that became known is no change of the
/// world.
fn was_known(difference: &Difference<'_>) -> bool {
    !matches!(
        difference,
        Difference::Price { before: None, .. }
            | Difference::Limit { before: Cap::Unknown, .. }
            | Difference::Window { before: None, .. }
            | Difference::MaxCompletion { before: None, .. }
    )
}

struct Watcher<'a, 'q> {
    catalog: &'q Catalog<'a>,
    question: &'q Question,
    day: Date,
}

impl<'a> Watcher<'a, '_> {
    fn watch(&self, days: u64) -> Result<Watch<'a>, Error> {
        let mut watch = Watch {
            recommended: None,
            monthly_usd: None,
            notices: Vec::new(),
            changes: Vec::new(),
        };
        // The models that the question is about, gone ones apart.
        let (mut about, mut gone) = (BTreeSet::new(), BTreeSet::new());
        for id in self.question.requirements.models.iter().flatten() {
            let ended =
                |model: &&Model<'a>| !model.is_offered(self.day) && self.ended(model).is_some();
            match self.catalog.model(id).filter(ended) {
                Some(model) => gone.insert(model.id),
                // What is unknown or not yet listed is an error of the question.
                None => about.insert(self.catalog.offered_model("models", id, self.day)?.id),
            };
        }
        let all_gone = about.is_empty() && !gone.is_empty();
        let now = if all_gone { None } else { Some(self.now(&about)?) };
        if let Some(answer) = &now {
            about.extend(answer.best().map(|option| option.id.model));
        }
        let chosen = now.as_ref().and_then(|answer| answer.recommended.as_ref());
        watch.recommended = chosen.map(|choice| choice.id);
        watch.monthly_usd = chosen.map(|choice| choice.monthly_usd);
        let own = self.question.as_of.filter(|own| *own < self.day);
        let before = own.map(|own| self.before(own)).transpose()?.flatten();
        if let Some(choice) = &before {
            match self.catalog.model(choice.id.model) {
                Some(model) if !model.is_offered(self.day) => gone.insert(model.id),
                _ => about.insert(choice.id.model),
            };
        }
        for id in &gone {
            watch.notices.extend(self.gone(id));
        }
        for id in &about {
            watch.notices.extend(self.retires(id, days));
        }
        if let Some(since) = own {
            match (&before, chosen) {
                (Some(before), Some(after)) => watch.compare(since, before, after),
                (Some(_), None) if !all_gone => watch.notices.push(Notice::NoLongerFits { since }),
                _ => {}
            }
            watch.changes = self.catalog.changes(since, self.day);
            watch.changes.retain(|change| {
                was_known(&change.difference)
                    && change.model.is_some_and(|model| about.contains(model))
            });
        }
        Ok(watch)
    }

    /// The answer on the day, of those of its models that are left.
    fn now(&self, models: &BTreeSet<&'a str>) -> Result<Answer<'a>, Error> {
        let mut question = self.question.clone().as_of(self.day);
        let ids = models.iter().map(|id| String::from(*id));
        question.requirements.models = (!models.is_empty()).then(|| ids.collect());
        answer(self.catalog, &question)
    }

    /// What was recommended on the question's own day.
    fn before(&self, own: Date) -> Result<Option<Recommendation<'a>>, Error> {
        match answer(self.catalog, &self.question.clone().as_of(own)) {
            Ok(answer) => Ok(answer.recommended),
            // A model that came later, or a day before the catalog begins.
            Err(error) if error.is_not_offered() || error.field() == "as_of" => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The end of a model before or on the day.
    fn ended(&self, model: &Model<'a>) -> Option<Date> {
        model.ended_on().filter(|on| *on <= self.day)
    }

    fn gone(&self, id: &str) -> Option<Notice<'a>> {
        let model = self.catalog.model(id)?;
        let on = self.ended(model)?;
        let eve = Date::from_days_since_epoch(on.days_since_epoch() - 1);
        let eve = eve.filter(|eve| model.is_offered(*eve));
        let monthly_usd = eve.and_then(|eve| self.alone(eve, model.id).monthly_usd);
        let names = model.replacements_at(self.day).unwrap_or_default();
        let instead = self.instead(names, monthly_usd);
        Some(Notice::Gone { model: model.id, on, monthly_usd, instead })
    }

    fn retires(&self, id: &str, days: u64) -> Option<Notice<'a>> {
        let model = self.catalog.model(id)?;
        let Retirement { on, replacements, announced, .. } = model.retirement_after(self.day)?;
        let in_days = (on.days_since_epoch() - self.day.days_since_epoch()).unsigned_abs();
        let announced = announced.filter(|said| *said <= self.day && in_days <= days)?;
        let monthly_usd = self.alone(self.day, model.id).monthly_usd;
        let instead = self.instead(&replacements, monthly_usd);
        Some(Notice::Retires { model: model.id, on, in_days, announced, monthly_usd, instead })
    }

    fn instead(&self, names: &[&'a str], was: Option<Usd>) -> Vec<Substitute<'a>> {
        let substitute = |name: &&'a str| {
            let other = self.alone(self.day, name);
            let pair = was.zip(other.monthly_usd);
            Substitute {
                costs_usd: pair.and_then(|(was, is)| is.checked_sub(was)),
                saves_usd: pair.and_then(|(was, is)| was.checked_sub(is)),
                ..other
            }
        };
        names.iter().map(substitute).collect()
    }

    /// The question on a day with one model alone.
    fn alone(&self, day: Date, model: &'a str) -> Substitute<'a> {
        let requirements = Requirements {
            models: Some(Vec::from([String::from(model)])),
            use_case: None,
            ..self.question.requirements.clone()
        };
        let question = Question { requirements, ..self.question.clone() }.as_of(day);
        let chosen = answer(self.catalog, &question).ok().and_then(|answer| answer.recommended);
        Substitute {
            model,
            fits: chosen.is_some(),
            monthly_usd: chosen.map(|choice| choice.monthly_usd),
            costs_usd: None,
            saves_usd: None,
        }
    }
}

impl fmt::Display for Substitute<'_> {
    /// `openai/gpt-oss-120b costs $4.00 a month more`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.model)?;
        match (self.costs_usd, self.saves_usd, self.monthly_usd) {
            (Some(Usd::ZERO), _, _) => f.write_str(" costs the same"),
            (Some(more), _, _) => write!(f, " costs ${} a month more", more.with_cents()),
            (_, Some(less), _) => write!(f, " costs ${} a month less", less.with_cents()),
            (_, _, Some(usd)) => write!(f, " costs ${} a month", usd.with_cents()),
            _ => f.write_str(" is not known to fit"),
        }
    }
}

/// What Groq names instead.
struct InPlace<'a, 'b>(&'b [Substitute<'a>]);

impl fmt::Display for InPlace<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, rest @ ..] = self.0 else { return f.write_str("no replacement is named") };
        write!(f, "in its place {first}")?;
        rest.iter().try_for_each(|other| write!(f, ", {other}"))
    }
}

impl fmt::Display for Notice<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retires { model, on, in_days, instead, .. } => {
                let days = if *in_days == 1 { "day" } else { "days" };
                write!(f, "{model} retires on {on}, in {in_days} {days}; {}", InPlace(instead))
            }
            Self::Gone { model, on, instead, .. } => {
                write!(f, "{model} is gone since {on}; {}", InPlace(instead))
            }
            Self::Recommended { since, before, after } => write!(
                f,
                "on {since} {} on {} was recommended, now {} on {} is",
                before.model,
                before.plan.title(),
                after.model,
                after.plan.title()
            ),
            Self::Costs { since, before, after } => write!(
                f,
                "the month costs ${}, on {since} it was ${}",
                after.with_cents(),
                before.with_cents()
            ),
            Self::NoLongerFits { since } => {
                write!(f, "nothing fits any more; on {since} something did")
            }
        }
    }
}
