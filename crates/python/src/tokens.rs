use groq_calc::Date;
use groq_catalog::CATALOG;
use groq_paste::Setting;
use groq_tokens::{Family, GptOss};
use pyo3::{Python, pyfunction};

/// What requests are checked and counted against.
pub(crate) fn setting(day: Date) -> Setting<'static> {
    Setting { catalog: &CATALOG, day, admission: None, model: None, exact: Some(&GptOss) }
}

/// The tokens of a text, whether they were counted by the model's own vocabulary,
/// and how far off estimates were, in permille.
#[pyfunction]
pub fn count_tokens(py: Python<'_>, text: &str, model: &str) -> (u64, bool, Option<u64>) {
    let family = Family::of(model);
    let (tokens, is_exact) = py.detach(|| {
        let counter = setting(CATALOG.newest()).counter(family);
        (counter.count(text), counter.is_exact())
    });
    (tokens, is_exact, family.error_permille().filter(|_| !is_exact))
}
