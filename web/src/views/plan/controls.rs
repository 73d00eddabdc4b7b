//! What stands in the form: its controls follow what is entered.

use groq_calc::{Date, Kind, Plan, Tier, catalog::Admission};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, HtmlTextAreaElement,
};

use super::form_html::capabilities;
use crate::{
    browser::html::Markup,
    form::catalog::CATALOG,
    form::{
        errors,
        fields::{NUMBERS, index_of},
        limits_text::{self, Found},
        state::{Choice, Form, Tick},
        unit::Unit,
        work::Work,
        written::two_readings,
    },
    i18n::figures::MAX_SHOWN,
    page::context::Page,
};

fn part<T: JsCast>(id: &str) -> Option<T> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Writes HTML into an element, where it says something else.
fn write(id: &str, html: &str) {
    if let Some(element) = part::<Element>(id).filter(|element| element.inner_html() != html) {
        element.set_inner_html(html);
    }
}

fn escaped(text: &str) -> String {
    let mut markup = Markup::default();
    markup.text(text);
    markup.finish()
}

fn check(id: &str, on: bool) {
    if let Some(input) = part::<HtmlInputElement>(id) {
        input.set_checked(on);
    }
}

fn choose(id: &str, value: &str) {
    let Some(select) = part::<HtmlSelectElement>(id) else { return };
    select.set_value(value);
    // What a link or a file asks for is shown, whatever it is.
    if select.value() != value
        && let Ok(option) = HtmlOptionElement::new_with_text_and_value(value, value)
    {
        select.append_child(&option).ok();
        select.set_value(value);
    }
}

/// Shows what is entered, what is wrong with it, and what it comes to.
pub(super) fn follow(page: Page, note: &str) {
    page.form.with(|form| {
        for (index, field) in NUMBERS.iter().enumerate() {
            let Some(input) = part::<HtmlInputElement>(field.name) else { continue };
            if input.value() != form.number(index) {
                input.set_value(form.number(index));
            }
            let problem = problem(page, field.name);
            let is_bad = !problem.is_empty();
            let html = match readings(page, form, index, is_bad) {
                readings if readings.is_empty() && !is_bad => escaped(&cut(page, field.name)),
                readings if readings.is_empty() => escaped(&problem),
                readings => readings,
            };
            write(&format!("{}-error", field.name), &html);
            input.set_attribute("aria-invalid", if is_bad { "true" } else { "false" }).ok();
            if let Some(around) = part::<Element>(&format!("{}-field", field.name)) {
                around.set_class_name(if is_bad { "field bad" } else { "field" });
            }
        }
        for work in Work::ALL {
            check(&format!("work-{}", work.name()), form.work() == work);
        }
        for need in capabilities(form.work()) {
            check(&format!("needs-{}", need.name()), form.needs(*need));
        }
        check("plan-free", form.ticked(Tick::Free));
        check("plan-developer", form.ticked(Tick::Developer));
        check("production", form.ticked(Tick::Production));
        choose("unit", form.unit().name());
        choose("length", form.length().name());
        choose("model", form.choice(Choice::Model));
        choose("admission", form.choice(Choice::Admission));
        let as_of = form.choice(Choice::AsOf);
        if let Some(day) = part::<HtmlInputElement>("as_of").filter(|day| day.value() != as_of) {
            day.set_value(as_of);
        }
        for name in ["plans", "models", "use_case", "as_of"] {
            write(&format!("{name}-error"), &escaped(&problem(page, name)));
        }
        let m = &page.messages().form;
        for (id, count) in [
            ("advanced-count", form.advanced_count()),
            ("conditions-count", form.conditions_count()),
        ] {
            write(id, &m.count_set.with([&count.to_string()]));
            if let Some(badge) = part::<Element>(id) {
                badge.set_class_name(if count > 0 { "count on" } else { "count" });
            }
        }
        write("admission-note", &escaped(&admitted(page, form)));
        write("use_case", &use_case(page, form));
        write("comes-to", &escaped(&comes_to(page, form).unwrap_or_default()));
        write("limits-note", &escaped(note));
        write("own-limits", &own_limits(page, form));
    });
}

/// What is wrong with a field. A number field says so when it has been left, not
/// while it is typed for the first time.
fn problem(page: Page, name: &str) -> String {
    if index_of(name).is_some() && !page.left.with(|left| left.contains(&name)) {
        return String::new();
    }
    page.outcome.with(|outcome| {
        let mine = outcome.errors.iter().find(|error| error.field() == name);
        let kind = outcome.answer.as_ref().map_or(Kind::Chat, |answer| answer.kind);
        mine.map(|error| errors::error(page.locale(), error, kind)).unwrap_or_default()
    })
}

/// Whether a field shows that something is wrong with it.
pub(super) fn is_wrong(page: Page, name: &'static str) -> bool {
    untrack(|| !problem(page, name).is_empty())
}

/// Now that a field was changed and left, it shows what is wrong with it; others
/// do where it follows from this one.
pub(super) fn leave(page: Page, name: &'static str) {
    page.outcome.with_untracked(|outcome| {
        let wrong = |field: &str| {
            outcome.errors.iter().any(|error| error.field() == field && !error.is_missing())
        };
        page.left.update(|left| {
            for field in NUMBERS.iter().map(|field| field.name) {
                if (field == name || wrong(field)) && !left.contains(&field) {
                    left.push(field);
                }
            }
        });
    });
}

