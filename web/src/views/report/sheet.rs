//! What the report says, in the words of a language, and as Markdown.

use groq_calc::{
    Limit, Usd,
    answer::organisation::OrganisationAnswer,
    catalog::{Provenance, Status},
};
use groq_catalog::CATALOG;

use super::notes::notes;
use crate::{
    browser::{calendar, markdown::table},
    form::state::{Choice, Form, Tick},
    i18n::{locale::Locale, sentences},
    page::planned::Planned,
    views::services::{growth, hero, months},
};

/// A service with its cost.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Costed {
    /// Its place in the form.
    pub(super) index: usize,
    pub(super) name: String,
    /// What was assumed of it, and how its cost comes about.
    pub(super) notes: Vec<String>,
    pub(super) usd: [String; 2],
}

/// The whole report.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sheet {
    pub(super) title: String,
    /// The day it was made, and the day of its prices.
    pub(super) days: [String; 2],
    /// The cost of a month, and the same with the margin in a sentence.
    pub(super) price: String,
    pub(super) with_margin: String,
    /// The head of the column with the margin.
    pub(super) margin: String,
    /// Verdict, tightest limit and how long it lasts.
    pub(super) facts: Vec<(String, String)>,
    pub(super) costs: Vec<Costed>,
    pub(super) total: [String; 2],
    /// Model, limit, needed, allowed, used.
    pub(super) limits: Vec<[String; 5]>,
    /// Month, cost, cost with the margin.
    pub(super) months: Vec<[String; 3]>,
    pub(super) assumptions: Vec<String>,
    pub(super) risks: Vec<String>,
    pub(super) sources: Vec<String>,
    locale: Locale,
}

impl Sheet {
    /// Of the answer to a form; `today` is the day on which it is made.
    pub(super) fn of(
        locale: Locale,
        form: &Form,
        planned: &Planned,
        margin: u64,
        today: &str,
    ) -> Option<Self> {
        let answer = planned.answer.as_deref()?;
        let messages = locale.messages();
        let m = messages.report();
        let more =
            |usd: Option<Usd>| locale.money_or_unknown(usd.and_then(|usd| usd.with_margin(margin)));
        let both = |usd: Option<Usd>| [locale.money_or_unknown(usd), more(usd)];
        let percent = margin.to_string();
        let total = answer.monthly.total_usd;
        let title = match form.is_alone() {
            true => m.title_one.to_string(),
            false => messages.shell.services.with([&answer.services.len().to_string()]),
        };
        let growth = answer.growth.as_ref().filter(|growth| growth.grows);
        let months = growth.map_or(&[][..], |growth| &growth.months);
        let months = months.iter().take(months::shown(answer)).map(|month| {
            let [usd, more] = both(month.total_usd);
            [calendar::month(locale.tag(), month.month, false), usd, more]
        });
        let costs = answer.services.iter().zip(&planned.kept).filter_map(|(service, index)| {
            Some(Costed {
                index: *index,
                name: service.name.clone(),
                notes: notes(locale, form.services().get(*index)?, answer, service),
                usd: both(service.monthly_usd),
            })
        });
        Some(Self {
            title,
            days: [today.to_string(), m.prices_of.with([&answer.as_of.to_string()])],
            price: locale.money_or_unknown(total),
            with_margin: m.plan_for.with([&more(total), &percent]),
            margin: m.with_percent.with([&percent]),
            facts: facts(locale, answer),
            costs: costs.collect(),
            total: both(total),
            limits: limits(locale, answer),
            months: months.collect(),
            assumptions: assumptions(locale, form, answer),
            risks: risks(locale, answer),
            sources: sources(locale, answer),
            locale,
        })
    }

