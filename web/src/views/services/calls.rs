//! The kinds of call of the open service beside the one in its fields.

use groq_calc::{Fraction, Kind};
use leptos::prelude::*;

use super::{done::Done, problem::problem};
use crate::{
    browser::address,
    form::{
        call::Call,
        fields::{Group, NUMBERS, NumberField},
        service::Service,
        state::Form,
    },
    i18n::locale::Locale,
    page::{context::Page, planned::Planned},
    views::{icon::icon, plan::form::service_name},
};

/// What a kind of call asks for, on a line; nothing while something is wrong with it.
fn of_call(locale: Locale, call: &Call) -> Option<String> {
    let m = locale.messages().services();
    let (question, _) = call.question().ok()?;
    let workload = &question.workload;
    let requests = locale.fraction(workload.daily_requests());
    Some(match workload.kind() {
        Kind::Transcription => {
            let seconds = Fraction::new(u128::from(workload.audio.get()), 1000);
            m.load_audio.with([&requests, &locale.fraction(seconds)])
        }
        Kind::Speech => m.load_speech.with([&requests, &locale.count(workload.characters.get())]),
        _ => m.load_text.with([
            &requests,
            &locale.count(workload.input_tokens.get()),
            &locale.count(workload.output_tokens.get()),
        ]),
    })
}

/// What a service asks for: its first kind of call, and how many more there are.
pub(super) fn load(locale: Locale, service: &Service) -> String {
    let m = locale.messages().services();
    match (loads(locale, service).next(), service.kept().len().saturating_sub(1)) {
        (None, _) => String::new(),
        (Some(first), 0) => first,
        (Some(first), more) => m.more_calls.with([&first, &more.to_string()]),
    }
}

/// What each of its kinds of call asks for.
pub(crate) fn loads(locale: Locale, service: &Service) -> impl Iterator<Item = String> {
    let kept = service.kept().into_iter();
    kept.filter_map(move |index| of_call(locale, &service.calls()[index]))
}

/// The other kinds of call, each with the way to its fields, and a way to add one.
pub(super) fn calls(page: Page, planned: RwSignal<Planned>, done: Done, service: usize) -> AnyView {
    let (form, locale) = (page.form, page.locale());
    let m = page.messages().services();
    let others = Memo::new(move |_| {
        form.with(|form| {
            let service = form.service();
            let others = (0..service.calls().len()).filter(|index| *index != service.shown());
            others.collect::<Vec<_>>()
        })
    });
    let rows = move || {
        let others = others.get().into_iter();
        others.map(|index| row(page, planned, done, (service, index))).collect_view()
    };
    let add = move |_| {
        done.step(
            page,
            |name| m.call_added.with([name]),
            |form| form.add_call(|number| service_name(page, number)),
        );
        focus_fields(page);
    };
    // Whoever has just added one goes on in it.
    if !others.get_untracked().is_empty()
        && form.with_untracked(|form| form.service().call().is_blank())
    {
        focus_fields(page);
    }
    view! {
        <div class="calls">
            <Show when=move || others.with(|others| !others.is_empty())>
                <h4 id="calls-title" tabindex="-1">{m.other_calls}</h4>
                <ul aria-labelledby="calls-title">{rows}</ul>
            </Show>
            <p class="msg" id="calls-error">{move || of_service(locale, planned, service, "calls")}</p>
            <button type="button" class="link" id="add-call" on:click=add>{icon("plus")} {page.messages().form.add_call}</button>
        </div>
        {profile(page, planned, done, service)}
    }
    .into_any()
}

