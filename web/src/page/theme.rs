use leptos::prelude::document;

use crate::browser::storage;

/// The key is also read by `theme.js`, before the first paint.
const KEY: &str = "theme";

/// The colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name in storage and in the document.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }

    /// The one chosen on an earlier visit.
    pub(crate) fn remembered() -> Self {
        storage::read(KEY).map_or(Self::System, |name| Self::of(&name))
    }

    /// Shows it, and keeps the choice.
    pub(crate) fn apply(self) {
        if let Some(root) = document().document_element() {
            root.set_attribute("data-theme", self.name()).ok();
        }
        match self {
            Self::System => storage::forget(KEY),
            _ => {
                storage::write(KEY, self.name());
            }
        }
    }
}
