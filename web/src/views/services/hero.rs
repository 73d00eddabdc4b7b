use groq_calc::{
    Plan, Usd,
    answer::organisation::{OrganisationAnswer, Verdict},
};
use leptos::{html, prelude::*};

use crate::{
    browser::{calendar, html::Markup},
    form::view::View,
    i18n::{
        locale::{Locale, bare_percent},
        sentences,
    },
    page::{context::Page, planned::Planned},
    views::{
        icon::icon,
        plan::hero::{out_of_sight, strip},
        view_link::view_link,
    },
};

/// The answer for all services: price, plan, tightest limit, room to grow.
#[component]
pub(super) fn Hero(planned: RwSignal<Planned>) -> impl IntoView {
    let page = Page::here();
    let (locale, messages) = (page.locale(), page.messages());
    let (m, a) = (messages.services(), &messages.answer);
    let section = NodeRef::<html::Section>::new();
    let away = out_of_sight(section);
    let is_stale = Memo::new(move |_| planned.with(Planned::is_stale));
    let has_answer = Memo::new(move |_| planned.with(|planned| planned.answer.is_some()));
    let budget =
        Memo::new(move |_| page.form.with(|form| form.draft().requirements.monthly_budget_usd));
    let answer = move || {
        planned.with(|planned| match planned.answer.as_deref() {
            Some(answer) => verdict(locale, answer),
            None => {
                let mut html = Markup::default();
                html.leaf("p", &[("class", "big")], m.ask);
                html.leaf("p", &[("class", "mu")], m.ask_more);
                html.finish()
            }
        })
    };
    let facts = move || {
        let budget = budget.get();
        let budget = budget
            .as_ref()
            .and_then(|budget| Usd::parse(budget.as_str().trim().trim_start_matches('$')));
        planned
            .with(|planned| planned.answer.as_deref().map(|answer| facts(locale, answer, budget)))
    };
    let line = move || {
        planned.with(|planned| {
            let answer = planned.answer.as_deref().filter(|answer| answer.is_recommended())?;
            let price = locale.money_or_unknown(answer.monthly.total_usd);
            Some((format!("{price} {}", a.a_month), who(locale, answer)))
        })
    };
    let acts = move || {
        let share = view! { {icon("share")} {a.share} }.into_any();
        let report = view! { {icon("doc")} {messages.shell.report} }.into_any();
        view! {
            <div class="acts">
                {view_link(page, View::Share, "btn pri", share)}
                {view_link(page, View::Report, "btn", report)}
            </div>
        }
    };
    view! {
        <section id="answer" class="top card hero" class:stale=move || is_stale.get() aria-label=a.title tabindex="-1" node_ref=section>
            <div role="status">
                <Show when=move || is_stale.get()><div class="eg warn" id="stale">{icon("warn")}<b>{a.stale}</b></div></Show>
            </div>
            <div class="ans">
                <div>
                    <div id="verdict" aria-live="polite" aria-atomic="true" inner_html=answer></div>
                    <Show when=move || has_answer.get()>{acts()}</Show>
                </div>
                <Show when=move || has_answer.get()><dl inner_html=facts></dl></Show>
            </div>
        </section>
        <Show when=move || away.get() && !is_stale.get()>
            {move || line().map(|(price, option)| strip(a.to_answer, price, option))}
        </Show>
    }
}

/// `3 services, 2 models · Developer plan`.
pub(crate) fn who(locale: Locale, answer: &OrganisationAnswer<'_>) -> String {
    let messages = locale.messages();
    let mut models: Vec<&str> = answer.services.iter().map(|service| service.model).collect();
    models.sort_unstable();
    models.dedup();
    let plan = match answer.plan {
        Plan::Free => messages.shell.free_plan,
        Plan::Developer => messages.shell.developer_plan,
    };
    let services = answer.services.len().to_string();
    messages.services().who.with([&services, &models.len().to_string(), plan])
}

