use std::{collections::BTreeMap, fmt, marker::PhantomData, path::Path};

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    entries::{Admission, Model, Source, ToolPrices, UseCase},
    error::Error,
    problems::{Problems, quoted},
};

/// The format of a catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// TOML.
    #[cfg(feature = "toml")]
    Toml,
    /// JSON.
    Json,
}

impl Format {
    /// By the ending of a file's name, `.toml` or `.json`; `None` for another.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            #[cfg(feature = "toml")]
            "toml" => Some(Self::Toml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// A custom catalog: models with their limits and prices, each figure dated and
/// with its source.
///
/// A model needs a name, a kind and a stage; a source needs its id only.
///
/// ```
/// # #[cfg(feature = "toml")] {
/// use groq_catalog_file::{Arena, CatalogFile, Format};
///
/// let text = r#"
/// [[sources]]
/// id = "contract"
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
/// let arena = Arena::default();
/// let catalog = file.build(&arena)?;
/// let model = catalog.model("house-model").unwrap();
/// assert_eq!(model.prices[0].value.input.unwrap().picodollars(), 100_000);
/// # }
/// # Ok::<(), groq_catalog_file::Error>(())
/// ```
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CatalogFile {
    /// Where figures were read.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// The models by their ids.
    #[serde(deserialize_with = "unique_keys")]
    pub models: BTreeMap<String, Model>,
    /// What the provider's own tools cost.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<ToolPrices>,
    /// How the provider admits requests; by all that they reserve where nothing
    /// is said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admission: Vec<Admission>,
    /// What to start with.
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
        // Some editors put a byte order mark in front.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let catalog: Self = match format {
            #[cfg(feature = "toml")]
            Format::Toml => parse(file, text)?,
            Format::Json => from_json(file, text)?,
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
        problems.finish()
    }

    /// The JSON Schema of such a catalog.
    ///
    /// # Errors
    ///
    /// When it can't be serialized, which would be a fault of this crate.
    #[cfg(feature = "schema")]
    pub fn schema() -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(&schemars::schema_for!(Self))? + "\n")
    }
}

/// Parses TOML; the error names the file, and TOML's own names line and field.
///
/// # Errors
///
/// For text that is not what `T` takes.
#[cfg(feature = "toml")]
pub fn parse<T: de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    toml::from_str(text).map_err(|error| Error::one(file, error.to_string().trim_end()))
}

fn from_json<T: de::DeserializeOwned>(file: &str, text: &str) -> Result<T, Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| Error::at(file, &error.path().to_string(), error.inner()))?;
    json.end().map_err(|error| Error::one(file, error))?;
    Ok(value)
}

/// A map that is refused when a key comes twice: JSON's readers keep the last.
fn unique_keys<'de, T, D>(deserializer: D) -> Result<BTreeMap<String, T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Unique<T>(PhantomData<T>);
    impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Unique<T> {
        type Value = BTreeMap<String, T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map by id")
        }

        fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut unique = BTreeMap::new();
            while let Some(key) = map.next_key::<String>()? {
                if unique.contains_key(&key) {
                    let what = format!("{} comes twice", quoted(&key));
                    return Err(de::Error::custom(what));
                }
                unique.insert(key, map.next_value()?);
            }
            Ok(unique)
        }
    }
    deserializer.deserialize_map(Unique(PhantomData))
}
