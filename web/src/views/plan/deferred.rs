use std::{cell::Cell, time::Duration};

use leptos::prelude::*;

/// Between two parts the browser can paint and answer keys.
const TURN: Duration = Duration::from_millis(16);
/// How many turns there are.
const TURNS: u32 = 6;

thread_local! {
    /// Whether the first visit of this view is over.
    static IS_OVER: Cell<bool> = const { Cell::new(false) };
}

/// A part that the first screen can wait for: it comes in its turn, in a task
/// of its own. On later visits everything is there at once.
pub(super) fn deferred(turn: u32, part: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    if IS_OVER.get() {
        return part();
    }
    let ready = RwSignal::new(false);
    let come = move || {
        ready.try_set(true);
        if turn + 1 >= TURNS {
            IS_OVER.set(true);
        }
    };
    set_timeout(come, TURN * (turn + 1));
    (move || ready.get().then(&part)).into_any()
}
