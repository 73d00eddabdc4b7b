//! The visitor's key. It has neither `Debug` nor `Display`: the one way out is
//! the header of a request, and session storage where the visitor asks for it.

use leptos::prelude::window;

use super::base::BaseUrl;

const ITEM: &str = "groq-calc.key";

/// An API key.
#[derive(Clone)]
pub(super) struct Key(String);

impl Key {
    /// Takes what was typed; `None` if it can't stand in a header.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let legal =
            (8..=512).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        legal.then(|| Self(text.to_string()))
    }

    /// The value of the header `Authorization`.
    pub(super) fn bearer(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// A text of the server's without the key, should it repeat it, and without
    /// what else is not for others.
    pub(super) fn redact(&self, text: &str) -> String {
        groq_protocol::shown(&text.replace(&self.0, "…"))
    }

    /// Keeps it until the tab is closed, for the server it was entered for.
    pub(super) fn keep(&self, base: &BaseUrl) -> bool {
        let text = format!("{} {}", base.as_str(), self.0);
        store().is_some_and(|store| store.set_item(ITEM, &text).is_ok())
    }

    /// The one kept, with its server.
    pub(super) fn kept() -> Option<(BaseUrl, Self)> {
        let text = store()?.get_item(ITEM).ok()??;
        let (base, key) = text.split_once(' ')?;
        Some((BaseUrl::parse(base)?, Self::parse(key)?))
    }

    /// Forgets the one kept.
    pub(super) fn forget() {
        if let Some(store) = store() {
            store.remove_item(ITEM).ok();
        }
    }
}

fn store() -> Option<web_sys::Storage> {
    window().session_storage().ok()?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_a_header_is_no_key() {
        for text in ["", "  ", "short", "gsk_with space", "gsk_with\nline", "gsk_ключ_ключ"]
        {
            assert!(Key::parse(text).is_none(), "{text}");
        }
        let key = Key::parse(" gsk_0123456789 ").unwrap();
        assert_eq!(key.bearer(), "Bearer gsk_0123456789");
    }

    #[test]
    fn an_answer_that_repeats_the_key_does_not_show_it() {
        let key = Key::parse("secret-of-mine").unwrap();
        let shown = key.redact("you sent secret-of-mine in `org_01abc` and gsk_other1");
        assert_eq!(shown, "you sent … in `org_…` and [key]");
    }
}
