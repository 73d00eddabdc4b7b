//! The engine against a second opinion: `groq_calc_tests::oracle`, in exact
//! fractions of big integers.

use groq_calc_tests::oracle;
use proptest::prelude::*;

use super::random;

proptest! {
#![proptest_config(random::config(1000))]

#[test]
fn engine_and_oracle_agree(case in random::case()) {
    oracle::check(&case);
}}

proptest! {
    // Every assignment is tried in big fractions: these take a minute.
    #![proptest_config(random::config(2000))]

    #[test]
    fn engine_and_oracle_agree_on_organisations(case in random::organisation()) {
        oracle::check_organisation(&case);
    }
}
