use std::rc::Rc;

use groq_calc::{Fraction, Limit, Plan, Tier};
use groq_catalog::ERRORS;
use groq_protocol::Waiting;
use leptos::prelude::*;
use paste_worker::{Explanation, Figures, Place, Reading, Reserve};

use super::{session::Session, words};
use crate::{
    browser::{handed::Handed, html::Markup},
    form::view::View,
    i18n::{locale::Locale, sentences},
    page::context::Page,
    views::view_link::view_link,
};

/// Options that are shown.
const MOST_PLACES: usize = 4;

/// An error: what it is, by how much, whether waiting helps, and what would pass.
#[component]
pub(super) fn ErrorCard() -> impl IntoView {
    let (session, page) = (Session::of_this_page(), Page::here());
    let (locale, m) = (page.locale(), words::messages());
    let reading = move || session.reading().filter(|reading| reading.error.is_some());
    let is_shown = Memo::new(move |_| reading().is_some());
    let of = move |write: fn(&mut Markup, &Explanation, Locale)| {
        let mut markup = Markup::default();
        if let Some(error) = reading().as_deref().and_then(|reading| reading.error.as_ref()) {
            write(&mut markup, error, locale);
        }
        markup.finish()
    };
    let look_up = move |_| {
        if let Some(entry) = reading().and_then(|reading| reading.error.clone()?.entry) {
            Handed::Entry.leave(&entry.into());
        }
    };
    view! {
        <Show when=move || is_shown.get()>
            <section class="card" aria-labelledby="paste-error-title" id="paste-error">
                <div inner_html=move || of(answer)></div>
                <p class="acts" on:click=look_up>
                    {view_link(page, View::Reference, "btn", m.in_guide.into_any())}
                </p>
            </section>
            <section class="card" aria-labelledby="paste-ways-title" id="paste-ways">
                <h2 id="paste-ways-title">{m.ways_title}</h2>
                <ul class="ways" inner_html=move || of(ways)></ul>
            </section>
        </Show>
    }
}

/// What the error is, in a line: for the one that tells what was pasted.
pub(super) fn named(locale: Locale, reading: &Rc<Reading>) -> Option<String> {
    let error = reading.error.as_ref()?;
    let m = locale.messages().paste();
    let name = match error.status {
        0 => m.an_error.to_string(),
        status => m.error_of.with([&status.to_string()]),
    };
    Some(match (reading.seen.requests, &error.model) {
        (0, None) => m.is_error.with([&name]),
        (0, Some(model)) => m.is_error_of.with([&name, model]),
        _ => m.is_error_beside.with([&name]),
    })
}

fn answer(markup: &mut Markup, error: &Explanation, locale: Locale) {
    let m = locale.messages().paste();
    let (class, picture) = match error.waiting {
        Waiting::Never => ("tag bad", "no"),
        Waiting::Helps | Waiting::MayHelp => ("tag warn", "warn"),
    };
    markup.open("span", &[("class", class), ("id", "paste-waiting")]);
    markup.icon(picture);
    markup.text(&words::sentence(&words::waiting(locale, error)));
    markup.close("span");
    let entry = ERRORS.iter().find(|known| Some(known.id) == error.entry.as_deref());
    let limit = |figures: &Figures| {
        let limit = Limit::parse(&figures.limit)?;
        Some(words::sentence(sentences::limit_title(locale.messages(), limit)))
    };
    let title = match &error.figures {
        Some(figures) => match (figures.above, limit(figures)) {
            (Some(above), _) if figures.limit.contains("TP") => {
                m.too_large_by_tokens.with([&locale.count(above)])
            }
            (Some(above), _) => m.too_large_by.with([&locale.count(above)]),
            (None, Some(limit)) => m.used_up.with([&limit]),
            (None, None) => m.an_error.to_string(),
        },
        None => entry.map_or(m.an_error, |entry| locale.text(entry.title)).to_string(),
    };
    markup.leaf("h2", &[("class", "big"), ("id", "paste-error-title")], &title);
    markup.open("p", &[("id", "paste-what")]);
    markup.text(&words::what(locale, error));
    markup.close("p");
    if let (Some(entry), None) = (entry, &error.figures) {
        markup.open("p", &[]);
        markup.prose(locale.text(entry.meaning));
        markup.close("p");
    }
    if let Some(figures) = &error.figures {
        draw(markup, figures, error.reserve.as_ref());
        parts(markup, figures, error.reserve.as_ref(), locale);
    }
    let next = match locale {
        Locale::En => words::sentence(&error.next) + ".",
        Locale::ZhHans => {
            entry.map_or(m.an_error, |entry| locale.text(entry.first_fix)).to_string()
        }
    };
    markup.open("p", &[("id", "paste-next")]);
    markup.leaf("b", &[("class", "m")], m.next_step);
    markup.text(" ");
    markup.prose(&next);
    markup.close("p");
}

/// What a request asks for, in parts: a class, a name and tokens.
fn asked(
    figures: &Figures,
    reserve: Option<&Reserve>,
    locale: Locale,
) -> Vec<(&'static str, &'static str, u64)> {
    let m = locale.messages().paste();
    let mut parts = Vec::new();
    parts.extend(figures.used.map(|used| ("c-3", m.part_used, used)));
    match reserve {
        Some(reserve) => {
            parts.push(("c-in", m.part_prompt, reserve.prompt));
            parts.push(("c-out", m.part_reserved, reserve.now));
        }
        None => parts.push(("c-in", m.part_asked, figures.requested)),
    }
    parts
}

