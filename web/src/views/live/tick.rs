use leptos::prelude::*;

/// The time on the page's clock, a few times a second while the view is shown.
#[derive(Clone, Copy)]
pub(super) struct Tick(pub(super) RwSignal<f64>);

impl Tick {
    pub(super) fn here() -> Self {
        expect_context()
    }

    pub(super) fn now(self) -> f64 {
        self.0.get()
    }
}
