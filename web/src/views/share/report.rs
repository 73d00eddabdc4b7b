//! The answer as text to take away: Markdown, CSV and a budget note.

use groq_calc::{Answer, Kind, Outlook, PlanOption, Question};

use crate::{
    browser::markdown::table,
    form::state::Picked,
    i18n::{locale::Locale, sentences},
    page::outcome::Outcome,
};

/// What a report is written from.
pub(crate) struct Report<'a> {
    pub(crate) locale: Locale,
    pub(crate) question: &'a Question,
    pub(crate) answer: &'a Answer<'static>,
    /// The option that was chosen in the place of the recommended one.
    pub(crate) picked: Picked,
    pub(crate) outlook: Option<&'a Outlook<'static>>,
    /// The address that leads back.
    pub(crate) link: &'a str,
}

impl<'a> Report<'a> {
    /// Of an outcome, where it has an answer.
    pub(crate) fn of(
        locale: Locale,
        outcome: &'a Outcome,
        picked: Picked,
        outlook: Option<&'a Outlook<'static>>,
        link: &'a str,
    ) -> Option<Self> {
        let (question, answer) = (outcome.question.as_deref()?, outcome.answer.as_deref()?);
        Some(Self { locale, question, answer, picked, outlook, link })
    }

    fn option(&self) -> Option<&'a PlanOption<'static>> {
        self.picked.and_then(|id| self.answer.option(id)).or_else(|| self.answer.best())
    }

    /// The workload in a sentence.
    fn need(&self) -> String {
        let (m, locale) = (self.locale.messages().share(), self.locale);
        let workload = &self.question.workload;
        let requests = locale.fraction(workload.daily_requests());
        let need = match self.answer.kind {
            Kind::Transcription => {
                let seconds = groq_calc::Fraction::new(u128::from(workload.audio.get()), 1000);
                m.note_audio.with([&requests, &locale.fraction(seconds)])
            }
            Kind::Speech => {
                m.note_speech.with([&requests, &locale.count(workload.characters.get())])
            }
            _ => m.note_need.with([
                &requests,
                &locale.count(workload.input_tokens.get()),
                &locale.count(workload.output_tokens.get()),
            ]),
        };
        let days = m.note_days.with([&workload.days_per_month.to_string()]);
        self.joined(&[need, days])
    }

    /// Sentences in a row, as the language sets them.
    fn joined(&self, sentences: &[String]) -> String {
        sentences.join(self.locale.gap())
    }

    /// The whole answer in Markdown.
    pub(crate) fn markdown(&self) -> String {
        let (locale, messages) = (self.locale, self.locale.messages());
        let (m, a) = (messages.share(), &messages.answer);
        let mut text = format!(
            "# {}\n\n{}\n\n**{}**\n\n{}\n",
            m.report_title,
            self.need(),
            sentences::verdict(locale, self.answer),
            sentences::because(locale, self.answer)
        );
        if let Some(option) = self.option() {
            text += &format!("\n## {}: {}\n\n", m.limits, locale.named(option));
            let rows = option.limits.iter().map(|used| {
                vec![
                    used.limit.name().to_string(),
                    locale.fraction(used.demand),
                    locale.count(used.cap),
                    locale.percent(used.utilization),
                ]
            });
            table(&mut text, &[m.limit, m.demand, m.cap, m.used], rows);
            text += &format!("\n## {}\n\n", m.cost);
            let total = vec![
                a.total.to_string(),
                String::new(),
                locale.usd_or_unknown(option.monthly.list_usd),
            ];
            let rows = option.monthly.lines.iter().map(|line| {
                vec![
                    sentences::item(messages, line.item).to_string(),
                    format!(
                        "{} {}",
                        locale.fraction(line.quantity),
                        sentences::unit(messages, line.unit)
                    ),
                    locale.usd(line.usd),
                ]
            });
            table(&mut text, &[a.item, a.quantity, a.usd], rows.chain([total]));
        }
        text += &format!("\n## {}\n\n", m.options);
        let rows = self.answer.options.iter().map(|option| {
            vec![
                option.id.model.to_string(),
                locale.place(option.id.plan, option.id.tier).to_string(),
                locale.most(option.requests_per_day_max),
                locale.usd_or_unknown(option.monthly.total_usd),
                sentences::reason(locale, self.answer, option),
            ]
        });
        let head = [m.model, m.plan, a.per_day, a.column_month, m.reason];
        table(&mut text, &head, rows);
        text +=
            &format!("\n{} {}\n", m.as_of.with([&self.answer.as_of.to_string()]), self.sources());
        text
    }

    fn sources(&self) -> String {
        let m = self.locale.messages().share();
        let unknown = self.locale.messages().shell.unknown;
        let option = self.option();
        let limits =
            option.and_then(|option| option.limits_from).map_or(unknown, |from| from.source);
        let prices =
            option.and_then(|option| option.prices_from).map_or(unknown, |from| from.source);
        m.note_source.with([limits, prices, &m.worked_out_at.with([self.link])])
    }

