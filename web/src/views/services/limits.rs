use groq_calc::{
    Fraction,
    answer::organisation::{OrganisationAnswer, SharedLimit},
};
use leptos::prelude::*;

use super::{bar::bar, colour::colour};
use crate::{
    browser::html::Markup,
    i18n::{
        locale::{Locale, short},
        sentences,
    },
    page::{context::Page, planned::Planned},
    views::term::term,
};

/// Every limit that services share, with what each takes of it.
#[component]
pub(super) fn Limits(planned: RwSignal<Planned>) -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let m = page.messages().services();
    let content =
        move || planned.with(|planned| Some(limits(locale, planned, planned.answer.as_deref()?)));
    view! {
        <section class="card" aria-labelledby="limits-title">
            <div class="head"><h2 id="limits-title">{m.limits}</h2><span class="mu sm">{m.limits_note}</span></div>
            <div id="shared-limits" inner_html=content></div>
        </section>
    }
}

fn limits(locale: Locale, planned: &Planned, answer: &OrganisationAnswer<'_>) -> String {
    let m = locale.messages().services();
    let mut html = Markup::default();
    let mut places: Vec<_> = answer.limits.iter().map(|limit| (limit.model, limit.tier)).collect();
    places.dedup();
    for (model, tier) in places {
        let here =
            answer.services.iter().filter(|service| (service.model, service.tier) == (model, tier));
        let title = m
            .on_model
            .with([&sentences::model_and_tier(locale, model, tier), &here.count().to_string()]);
        html.leaf("h3", &[("class", "mdl")], &title);
        html.open("ul", &[("class", "lims")]);
        let mut own: Vec<&SharedLimit<'_>> =
            answer.limits.iter().filter(|used| (used.model, used.tier) == (model, tier)).collect();
        own.sort_by_key(|used| std::cmp::Reverse(used.utilization));
        for used in own {
            gauge(&mut html, locale, planned, answer, used);
        }
        html.close("ul");
    }
    for service in answer.services.iter().filter(|service| service.unchecked) {
        let names = sentences::limits(locale, service.unknown_limits);
        let text = m.not_published.with([&service.name, &names]);
        html.leaf("p", &[("class", "note")], &text);
    }
    let origins = answer.services.iter().filter_map(|service| service.limits_from);
    let mut said: Vec<String> = Vec::new();
    for from in origins {
        let text = sentences::origin(locale, locale.messages().answer.limits_from, &from);
        if !said.contains(&text) {
            html.leaf("p", &[("class", "note")], &text);
            said.push(text);
        }
    }
    html.finish()
}

fn gauge(
    html: &mut Markup,
    locale: Locale,
    planned: &Planned,
    answer: &OrganisationAnswer<'_>,
    used: &SharedLimit<'_>,
) {
    let messages = locale.messages();
    let (m, a) = (messages.services(), &messages.answer);
    let is_over = used.utilization.exceeds_one();
    html.open("li", &[]);
    html.open("span", &[]);
    let title = sentences::capitalised(sentences::limit_title(messages, used.limit));
    html.leaf("span", &[("class", "m")], &title);
    html.text(" ");
    term(html, locale, used.limit, &format!("{}-{}", used.tier.name(), short(used.model)));
    if answer.binding.contains(&used.bottleneck()) {
        html.text(" ");
        let class = if is_over { "tag bad" } else { "tag ok" };
        html.leaf("span", &[("class", class)], a.tightest_short);
    }
    html.close("span");
    let class = if is_over { "v b badt" } else { "v b" };
    html.leaf("span", &[("class", class)], &locale.percent(used.utilization));
    // Where more is asked for than there is, the bar is all that is asked for.
    let demand = used.demand;
    let whole = if is_over { as_drawn(demand) } else { used.usable as f64 };
    let shares = used.by_service.iter().filter_map(|(name, asked)| {
        let mut index = planned.kept.iter().zip(&answer.services);
        let (index, _) = index.rfind(|(_, service)| service.name == *name)?;
        Some((*index, name, *asked))
    });
    let shares: Vec<_> = shares.collect();
    bar(
        html,
        shares.iter().map(|(index, _, asked)| (*index, as_drawn(*asked) / whole.max(1.0) * 100.0)),
    );
    html.open("span", &[("class", "sm mu legend")]);
    for (index, name, asked) in &shares {
        html.open("span", &[("class", "nw")]);
        html.leaf("span", &[("class", &format!("sw {}", colour(*index)))], "");
        html.text(&m.of_service.with([name, &locale.fraction(*asked)]));
        html.close("span");
    }
    html.close("span");
    let of = [&*locale.fraction(demand), &*locale.count(used.usable)];
    let numbers =
        if used.usable < used.cap { m.margin_left.with(of) } else { a.demand_of.with(of) };
    html.leaf("span", &[("class", "sm mu v")], &numbers);
    html.close("li");
}

/// A figure as it is drawn; none that is written comes from here.
fn as_drawn(figure: Fraction) -> f64 {
    figure.numerator() as f64 / figure.denominator().max(1) as f64
}
