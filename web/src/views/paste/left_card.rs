use groq_calc::{Fraction, Limit};
use leptos::prelude::*;
use paste_worker::Left;

use super::{session::Session, words};
use crate::{
    browser::html::Markup,
    i18n::{
        locale::{Locale, bare_percent},
        sentences,
    },
    page::context::Page,
};

/// What headers tell of limits: what is left, and when it is full again.
#[component]
pub(super) fn LeftCard() -> impl IntoView {
    let (session, m) = (Session::of_this_page(), words::messages());
    let locale = Page::here().locale();
    let reading = move || session.reading().filter(|reading| !reading.left.is_empty());
    let is_shown = Memo::new(move |_| reading().is_some());
    let content = move || {
        let mut markup = Markup::default();
        for left in reading().iter().flat_map(|reading| &reading.left) {
            write(&mut markup, left, locale);
        }
        markup.finish()
    };
    view! {
        <Show when=move || is_shown.get()>
            <section aria-labelledby="paste-left-title" class="card" id="paste-left">
                <h2 id="paste-left-title">{m.left_title}</h2>
                <ul class="lims" inner_html=content></ul>
            </section>
        </Show>
    }
}

fn write(markup: &mut Markup, left: &Left, locale: Locale) {
    let m = locale.messages().paste();
    let count = |count: u64| locale.count(count);
    let Some(limit) = Limit::parse(&left.limit) else { return };
    markup.open("li", &[]);
    markup.leaf("span", &[("class", "m")], &sentences::limit_in_full(locale.messages(), limit));
    let text = match (left.remaining, left.cap) {
        (Some(rest), Some(cap)) => m.left_of.with([&count(rest), &count(cap)]),
        (Some(rest), None) => m.left_only.with([&count(rest)]),
        (None, Some(cap)) => m.left_cap.with([&count(cap)]),
        (None, None) => return markup.close("li"),
    };
    markup.leaf("span", &[("class", "v b")], &text);
    if let (Some(rest), Some(cap)) = (left.remaining, left.cap.filter(|cap| *cap > 0)) {
        markup.meter("", &bare_percent(Fraction::new(rest.min(cap).into(), cap.into())));
    }
    if let Some(wait) = &left.full_in {
        let text = m.left_full_in.with([wait]);
        markup.leaf("span", &[("class", "sm mu wide")], &text);
    }
    markup.close("li");
}
