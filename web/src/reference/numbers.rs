//! The visitor's own month, caps and budget. Every figure is the engine's: the
//! same workload is put to it with one thing changed.

use groq_calc::{Limit, Offer, Plan, Question, Tier, Tokens, Usd, Workload};
use groq_catalog::CATALOG;
use leptos::prelude::*;

use crate::{
    locale::{Locale, short},
    outcome::shown,
    page::Page,
};

/// What the visitor plans, and the option that answers it.
#[derive(Clone)]
struct Planned {
    question: Question,
    offer: Offer<'static>,
}

impl Planned {
    fn here(page: Page) -> Option<Self> {
        let question = page.form.with(|form| form.draft().check()).ok()?;
        let key = page.picked.get().or_else(|| {
            page.outcome.with(|outcome| {
                let option = shown(outcome.answer.as_deref()?)?;
                Some((option.model, option.plan, option.tier))
            })
        })?;
        let offer = Offer::find(&CATALOG, &question, key.0, key.1, key.2).ok()?;
        Some(Self { question, offer })
    }

    /// The same model on the developer plan.
    fn developer(&self, tier: Tier) -> Option<Offer<'static>> {
        let question = &self.question;
        Offer::find(&CATALOG, question, self.offer.model, Plan::Developer, tier).ok()
    }

    /// The month at list price.
    fn month(&self, workload: Workload) -> Option<Usd> {
        Some(self.offer.bill(&workload).ok()??.total)
    }

    /// The ways to spend the month, each with what it costs.
    fn ways(&self, locale: Locale) -> Vec<(String, String)> {
        let reference = &locale.messages().reference;
        let asked = self.question.workload;
        let plain =
            Workload { cached_input_tokens: Tokens::new(0), batch_share_percent: 0, ..asked };
        let usd = |workload| {
            self.month(workload)
                .map_or_else(|| reference.no_price.to_string(), |usd| locale.usd(usd))
        };
        let mut ways = vec![(reference.plain.to_string(), usd(plain))];
        if self.offer.caches() {
            let [cached, input] = [asked.cached_input_tokens, asked.input_tokens]
                .map(|tokens| locale.count(tokens.get()));
            let as_asked = Workload { batch_share_percent: 0, ..asked };
            ways.push((reference.as_asked.with([&cached, &input]), usd(as_asked)));
            let all = Workload { cached_input_tokens: asked.input_tokens, ..plain };
            ways.push((reference.all_cached.to_string(), usd(all)));
        }
        let batch = self.developer(Tier::OnDemand).filter(|offer| offer.batchable);
        let batch = batch.map(|offer| {
            let all = Workload { batch_share_percent: 100, ..asked };
            offer.bill(&all).ok().flatten().map(|bill| bill.total)
        });
        ways.push((
            reference.all_batch.to_string(),
            match batch {
                Some(usd) => locale.usd_or_unknown(usd),
                None => reference.not_batch.to_string(),
            },
        ));
        ways
    }
}

/// The month plain, cached and as batch.
#[component]
pub(super) fn Month() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let reference = &page.messages().reference;
    move || {
        let Some(planned) = Planned::here(page) else {
            return view! { <p class="hint">{reference.no_answer}</p> }.into_any();
        };
        let offer = &planned.offer;
        let place = locale.place(offer.plan, offer.tier);
        let name = page.messages().shell.model_on_plan.with([short(offer.model), place]);
        let free = (offer.plan == Plan::Free).then_some(reference.list_price);
        let no_cache = (!offer.caches()).then_some(reference.no_cache);
        let rows = planned
            .ways(locale)
            .into_iter()
            .map(|(way, usd)| view! { <tr><th scope="row">{way}</th><td class="number">{usd}</td></tr> })
            .collect_view();
        view! {
            <h3>{reference.your_numbers}</h3>
            <p id="own-option">{reference.for_option.with([&name])} " " {free} " " {no_cache}</p>
            <div class="scroll" role="region" aria-label=reference.month_table tabindex="0">
                <table id="own-month">
                    <caption>{reference.month_table}</caption>
                    <thead><tr><th scope="col">{reference.way}</th><th scope="col">{reference.month}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

/// The caps on demand and on flex, and what fits under them.
#[component]
pub(super) fn Caps() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let reference = &page.messages().reference;
    move || {
        let planned = Planned::here(page)?;
        let tiers = [Tier::OnDemand, Tier::Flex].map(|tier| planned.developer(tier));
        let [Some(on_demand), Some(flex)] = tiers else {
            return Some(view! { <p class="hint">{reference.no_developer}</p> }.into_any());
        };
        let rows = Limit::ALL
            .into_iter()
            .filter_map(|limit| {
                let [one, ten] = [on_demand, flex].map(|offer| offer.caps.figure(limit));
                Some((limit.name(), locale.count(one?), locale.count(ten?)))
            })
            .map(|(limit, one, ten)| {
                view! { <tr><th scope="row">{limit}</th><td class="number">{one}</td><td class="number">{ten}</td></tr> }
            })
            .collect_view();
        let fits = [on_demand, flex].map(|offer| {
            let capacity = offer.capacity(&planned.question.workload).ok();
            capacity.map(|capacity| locale.most(capacity.per_day)).unwrap_or_default()
        });
        let [one, ten] = fits;
        let caption = reference.caps_table.with([short(planned.offer.model)]);
        Some(
            view! {
                <div class="scroll" role="region" aria-label=caption.clone() tabindex="0">
                    <table id="own-caps">
                        <caption>{caption.clone()}</caption>
                        <thead>
                            <tr>
                                <th scope="col">{reference.limit}</th>
                                <th scope="col">{reference.on_demand}</th>
                                <th scope="col">{reference.flex}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {rows}
                            <tr>
                                <th scope="row">{reference.requests_a_day}</th>
                                <td class="number">{one}</td>
                                <td class="number">{ten}</td>
                            </tr>
                        </tbody>
                    </table>
                </div>
            }
            .into_any(),
        )
    }
}

/// The month against the budget that was entered.
#[component]
pub(super) fn SpendLimit() -> impl IntoView {
    let page = Page::here();
    let locale = page.locale();
    let reference = &page.messages().reference;
    let sentences = move || {
        let Some(planned) = Planned::here(page) else { return Vec::new() };
        let Some(budget) = planned.question.requirements.monthly_budget else {
            return vec![reference.no_budget.to_string()];
        };
        if planned.offer.plan == Plan::Free {
            return vec![reference.no_spend.to_string()];
        }
        let Ok(Some(spend)) = planned.offer.spend(&planned.question.workload, budget) else {
            return vec![reference.no_price.to_string()];
        };
        let budget = locale.usd(budget);
        let reached = match spend.reached_on_day {
            Some(day) => reference.reached.with([&budget, &locale.count(day)]),
            None => reference.not_reached.with([&budget, &locale.usd(spend.monthly_usd)]),
        };
        let mut sentences = vec![reached];
        sentences.extend(spend.overrun.map(|over| {
            let [minutes, requests] = [over.minutes, over.requests].map(|one| locale.count(one));
            reference.overrun.with([&minutes, &requests, &locale.usd(over.usd)])
        }));
        sentences.extend(spend.buffered_usd.map(|usd| reference.buffered.with([&locale.usd(usd)])));
        sentences
    };
    view! { <p id="own-spend">{move || sentences().join(" ")}</p> }
}
