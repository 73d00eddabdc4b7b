//! The parts of a fragment, as they are written and read.

use crate::{
    browser::percent::{decode, encode},
    form::fields::{NumberField, default_text},
};

/// The parts of a fragment.
#[derive(Default)]
pub(super) struct Parts(Vec<String>);

impl Parts {
    pub(super) fn push(&mut self, name: &str, value: &str) {
        self.0.push(format!("{name}={}", encode(value)));
    }

    /// A part that is left out where nothing is set.
    pub(super) fn push_set(&mut self, name: &str, set: &str, value: &str) {
        if !set.is_empty() {
            self.push(name, value);
        }
    }

    /// A number field that is not at its default.
    pub(super) fn push_number(&mut self, field: &NumberField, text: &str) {
        if !text.trim().is_empty() && text != default_text(field.name) {
            self.push(field.short, text);
        }
    }

    pub(super) fn joined(&self) -> String {
        self.0.join("&")
    }
}

/// The parts of a fragment, each with its name and its value where it has them.
pub(super) fn pairs(fragment: &str) -> impl Iterator<Item = (&str, Option<(&str, String)>)> {
    fragment.split('&').filter(|part| !part.is_empty()).map(|part| {
        let pair = part.split_once('=').and_then(|(key, value)| Some((key, decode(value)?)));
        (part, pair)
    })
}

/// A part of a fragment, short enough for a message.
pub(super) fn shown(part: &str) -> String {
    let text = decode(part).unwrap_or_else(|| part.to_string());
    let mut shown: String = text.chars().take(60).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}
