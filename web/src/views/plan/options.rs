use groq_calc::{Answer, PlanOption};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use super::option_row;
use crate::{
    browser::html::{Markup, pressed},
    form::state::Picked,
    i18n::{locale::Locale, sentences},
    page::{context::Page, scores::Scores},
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

/// What the table is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Sort {
    /// The best answer first.
    #[default]
    Answer,
    Cost,
    Quality,
    /// What leaves most of its tightest limit.
    Headroom,
    Model,
}

impl Sort {
    const ALL: [Self; 5] = [Self::Answer, Self::Cost, Self::Quality, Self::Headroom, Self::Model];

    const fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Cost => "cost",
            Self::Quality => "quality",
            Self::Headroom => "headroom",
            Self::Model => "model",
        }
    }

    fn label(self, locale: Locale) -> &'static str {
        let m = &locale.messages().answer;
        match self {
            Self::Answer => m.sort_answer,
            Self::Cost => m.column_month,
            Self::Quality => m.column_quality,
            Self::Headroom => m.sort_headroom,
            Self::Model => m.sort_model,
        }
    }

    /// Whether an option comes before another; those that work come first in any case,
    /// and those that cannot be checked last.
    fn is_before(self, one: &PlanOption<'_>, other: &PlanOption<'_>, scores: &Scores) -> bool {
        let class = |option| match (self, rank(option)) {
            (Self::Answer, rank) => rank,
            (_, 0 | 1) => 0,
            (_, rank) => rank,
        };
        let (ours, theirs) = (class(one), class(other));
        if ours != theirs {
            return ours < theirs;
        }
        // The free plan costs nothing for what does not fit: by list price.
        let by_cost = |option: &PlanOption<'_>| {
            let usd = option.monthly.list_usd;
            (option.blocked.is_some(), usd.is_none(), usd)
        };
        match self {
            Self::Answer | Self::Cost => by_cost(one) < by_cost(other),
            Self::Quality => scores.place(one.id.model) < scores.place(other.id.model),
            Self::Headroom => one.utilization < other.utilization,
            Self::Model => one.id < other.id,
        }
    }
}

/// The options in the order of the table, by their place in the answer.
fn ordered(answer: &Answer<'_>, sort: Sort, scores: &Scores) -> Vec<usize> {
    // They are few: each goes to its place, without the code of a general sort.
    let mut order: Vec<usize> = Vec::new();
    for index in 0..answer.options.len() {
        let option = |index: usize| &answer.options[index];
        let before = |other: &usize| sort.is_before(option(index), option(*other), scores);
        order.insert(order.iter().position(before).unwrap_or(order.len()), index);
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
    let sort = RwSignal::new(Sort::default());
    let scores = Scores::follow();
    let card = NodeRef::<html::Section>::new();
    let content = Memo::new(move |_| {
        let (all, picked, sort) = (all.get(), page.picked.get(), sort.get());
        scores.with(|scores| {
            let shown = Shown { all, picked, sort, scores };
            outcome.with(|outcome| table(locale, outcome.answer.as_deref(), &shown))
        })
    });
    // The table is written here, and only anew where it changed: a choice must not
    // take the focus away.
    Effect::new(move |before: Option<String>| {
        let html = content.get();
        let picked = page.picked.get();
        let chosen = outcome.with(|outcome| outcome.looked_at(picked).map(option_row::name));
        let Some(card) = card.get() else { return String::new() };
        let focused = document().active_element().filter(|focused| card.contains(Some(focused)));
        let is_new = before.as_ref() != Some(&html);
        if is_new {
            card.set_inner_html(&html);
        }
        let value = chosen.unwrap_or_default();
        let radio = card.query_selector(&format!("input[value='{value}']")).ok().flatten();
        if let Some(radio) = radio.and_then(|radio| radio.dyn_into::<HtmlInputElement>().ok()) {
            radio.set_checked(true);
            if is_new && focused.as_ref().is_some_and(|focused| focused.id().is_empty()) {
                radio.focus().ok();
            }
        }
        // The order and the button have an id, the choices have none.
        if let Some(focused) = focused.filter(|focused| is_new && !focused.id().is_empty()) {
            crate::browser::address::focus(&focused.id());
        }
        html
    });
    let choose = move |event: web_sys::Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(select) = select {
            let chosen = Sort::ALL.into_iter().find(|one| one.name() == select.value());
            sort.set(chosen.unwrap_or_default());
            return;
        }
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

/// The id of the choice of an order.
const SORT: &str = "sort";

/// What of the options is shown.
struct Shown<'a> {
    all: bool,
    picked: Picked,
    sort: Sort,
    scores: &'a Scores,
}

/// The card.
fn table(locale: Locale, answer: Option<&Answer<'static>>, shown: &Shown<'_>) -> String {
    let m = &locale.messages().answer;
    let Shown { all, picked, sort, scores } = *shown;
    let mut markup = Markup::default();
    markup.open("div", &[("class", "head")]);
    markup.leaf("h2", &[("id", "options-title")], m.options);
    let counts = answer.map(|answer| counts(locale, answer)).unwrap_or_default();
    markup.leaf("span", &[("class", "mu sm"), ("id", "options-count")], &counts);
    markup.open("label", &[("class", "r sm mu")]);
    markup.text(m.sort_by);
    markup.text(" ");
    markup.open("select", &[("class", "s"), ("id", SORT)]);
    for one in Sort::ALL {
        let chosen = [("value", one.name()), ("selected", "")];
        markup.leaf("option", &chosen[..if one == sort { 2 } else { 1 }], one.label(locale));
    }
    markup.close("select");
    markup.close("label");
    markup.close("div");
    markup.open("table", &[("class", "grid opts cards"), ("id", "options")]);
    markup.open("thead", &[]);
    markup.open("tr", &[]);
    for title in [m.column_model, m.column_status, m.tightest, m.column_supports] {
        markup.leaf("th", &[("scope", "col")], title);
    }
    let title = [("scope", "col"), ("class", "num"), ("title", &scores.benchmark)];
    markup.leaf("th", &title, m.column_quality);
    markup.leaf("th", &[("scope", "col"), ("class", "num")], m.column_month);
    markup.close("tr");
    markup.close("thead");
    markup.open("tbody", &[]);
    if let Some(answer) = answer {
        let order = ordered(answer, sort, scores);
        let rows = if all { order } else { few(answer, &order, picked) };
        for index in rows {
            option_row::write(&mut markup, locale, answer, index, scores);
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
