//! What waits until nothing has been edited for a while.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

/// So long nobody must have typed before what is around an answer follows it.
pub(crate) const TYPING: Duration = Duration::from_millis(250);

/// Lets a signal follow a value, but only when that has rested.
pub(crate) fn follow<T>(value: Memo<T>, rested: RwSignal<T>)
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let timer = Timer::new();
    Effect::new(move |before: Option<()>| {
        value.track();
        if before.is_some() {
            timer.start(TYPING, move || {
                let Some(now) = value.try_get_untracked() else { return };
                if rested.try_with_untracked(|rested| *rested != now) == Some(true) {
                    rested.set(now);
                }
            });
        }
    });
}

/// One thing that is still to be done, if nothing takes its place; what is left
/// with its owner is never done.
#[derive(Clone, Copy)]
pub(crate) struct Timer(StoredValue<Option<TimeoutHandle>>);

impl Timer {
    pub(crate) fn new() -> Self {
        let timer = Self(StoredValue::new(None));
        on_cleanup(move || timer.stop());
        timer
    }

    /// Does it after a rest, in the place of what was to be done before.
    pub(crate) fn start(self, rest: Duration, act: impl FnOnce() + 'static) {
        self.stop();
        let act = move || {
            self.0.try_set_value(None);
            act();
        };
        self.0.try_set_value(set_timeout_with_handle(act, rest).ok());
    }

    /// Whether something is still to be done.
    pub(crate) fn is_waiting(self) -> bool {
        self.0.try_with_value(Option::is_some) == Some(true)
    }

    /// Leaves it undone.
    pub(crate) fn stop(self) {
        if let Some(timer) = self.0.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }
}
