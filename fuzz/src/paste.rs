//! A pasted text.

use groq_calc_tests::pastes;

/// It is read or refused, its figures are legal, and what was mended stays so.
///
/// # Panics
///
/// Where one of these does not hold.
pub fn check(bytes: &[u8]) {
    pastes::check(&String::from_utf8_lossy(bytes), None);
}