    /// As Markdown, with the address that leads back.
    pub(crate) fn markdown(&self, link: &str) -> String {
        let messages = self.locale.messages();
        let (m, s) = (messages.report(), messages.services());
        let mut text = format!("# {}\n\n{} · {}\n\n", self.title, self.days[0], self.days[1]);
        text += &format!("**{} {}** {}\n\n", self.price, messages.answer.a_month, self.with_margin);
        for (label, fact) in &self.facts {
            text += &format!("- {}\n", m.rule.with([label, fact]));
        }
        text += &format!("\n## {}\n\n", s.cost);
        let rows = self.costs.iter().map(|cost| {
            let [usd, more] = cost.usd.clone();
            vec![m.rule.with([&cost.name, &cost.notes.join(self.locale.gap())]), usd, more]
        });
        let [usd, more] = self.total.clone();
        let total = vec![messages.answer.total.to_string(), usd, more];
        let head = [s.service, messages.answer.column_month, &self.margin];
        table(&mut text, &head, rows.chain([total]));
        text += &format!("\n## {}\n\n", m.limits);
        let head = [s.model, m.limit, m.needed, m.allowed, m.used];
        table(&mut text, &head, self.limits.iter().map(|row| row.to_vec()));
        if !self.months.is_empty() {
            text += &format!("\n## {}\n\n", m.months);
            let head = [s.month, messages.answer.column_month, &self.margin];
            table(&mut text, &head, self.months.iter().map(|row| row.to_vec()));
        }
        let lists = [
            (m.assumptions, &self.assumptions),
            (m.risks, &self.risks),
            (m.sources, &self.sources),
        ];
        for (title, list) in lists {
            text += &format!("\n## {title}\n\n");
            for line in list {
                text += &format!("- {line}\n");
            }
        }
        text + &format!("\n{} {link}\n", m.made_by)
    }
}

fn facts(locale: Locale, answer: &OrganisationAnswer<'_>) -> Vec<(String, String)> {
    let messages = locale.messages();
    let (m, s) = (messages.report(), messages.services());
    let (_, verdict) = sentences::services_headline(locale, answer);
    let verdict = format!("{verdict} · {}", hero::who(locale, answer));
    let mut facts = vec![(m.verdict.to_string(), verdict)];
    let mut add = |label: &str, text: Option<String>| {
        facts.extend(text.map(|text| (label.to_string(), text)));
    };
    add(messages.answer.tightest, sentences::services_tightest(locale, answer));
    add(s.room, hero::lasts(locale, answer));
    facts
}

fn limits(locale: Locale, answer: &OrganisationAnswer<'_>) -> Vec<[String; 5]> {
    let title =
        |limit: Limit| sentences::capitalised(sentences::limit_title(locale.messages(), limit));
    let rows = answer.limits.iter().map(|used| {
        [
            sentences::model_and_tier(locale, used.model, used.tier),
            title(used.limit),
            locale.fraction(used.demand),
            locale.count(used.usable),
            locale.percent(used.utilization),
        ]
    });
    rows.collect()
}

/// What holds for all services, and what was not stated.
fn assumptions(locale: Locale, form: &Form, answer: &OrganisationAnswer<'_>) -> Vec<String> {
    let messages = locale.messages();
    let (m, f) = (messages.report(), &messages.form);
    let comma = messages.answer.comma;
    let mut said = vec![m.defaults.to_string(), m.peaks.to_string()];
    let rule = match answer.admission {
        groq_calc::catalog::Admission::Expected => f.admitted_expected,
        groq_calc::catalog::Admission::Reserved => f.admitted_reserved,
    };
    said.push(m.rule.with([f.admission, rule]));
    let plans = [(Tick::Free, messages.shell.free), (Tick::Developer, messages.shell.developer)];
    let plans = plans.into_iter().filter(|(tick, _)| form.ticked(*tick)).map(|(_, name)| name);
    said.push(m.rule.with([m.plans, &plans.collect::<Vec<_>>().join(comma)]));
    if form.ticked(Tick::Production) {
        said.push(f.production.to_string());
    }
    if !form.choice(Choice::AsOf).is_empty() {
        said.push(m.stated.with([f.as_of, form.choice(Choice::AsOf)]));
    }
    let budget = form.draft().requirements.monthly_budget_usd;
    if let Some(budget) = budget.filter(|budget| !budget.as_str().trim().is_empty()) {
        said.push(m.stated.with([f.monthly_budget_usd, budget.as_str()]));
    }
    let own = form.limits().iter().map(|own| {
        let place = locale.place(own.plan, groq_calc::Tier::OnDemand);
        format!("{} {place} {} {}", own.model, own.limit, own.cap)
    });
    let own: Vec<String> = own.collect();
    if !own.is_empty() {
        said.push(m.stated.with([f.my_limits, &own.join(comma)]));
    }
    said
}

