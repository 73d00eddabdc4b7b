use groq_calc::{Plan, Tier};
use groq_catalog::CATALOG;
use leptos::prelude::*;
use replay_worker::{FieldError, Settings};

use super::{session::Session, words};
use crate::{page::context::Page, views::text_field::text_field};

/// A text of the settings.
type Text = fn(&mut Settings) -> &mut String;
/// Something of the settings that is on or off.
type Switch = fn(&mut Settings) -> &mut bool;

/// Against which option, by which rules.
#[component]
pub(super) fn RulesCard() -> impl IntoView {
    let (page, session, m) = (Page::here(), Session::of_this_page(), words::messages());
    let locale = page.locale();
    let models = move || {
        let day = page.outcome.with(|outcome| {
            outcome.question.as_ref().and_then(|question| question.day(&CATALOG).ok())
        });
        let day = day.unwrap_or_else(|| CATALOG.newest());
        let chosen = session.settings.with(|settings| settings.model.clone());
        let options = CATALOG.offered(day).map(|model| {
            view! { <option value=model.id selected=model.id == chosen>{model.id}</option> }
        });
        options.collect_view()
    };
    let places = [
        (Plan::Free, Tier::OnDemand),
        (Plan::Developer, Tier::OnDemand),
        (Plan::Developer, Tier::Flex),
    ];
    let place_options = places.map(|(plan, tier)| {
        let value = format!("{} {}", plan.name(), tier.name());
        let chosen = move || {
            session
                .settings
                .with(|settings| settings.plan == plan.name() && settings.tier == tier.name())
        };
        view! { <option value=value selected=chosen>{locale.place(plan, tier)}</option> }
    });
    let choose_model = move |event| {
        session.is_chosen.set(true);
        session.settings.update(|settings| settings.model = event_target_value(&event));
    };
    let choose_place = move |event| {
        let value = event_target_value(&event);
        if let Some((plan, tier)) = value.split_once(' ') {
            session.is_chosen.set(true);
            session.settings.update(|settings| {
                settings.plan = plan.to_string();
                settings.tier = tier.to_string();
            });
        }
    };
    let queue = move || session.settings.with(|settings| settings.queue);
    view! {
        <section aria-labelledby="replay-rules-title" class="card">
            <h2 id="replay-rules-title">{m.rules_title}</h2>
            <div class="field">
                <label for="replay-model">{m.model}</label>
                <select id="replay-model" on:change=choose_model>{models}</select>
            </div>
            <div class="field">
                <label for="replay-place">{m.place}</label>
                <select id="replay-place" on:change=choose_place>{place_options.into_iter().collect_view()}</select>
            </div>
            {either("replay-policy", m.policy, [m.policy_drop, m.policy_queue], |settings| &mut settings.queue)}
            <Show when=queue>
                {text("replay-patience", "patience", m.patience, m.patience_hint, |settings| &mut settings.patience)}
            </Show>
            <details>
                <summary>{m.more}</summary>
                {either("replay-limiter", m.limiter, [m.limiter_bucket, m.limiter_fixed], |settings| &mut settings.fixed)}
                {either("replay-charge", m.charge, [m.charge_uncached, m.charge_total], |settings| &mut settings.total)}
                <div class="grid">
                    {text("replay-stretch", "stretch", m.stretch, m.stretch_hint, |settings| &mut settings.stretch)}
                    {text("replay-scale", "scale", m.scale, "", |settings| &mut settings.scale)}
                    {text("replay-margin", "margin", m.margin, "", |settings| &mut settings.margin)}
                </div>
                {tick("replay-batch", m.batch, |settings| &mut settings.batch)}
                {tick("replay-skip", m.skip_bad_rows, |settings| &mut settings.skip_bad_rows)}
                {tick("replay-sort", m.sort, |settings| &mut settings.sort)}
            </details>
            <h3>{m.target_title}</h3>
            <div class="grid">
                {text("replay-refused", "most_refused", m.most_refused, m.any_hint, |settings| &mut settings.most_refused)}
                {text("replay-p99", "most_p99", m.most_p99, m.any_hint, |settings| &mut settings.most_p99)}
            </div>
        </section>
    }
}

/// A field with its hint and what is wrong with it.
fn text(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    of: Text,
) -> AnyView {
    let (session, m, locale) = (Session::of_this_page(), words::messages(), Page::here().locale());
    let error = Memo::new(move |_| {
        let errors = session.settings.with(Settings::errors);
        let (_, error) = errors.into_iter().find(|(field, _)| *field == name)?;
        Some(match error {
            FieldError::Seconds => m.bad_seconds.to_string(),
            FieldError::Percent => m.bad_percent.to_string(),
            FieldError::Factor => m.bad_factor.to_string(),
            FieldError::Whole(least, most) => {
                m.bad_whole.with([&locale.count(least), &locale.count(most)])
            }
        })
    });
    let value = move || session.settings.with(|settings| of(&mut settings.clone()).clone());
    let take = move |typed| session.settings.update(|settings| *of(settings) = typed);
    text_field(id, "decimal", [label, hint], error, value, take)
}

/// A choice between two.
fn either(
    id: &'static str,
    label: &'static str,
    [off, on]: [&'static str; 2],
    of: Switch,
) -> AnyView {
    let session = Session::of_this_page();
    let is_on = move || session.settings.with(|settings| *of(&mut settings.clone()));
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event| {
                let on = event_target_value(&event) == "on";
                session.settings.update(|settings| *of(settings) = on);
            }>
                <option value="off" selected=move || !is_on()>{off}</option>
                <option value="on" selected=is_on>{on}</option>
            </select>
        </div>
    }
    .into_any()
}

fn tick(id: &'static str, label: &'static str, of: Switch) -> AnyView {
    let session = Session::of_this_page();
    view! {
        <div class="tick">
            <input id=id type="checkbox"
                prop:checked=move || session.settings.with(|settings| *of(&mut settings.clone()))
                on:change=move |event| {
                    let on = event_target_checked(&event);
                    session.settings.update(|settings| *of(settings) = on);
                } />
            <label for=id>{label}</label>
        </div>
    }
    .into_any()
}
