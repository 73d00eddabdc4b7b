//! Random cases for proptest: it chooses (and shrinks) the bytes.

use groq_calc_tests::case::Case;
use proptest::prelude::*;

/// A catalog with a legal question.
pub(crate) fn case() -> impl Strategy<Value = Case> {
    proptest::collection::vec(any::<u8>(), 0..700).prop_map(|bytes| Case::read(&bytes))
}
