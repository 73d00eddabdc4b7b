use std::prelude::rust_2024::*;

use crate::error::quoted;

/// The most models, and the most values of a column, that are told apart: more
/// would be no sums, and would not fit memory.
pub(crate) const MAX_GROUPS: usize = 100_000;

/// The longest model or value of a column.
pub(crate) const MAX_VALUE_BYTES: usize = 1000;

/// The most that all models and values may have together.
const MAX_KEPT_BYTES: usize = 32 << 20;

/// How many bytes of models and values are kept.
#[derive(Default)]
pub(crate) struct Kept(usize);

impl Kept {
    /// Keeps one more; `what` says what it is.
    pub(crate) fn add(&mut self, what: &str, value: &[u8]) -> Result<(), String> {
        if value.len() > MAX_VALUE_BYTES {
            return Err(format!(
                "{what} is {}, {} bytes long; it must have at most {MAX_VALUE_BYTES} bytes",
                quoted(value),
                value.len()
            ));
        }
        self.0 += value.len();
        match self.0 <= MAX_KEPT_BYTES {
            true => Ok(()),
            false => {
                Err(format!("its models and values have more than {MAX_KEPT_BYTES} bytes together"))
            }
        }
    }
}
