use groq_calc::replay::{OptionSummary, ReadOutcome};
use leptos::prelude::*;

use super::{session::Session, words};
use crate::{browser::html::Markup, i18n::locale::Locale, page::context::Page};

/// Days of a month, for what a log comes to in one.
pub(super) const MONTH: u64 = 30;

/// The plans and tiers of the model, side by side.
#[component]
pub(super) fn BesideCard() -> impl IntoView {
    let (session, m, locale) = (Session::of_this_page(), words::messages(), Page::here().locale());
    let table =
        move || session.answer.with(|answer| answer.as_ref().map(|answer| table(locale, answer)));
    view! {
        <section aria-labelledby="replay-beside-title" class="card" id="replay-beside">
            <h2 id="replay-beside-title">{m.beside_title}</h2>
            <div inner_html=table></div>
        </section>
    }
}

fn table(locale: Locale, answer: &ReadOutcome) -> String {
    let m = locale.messages().replay();
    let mut markup = Markup::default();
    let options: Vec<&OptionSummary> =
        answer.options.iter().filter(|other| other.option.model == answer.chosen.model).collect();
    let places: Vec<&str> =
        options.iter().map(|other| locale.place(other.option.plan, other.option.tier)).collect();
    let heads: Vec<&str> = std::iter::once(m.option).chain(places).collect();
    markup.open_table("replay-plans", &m.beside_caption.with([&answer.chosen.model]), &heads);
    let mut row = |name: &str, figure: &dyn Fn(&OptionSummary) -> String| {
        markup.open("tr", &[]);
        markup.row_head(name);
        options.iter().for_each(|other| markup.figure(&figure(other)));
        markup.close("tr");
    };
    row(m.admitted, &|other| locale.count(other.admitted));
    row(m.lost, &|other| locale.count(other.lost));
    row(m.wait_p99, &|other| words::time(locale, other.wait_p99_us));
    row(m.cost, &|other| locale.money_or_unknown(other.option.paid_usd));
    if let Some(profile) = answer.profile {
        row(m.a_month, &|other| {
            let month = other.option.paid_usd.and_then(|usd| profile.over_days(usd, MONTH));
            locale.money_or_unknown(month)
        });
    }
    markup.close_table();
    if answer.profile.is_some() {
        markup.leaf("p", &[("class", "note")], m.a_month_assumes);
    }
    markup.finish()
}
