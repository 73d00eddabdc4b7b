//! Random cases for proptest: it chooses (and shrinks) the bytes.

use groq_calc_tests::{case::Case, organisations::OrganisationCase};
use proptest::{prelude::*, test_runner::FileFailurePersistence};

/// So many cases, unless `PROPTEST_CASES` says otherwise.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    // Beside the tests, as `laws.proptest-regressions`.
    let seeds = FileFailurePersistence::WithSource("proptest-regressions");
    let config =
        ProptestConfig { failure_persistence: Some(Box::new(seeds)), ..ProptestConfig::default() };
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => config,
        None => ProptestConfig { cases, ..config },
    }
}

/// A catalog with a legal question.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    proptest::collection::vec(any::<u8>(), 0..700).prop_map(|bytes| Case::read(&bytes))
}

/// A small catalog with a legal question about services.
pub(crate) fn organisation() -> impl Strategy<Value = OrganisationCase> {
    proptest::collection::vec(any::<u8>(), 0..700).prop_map(|bytes| OrganisationCase::read(&bytes))
}
