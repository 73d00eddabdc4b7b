use groq_calc::{
    Kind, Plan, Usd,
    answer::organisation::{OrganisationAnswer, ServiceAnswer},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

use super::{
    bar::{bar, hundredths},
    colour::colour,
};
use crate::{
    browser::html::{Markup, pressed},
    form::{catalog::CATALOG, service::ANY, state::Form},
    i18n::{
        locale::{Locale, short},
        sentences,
    },
    page::{context::Page, planned::Planned},
};

/// What each service costs on which model, and what it would alone.
#[component]
pub(super) fn Cost(planned: RwSignal<Planned>) -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let m = page.messages().services();
    let content = move || {
        planned.with(|planned| {
            let answer = planned.answer.as_deref()?;
            Some(page.form.with(|form| table(locale, form, planned, answer)))
        })
    };
    let choose = move |event: web_sys::Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let (Some(index), Some(select)) = (pressed(&event), select) {
            let id = select.id();
            page.commit(|form| form.set_model_of(index, select.value()));
            request_animation_frame(move || crate::browser::address::focus(&id));
        }
    };
    view! {
        <section class="card flush" aria-labelledby="cost-title">
            <div class="head"><h2 id="cost-title">{m.cost}</h2></div>
            <div inner_html=content on:change=choose></div>
        </section>
    }
}

/// What a service costs; at list price where the plan bills nothing.
pub(crate) fn cost(answer: &OrganisationAnswer<'_>, service: &ServiceAnswer<'_>) -> Option<Usd> {
    match answer.plan {
        Plan::Free => service.list_usd,
        Plan::Developer => service.monthly_usd,
    }
}

fn table(
    locale: Locale,
    form: &Form,
    planned: &Planned,
    answer: &OrganisationAnswer<'static>,
) -> String {
    let messages = locale.messages();
    let (m, a) = (messages.services(), &messages.answer);
    let whole = match answer.plan {
        Plan::Free => answer.monthly.list_usd,
        Plan::Developer => answer.monthly.total_usd,
    };
    let costs: Vec<Usd> =
        answer.services.iter().map(|service| cost(answer, service).unwrap_or_default()).collect();
    let whole = whole.unwrap_or_default();
    let mut html = Markup::default();
    html.open("div", &[("class", "whole")]);
    let parts = costs.iter().zip(&planned.kept);
    let whole_usd = whole.picodollars();
    bar(&mut html, parts.map(|(usd, index)| (*index, hundredths(usd.picodollars(), whole_usd))));
    html.close("div");
    html.open("table", &[("class", "plain cards svt"), ("id", "services-cost")]);
    html.leaf("caption", &[("class", "hidden")], m.cost);
    html.open("thead", &[]);
    html.open("tr", &[]);
    html.leaf("th", &[("scope", "col")], m.service);
    html.leaf("th", &[("scope", "col")], m.model);
    let free = answer.plan == Plan::Free;
    let month = if free { m.list_total } else { a.column_month };
    for title in [m.alone, month, m.share] {
        html.leaf("th", &[("scope", "col"), ("class", "num")], title);
    }
    html.close("tr");
    html.close("thead");
    html.open("tbody", &[]);
    for ((service, usd), index) in answer.services.iter().zip(&costs).zip(&planned.kept) {
        html.open("tr", &[]);
        html.open("th", &[("scope", "row")]);
        html.leaf("span", &[("class", &format!("sw {}", colour(*index)))], "");
        html.leaf("b", &[("class", "m")], &service.name);
        html.close("th");
        html.open("td", &[("data-l", m.model)]);
        models(&mut html, locale, form, *index, service);
        html.close("td");
        let alone = service.alone;
        let alone_usd = alone.monthly_usd.filter(|_| alone.recommended);
        let on = m.alone_on.with([&locale.money_or_unknown(alone_usd), alone.id.short_model()]);
        html.open("td", &[("class", "num mu"), ("data-l", m.alone)]);
        match alone.recommended {
            true => html.text(&on),
            false => html.text(a.none_works),
        }
        html.close("td");
        let figure = [("class", "num b"), ("data-l", month)];
        html.leaf("td", &figure, &locale.money_or_unknown(cost(answer, service)));
        let share = sentences::part_of(locale, *usd, whole);
        html.leaf("td", &[("class", "num mu"), ("data-l", m.share)], &share);
        html.close("tr");
    }
    html.close("tbody");
    html.open("tfoot", &[]);
    html.open("tr", &[]);
    html.row_head(a.total);
    html.leaf("td", &[("class", "only-l")], "");
    let alone = locale.money_or_unknown(answer.sharing.alone_usd);
    html.leaf("td", &[("class", "num mu"), ("data-l", m.alone)], &alone);
    let total = if free { answer.monthly.list_usd } else { answer.monthly.total_usd };
    let figure = [("class", "num"), ("data-l", month)];
    html.leaf("td", &figure, &locale.money_or_unknown(total));
    html.leaf("td", &[("class", "num only-l")], if whole_usd > 0 { "100%" } else { "–" });
    html.close("tr");
    html.close("tfoot");
    html.close("table");
    if free {
        html.leaf("p", &[("class", "note tail")], a.free_bills_nothing);
    }
    html.finish()
}

/// The model of a service, to choose another.
fn models(
    html: &mut Markup,
    locale: Locale,
    form: &Form,
    index: usize,
    service: &ServiceAnswer<'_>,
) {
    let m = locale.messages().services();
    let chosen = form.services().get(index).map_or(ANY, |service| &service.model);
    let (label, id) = (m.model_of.with([&service.name]), format!("model-{index}"));
    let index = index.to_string();
    let select = [("class", "s"), ("id", &*id), ("aria-label", &*label), ("data-index", &*index)];
    html.open("select", &select);
    let mut option = |value: &str, text: &str| {
        let selected = [("value", value), ("selected", "")];
        html.leaf("option", &selected[..if value == chosen { 2 } else { 1 }], text);
    };
    let best = sentences::model_and_tier(locale, service.model, service.tier);
    match chosen {
        ANY => option(ANY, &m.best_model.with([&best])),
        _ => option(ANY, locale.messages().form.any),
    }
    let kind = CATALOG.model(service.model).map_or(Kind::Chat, |model| model.kind);
    let offered = CATALOG.offered(CATALOG.newest()).filter(|model| model.kind == kind);
    for model in offered {
        option(model.id, short(model.id));
    }
    // What a link asks for is shown, whatever it is.
    if chosen != ANY && CATALOG.model(chosen).is_none_or(|model| model.kind != kind) {
        option(chosen, chosen);
    }
    html.close("select");
}
