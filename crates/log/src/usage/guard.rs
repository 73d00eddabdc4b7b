use std::prelude::rust_2024::*;

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook},
    sync::Once,
};

std::thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}
static HOOK: Once = Once::new();

/// Runs a reader of another library. Damaged bytes can make it panic: that is
/// an error, made by `damaged` of the panic's message, and nothing is printed.
///
/// # Errors
///
/// Those of `read`, and that of a panic.
pub fn guarded<T, E>(
    read: impl FnOnce() -> Result<T, E>,
    damaged: impl FnOnce(&str) -> E,
) -> Result<T, E> {
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
    done.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(damaged(text.unwrap_or("its bytes make no sense")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_a_reader_is_an_error() {
        let read = || -> Result<(), String> { std::panic!("index {} of {}", 5, 3) };
        let error = guarded(read, |panic| format!("damaged: {panic}"));
        assert_eq!(error.expect_err("it panics"), "damaged: index 5 of 3");
        assert_eq!(guarded(|| Ok::<_, String>(1), str::to_owned), Ok(1));
    }
}
