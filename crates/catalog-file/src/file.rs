use std::{collections::BTreeMap, path::Path};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    entries::{Model, Source, ToolPrices, UseCase},
    error::Error,
    problems::Problems,
};

/// How a catalog is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    Toml,
    /// JSON.
    Json,
}

impl Format {
    /// By the ending of a file's name, `.toml` or `.json`; `None` for another.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "toml" => Some(Self::Toml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// A catalog of one's own: models with their limits and prices, each figure
/// dated and with its source.
///
/// ```
/// use groq_catalog_file::{CatalogFile, Format, Shelf};
///
/// let text = r#"
/// [[sources]]
/// id = "contract"
/// title = "Our contract"
/// publisher = "Example Ltd"
/// accessed = 2026-06-01
///
/// [models.house-model]
/// name = "House model"
/// kind = "chat"
/// [[models.house-model.lifecycle]]
/// from = 2026-06-01
/// source = "contract"
/// status = "confirmed"
/// state = "production"
/// [[models.house-model.prices]]
/// from = 2026-06-01
/// source = "contract"
/// status = "confirmed"
/// input = "0.10"
/// output = "0.40"
/// "#;
/// let file = CatalogFile::read("ours.toml", text, Format::Toml)?;
/// let shelf = Shelf::default();
/// let catalog = shelf.lend(&file)?;
/// let model = catalog.model("house-model").unwrap();
/// assert_eq!(model.prices[0].value.input.unwrap().picodollars(), 100_000);
/// # Ok::<(), groq_catalog_file::Error>(())
/// ```
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CatalogFile {
    /// Where figures were read, sorted by id.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// The models by their ids.
    pub models: BTreeMap<String, Model>,
    /// What the provider's own tools cost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<ToolPrices>,
    /// What to start with, sorted by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub use_cases: Vec<UseCase>,
}

impl CatalogFile {
    /// Reads and checks a catalog; errors name it by `file`.
    ///
    /// # Errors
    ///
    /// For text that is not such a catalog, with the line or the field; for
    /// figures that cannot be, with every one of them.
    pub fn read(file: &str, text: &str, format: Format) -> Result<Self, Error> {
        let catalog: Self = match format {
            Format::Toml => parse(file, text)?,
            Format::Json => serde_json::from_str(text).map_err(|error| Error::one(file, error))?,
        };
        catalog.check(file)?;
        Ok(catalog)
    }

    /// Whether its figures can be; errors name it by `file`.
    ///
    /// # Errors
    ///
    /// With everything that is wrong.
    pub fn check(&self, file: &str) -> Result<(), Error> {
        let mut problems = Problems::of(file);
        problems.catalog(file, self);
        problems.end()
    }

    /// The JSON Schema of such a catalog.
    ///
    /// # Errors
    ///
    /// When it can't be written, which would be a fault of this crate.
    pub fn schema() -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(&schemars::schema_for!(Self))? + "\n")
    }
}

/// Parses TOML; the error names the file, and TOML's own names line and field.
///
/// # Errors
///
/// For text that is not what `T` takes.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| Error::one(file, error.to_string().trim_end()))
}
