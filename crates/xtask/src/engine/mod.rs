//! What proves the engine beyond its tests: fuzzing, Miri, mutants, coverage.

pub(crate) mod coverage;
pub(crate) mod fuzz;
pub(crate) mod miri;
pub(crate) mod mutants;
