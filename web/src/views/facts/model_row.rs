//! A row of a table of models.

use groq_calc::{
    Date, Kind, Model, Plan, Price,
    catalog::{Cap, Dated, Lifecycle, Points, Provenance, Tool},
};

use super::{
    columns::{columns, limits, prices},
    words,
};
use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, sentences},
    views::abilities::abilities,
};

/// Writes the row of a model as it stands on a day.
pub(super) fn write(
    markup: &mut Markup,
    model: &'static Model<'static>,
    plan: Plan,
    day: Date,
    score: Option<Points>,
    locale: Locale,
) {
    let messages = locale.messages();
    let facts = messages.facts();
    let unknown = facts.not_published;
    let of = |price: Option<Price>| {
        price.map_or_else(|| unknown.to_string(), |price| locale.usd(price.listed_per_million()))
    };
    let heads: Vec<_> = columns(model.kind, messages).into_iter().map(|(_, name)| name).collect();
    let mut at = 1;
    let mut cell = |markup: &mut Markup, class: &str, text: &str| {
        markup.leaf("td", &[("class", class), ("data-l", heads[at])], text);
        at += 1;
    };
    let price = prices(model, day);
    markup.open("tr", &[]);
    markup.row_head(model.id);
    let stage = model.stage(day);
    let class = match stage.map(|stage| stage.value) {
        Some(Lifecycle::Retired { .. }) => "warnt",
        _ => "mu",
    };
    cell(markup, class, words::stage(stage.map(|stage| stage.value), messages));
    match model.kind {
        Kind::Transcription => {
            let hour = price.audio_hour.map(|hour| locale.usd(hour.listed()));
            cell(markup, "num", &hour.unwrap_or_else(|| unknown.to_string()));
        }
        Kind::Speech => cell(markup, "num", &of(price.characters)),
        _ => {
            let cached = match (price.cached_input, price.input) {
                (None, Some(_)) => facts.nothing.to_string(),
                (cached, _) => of(cached),
            };
            cell(markup, "num", &of(price.input));
            cell(markup, "num", &cached);
            cell(markup, "num b", &of(price.output));
            let context = model.context_at(day);
            for size in [context.window, context.max_completion] {
                let size = size.map_or_else(|| unknown.to_string(), |size| locale.count(size));
                cell(markup, "num", &size);
            }
        }
    }
    let entries = if plan == Plan::Free { model.free } else { model.developer };
    let caps = Dated::at(entries, day).map(|entry| entry.value);
    for limit in limits(model.kind) {
        let text = match caps.map(|caps| caps.get(limit)) {
            Some(Cap::At(cap)) => locale.count(cap),
            Some(Cap::Absent) => facts.nothing.to_string(),
            Some(Cap::Unknown) | None => unknown.to_string(),
        };
        cell(markup, "num", &text);
    }
    markup.open("td", &[("data-l", facts.supports)]);
    abilities(markup, locale, model.kind, model.abilities(day));
    markup.close("td");
    let score = score.map_or_else(|| messages.answer.no_score.to_string(), |it| it.to_string());
    let label = messages.answer.column_quality;
    markup.leaf("td", &[("class", "num"), ("data-l", label)], &score);
    markup.open("td", &[("data-l", facts.sources_of)]);
    provenance(markup, model, day, locale);
    markup.close("td");
    markup.close("tr");
}

/// Where each figure of a model comes from, one press away.
fn provenance(markup: &mut Markup, model: &'static Model<'static>, day: Date, locale: Locale) {
    let messages = locale.messages();
    let facts = messages.facts();
    let id = format!("sources-of-{}", model.id.replace(['/', '.'], "-"));
    let name = facts.sources_of_model.with([model.id]);
    markup.open(
        "button",
        &[
            ("type", "button"),
            ("class", "btn ghost sq s"),
            ("popovertarget", &id),
            ("aria-label", &name),
        ],
    );
    markup.icon("q");
    markup.close("button");
    markup.open("div", &[("popover", ""), ("id", &id), ("class", "card src")]);
    markup.leaf("h3", &[], model.id);
    let mut lines = |name: &str, text: &str, from: Option<Provenance<'static>>| {
        markup.open("p", &[]);
        markup.leaf("b", &[("class", "m")], name);
        markup.text(" ");
        markup.text(text);
        if let Some(from) = from {
            markup.text(" ");
            words::origin(markup, from, locale);
        }
        markup.close("p");
    };
    let stage = model.stage(day);
    let mut text = words::stage(stage.map(|stage| stage.value), messages).to_string();
    let replacements = stage.map_or(&[][..], |stage| stage.value.replacements());
    if !replacements.is_empty() {
        text.push_str(messages.share().full_stop);
        text.push_str(&facts.replaced_by.with([&replacements.join(messages.answer.comma)]));
    }
    lines(facts.stage, &text, stage.map(Provenance::of));
    lines(facts.price, "", model.prices_at(day).map(Provenance::of));
    if let Some(entry) = Dated::at(model.contested, day) {
        let named = locale.usd(entry.value.cached_input.listed_per_million());
        let text = facts.contested.with([&named, entry.value.against]);
        lines(facts.cached, &text, Some(Provenance::of(entry)));
    }
    for (name, entries) in [(facts.free, model.free), (facts.developer, model.developer)] {
        let entry = Dated::at(entries, day);
        let text = match entry {
            Some(entry) => words::caps(entry.value, locale),
            None => messages.shell.unknown.to_string(),
        };
        lines(name, &text, entry.map(Provenance::of));
    }
    lines(facts.window, "", Dated::at(model.context, day).map(Provenance::of));
    let offered = model.tools_at(day);
    let tools = Tool::ALL.into_iter().filter(|tool| offered.contains(*tool));
    let tools: Vec<_> = tools.map(|tool| sentences::tool_name(messages, tool)).collect();
    if !tools.is_empty() {
        lines(facts.tools, &tools.join(messages.answer.comma), None);
    }
    markup.close("div");
}