/// One of them, by the places of its service and of itself.
fn row(
    page: Page,
    planned: RwSignal<Planned>,
    done: Done,
    (service, index): (usize, usize),
) -> AnyView {
    let (form, locale) = (page.form, page.locale());
    let m = page.messages().services();
    let asks = Memo::new(move |_| {
        form.with(|form| match form.service().calls().get(index) {
            Some(call) if !call.is_blank() => of_call(locale, call).unwrap_or_default(),
            _ => m.blank.to_string(),
        })
    });
    let wrong = Memo::new(move |_| {
        planned.with(|planned| {
            let here = (Some(service), Some(index));
            let mut wrong = planned.wrong.iter();
            let wrong = wrong.find(|wrong| (wrong.service, wrong.call) == here);
            wrong.map(|wrong| problem(locale, wrong))
        })
    });
    let edit = move |_| {
        form.update(|form| form.show_call(index));
        page.left.set(form.with_untracked(|form| wrong_fields(form.service())));
        focus_fields(page);
    };
    let remove = move |_| {
        done.step(page, |name| m.call_removed.with([name]), |form| form.remove_call(index));
        request_animation_frame(|| address::focus("add-call"));
    };
    let labelled = page.messages().answer.labelled;
    let named = move |text: &str| labelled.with([text, &asks.get()]);
    view! {
        <li>
            <span class="sm mu">{move || asks.get()}</span>
            <span class="msg">{move || wrong.get()}</span>
            <span class="buttons">
                <button type="button" class="btn s" id=format!("call-edit-{index}") aria-label=move || named(m.edit_call) on:click=edit>{m.edit_call}</button>
                <button type="button" class="btn s" id=format!("call-remove-{index}") aria-label=move || named(m.remove_call) on:click=remove>{m.remove_call}</button>
            </span>
        </li>
    }
    .into_any()
}

/// That a profile of the day came with the question, and the way to leave it out.
fn profile(page: Page, planned: RwSignal<Planned>, done: Done, service: usize) -> AnyView {
    let (form, locale) = (page.form, page.locale());
    let m = page.messages().services();
    let has_profile = Memo::new(move |_| form.with(|form| form.service().profile().is_some()));
    let remove = move |_| {
        done.step(page, |name| m.profile_removed.with([name]), Form::drop_profile);
        request_animation_frame(|| address::focus("add-call"));
    };
    view! {
        <Show when=move || has_profile.get()>
            <p class="sm">
                {m.profile} " "
                <button type="button" class="link" id="profile-remove" aria-label=m.profile_remove on:click=remove>{m.remove_call}</button>
            </p>
            <p class="msg" id="profile-error">{move || of_service(locale, planned, service, "profile")}</p>
        </Show>
    }
    .into_any()
}

/// What is wrong with a field of a service that is not one of its calls'.
pub(super) fn of_service(
    locale: Locale,
    planned: RwSignal<Planned>,
    service: usize,
    field: &str,
) -> Option<String> {
    planned.with(|planned| {
        let mut wrong = planned.wrong.iter();
        let wrong = wrong.find(|wrong| {
            (wrong.service, wrong.call, wrong.error.field()) == (Some(service), None, field)
        });
        wrong.map(|wrong| problem(locale, wrong))
    })
}

/// Goes to the first field of the kind of call that is shown.
fn focus_fields(page: Page) {
    let unit = page.form.with_untracked(|form| form.unit());
    let is_first = |field: &&NumberField| field.group == Group::Volume && field.is_asked_in(unit);
    if let Some(field) = NUMBERS.iter().find(is_first) {
        request_animation_frame(|| address::focus(field.name));
    }
}

/// Every field of the open service that has something wrong in it.
pub(super) fn wrong_fields(service: &Service) -> Vec<&'static str> {
    let Err(errors) = service.question() else { return Vec::new() };
    let wrong = errors.iter().filter(|error| !error.is_missing());
    wrong
        .filter_map(|error| NUMBERS.iter().find(|field| field.name == error.field()))
        .map(|field| field.name)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_summed_up_by_its_first_kind_of_call_and_the_number_of_the_others() {
        let mut form = Form::example();
        let load = |form: &Form| Locale::ALL.map(|locale| load(locale, form.service()));
        assert_eq!(load(&form)[0], "2,000 a day · 1,500 in, 500 out");
        form.add_call(|number| format!("S{number}"));
        assert_eq!(load(&form)[0], "2,000 a day · 1,500 in, 500 out", "a blank one does not count");
        form.set_named("requests_per_day", "300");
        form.set_named("input_tokens", "60");
        let [english, chinese] = load(&form);
        assert_eq!(english, "2,000 a day · 1,500 in, 500 out, and 1 more kind of call");
        assert!(chinese.contains("1,500") && chinese.contains('1'), "{chinese}");
        form.add_call(|number| format!("S{number}"));
        form.set_named("requests_per_day", "much");
        assert!(load(&form)[0].ends_with("and 2 more kinds of call"));
    }
}
