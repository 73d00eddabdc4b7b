use groq_calc::{Tier, outlook::ServicesLever};
use leptos::prelude::*;

use crate::{
    browser::{
        address,
        html::{Markup, pressed},
    },
    form::state::Form,
    i18n::sentences,
    page::{context::Page, planned::Planned},
};

/// What would save money or make room over all services, the most effective first.
#[component]
pub(super) fn Ways(planned: RwSignal<Planned>) -> impl IntoView {
    let page = Page::here();
    let (locale, messages) = (page.locale(), page.messages());
    let (m, a) = (messages.services(), &messages.answer);
    let rows = move || {
        let mut html = Markup::default();
        planned.with(|planned| {
            if planned.levers.is_empty() {
                html.leaf("p", &[], a.levers_none);
                return;
            }
            html.open("ul", &[("class", "rows levers")]);
            for (index, change) in planned.levers.iter().enumerate() {
                let what = sentences::services_lever(locale, &change.lever);
                html.open("li", &[]);
                html.open("div", &[]);
                html.leaf("b", &[("class", "m")], &what);
                let effect = sentences::services_effect(locale, change);
                html.leaf("div", &[("class", "sm mu")], &effect);
                html.close("div");
                let cost = change.after.monthly_usd;
                let cost = cost.map(|usd| a.new_cost.with([&locale.money(usd)]));
                html.leaf("span", &[("class", "num b")], &cost.unwrap_or_default());
                if is_applied(&change.lever) {
                    let label = a.labelled.with([a.apply, &what]);
                    let index = index.to_string();
                    let button = [
                        ("type", "button"),
                        ("class", "btn s"),
                        ("aria-label", &*label),
                        ("data-index", &*index),
                    ];
                    html.leaf("button", &button, a.apply);
                }
                html.close("li");
            }
            html.close("ul");
        });
        html.finish()
    };
    let press = move |event: leptos::ev::MouseEvent| {
        let Some(index) = pressed(&event) else { return };
        let lever = planned
            .with_untracked(|planned| planned.levers.get(index).map(|change| change.lever.clone()));
        if let Some(lever) = lever {
            page.commit(|form| apply(form, &lever));
            // The list is another one now; whoever pressed stays at its head.
            address::focus("ways-title");
        }
    };
    view! {
        <section class="card" aria-labelledby="ways-title">
            <div class="head"><h2 id="ways-title" tabindex="-1">{m.ways}</h2></div>
            <div inner_html=rows on:click=press></div>
        </section>
    }
}

/// Whether the form can say it: it names models, and not their tiers or caps.
fn is_applied(lever: &ServicesLever) -> bool {
    match lever {
        ServicesLever::Move { tier, .. } => *tier == Tier::OnDemand,
        ServicesLever::Batch { .. } => true,
        _ => false,
    }
}

/// Writes a lever into the form.
fn apply(form: &mut Form, lever: &ServicesLever) {
    let (ServicesLever::Move { service, .. } | ServicesLever::Batch { service }) = lever else {
        return;
    };
    let place = form.services().iter().position(|other| other.name.trim() == service);
    let Some(place) = place else { return };
    match lever {
        ServicesLever::Move { model, .. } => form.set_model_of(place, model.clone()),
        _ => {
            let open = form.open();
            form.set_open(place);
            form.set_named("batch_share_percent", "100");
            form.set_open(open);
        }
    }
}