/// The chip, the price and the plan.
fn verdict(locale: Locale, answer: &OrganisationAnswer<'_>) -> String {
    let messages = locale.messages();
    let m = messages.services();
    let mut html = Markup::default();
    let (tone, chip) = sentences::services_headline(locale, answer);
    html.open("p", &[("class", "why")]);
    html.open("span", &[("class", &format!("tag {}", tone.class()))]);
    html.icon(tone.icon());
    html.text(chip);
    html.close("span");
    html.close("p");
    if answer.is_recommended() {
        html.open("p", &[("class", "price")]);
        let price = locale.money_or_unknown(answer.monthly.total_usd);
        html.leaf("span", &[("id", "monthly")], &price);
        html.text(" ");
        html.leaf("small", &[], messages.answer.a_month);
        html.close("p");
        html.leaf("p", &[("class", "who"), ("id", "option")], &who(locale, answer));
        return html.finish();
    }
    let text = match answer.verdict {
        Verdict::DoesNotFit { .. } => m.nothing_fits,
        Verdict::Unchecked { .. } => m.nothing_checked,
        _ => m.nothing_meets,
    };
    html.leaf("p", &[("class", "big")], text);
    let closest = m.closest.with([&who(locale, answer)]);
    html.leaf("p", &[("class", "who"), ("id", "option")], &closest);
    html.finish()
}

/// How long everything fits, in words.
pub(crate) fn lasts(locale: Locale, answer: &OrganisationAnswer<'_>) -> Option<String> {
    let m = locale.messages().services();
    let growth = answer.growth.as_ref()?;
    Some(match growth.fits_months {
        _ if !growth.grows => m.not_growing.to_string(),
        Some(months) => m.lasts.with([&calendar::month(locale.tag(), months, false)]),
        None => m.lasts_all.to_string(),
    })
}

/// The list beside it.
fn facts(locale: Locale, answer: &OrganisationAnswer<'_>, budget: Option<Usd>) -> String {
    let messages = locale.messages();
    let (m, a) = (messages.services(), &messages.answer);
    let mut html = Markup::default();
    let mut fact = |label: &str, id: &str, texts: &[String], meter: Option<(&str, String)>| {
        html.open("div", &[]);
        html.leaf("dt", &[], label);
        for (index, text) in texts.iter().enumerate() {
            let named = [("id", id)];
            html.leaf("dd", if index == 0 { &named } else { &[] }, text);
        }
        if let Some((class, width)) = meter {
            html.open("dd", &[]);
            html.meter(class, &width);
            html.close("dd");
        }
        html.close("div");
    };
    if !answer.is_recommended() {
        let changes: Vec<String> =
            answer.changes.iter().map(|change| sentences::shortfall(locale, change)).collect();
        fact(a.make_it_work, "change", &changes, None);
    }
    if let Some(tightest) = sentences::services_tightest(locale, answer) {
        let meter = match answer.utilization.exceeds_one() {
            true => ("bad", "100".to_string()),
            false => ("", bare_percent(answer.utilization)),
        };
        fact(a.tightest, "binding", &[tightest], Some(meter));
    }
    if let Some(lasts) = lasts(locale, answer) {
        fact(m.room, "room", &[lasts], None);
    }
    if let Some(((left, budget), _)) = budget
        .zip(answer.monthly.total_usd)
        .and_then(|(budget, total)| Some((budget.checked_sub(total)?, budget)))
        .zip(answer.is_recommended().then_some(()))
    {
        fact(
            m.budget,
            "budget",
            &[m.left_of.with([&locale.money(left), &locale.money(budget)])],
            None,
        );
    }
    fact(m.sharing, "sharing", &[sentences::sharing(locale, answer)], None);
    let risks = answer.services.iter().flat_map(|service| {
        service.at_risk.iter().map(|risk| {
            m.risk.with([&service.name, &sentences::may_be_refused(locale, risk.at_risk)])
        })
    });
    let risks: Vec<String> = risks.collect();
    if !risks.is_empty() {
        fact(a.may_be_refused, "risk", &risks, None);
    }
    html.finish()
}
