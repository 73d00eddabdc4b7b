//! The report as one page.

use super::sheet::Sheet;
use crate::{browser::html::Markup, i18n::locale::Locale, views::services::colour::colour};

/// The page.
pub(super) fn html(locale: Locale, sheet: &Sheet) -> String {
    let messages = locale.messages();
    let (m, s, a) = (messages.report(), messages.services(), &messages.answer);
    let mut html = Markup::default();
    html.open("header", &[]);
    html.open("div", &[]);
    html.leaf("p", &[("class", "mu sm")], m.over_title);
    html.leaf("h2", &[("id", "report-title"), ("class", "big")], &sheet.title);
    html.close("div");
    html.open("div", &[("class", "num mu sm")]);
    for day in &sheet.days {
        html.leaf("div", &[], day);
    }
    html.close("div");
    html.close("header");
    html.open("div", &[("class", "lead")]);
    html.open("div", &[]);
    html.open("p", &[("class", "price")]);
    html.leaf("span", &[("id", "report-price")], &sheet.price);
    html.text(" ");
    html.leaf("small", &[], a.a_month);
    html.close("p");
    html.leaf("p", &[("class", "sm"), ("id", "report-margin")], &sheet.with_margin);
    html.close("div");
    html.open("dl", &[("class", "sm")]);
    for (label, fact) in &sheet.facts {
        html.open("div", &[]);
        html.leaf("dt", &[], label);
        html.leaf("dd", &[], fact);
        html.close("div");
    }
    html.close("dl");
    html.close("div");
    html.open("section", &[]);
    html.leaf("h3", &[], s.cost);
    head(&mut html, s.cost, &[s.service, a.column_month, &sheet.margin], 1);
    for cost in &sheet.costs {
        html.open("tr", &[]);
        html.open("th", &[("scope", "row")]);
        html.leaf("span", &[("class", &format!("sw {}", colour(cost.index)))], "");
        html.leaf("b", &[("class", "m")], &cost.name);
        for note in &cost.notes {
            html.leaf("div", &[("class", "sm mu ind")], note);
        }
        html.close("th");
        figures(&mut html, &cost.usd);
        html.close("tr");
    }
    html.close("tbody");
    html.open("tfoot", &[]);
    html.open("tr", &[]);
    html.row_head(a.total);
    figures(&mut html, &sheet.total);
    html.close("tr");
    html.close("tfoot");
    html.close("table");
    html.close("section");
    html.open("section", &[]);
    html.leaf("h3", &[], m.limits);
    head(&mut html, m.limits, &[s.model, m.limit, m.needed, m.allowed, m.used], 2);
    for [model, limit, rest @ ..] in &sheet.limits {
        html.open("tr", &[]);
        html.row_head(model);
        html.cell(limit);
        figures(&mut html, rest);
        html.close("tr");
    }
    html.close("tbody");
    html.close("table");
    html.close("section");
    if !sheet.months.is_empty() {
        html.open("section", &[]);
        html.leaf("h3", &[], m.months);
        html.open("ul", &[("class", "months"), ("id", "report-months")]);
        for [month, usd, more] in &sheet.months {
            html.open("li", &[]);
            html.leaf("span", &[("class", "mu")], month);
            html.text(" ");
            html.leaf("b", &[("class", "m")], usd);
            html.text(&m.in_brackets.with([more]));
            html.close("li");
        }
        html.close("ul");
        html.close("section");
    }
    html.open("div", &[("class", "halves")]);
    for (title, list) in [(m.assumptions, &sheet.assumptions), (m.risks, &sheet.risks)] {
        html.open("section", &[]);
        html.leaf("h3", &[], title);
        html.open("ul", &[("class", "bul")]);
        for line in list {
            html.leaf("li", &[], line);
        }
        html.close("ul");
        html.close("section");
    }
    html.close("div");
    html.open("footer", &[("class", "mu sm")]);
    html.leaf(
        "p",
        &[],
        &m.rule.with([m.sources, &sheet.sources.join(locale.messages().answer.semicolon)]),
    );
    html.leaf("p", &[], m.made_by_note);
    html.close("footer");
    html.finish()
}

/// A table up to its body; the first `texts` columns are of text.
fn head(html: &mut Markup, caption: &str, heads: &[&str], texts: usize) {
    html.open("table", &[("class", "plain")]);
    html.leaf("caption", &[("class", "hidden")], caption);
    html.open("thead", &[]);
    html.open("tr", &[]);
    for (index, title) in heads.iter().enumerate() {
        let class = [("scope", "col"), ("class", "num")];
        html.leaf("th", &class[..if index < texts { 1 } else { 2 }], title);
    }
    html.close("tr");
    html.close("thead");
    html.open("tbody", &[]);
}

fn figures(html: &mut Markup, figures: &[String]) {
    for figure in figures {
        html.leaf("td", &[("class", "num")], figure);
    }
}