/// That answers would be cut where less is allowed than is asked for.
fn cut(page: Page, name: &str) -> String {
    let (m, locale) = (&page.messages().form, page.locale());
    page.outcome.with(|outcome| {
        let workload = outcome.question.as_ref().map(|question| question.workload);
        let workload = workload.filter(|_| name == "max_completion_tokens" && !outcome.is_stale());
        let pair = workload
            .and_then(|workload| Some((workload.max_completion_tokens?, workload.output_tokens)));
        let pair = pair.filter(|(most, output)| most < output);
        pair.map_or_else(String::new, |(most, output)| {
            m.cut.with([&locale.count(most.get()), &locale.count(output.get())])
        })
    })
}

/// Where a number can be meant in two ways, both to press.
fn readings(page: Page, form: &Form, index: usize, is_bad: bool) -> String {
    let m = &page.messages().form;
    let Some((thousands, decimal)) = two_readings(form.number(index)).filter(|_| is_bad) else {
        return String::new();
    };
    let mut markup = Markup::default();
    let mut offer = |text: &str, before: &str| {
        markup.text(before);
        let button = [
            ("type", "button"),
            ("class", "link"),
            ("data-field", NUMBERS[index].name),
            ("data-value", text),
        ];
        markup.leaf("button", &button, &page.locale().decimal(text));
    };
    offer(&thousands, &format!(" {}", m.did_you_mean));
    if let Some(decimal) = decimal {
        offer(&decimal, m.or);
    }
    markup.text(m.question_mark);
    markup.finish()
}

/// A use case that a link asks for, with the way to leave it out.
fn use_case(page: Page, form: &Form) -> String {
    let m = &page.messages().form;
    let mut markup = Markup::default();
    let id = form.choice(Choice::UseCase);
    if !id.is_empty() {
        markup.text(&m.only_use_case.with([id]));
        markup.text(" ");
        let button = [("type", "button"), ("class", "link"), ("id", "use-case-remove")];
        markup.leaf("button", &button, m.remove);
    }
    markup.finish()
}

/// Which rule of admission holds, and what it makes of the request.
fn admitted(page: Page, form: &Form) -> String {
    let m = &page.messages().form;
    let chosen = Admission::parse(form.choice(Choice::Admission));
    let day = Date::parse(form.choice(Choice::AsOf)).unwrap_or_else(|| CATALOG.newest());
    let of_the_day = || CATALOG.on(day).map(|dated| dated.admission()).unwrap_or_default();
    match chosen.unwrap_or_else(of_the_day) {
        Admission::Expected => m.admitted_expected.to_string(),
        Admission::Reserved => m.admitted_reserved.to_string(),
    }
}

/// What a month, tasks or users come to.
fn comes_to(page: Page, form: &Form) -> Option<String> {
    let (m, locale) = (&page.messages().form, page.locale());
    page.outcome.with(|outcome| {
        let question = outcome.question.as_ref().filter(|_| form.unit() != Unit::Day)?;
        let workload = &question.workload;
        let requests = locale.fraction(workload.daily_requests());
        let text = match form.work() {
            Work::Text => m.comes_to.with([
                &requests,
                &locale.count(workload.input_tokens.get()),
                &locale.count(workload.cached_input_tokens.get()),
                &locale.count(workload.output_tokens.get()),
            ]),
            _ => m.comes_to_requests.with([&requests]),
        };
        Some(if outcome.is_exact { text } else { format!("{text} {}", m.rounded) })
    })
}

/// Reads the pasted limits into the form; what is to be said of them.
pub(super) fn take_limits(page: Page) -> String {
    let m = &page.messages().form;
    let text = part::<HtmlTextAreaElement>("limits-text").map(|area| area.value());
    let plan = part::<HtmlSelectElement>("limits-plan").map(|select| select.value());
    let plan = plan.and_then(|plan| Plan::parse(&plan)).unwrap_or(Plan::Developer);
    let Found { limits, left } =
        limits_text::read(&CATALOG, text.as_deref().unwrap_or_default(), plan);
    let note = if limits.is_empty() {
        m.my_limits_nothing.to_string()
    } else if left.is_empty() {
        String::new()
    } else {
        m.my_limits_left.with([&page.locale().first_of(&left)])
    };
    if !limits.is_empty() {
        page.form.update(|form| form.add_limits(limits));
    }
    note
}

/// The limits of the visitor's own account that are in use.
fn own_limits(page: Page, form: &Form) -> String {
    let (m, locale) = (&page.messages().form, page.locale());
    let limits = form.limits();
    let mut markup = Markup::default();
    if limits.is_empty() {
        markup.leaf("p", &[("class", "note")], m.my_limits_none);
        return markup.finish();
    }
    markup.leaf("p", &[], &m.my_limits_in_use.with([&limits.len().to_string()]));
    markup.open("ul", &[]);
    for own in limits.iter().take(MAX_SHOWN) {
        let place = locale.place(own.plan, Tier::OnDemand);
        let text = format!("{}, {place}: {} {}", own.model, own.limit.name(), own.cap);
        markup.leaf("li", &[], &text);
    }
    if let Some(more) = locale.and_more(limits.len()) {
        markup.leaf("li", &[], &more);
    }
    markup.close("ul");
    let button = [("type", "button"), ("class", "btn s"), ("id", "limits-drop")];
    markup.leaf("button", &button, m.my_limits_drop);
    markup.finish()
}