/// A bar of what is asked for, with a line where the limit is.
fn draw(markup: &mut Markup, figures: &Figures, reserve: Option<&Reserve>) {
    let parts = asked(figures, reserve, Locale::En);
    let all = parts.iter().fold(0u64, |all, (_, _, count)| all.saturating_add(*count));
    let whole = all.max(figures.cap).max(1) as f64;
    let percent = |count: u64| format!("{:.2}%", count as f64 * 100.0 / whole);
    markup.open("svg", &[("class", "asked"), ("aria-hidden", "true"), ("focusable", "false")]);
    let rect = |markup: &mut Markup, class: &str, from: u64, count: u64| {
        let (x, width) = (percent(from), percent(count));
        let place = [("class", class), ("x", &x), ("width", &width), ("y", "20"), ("height", "24")];
        markup.leaf("rect", &place, "");
    };
    let mut from = 0u64;
    for (class, _, count) in parts {
        rect(markup, class, from, count);
        from = from.saturating_add(count);
    }
    if all > figures.cap {
        rect(markup, "c-bad", figures.cap, all - figures.cap);
    }
    let x = percent(figures.cap);
    markup.leaf("line", &[("x1", &*x), ("x2", &*x), ("y1", "0"), ("y2", "48")], "");
    markup.close("svg");
}

/// The same as a table.
fn parts(markup: &mut Markup, figures: &Figures, reserve: Option<&Reserve>, locale: Locale) {
    let m = locale.messages().paste();
    markup.open("table", &[("class", "plain"), ("id", "paste-parts")]);
    markup.leaf("caption", &[("class", "sr")], m.parts_caption);
    markup.open("tbody", &[]);
    let mut row = |swatch: &str, name: &str, figure: &str, class: &str| {
        markup.open("tr", &[("class", class)]);
        markup.open("th", &[("scope", "row")]);
        if !swatch.is_empty() {
            markup.leaf("span", &[("class", &format!("sw {swatch}"))], "");
        }
        markup.text(name);
        markup.close("th");
        markup.leaf("td", &[("class", "num")], figure);
        markup.close("tr");
    };
    for (swatch, name, count) in asked(figures, reserve, locale) {
        row(swatch, name, &locale.count(count), "");
    }
    let limit = Limit::parse(&figures.limit);
    let title =
        limit.map_or(&*figures.limit, |limit| sentences::limit_title(locale.messages(), limit));
    row("", &m.part_limit.with([title]), &format!("−{}", locale.count(figures.cap)), "mu");
    if figures.over > 0 {
        let name = if figures.above.is_some() { m.part_over } else { m.part_over_now };
        row("c-bad", name, &locale.count(figures.over), "badt");
    }
    markup.close("tbody");
    markup.close("table");
}

/// What would pass, and what would not.
fn ways(markup: &mut Markup, error: &Explanation, locale: Locale) {
    let m = locale.messages().paste();
    let count = |count: u64| locale.count(count);
    let mut way = |passes: bool, name: &str, about: &str| {
        let (class, picture, word) =
            if passes { ("st ok", "ok", m.way_passes) } else { ("st bad", "no", m.way_fails) };
        markup.open("li", &[]);
        markup.open("span", &[("class", class)]);
        markup.icon(picture);
        markup.text(word);
        markup.close("span");
        markup.open("div", &[]);
        markup.leaf("b", &[("class", "m")], name);
        markup.leaf("div", &[("class", "sm mu")], about);
        markup.close("div");
        markup.close("li");
    };
    let figures = error.figures.as_ref();
    if let (Some(Reserve { now, prompt, most, prompt_helps }), Some(figures)) =
        (&error.reserve, figures)
    {
        if let Some(most) = most {
            let about = m.way_reserve_instead.with([&most.to_string(), &now.to_string()]);
            way(true, &m.way_reserve.with([&count(*most)]), &about);
        }
        let over = count(figures.over);
        if *prompt_helps {
            let about = m.way_prompt_of.with([&count(*prompt)]);
            way(true, &m.way_prompt.with([&over]), &about);
        } else {
            way(false, m.way_prompt_only, m.way_prompt_never);
        }
    } else if let Some(above) = figures.and_then(|figures| figures.above) {
        way(true, &m.way_ask_less.with([&count(above)]), m.way_ask_less_how);
    }
    for Place { model, plan, cap } in error.passes.iter().take(MOST_PLACES) {
        let plan = Plan::parse(plan).unwrap_or(Plan::Free);
        let place = locale.place(plan, Tier::OnDemand);
        let about = match (cap, figures) {
            (Some(cap), Some(figures)) => {
                let share = Fraction::new(figures.requested.into(), (*cap).into());
                m.way_place_cap.with([&figures.limit, &count(*cap), &locale.percent(share)])
            }
            _ => m.way_place_free.to_string(),
        };
        way(true, &m.way_place.with([model, place]), &about);
    }
    let rest = error.passes.len().saturating_sub(MOST_PLACES);
    if rest > 0 {
        way(true, &m.way_places_more.with([&count(rest as u64)]), m.way_places_more_where);
    }
    match (error.waiting, figures) {
        (Waiting::Never, Some(figures)) if figures.above.is_some() => {
            let about = m.way_wait_never.with([&figures.limit, &count(figures.cap)]);
            way(false, m.way_wait, &about);
        }
        (Waiting::Never, _) => way(false, m.way_wait, m.way_change_first),
        (Waiting::Helps | Waiting::MayHelp, _) => {
            let about = words::sentence(&words::waiting(locale, error));
            way(true, m.way_wait, &about);
        }
    }
}
