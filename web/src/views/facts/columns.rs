//! The columns of the tables of models.

use std::cmp::Ordering;

use groq_calc::{Date, Kind, Limit, Model, Prices};

use super::results::Results;
use crate::i18n::messages::Messages;

/// A column that can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Model,
    Stage,
    Input,
    Output,
    Window,
    Quality,
}

/// The prices of a day.
pub(super) fn prices(model: &Model<'static>, day: Date) -> Prices {
    model.prices_at(day).map_or(Prices::NONE, |entry| entry.value)
}

impl Column {
    /// Which of two models comes first.
    pub(super) fn compare(
        self,
        (a, b): (&Model<'static>, &Model<'static>),
        day: Date,
        results: &Results,
    ) -> Ordering {
        let stage = |model: &Model<'static>| model.stage(day).map(|entry| entry.value.name());
        match self {
            Self::Model => Ordering::Equal,
            Self::Stage => stage(a).cmp(&stage(b)),
            Self::Input => known_first(prices(a, day).input, prices(b, day).input),
            Self::Output => known_first(prices(a, day).output, prices(b, day).output),
            Self::Window => known_first(a.context_at(day).window, b.context_at(day).window),
            Self::Quality => known_first(results.score(a), results.score(b)),
        }
        .then(a.id.cmp(b.id))
    }
}

/// What is not known comes after what is.
fn known_first<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    a.is_none().cmp(&b.is_none()).then(a.cmp(&b))
}

/// The limits that are shown of a kind.
pub(super) fn limits(kind: Kind) -> [Limit; 4] {
    match kind {
        Kind::Transcription => [Limit::RPM, Limit::RPD, Limit::ASH, Limit::ASD],
        _ => [Limit::RPM, Limit::RPD, Limit::TPM, Limit::TPD],
    }
}

/// What the prices of a kind are for.
pub(super) fn unit(kind: Kind, messages: &Messages) -> &'static str {
    let facts = messages.facts();
    match kind {
        Kind::Transcription => facts.per_hour,
        Kind::Speech => facts.per_characters,
        _ => facts.per_tokens,
    }
}

/// The columns of a kind: by what they sort, and their names.
pub(super) fn columns(kind: Kind, messages: &Messages) -> Vec<(Option<Column>, &'static str)> {
    let facts = messages.facts();
    let mut columns = vec![(Some(Column::Model), facts.model), (Some(Column::Stage), facts.stage)];
    match kind {
        Kind::Transcription | Kind::Speech => columns.push((None, facts.price)),
        _ => columns.extend([
            (Some(Column::Input), facts.input),
            (None, facts.cached),
            (Some(Column::Output), facts.output),
            (Some(Column::Window), facts.window),
            (None, facts.longest),
        ]),
    }
    columns.extend(limits(kind).map(|limit| (None, limit.name())));
    columns.extend([
        (None, facts.supports),
        (Some(Column::Quality), messages.answer.column_quality),
        (None, facts.sources_of),
    ]);
    columns
}
