use groq_calc::{Answer, PlanOption};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::option_row;
use crate::{
    browser::html::{Markup, pressed},
    form::state::Picked,
    i18n::{locale::Locale, sentences},
    page::context::Page,
};

/// Rows that stand there at once.
const FEW: usize = 5;
/// Of these, how many that work: the others show what does not.
const WORKING: usize = 3;

/// How good an option is as an answer: those that work come first, those that
/// cannot be checked last.
fn rank(option: &PlanOption<'_>) -> u8 {
    if option.passed_over.is_none() {
        0
    } else if option.unchecked {
        4
    } else if !option.fits {
        2
    } else if sentences::is_ruled_out(option) {
        3
    } else {
        1
    }
}

/// The options in the order of the table, by their place in the answer.
fn ordered(answer: &Answer<'_>) -> Vec<usize> {
    // The free plan costs nothing for what does not fit: by list price.
    let key = |index: &usize| {
        let option = &answer.options[*index];
        let usd = option.monthly.list_usd;
        (rank(option), option.blocked.is_some(), usd.is_none(), usd)
    };
    // They are few: each goes to its place, without the code of a general sort.
    let mut order: Vec<usize> = Vec::new();
    for index in 0..answer.options.len() {
        let place = order.iter().position(|other| key(other) > key(&index));
        order.insert(place.unwrap_or(order.len()), index);
    }
    order
}

/// A few of them: of those that work not more than leave room for the best that
/// does not and for one that cannot be checked, and the chosen one in any case.
fn few(answer: &Answer<'_>, order: &[usize], picked: Picked) -> Vec<usize> {
    let option = |index: usize| &answer.options[index];
    let mut shown = vec![false; order.len()];
    let mut take = |count: usize, which: &dyn Fn(usize) -> bool| {
        let mut left = count;
        for (place, index) in order.iter().enumerate() {
            if left > 0 && !shown[place] && which(*index) {
                shown[place] = true;
                left -= 1;
            }
        }
    };
    take(1, &|index| Some(option(index).id) == picked);
    take(WORKING, &|index| rank(option(index)) < 2);
    take(1, &|index| matches!(rank(option(index)), 2 | 3));
    take(1, &|index| rank(option(index)) == 4);
    let missing = FEW.saturating_sub(shown.iter().filter(|shown| **shown).count());
    let mut left = missing;
    for place in &mut shown {
        if left > 0 && !*place {
            *place = true;
            left -= 1;
        }
    }
    order.iter().zip(shown).filter_map(|(index, shown)| shown.then_some(*index)).collect()
}

/// Every model, plan and tier; the one that is chosen is looked at by the whole page.
#[component]
pub(super) fn Options() -> impl IntoView {
    let page = Page::here();
    let (outcome, locale) = (page.settled, page.locale());
    let all = RwSignal::new(false);
    let card = NodeRef::<html::Section>::new();
    let content = Memo::new(move |_| {
        let (all, picked) = (all.get(), page.picked.get());
        outcome.with(|outcome| table(locale, outcome.answer.as_deref(), all, picked))
    });
    // The table is written here, and only anew where it changed: a choice must not
    // take the focus away.
    Effect::new(move |before: Option<String>| {
        let html = content.get();
        let picked = page.picked.get();
        let chosen = outcome.with(|outcome| outcome.looked_at(picked).map(option_row::name));
        let Some(card) = card.get() else { return String::new() };
        let focused = document().active_element();
        let was_here = focused.is_some_and(|focused| card.contains(Some(&focused)));
        if before.as_ref() != Some(&html) {
            card.set_inner_html(&html);
        }
        let value = chosen.unwrap_or_default();
        let radio = card.query_selector(&format!("input[value='{value}']")).ok().flatten();
        if let Some(radio) = radio.and_then(|radio| radio.dyn_into::<HtmlInputElement>().ok()) {
            radio.set_checked(true);
            if was_here && before.as_ref() != Some(&html) {
                radio.focus().ok();
            }
        }
        html
    });
    let choose = move |event: web_sys::Event| {
        let Some(index) = pressed(&event) else { return };
        let id = outcome.with_untracked(|outcome| {
            let answer = outcome.answer.as_deref()?;
            let id = answer.options.get(index)?.id;
            let is_answer = answer.best().is_some_and(|best| best.id == id);
            Some((!is_answer).then_some(id))
        });
        if let Some(picked) = id {
            page.commit(|form| form.pick(picked));
        }
    };
    let toggle = move |event: leptos::ev::MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if target.is_some_and(|target| target.id() == "all-options") {
            all.update(|all| *all = !*all);
            request_animation_frame(|| crate::browser::address::focus("all-options"));
        }
    };
    view! {
        <section class="card flush" aria-labelledby="options-title" node_ref=card on:change=choose on:click=toggle></section>
    }
}

/// The card.
fn table(locale: Locale, answer: Option<&Answer<'static>>, all: bool, picked: Picked) -> String {
    let m = &locale.messages().answer;
    let mut markup = Markup::default();
    markup.open("div", &[("class", "head")]);
    markup.leaf("h2", &[("id", "options-title")], m.options);
    let counts = answer.map(|answer| counts(locale, answer)).unwrap_or_default();
    markup.leaf("span", &[("class", "mu sm"), ("id", "options-count")], &counts);
    markup.close("div");
    markup.open("table", &[("class", "grid opts cards"), ("id", "options")]);
    markup.open("thead", &[]);
    markup.open("tr", &[]);
    for title in [m.column_model, m.column_status, m.tightest, m.column_supports] {
        markup.leaf("th", &[("scope", "col")], title);
    }
    markup.leaf("th", &[("scope", "col"), ("class", "num")], m.column_month);
    markup.close("tr");
    markup.close("thead");
    markup.open("tbody", &[]);
    if let Some(answer) = answer {
        let order = ordered(answer);
        let shown = if all { order } else { few(answer, &order, picked) };
        for index in shown {
            option_row::write(&mut markup, locale, answer, index);
        }
    }
    markup.close("tbody");
    markup.close("table");
    let count = answer.map_or(0, |answer| answer.options.len());
    if count > FEW {
        let text = match all {
            true => m.show_fewer.to_string(),
            false => m.show_all.with([&count.to_string()]),
        };
        let expanded = if all { "true" } else { "false" };
        let button = [
            ("type", "button"),
            ("class", "link"),
            ("id", "all-options"),
            ("aria-expanded", expanded),
        ];
        markup.open("div", &[("class", "tail")]);
        markup.leaf("button", &button, &text);
        markup.close("div");
    }
    markup.finish()
}

/// How many work, are too small, or cannot be checked.
fn counts(locale: Locale, answer: &Answer<'_>) -> String {
    let count = |from: u8, to: u8| {
        let within = |option: &&PlanOption<'_>| (from..=to).contains(&rank(option));
        locale.count(answer.options.iter().filter(within).count() as u64)
    };
    locale.messages().answer.counts.with([&count(0, 1), &count(2, 2), &count(4, 4)])
}
