use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};

use super::reference::{self, Reference};

/// Everything in `data/groq`.
pub(super) struct Data {
    /// Sorted by id.
    pub(super) models: Vec<(String, Model)>,
    pub(super) tools: Tools,
    pub(super) use_cases: UseCases,
    pub(super) sources: Sources,
    pub(super) reference: Reference,
}

/// One model's file.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Model {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) lifecycle: Vec<Lifecycle>,
    #[serde(default)]
    pub(super) context: Vec<Context>,
    #[serde(default)]
    pub(super) limits: Limits,
    #[serde(default)]
    pub(super) prices: Vec<Prices>,
    #[serde(default)]
    pub(super) batch: Vec<Batch>,
    #[serde(default)]
    pub(super) tools: Vec<Offered>,
    #[serde(default)]
    pub(super) speed: Vec<Speed>,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    Chat,
    Transcription,
    Speech,
    Moderation,
    System,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Status {
    Confirmed,
    Likely,
    Speculation,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum State {
    Production,
    Preview,
    Listed,
    Retired,
}

/// A fact with its date, source and status.
pub(super) trait Entry {
    fn from(&self) -> &str;
    fn source(&self) -> &str;
    fn status(&self) -> Status;
    fn note(&self) -> &str;
}

/// A date of TOML, as text.
fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(toml::value::Datetime::deserialize(deserializer)?.to_string())
}

/// A decimal in quotes: a float would lose what was written.
fn price<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match toml::Value::deserialize(deserializer)? {
        toml::Value::String(text) => Ok(Some(text)),
        other => Err(serde::de::Error::custom(format!(
            "a price must be a string like \"0.15\", not a {}",
            other.type_str()
        ))),
    }
}

// serde cannot refuse unknown keys beside a flattened part, so every kind of
// entry has the four common fields itself.
macro_rules! entries {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident : $kind:ty),* $(,)? })*) => {
        $(
            $(#[$meta])*
            #[derive(Deserialize, JsonSchema)]
            #[serde(deny_unknown_fields)]
            pub(super) struct $name {
                #[serde(deserialize_with = "date")]
                #[schemars(with = "String")]
                pub(super) from: String,
                pub(super) source: String,
                pub(super) status: Status,
                #[serde(default)]
                pub(super) note: String,
                $($(#[$field_meta])* pub(super) $field: $kind,)*
            }

            impl Entry for $name {
                fn from(&self) -> &str {
                    &self.from
                }

                fn source(&self) -> &str {
                    &self.source
                }

                fn status(&self) -> Status {
                    self.status
                }

                fn note(&self) -> &str {
                    &self.note
                }
            }
        )*
    };
}

entries! {
    Lifecycle {
        state: State,
        #[serde(default)]
        replacement: Vec<String>,
    }
    Context {
        window: Option<u64>,
        max_completion: Option<u64>,
    }
    Caps {
        #[serde(rename = "RPM")]
        rpm: Option<u64>,
        #[serde(rename = "RPD")]
        rpd: Option<u64>,
        #[serde(rename = "TPM")]
        tpm: Option<u64>,
        #[serde(rename = "TPD")]
        tpd: Option<u64>,
        #[serde(rename = "ITPM")]
        itpm: Option<u64>,
        #[serde(rename = "OTPM")]
        otpm: Option<u64>,
        #[serde(rename = "ASH")]
        ash: Option<u64>,
        #[serde(rename = "ASD")]
        asd: Option<u64>,
        #[serde(default)]
        unknown: Vec<String>,
    }
    Prices {
        #[serde(default, deserialize_with = "price")]
        input: Option<String>,
        #[serde(default, deserialize_with = "price")]
        cached_input: Option<String>,
        #[serde(default, deserialize_with = "price")]
        output: Option<String>,
        #[serde(default, deserialize_with = "price")]
        audio_hour: Option<String>,
        #[serde(default, deserialize_with = "price")]
        characters: Option<String>,
    }
    Batch { listed: bool }
    Offered { offered: Vec<String> }
    Speed {
        tokens_per_second: Option<u64>,
        speed_factor: Option<u64>,
        page: String,
    }
    ToolPrices {
        #[serde(default, deserialize_with = "price")]
        web_search_basic: Option<String>,
        #[serde(default, deserialize_with = "price")]
        web_search_advanced: Option<String>,
        #[serde(default, deserialize_with = "price")]
        visit_website: Option<String>,
        #[serde(default, deserialize_with = "price")]
        code_execution: Option<String>,
        #[serde(default, deserialize_with = "price")]
        browser_automation: Option<String>,
    }
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Limits {
    pub(super) free: Vec<Caps>,
    pub(super) developer: Vec<Caps>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tools {
    pub(super) prices: Vec<ToolPrices>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UseCases {
    pub(super) use_case: Vec<UseCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UseCase {
    pub(super) id: String,
    pub(super) title: String,
    #[serde(alias = "start_with")]
    pub(super) models: Vec<String>,
    #[serde(alias = "text")]
    pub(super) start: String,
    pub(super) avoid: String,
    pub(super) title_zh: String,
    pub(super) start_zh: String,
    pub(super) avoid_zh: String,
    pub(super) source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sources {
    pub(super) source: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) publisher: String,
    #[serde(default)]
    pub(super) url: String,
    #[serde(deserialize_with = "date")]
    pub(super) accessed: String,
}

/// Parses one file; the error names it, and TOML's own names line and field.
pub(super) fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T> {
    toml::from_str(text)
        .map_err(|error| anyhow::anyhow!("{file}: {}", error.to_string().trim_end()))
}

/// Reads and parses one file.
pub(super) fn load<T: DeserializeOwned>(root: &Path, file: &str) -> Result<T> {
    let text =
        fs::read_to_string(root.join(file)).with_context(|| format!("{file} cannot be read"))?;
    parse(file, &text)
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
        use_cases: load(root, "data/groq/use-cases.toml")?,
        sources: load(root, "data/groq/sources.toml")?,
        reference: reference::read(root)?,
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
            "[[batch]]\nfrom = \"soon\"\nsource = \"s\"\nstatus = \"likely\"\nlisted = true\n",
            &["from"],
        );
        refused(&format!("[[limits.free]]\n{from}RPM = -1\n"), &["RPM"]);
        refused(&format!("[[limits.free]]\n{from}RPX = 1\n"), &["unknown field `RPX`"]);
        refused("[colour]\n", &["colour"]);
    }
}
