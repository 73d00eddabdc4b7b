use std::prelude::rust_2024::*;

use std::{
    any::Any,
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::Once,
};

use crate::error::Error;

std::thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}
static HOOK: Once = Once::new();

/// Runs a reader of another library. Damaged bytes can make it panic: that is
/// an error of the log, and nothing is printed of it.
pub(crate) fn guarded<T>(read: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    HOOK.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info| {
            if !GUARDED.get() {
                previous(info);
            }
        }));
    });
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(outer);
    done.unwrap_or_else(|panic| Err(Error::damaged(&*panic)))
}

impl Error {
    fn damaged(panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Self::log(0, text.unwrap_or("its bytes make no sense")).in_damaged_file()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_reader_is_an_error() {
        let error = guarded::<()>(|| std::panic!("index {} of {}", 5, 3)).expect_err("it panics");
        assert!(error.is_damage());
        assert_eq!(error.to_string(), "index 5 of 3");
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
