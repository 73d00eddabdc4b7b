use groq_calc::{Catalog, Date, catalog::Retirement};
use serde::Serialize;

use crate::verbs::plan::place::Place;

/// One question's verdict.
#[derive(Default, Serialize)]
pub(super) struct Judged<'a> {
    pub(super) file: String,
    pub(super) fits: bool,
    /// The answer in a sentence, or why there is none.
    pub(super) verdict: String,
    /// The recommended option, or the nearest one where none fits.
    pub(super) model: Option<String>,
    pub(super) plan: Option<&'static str>,
    pub(super) tier: Option<&'static str>,
    /// What it costs a month; null where that is not known.
    pub(super) monthly_usd: Option<String>,
    /// The end of its model, where it is known; of several models the first.
    pub(super) retires: Option<Retirement<'a>>,
    /// The model that ends so.
    #[serde(skip)]
    pub(super) ending: Option<String>,
    /// Where each service runs, if the question has services.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) services: Vec<Place<'a>>,
    /// The budget of the question.
    pub(super) monthly_budget_usd: Option<String>,
    /// The verdict of a table, in which it stands beside whether it fits.
    #[serde(skip)]
    pub(super) shown: String,
    /// What the question's own day gave.
    pub(super) before: Option<String>,
    /// What changed since that day, of the models it is about.
    pub(super) changes: Vec<String>,
}

/// What changed between two days, of some models.
pub(super) fn changes(
    catalog: &Catalog<'_>,
    from: Date,
    to: Date,
    is_asked: impl Fn(&str) -> bool,
) -> Vec<String> {
    let all = catalog.changes(from, to);
    let asked = all.iter().filter(|change| change.model.is_some_and(&is_asked));
    asked.map(|change| format!("{change}, since {}", change.after.from)).collect()
}
