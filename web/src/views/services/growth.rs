use std::rc::Rc;

use groq_calc::answer::organisation::Forecast;
use leptos::prelude::*;

use super::months::{Months, Subject};
use crate::{
    browser::calendar,
    charts::frame::Frame,
    i18n::{locale::Locale, sentences},
    page::{context::Page, planned::Planned},
};

/// How long the plan lasts as its services grow, and what each month costs.
#[component]
pub(super) fn Growth(planned: RwSignal<Planned>) -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let m = page.messages().services();
    let sentences = move || {
        planned.with(|planned| {
            let answer = planned.answer.as_deref();
            let growth = answer.and_then(|answer| answer.growth.as_ref());
            growth.map_or_else(Vec::new, |growth| sentences(locale, growth))
        })
    };
    let grows = Memo::new(move |_| {
        planned.with(|planned| {
            let answer = planned.answer.as_deref();
            answer.and_then(|answer| answer.growth.as_ref()).is_some_and(|growth| growth.grows)
        })
    });
    let topic = move || {
        planned.with(|planned| {
            let answer = planned.answer.clone()?;
            Subject::of(locale, answer)
        })
    };
    let fits = Memo::new(move |_| {
        planned
            .with(|planned| planned.answer.as_deref().is_some_and(|answer| answer.growth.is_some()))
    });
    view! {
        <Show when=move || fits.get()>
            <section class="card" aria-labelledby="growth-title">
                <div class="head"><h2 id="growth-title">{m.growth_title}</h2></div>
                <div id="growth">{move || sentences().into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}</div>
                <Show when=move || grows.get()>
                    <div class="charts">
                        {Frame { id: "months", title: m.growth_chart, turn: 0, topic: Rc::new(topic), new: Months::draw }.show()}
                    </div>
                </Show>
            </section>
        </Show>
    }
}

/// What breaks first, and what would hold then.
pub(crate) fn sentences(locale: Locale, growth: &Forecast<'_>) -> Vec<String> {
    let messages = locale.messages();
    let m = messages.services();
    if !growth.grows {
        return vec![m.growth_none.to_string()];
    }
    let Some(over) = growth.first_over else {
        let last = growth.months.last().and_then(|month| month.total_usd);
        let cost = locale.money_or_unknown(last);
        return vec![match growth.fits_months {
            None => m.growth_all.with([&cost]),
            Some(month) => {
                m.growth_range.with([&calendar::month(locale.tag(), month, false), &cost])
            }
        }];
    };
    let mut said = vec![m.growth_over.with([
        &calendar::month(locale.tag(), over.month, false),
        &sentences::model_and_tier(locale, over.model, over.tier),
        &locale.fraction(over.demand),
        sentences::limit_title(messages, over.limit),
        &locale.count(over.usable),
    ])];
    said.push(match &growth.next {
        None => m.growth_next_none.to_string(),
        Some(next) => {
            let moves = next.services.iter().filter(|place| place.moves);
            let moves: Vec<String> = moves
                .map(|place| {
                    let model = sentences::model_and_tier(locale, place.model, place.tier);
                    m.way_move.with([&place.name, &model])
                })
                .collect();
            let what = match moves.is_empty() {
                true => locale.place(next.plan, groq_calc::Tier::OnDemand).to_string(),
                false => moves.join(messages.answer.comma),
            };
            let (usd, more) = (locale.money(next.monthly_usd), locale.money(next.costs_usd));
            m.growth_next.with([&what, &usd, &more])
        }
    });
    said
}
