//! Short names that say what they mean while they are pointed at or have the focus;
//! Escape hides it.

use groq_calc::Limit;
use leptos::{ev, prelude::*};

use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, sentences},
};

/// What hides the explanation until the name is left.
const CLOSED: &str = "data-terms-closed";

/// The short name of a limit; `place` tells it from others of the same name.
pub(crate) fn term(markup: &mut Markup, locale: Locale, limit: Limit, place: &str) {
    let id = format!("term-{place}-{}", limit.name());
    let title = sentences::capitalised(sentences::limit_title(locale.messages(), limit));
    markup.open("span", &[("class", "term")]);
    let button = [("type", "button"), ("class", "mu sm"), ("aria-describedby", &*id)];
    markup.leaf("button", &button, limit.name());
    markup.open("span", &[("class", "tip"), ("role", "tooltip"), ("id", &id)]);
    markup.leaf("b", &[], &title);
    markup.text(" ");
    markup.text(meaning(locale, limit));
    markup.close("span");
    markup.close("span");
}

/// What a limit means.
fn meaning(locale: Locale, limit: Limit) -> &'static str {
    let m = locale.messages().terms();
    match limit {
        Limit::RPM => m.rpm,
        Limit::RPD => m.rpd,
        Limit::TPM => m.tpm,
        Limit::TPD => m.tpd,
        Limit::ITPM => m.itpm,
        Limit::OTPM => m.otpm,
        Limit::ASH => m.ash,
        Limit::ASD => m.asd,
        _ => m.other,
    }
}

/// Has Escape hide what is shown, and shows it again once it was left.
pub(crate) fn listen() {
    let root = || document().document_element();
    let close = window_event_listener(ev::keydown, move |event| {
        if let Some(root) = root().filter(|_| event.key() == "Escape") {
            root.set_attribute(CLOSED, "").ok();
        }
    });
    let open = move || {
        let shown = document().query_selector(".term:is(:hover, :focus-within)").ok().flatten();
        if let Some(root) = root().filter(|_| shown.is_none()) {
            root.remove_attribute(CLOSED).ok();
        }
    };
    let moved = window_event_listener(ev::mouseover, move |_| open());
    let focused = window_event_listener(ev::focusin, move |_| open());
    on_cleanup(move || {
        close.remove();
        moved.remove();
        focused.remove();
    });
}
