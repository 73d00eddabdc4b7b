use std::cmp::Ordering;

use groq_calc::{PlanOption, answer::PassedOver};
use leptos::prelude::*;

use crate::{
    browser::html::{Markup, pressed},
    i18n::{locale::Locale, sentences},
    page::context::Page,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Model,
    Plan,
    Used,
    PerDay,
    Cost,
    List,
}

impl Column {
    fn compare(self, a: &PlanOption<'_>, b: &PlanOption<'_>) -> Ordering {
        // What is not known comes after what is.
        let known = |usd: Option<groq_calc::Usd>| (usd.is_none(), usd);
        match self {
            Self::Model => a.id.model.cmp(b.id.model),
            Self::Plan => (a.id.plan, a.id.tier).cmp(&(b.id.plan, b.id.tier)),
            Self::Used => (a.blocked.is_some().cmp(&b.blocked.is_some()))
                .then(a.utilization.cmp(&b.utilization)),
            Self::PerDay => a.requests_per_day_max.cmp(&b.requests_per_day_max),
            Self::Cost => known(a.monthly.total_usd).cmp(&known(b.monthly.total_usd)),
            Self::List => known(a.monthly.list_usd).cmp(&known(b.monthly.list_usd)),
        }
    }
}

/// Every model, plan and tier.
#[component]
pub(crate) fn OptionsTable() -> impl IntoView {
    let page = Page::here();
    let (outcome, picked, locale) = (page.settled, page.picked, page.locale());
    let m = &page.messages().answer;
    // The order in which the engine would take them, until a heading is pressed.
    let order = RwSignal::new(None::<(Column, bool)>);
    let head = move |(column, title): (Column, &'static str)| {
        let sorted = move || match order.get() {
            Some((by, down)) if by == column => match down {
                true => "descending",
                false => "ascending",
            },
            _ => "none",
        };
        let click = move |_| {
            order.update(|order| {
                let down = *order == Some((column, false));
                *order = Some((column, down));
            })
        };
        view! {
            <th scope="col" aria-sort=sorted><button type="button" on:click=click>{title}</button></th>
        }
    };
    let columns = [
        (Column::Model, m.column_model),
        (Column::Plan, m.column_plan),
        (Column::Used, m.column_used),
        (Column::PerDay, m.column_per_day),
        (Column::Cost, m.column_cost),
        (Column::List, m.column_list),
    ];
    let rows = move || {
        let mut markup = Markup::default();
        outcome.with(|outcome| {
            let Some(answer) = &outcome.answer else { return };
            let mut options: Vec<_> = answer.options.iter().enumerate().collect();
            let order = order.get();
            options.sort_by(|(_, a), (_, b)| match order {
                Some((column, false)) => column.compare(a, b),
                Some((column, true)) => column.compare(b, a),
                // The recommended one, then those that fit, then the rest, each
                // by cost; what is not known comes last.
                None => {
                    let key = |option: &PlanOption<'_>| {
                        (option.passed_over.is_some(), option.unchecked, !option.fits)
                    };
                    key(a).cmp(&key(b)).then(Column::Cost.compare(a, b))
                }
            });
            options.into_iter().for_each(|(index, option)| row(&mut markup, index, option, locale));
        });
        markup.finish()
    };
    let press = move |event: leptos::ev::MouseEvent| {
        let Some(index) = pressed(&event) else { return };
        outcome.with_untracked(|outcome| {
            let option = outcome.answer.as_ref().and_then(|answer| answer.options.get(index));
            if let Some(option) = option {
                picked.set(Some(option.id));
            }
        });
    };
    view! {
        <section aria-labelledby="options-title" class="card">
            <h2 id="options-title">{m.options_title}</h2>
            <p class="hint">{m.options_hint}</p>
            <div class="scroll" role="region" aria-label=m.options_region tabindex="0">
                <table class="options">
                    <caption>{m.options_caption}</caption>
                    <thead>
                        <tr>
                            {columns.map(head).to_vec()}
                            <th scope="col">{m.column_fits}</th>
                            <th scope="col">{m.column_binds}</th>
                            <th scope="col">{m.column_why}</th>
                        </tr>
                    </thead>
                    <tbody inner_html=rows on:click=press></tbody>
                </table>
            </div>
        </section>
    }
}

/// Why an option was or was not chosen.
pub(crate) fn why(locale: Locale, option: &PlanOption<'_>) -> String {
    let m = &locale.messages().answer;
    let mut why = match (option.blocked, option.passed_over) {
        (Some(blocked), _) => sentences::blocked(locale, blocked),
        (None, Some(reason)) => sentences::passed_over(locale, reason),
        (None, None) => m.recommended.to_string(),
    };
    if let Some(risk) = option.at_risk.first() {
        why = format!("{why}{}{}", m.comma, sentences::at_risk(locale, *risk));
    }
    if !option.unknown_limits.is_empty() {
        why += &m.unknown_in_option.with([&sentences::limits(locale, option.unknown_limits)]);
    }
    why
}

fn row(markup: &mut Markup, index: usize, option: &PlanOption<'static>, locale: Locale) {
    let m = &locale.messages().answer;
    let used = match option.blocked {
        Some(_) => m.blocked.to_string(),
        None => locale.percent(option.utilization),
    };
    let chosen = if option.passed_over.is_none() { "chosen" } else { "" };
    markup.open("tr", &[("class", chosen)]);
    markup.open("th", &[("scope", "row")]);
    let index = index.to_string();
    let button = [("type", "button"), ("class", "link"), ("data-index", &*index)];
    markup.leaf("button", &button, option.id.model);
    markup.close("th");
    markup.cell(locale.place(option.id.plan, option.id.tier));
    markup.figure(&used);
    markup.figure(&locale.most(option.requests_per_day_max));
    markup.figure(&locale.usd_or_unknown(option.monthly.total_usd));
    markup.figure(&locale.usd_or_unknown(option.monthly.list_usd));
    markup.cell(match option.passed_over {
        _ if option.fits => m.yes,
        Some(PassedOver::UnknownLimits) => "?",
        _ => m.no,
    });
    markup.cell(&sentences::limits(locale, option.binding));
    markup.leaf("td", &[("class", "why")], &why(locale, option));
    markup.close("tr");
}
