//! The native part of the Python package `groq-calc`: a question and the engine's
//! answer cross as JSON, read and printed by the same code as the command's;
//! columns are read where they lie. The modules in `python/groq_calc` give the
//! functions their names, types and docstrings.
#![allow(unreachable_pub)]

mod column;
mod columns;
mod cost;
mod decimal;
mod error;
mod exchange;
mod json;
mod limiter;
mod models;
mod plan;
mod replay;
mod tokens;
mod wire;

use pyo3::pymodule;

/// The functions, as `groq_calc` calls them.
#[pymodule]
mod _native {
    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");

    #[pymodule_export]
    use pyo3_arrow::PyArray;

    #[pymodule_export]
    use crate::{
        columns::costs,
        cost::cost,
        exchange::{UsageReader, read_request},
        limiter::Limiter,
        models::models,
        plan::plan,
        replay::{replay, replay_columns},
        tokens::count_tokens,
        wire::{check_request, parse_error, parse_headers},
    };
}