/// What may make the figures wrong.
fn risks(locale: Locale, answer: &OrganisationAnswer<'_>) -> Vec<String> {
    let messages = locale.messages();
    let (m, s, a) = (messages.report(), messages.services(), &messages.answer);
    let mut said: Vec<String> =
        answer.changes.iter().map(|change| sentences::shortfall(locale, change)).collect();
    for service in &answer.services {
        let mut add = |text: &str| said.push(s.risk.with([&service.name, text]));
        for risk in &service.at_risk {
            add(&sentences::may_be_refused(locale, risk.at_risk));
        }
        if !service.production {
            add(&m.preview.with([service.short_model()]));
        }
        if let Some(end) = &service.retires {
            add(&match &end.replacements[..] {
                [] => a.ends.with([&end.on.to_string()]),
                names => a.retires.with([&end.on.to_string(), &names.join(a.comma)]),
            });
        }
    }
    if let Some(growth) = answer.growth.as_ref().filter(|growth| growth.first_over.is_some()) {
        said.extend(growth::sentences(locale, growth));
    }
    let mut unconfirmed: Vec<&str> = Vec::new();
    for service in &answer.services {
        let from = service.limits_from.filter(|from| from.status != Status::Confirmed);
        if from.is_some() && !unconfirmed.contains(&service.short_model()) {
            unconfirmed.push(service.short_model());
        }
    }
    if !unconfirmed.is_empty() {
        said.push(m.unconfirmed.with([&unconfirmed.join(a.comma)]));
    }
    if CATALOG.newest_on(answer.as_of).is_some_and(|newest| newest < answer.as_of) {
        said.push(m.stale.with([&answer.as_of.to_string()]));
    }
    said.push(m.no_guarantee.to_string());
    said
}

/// Where the figures come from, each once.
fn sources(locale: Locale, answer: &OrganisationAnswer<'_>) -> Vec<String> {
    let messages = locale.messages();
    let m = messages.report();
    let mut said = Vec::new();
    let mut add = |what: &str, from: Option<Provenance<'_>>| {
        let Some(from) = from else { return };
        let source = CATALOG.sources.iter().find(|source| source.id == from.source);
        let title = source.map_or(from.source, |source| source.title);
        let read = source.map_or(String::new(), |source| source.accessed.to_string());
        let status = sentences::status(messages, from.status);
        let text = m.source.with([what, title, &from.from.to_string(), &read, status]);
        if !said.contains(&text) {
            said.push(text);
        }
    };
    for service in &answer.services {
        add(m.source_prices, service.prices_from);
        add(m.source_limits, service.limits_from);
    }
    add(m.source_rule, answer.admission_from);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(locale: Locale) -> Sheet {
        let mut form = Form::example();
        form.set_named("cached_input_tokens", "500");
        form.set_named("monthly_budget_usd", "90");
        form.add_service(|number| format!("S{number}"));
        form.set_named("requests_per_day", "900");
        form.set_named("input_tokens", "4k");
        form.set_named("output_tokens", "30");
        let planned = Planned::new(&form, None);
        Sheet::of(locale, &form, &planned, 20, "2026-11-29").expect("there is an answer")
    }

    #[test]
    fn every_stated_figure_and_every_price_is_in_the_report() {
        for locale in Locale::ALL {
            let text = sheet(locale).markdown("https://example.org/#v=2");
            for part in
                ["2000", "1500", "500", "900", "4k", "30", "90", "1,000,000", "https://example.org"]
            {
                assert!(text.contains(part), "{part} is not in {text}");
            }
            assert!(!text.contains('{'), "{text}");
        }
    }

    #[test]
    fn the_margin_is_on_every_amount() {
        let sheet = sheet(Locale::En);
        assert_eq!(sheet.costs.len(), 2);
        for [usd, more] in sheet.costs.iter().map(|cost| &cost.usd).chain([&sheet.total]) {
            let figure = |text: &str| Usd::parse(&text[1..].replace(',', "")).unwrap();
            let (usd, more) = (figure(usd).picodollars(), figure(more).picodollars());
            assert!((usd * 12).abs_diff(more * 10) < 200_000_000_000, "{usd} {more}");
        }
    }
}
