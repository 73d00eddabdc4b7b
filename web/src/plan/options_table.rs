use std::cmp::Ordering;

use groq_calc::PlanOption;
use leptos::prelude::*;

use crate::{
    locale::Locale,
    page::{Page, Picked},
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Model,
    Plan,
    Used,
    PerDay,
    Cost,
}

const COLUMNS: [(Column, &str); 5] = [
    (Column::Model, "Model"),
    (Column::Plan, "Plan"),
    (Column::Used, "Highest use"),
    (Column::PerDay, "Requests a day"),
    (Column::Cost, "USD a month"),
];

impl Column {
    fn compare(self, a: &PlanOption<'_>, b: &PlanOption<'_>) -> Ordering {
        match self {
            Self::Model => a.model.cmp(b.model),
            Self::Plan => (a.plan, a.tier).cmp(&(b.plan, b.tier)),
            Self::Used => (a.blocked.is_some().cmp(&b.blocked.is_some()))
                .then(a.utilization.cmp(&b.utilization)),
            Self::PerDay => a.requests_per_day_max.cmp(&b.requests_per_day_max),
            // What is not known comes after what is.
            Self::Cost => (a.monthly.total_usd.is_none(), a.monthly.total_usd)
                .cmp(&(b.monthly.total_usd.is_none(), b.monthly.total_usd)),
        }
    }
}

/// Every model, plan and tier.
#[component]
pub(crate) fn OptionsTable() -> impl IntoView {
    let page = Page::here();
    let (outcome, picked, locale) = (page.outcome, page.picked, page.locale());
    let order = RwSignal::new((Column::Cost, false));
    let head = move |(column, title): (Column, &'static str)| {
        let sorted = move || match order.get() {
            (by, down) if by == column => {
                if down {
                    "descending"
                } else {
                    "ascending"
                }
            }
            _ => "none",
        };
        let click = move |_| {
            order.update(|(by, down)| {
                *down = *by == column && !*down;
                *by = column;
            })
        };
        view! {
            <th scope="col" aria-sort=sorted><button type="button" on:click=click>{title}</button></th>
        }
    };
    let rows = move || {
        outcome.with(|outcome| {
            let answer = outcome.answer.as_ref()?;
            let (column, down) = order.get();
            let mut options: Vec<_> = answer.options.iter().collect();
            options.sort_by(|a, b| {
                let by = column.compare(a, b);
                if down { by.reverse() } else { by }
            });
            Some(options.into_iter().map(|option| row(option, picked, locale)).collect_view())
        })
    };
    view! {
        <section aria-labelledby="options-title" class="card">
            <h2 id="options-title">"All options"</h2>
            <p class="hint">"Press a heading to sort, a model to see its limits and cost above."</p>
            <div class="scroll" role="region" aria-label="Table of all options" tabindex="0">
                <table>
                    <caption>"Every model, plan and tier, and why it was or was not chosen"</caption>
                    <thead>
                        <tr>
                            {COLUMNS.into_iter().map(head).collect_view()}
                            <th scope="col">"Fits"</th>
                            <th scope="col">"Binds"</th>
                            <th scope="col">"Why or why not"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(
    option: &PlanOption<'static>,
    picked: RwSignal<Picked>,
    locale: Locale,
) -> impl IntoView + use<> {
    let key = (option.model, option.plan, option.tier);
    let show = move |_| picked.set(Some(key));
    let why = match (option.blocked, option.passed_over) {
        (Some(blocked), _) => blocked.to_string(),
        (None, Some(reason)) => reason.to_string(),
        (None, None) => "recommended".to_string(),
    };
    let used = if option.blocked.is_some() {
        "blocked".to_string()
    } else {
        locale.percent(option.utilization)
    };
    let known = option.unknown_limits.is_empty();
    let unknown =
        if known { String::new() } else { format!(" (unknown: {})", option.unknown_limits) };
    view! {
        <tr class:chosen=option.passed_over.is_none()>
            <th scope="row"><button type="button" class="link" on:click=show aria-pressed=move || (picked.get() == Some(key)).to_string()>{option.model}</button></th>
            <td>{locale.place(option.plan, option.tier)}</td>
            <td class="number">{used}</td>
            <td class="number">{locale.most(option.requests_per_day_max)}</td>
            <td class="number">{locale.usd_or_unknown(option.monthly.total_usd)}</td>
            <td>{if option.fits { "yes" } else { "no" }}</td>
            <td>{option.binding.to_string()}</td>
            <td class="why">{why}{unknown}</td>
        </tr>
    }
}