    /// Every option, for a spreadsheet: plain figures under the names of the
    /// answer's JSON.
    pub(crate) fn csv(&self) -> String {
        let mut text = "model,plan,tier,fits,binding,utilization,requests_per_minute_max,\
                        requests_per_day_max,total_usd,list_usd,batch_usd,why\r\n"
            .to_string();
        let figure = |figure: Option<String>| figure.unwrap_or_default();
        for option in &self.answer.options {
            let binding: Vec<&str> = option.binding.iter().map(groq_calc::Limit::name).collect();
            let monthly = &option.monthly;
            let cells = [
                option.id.model.to_string(),
                option.id.plan.name().to_string(),
                option.id.tier.name().to_string(),
                option.fits.to_string(),
                binding.join(" "),
                option.utilization.to_string(),
                figure(option.requests_per_minute_max.map(|most| most.to_string())),
                figure(option.requests_per_day_max.map(|most| most.to_string())),
                figure(monthly.total_usd.map(|usd| usd.to_string())),
                figure(monthly.list_usd.map(|usd| usd.to_string())),
                figure(monthly.batch_usd.map(|usd| usd.to_string())),
                sentences::reason(self.locale, self.answer, option),
            ];
            text += &cells.map(|cell| quoted(&cell)).join(",");
            text += "\r\n";
        }
        text
    }

    /// A note for whoever approves the budget.
    pub(crate) fn note(&self) -> String {
        let (locale, messages) = (self.locale, self.locale.messages());
        let (m, a) = (messages.share(), &messages.answer);
        let mut lines = vec![m.note_title.to_string(), String::new(), self.need()];
        // One that was chosen and does not hold the load is not to be taken either.
        match self.option().filter(|option| option.holds() && self.answer.recommended.is_some()) {
            Some(option) => {
                let list = locale.usd_or_unknown(option.monthly.list_usd);
                lines.push(m.note_take.with([&locale.named(option), &list]));
                lines.push(m.note_capacity.with([
                    &sentences::option_binding(locale, option),
                    &locale.most(option.requests_per_day_max),
                ]));
            }
            None => {
                lines.push(m.note_none.to_string());
                lines.push(sentences::because(locale, self.answer));
            }
        }
        if let Some(outlook) = self.outlook {
            if let Some(spend) = &outlook.spend {
                lines.push(sentences::spend(locale, spend));
            }
            let savers =
                outlook.levers.iter().filter(|change| change.saves() > groq_calc::Usd::ZERO);
            let savers: Vec<String> = savers
                .take(3)
                .map(|change| {
                    let saves = a.saves.with([&locale.usd(change.saves())]);
                    a.noted.with([&sentences::lever(locale, change), &saves])
                })
                .collect();
            if !savers.is_empty() {
                lines.push(format!(
                    "{}{}{}",
                    m.note_least,
                    savers.join(a.semicolon),
                    m.full_stop.trim_end()
                ));
            }
        }
        lines.push(m.note_assumes.to_string());
        lines.push(m.as_of.with([&self.answer.as_of.to_string()]));
        lines.push(self.sources());
        lines.join("\n") + "\n"
    }
}

/// A CSV cell (RFC 4180).
pub(super) fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::state::Form;

    fn with_report<T>(fragment: &str, locale: Locale, read: impl FnOnce(&Report<'_>) -> T) -> T {
        let outcome = Outcome::new(&Form::read(fragment).form, None);
        let outlook = outcome.outlook(None);
        read(
            &Report::of(locale, &outcome, None, outlook.as_ref(), "https://example.org/#v=2")
                .unwrap(),
        )
    }

    #[test]
    fn a_note_names_the_cost_the_limit_and_the_link() {
        let note = with_report("n=2000&i=1500&o=500&y=10", Locale::En, |report| report.note());
        for part in [
            "2,000 requests a day of 1,500 input and 500 output tokens. A month is 30 days.",
            "No available option can handle this load.",
            "https://example.org/#v=2",
        ] {
            assert!(note.contains(part), "{part} is not in {note}");
        }
        let note = with_report("n=2000&i=1500&o=500&y=20", Locale::En, |report| report.note());
        for part in
            ["$15.75 a month", "TPM at 1.6%", "A spend limit of $20.00 is", "Largest savings"]
        {
            assert!(note.contains(part), "{part} is not in {note}");
        }
    }

    #[test]
    fn every_kind_of_work_has_a_report_in_every_language() {
        for fragment in ["n=2000&i=1500&o=500", "n=9&a=61.1", "n=9&k=500", "n=1&i=900k"] {
            for locale in Locale::ALL {
                let writers: [fn(&Report<'_>) -> String; 3] =
                    [|report| report.markdown(), |report| report.csv(), |report| report.note()];
                for write in writers {
                    let text = with_report(fragment, locale, write);
                    assert!(!text.contains('{') && text.ends_with('\n'), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_csv_has_as_many_cells_in_every_row() {
        let csv = with_report("n=2000&i=1500&o=500", Locale::En, |report| report.csv());
        for line in csv.lines() {
            let outside: String = line.split('"').step_by(2).collect();
            assert_eq!(outside.matches(',').count(), 11, "{line}");
        }
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }

    #[test]
    fn a_markdown_table_is_whole() {
        let text = with_report("n=2000&i=1500&o=500", Locale::En, |report| report.markdown());
        assert!(
            text.contains("| Limit | Needed | Allowed | Used |\n|---|---|---|---|\n"),
            "{text}"
        );
        assert!(text.contains("| Total |  | $15.75 |"), "{text}");
    }
}
