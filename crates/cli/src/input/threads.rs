use std::{num::NonZero, thread};

/// How many threads a verb uses: as many as it was told, or one for each core.
pub(crate) fn or_cores(told: Option<u8>) -> NonZero<usize> {
    match told.and_then(|threads| NonZero::new(threads.into())) {
        Some(threads) => threads,
        None => thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN),
    }
}
