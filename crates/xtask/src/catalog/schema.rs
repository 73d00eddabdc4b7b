//! The JSON Schema of a model file, for editors.

use super::read::Model;

/// The path of the schema below the root.
pub(super) const PATH: &str = "data/groq/model.schema.json";

/// Renders the schema.
pub(super) fn render() -> anyhow::Result<String> {
    let schema = schemars::schema_for!(Model);
    Ok(serde_json::to_string_pretty(&schema)? + "\n")
}
