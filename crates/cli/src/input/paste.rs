use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use groq_calc::{Catalog, WorkloadDraft};
use groq_paste::{MAX_BYTES, Reading, Setting, read};
use groq_tokens::Counter;

use crate::input::catalog;

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
    Ok(Setting { catalog, day, model, exact: exact() })
}

/// A file, or standard input.
pub(crate) fn load(path: &Path) -> Result<String, String> {
    let name = path.display();
    let failed = |error: io::Error| format!("{name} cannot be read: {error}");
    let mut bytes = Vec::new();
    let reader: Box<dyn Read> = match path.to_str() {
        Some("-") => Box::new(io::stdin()),
        _ => Box::new(File::open(path).map_err(failed)?),
    };
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > MAX_BYTES {
        return Err(format!("{name} is larger than 1 MiB: take a part of it"));
    }
    String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8 text"))
}

/// What a file holds.
pub(crate) fn reading(path: &Path, setting: &Setting<'_>) -> Result<Reading, String> {
    let text = load(path)?;
    read(&text, setting).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

/// The figures of a file for a question.
pub(crate) fn workload(
    path: &Path,
    catalog: &Catalog<'_>,
    as_of: Option<&str>,
    model: Option<&str>,
) -> Result<WorkloadDraft, String> {
    let reading = reading(path, &setting(catalog, as_of, model)?)?;
    if reading.figures.is_empty() {
        let notes: Vec<_> = reading.notes.iter().map(ToString::to_string).collect();
        let notes = notes.join("; ");
        return Err(format!("{} has no figures: {notes}", path.display()));
    }
    Ok(reading.workload)
}
