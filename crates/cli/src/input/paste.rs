use std::path::Path;

use groq_calc::Catalog;
use groq_paste::{MAX_BYTES, Reading, Setting, read};
use groq_tokens::Counter;

use crate::input::{catalog, file};

/// The vocabulary of gpt-oss, where this build has it.
pub(crate) const fn exact() -> Option<&'static dyn Counter> {
    #[cfg(feature = "exact")]
    return Some(&groq_tokens::GptOss);
    #[cfg(not(feature = "exact"))]
    None
}

/// A setting, once the model is known to exist.
pub(crate) fn setting<'a>(
    catalog: &'a Catalog<'a>,
    as_of: Option<&str>,
    model: Option<&'a str>,
) -> Result<Setting<'a>, String> {
    if let Some(id) = model.filter(|id| catalog.model(id).is_none()) {
        return Err(format!(
            "model is `{id}`, which is unknown; it must be a model id that `groq-calc models` lists"
        ));
    }
    let day = catalog::day(catalog, as_of)?;
    Ok(Setting { catalog, day, model, exact: exact(), admission: None })
}

/// What a file holds.
pub(crate) fn reading(path: &Path, setting: &Setting<'_>) -> Result<Reading, String> {
    let text = file::text(path, MAX_BYTES as u64 >> 20, ": take a part of it")?;
    read(&text, setting).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// The figures of a file for a question, and what it needs.
pub(crate) fn figures(
    path: &Path,
    catalog: &Catalog<'_>,
    as_of: Option<&str>,
    model: Option<&str>,
) -> Result<Reading, String> {
    let reading = reading(path, &setting(catalog, as_of, model)?)?;
    if reading.figures.is_empty() {
        let notes: Vec<_> = reading.notes.iter().map(ToString::to_string).collect();
        let notes = notes.join("; ");
        return Err(format!("{} has no figures: {notes}", path.display()));
    }
    Ok(reading)
}
