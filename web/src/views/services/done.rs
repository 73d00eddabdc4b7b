use leptos::prelude::*;

use crate::{form::state::Form, page::context::Page};

/// What was just done to the services, with the way back.
#[derive(Clone, Copy)]
pub(crate) struct Done(RwSignal<Option<String>>);

/// The name of the open service.
fn name(page: Page) -> String {
    page.form.with_untracked(|form| form.service().name.clone())
}

impl Done {
    pub(super) fn new() -> Self {
        Self(RwSignal::new(None))
    }

    /// In words, where there is something.
    pub(super) fn text(self) -> Option<String> {
        self.0.get()
    }

    pub(super) fn forget(self) {
        self.0.set(None);
    }

    /// Does something to the services as a step that leads back, and says so.
    pub(super) fn step(
        self,
        page: Page,
        says: impl FnOnce(&str) -> String,
        change: impl FnOnce(&mut Form),
    ) {
        let before = name(page);
        page.left.set(Vec::new());
        page.commit(change);
        let now = name(page);
        self.0.set(Some(says(if now.is_empty() { &before } else { &now })));
    }
}
