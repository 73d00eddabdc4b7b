use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use groq_catalog_file::{Admission, Model, Source, ToolPrices, UseCase};
use serde::Deserialize;

use super::{
    load::load,
    reference::{self, Reference},
    scores::{self, Scores},
};

/// Everything in `data/groq`.
pub(super) struct Data {
    /// Sorted by id.
    pub(super) models: Vec<(String, Model)>,
    pub(super) tools: Tools,
    pub(super) rules: Rules,
    pub(super) use_cases: UseCases,
    pub(super) sources: Sources,
    pub(super) reference: Reference,
    pub(super) scores: Scores,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tools {
    pub(super) prices: Vec<ToolPrices>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    pub(super) admission: Vec<Admission>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UseCases {
    pub(super) use_case: Vec<UseCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sources {
    pub(super) source: Vec<Source>,
}

/// Reads all of `data/groq`. Every model's file that does not parse is named at once.
pub(super) fn read(root: &Path) -> Result<Data> {
    let folder = root.join("data/groq/models");
    let mut paths = Vec::new();
    collect(&folder, &mut paths)?;
    let (mut models, mut errors) = (Vec::<(String, Model)>::new(), Vec::new());
    for path in paths {
        let file = path.strip_prefix(&folder)?.to_string_lossy().replace('\\', "/");
        let id = file.trim_end_matches(".toml").to_owned();
        match load(root, &format!("data/groq/models/{file}")) {
            Ok(model) => models.push((id, model)),
            Err(error) => errors.push(format!("{error:#}")),
        }
    }
    if !errors.is_empty() {
        bail!("{}", errors.join("\n"));
    }
    models.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(Data {
        models,
        tools: load(root, "data/groq/tools.toml")?,
        rules: load(root, "data/groq/rules.toml")?,
        use_cases: load(root, "data/groq/use-cases.toml")?,
        sources: load(root, "data/groq/sources.toml")?,
        reference: reference::read(root)?,
        scores: scores::read(root)?,
    })
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            paths.push(path);
        } else {
            bail!("{}: not a .toml file, so it belongs to no model", path.display());
        }
    }
    Ok(())
}

/// The JSON Schema of a model's file.
pub(super) fn schema() -> Result<String> {
    Ok(serde_json::to_string_pretty(&schemars::schema_for!(Model))? + "\n")
}

#[cfg(test)]
mod tests {
    use groq_catalog_file::parse;

    use super::*;

    const HEAD: &str = "name = \"X\"\nkind = \"chat\"\n[[lifecycle]]\nfrom = 2026-01-01\n\
                        state = \"listed\"\nsource = \"s\"\nstatus = \"likely\"\n";

    #[track_caller]
    fn refused(text: &str, words: &[&str]) {
        let error = match parse::<Model>("data/groq/models/x.toml", &format!("{HEAD}{text}")) {
            Ok(_) => panic!("{text} is read"),
            Err(error) => format!("{error:#}"),
        };
        for word in words.iter().chain(&["data/groq/models/x.toml"]) {
            assert!(error.contains(word), "{word} is not in: {error}");
        }
    }

    #[test]
    fn errors_name_file_and_field() {
        let from = "from = 2026-01-01\nsource = \"s\"\nstatus = \"likely\"\n";
        refused(
            &format!("[[prices]]\n{from}input = 0.15\n"),
            &["input = 0.15", "must be a string"],
        );
        refused(&format!("[[prices]]\n{from}inptu = \"0.15\"\n"), &["unknown field `inptu`"]);
        refused(
            "[[batch]]\nfrom = 2026-01-01\nstatus = \"likely\"\nlisted = true\n",
            &["missing field `source`"],
        );
        refused(
            "[[batch]]\nfrom = 1\nsource = \"s\"\nstatus = \"likely\"\nlisted = true\n",
            &["from"],
        );
        refused(&format!("[[limits.free]]\n{from}RPM = -1\n"), &["RPM"]);
        refused(&format!("[[limits.free]]\n{from}RPX = 1\n"), &["unknown field `RPX`"]);
        refused("[colour]\n", &["colour"]);
    }
}
