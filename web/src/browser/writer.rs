use leptos::{ev, prelude::*};

use crate::browser::timer::{TYPING, Timer};

/// Writes what was entered into the address, once that has rested.
#[derive(Clone, Copy)]
pub(crate) struct Writer<W> {
    timer: Timer,
    write: W,
}

impl<W: Fn() + Copy + 'static> Writer<W> {
    pub(crate) fn new(write: W) -> Self {
        let timer = Timer::new();
        // A step of history leads elsewhere. The browser says so of the fragment only
        // later, when what waits could have been written over it.
        let stepped = window_event_listener(ev::popstate, move |_| timer.stop());
        on_cleanup(move || stepped.remove());
        Self { timer, write }
    }

    /// Writes after a rest.
    pub(crate) fn later(self) {
        self.timer.start(TYPING, self.write);
    }

    /// Writes at once what still waits.
    pub(crate) fn flush(self) {
        if self.timer.is_waiting() {
            self.timer.stop();
            (self.write)();
        }
    }

    /// Leaves it unwritten.
    pub(crate) fn stop(self) {
        self.timer.stop();
    }
}
