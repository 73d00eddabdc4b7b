use groq_calc::catalog::Listing;
use groq_catalog::CATALOG;
use pyo3::pyfunction;

use crate::{error::Fault, json};

/// The models of a day, as `groq-calc models --json`.
#[pyfunction]
pub fn models(as_of: Option<&str>, all: bool) -> Result<String, Fault> {
    json::text(&Listing::new(&CATALOG, as_of, all)?)
}
