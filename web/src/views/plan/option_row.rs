//! A row of the table of options.

use groq_calc::{Answer, PlanOption};

use super::hero::meter_of;
use crate::{
    browser::html::Markup,
    form::catalog::CATALOG,
    i18n::{locale::Locale, sentences},
    page::scores::Scores,
    views::abilities::abilities,
};

/// The value of an option in a form.
pub(super) fn name(option: &PlanOption<'_>) -> String {
    let id = option.id;
    format!("{},{},{}", id.model, id.plan.name(), id.tier.name())
}

/// Writes a row; `index` is the place of the option in the answer.
pub(super) fn write(
    markup: &mut Markup,
    locale: Locale,
    answer: &Answer<'static>,
    index: usize,
    scores: &Scores,
) {
    let option = &answer.options[index];
    let (tone, standing) = sentences::standing(locale, option);
    let is_off = option.unchecked || sentences::is_ruled_out(option);
    markup.open("tr", &[("class", if is_off { "off" } else { "" })]);
    markup.open("td", &[]);
    markup.open("label", &[("class", "pick")]);
    let id = option.id;
    let place = index.to_string();
    let name = name(option);
    let radio = [("type", "radio"), ("name", "option"), ("data-index", &*place), ("value", &*name)];
    markup.open("input", &radio);
    markup.open("span", &[]);
    markup.open("span", &[]);
    markup.leaf("b", &[], id.short_model());
    markup.text(" ");
    markup.text(locale.place(id.plan, id.tier));
    markup.close("span");
    let why = sentences::reason(locale, answer, option);
    markup.leaf("span", &[("class", "sm mu why-row")], &why);
    markup.close("span");
    markup.close("label");
    markup.close("td");
    markup.open("td", &[]);
    markup.open("span", &[("class", &format!("st {}", tone.class()))]);
    markup.icon(tone.icon());
    markup.text(standing);
    markup.close("span");
    markup.close("td");
    limit(markup, locale, option);
    markup.open("td", &[]);
    if let Some(model) = CATALOG.model(id.model) {
        abilities(markup, locale, answer.kind, model.abilities(answer.as_of));
    }
    markup.close("td");
    let m = &locale.messages().answer;
    // Cards have no heads: each says by which benchmark.
    let (label, none) = match &*scores.benchmark {
        "" => (m.column_quality.to_string(), "–"),
        benchmark => (m.quality_in.with([benchmark]), m.no_score),
    };
    let score = [("class", "num mu"), ("data-l", &*label)];
    markup.leaf("td", &score, scores.of(id.model).unwrap_or(none));
    markup.leaf("td", &[("class", "num cost")], &locale.money_or_unknown(option.monthly.total_usd));
    markup.close("tr");
}

/// The limit that is used most.
fn limit(markup: &mut Markup, locale: Locale, option: &PlanOption<'_>) {
    let m = &locale.messages().answer;
    markup.open("td", &[]);
    match option.binding.iter().next().filter(|_| option.blocked.is_none()) {
        Some(limit) => {
            let (tone, _) = sentences::standing(locale, option);
            let (class, width) = meter_of(tone, option);
            markup.open("span", &[("class", "hr")]);
            markup.meter(class, &width);
            markup.open("span", &[]);
            let title = sentences::limit_title(locale.messages(), limit);
            markup.leaf("abbr", &[("title", title)], limit.name());
            markup.text(" ");
            markup.text(&locale.percent(option.utilization));
            markup.close("span");
            markup.close("span");
        }
        None => markup.leaf("span", &[("class", "sm")], m.unknown_limit),
    }
    markup.close("td");
}
