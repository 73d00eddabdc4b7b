//! A request in every form that people paste it in.

use groq_calc_tests::forms;

/// Code, commands, HTTP and the rest are read as the same request.
///
/// # Panics
///
/// Where one of them is not.
pub fn check(bytes: &[u8]) {
    forms::check(bytes);
}
