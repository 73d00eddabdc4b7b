//! What any input must leave standing. Each module has one `check` (`wire` one
//! for each reader), which takes bytes and panics where a law is broken; `fuzz_targets/` puts it under
//! libFuzzer, `tests/corpus.rs` under a plain `cargo test`.
#![forbid(unsafe_code)]

pub mod data;
pub mod forms;
pub mod number;
pub mod parquet;
pub mod paste;
pub mod question;
pub mod wire;

/// A random catalog with a random question, against the oracle and the laws.
pub mod engine {
    use groq_calc_tests::{case::Case, laws, oracle};

    /// Reads a case off the bytes; the engine must agree with the oracle.
    ///
    /// # Panics
    ///
    /// Where it does not, or breaks a law.
    pub fn check(bytes: &[u8]) {
        let case = Case::read(bytes);
        oracle::check(&case);
        let (which, by) = match bytes {
            [.., by, which] => (*which, 1 << (by % 40)),
            _ => (0, 1),
        };
        laws::lines_sum_to_the_total(&case);
        laws::cost_is_monotone(&case, which, by);
        laws::cost_is_additive(&case, by);
        laws::a_month_of_whole_days_is_its_days(&case);
        laws::the_rules_of_admission_bracket_each_other(&case);
        laws::caching_never_costs(&case, by);
        laws::batch_and_caching_never_stack(&case, by);
        laws::the_most_is_the_most(&case);
        laws::a_higher_cap_never_hurts(&case, which, by);
        laws::a_margin_never_helps(&case, by);
        laws::plans_are_ordered(&case);
        laws::the_recommendation_never_loses(&case);
        laws::answers_repeat(&case);
    }
}
