mod judged;
mod services;

use std::{collections::BTreeSet, fmt::Write as _, path::PathBuf};

use clap::Args as Group;
use groq_calc::{Answer, Catalog, Date, Draft, Question, answer, question::Organisation};
use serde_json::json;

use judged::{Judged, changes};

use crate::{
    input::{
        admission,
        catalog::{self, CatalogArgs},
        choice, question,
    },
    output::{
        document::{Document, Mark, Table},
        format::{Format, FormatArgs},
        outcome::Outcome,
    },
};

const EXAMPLES: &str = "Examples:
  groq-calc check budget.json
  groq-calc check services/*.json --format markdown
  groq-calc check services/*.json --together
  groq-calc check budget.json --as-of 2026-08-16

A question is judged on the newest day of the catalog, whatever day it names itself: that day is what
it is compared with, and what changed since is named.
Exit code: 0 where all fit within their budgets, 1 where one no longer does, 2 for bad input.";

/// Questions to judge.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CheckArgs {
    /// Questions as JSON, as `plan` takes them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The day on which they are judged, like 2026-06-04; the newest by default.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// How requests are admitted, whatever the questions say: reserved or expected.
    #[arg(long, value_name = "RULE")]
    admission: Option<String>,
    /// Judge all of them as the services of one organisation, which share its limits; each is named
    /// by its file.
    #[arg(long)]
    together: bool,
    #[command(flatten)]
    format: FormatArgs,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Judges every file.
pub(crate) fn run(args: &CheckArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let day = catalog::day(catalog, args.as_of.as_deref())?;
    let admission = admission::read(args.admission.as_deref())?;
    let judge = |name: &str, draft: &Draft| match draft.services {
        None => {
            let question = question::checked(draft, catalog)?;
            let admission = admission.or(question.admission);
            judge(catalog, name, Question { admission, ..question }, day)
        }
        Some(_) => {
            let organisation = question::checked_services(draft, catalog)?;
            let admission = admission.or(organisation.admission);
            services::judge(catalog, name, Organisation { admission, ..organisation }, day)
        }
    };
    let judged: Vec<_> = match args.together {
        true => vec![
            services::together(&args.files, catalog)
                .and_then(|draft| judge(services::TOGETHER, &draft)),
        ],
        false => args
            .files
            .iter()
            .map(|path| {
                let name = path.display().to_string();
                let judged = question::draft(path).and_then(|draft| judge(&name, &draft));
                judged.map_err(|error| match error.starts_with(&name) {
                    true => error,
                    false => format!("{name}: {error}"),
                })
            })
            .collect(),
    };
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for judged in judged {
        match judged {
            Ok(judged) => good.push(judged),
            Err(error) => bad.push(error),
        }
    }
    if !bad.is_empty() {
        return Err(bad.join("; "));
    }
    let fits = good.iter().all(|judged| judged.fits);
    let format = args.format.get();
    let text = if format == Format::Json {
        let whole = json!({ "as_of": day, "fits": fits, "questions": good });
        serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n"
    } else {
        render(&good, day).render(format)?
    };
    Ok(Outcome { text, fits })
}

fn judge<'a>(
    catalog: &Catalog<'a>,
    file: &str,
    mut question: Question,
    day: Date,
) -> Result<Judged<'a>, String> {
    let own = question.as_of.replace(day).filter(|own| *own < day);
    let mut about: BTreeSet<String> =
        question.requirements.models.iter().flatten().cloned().collect();
    let mut judged = Judged {
        file: file.to_owned(),
        monthly_budget_usd: question.requirements.monthly_budget.map(|usd| usd.to_string()),
        ..Judged::default()
    };
    match answer(catalog, &question) {
        Ok(answer) => {
            if let Ok(option) = choice::option(&answer, None) {
                about.insert(option.id.model.to_owned());
                judged.model = Some(option.id.model.to_owned());
                judged.plan = Some(option.id.plan.name());
                judged.tier = Some(option.id.tier.name());
                judged.monthly_usd = option.monthly.total_usd.map(|usd| usd.to_string());
            }
            judged.retires = answer.retires().cloned();
            judged.ending.clone_from(&judged.model);
            judged.fits = answer.recommended.is_some();
            judged.verdict = answer.to_string();
            judged.shown = match answer.recommended {
                Some(_) => outcome(&answer),
                None => judged.verdict.clone(),
            };
        }
        // The question was good once: the world has moved, not the input.
        Err(error) if error.is_not_offered() => {
            judged.verdict = error.to_string();
            judged.shown.clone_from(&judged.verdict);
        }
        Err(error) => return Err(error.to_string()),
    }
    let Some(own) = own else { return Ok(judged) };
    question.as_of = Some(own);
    let before = answer(catalog, &question).map_err(|error| error.to_string())?;
    about.extend(before.recommended.as_ref().map(|choice| choice.id.model.to_owned()));
    judged.before = Some(on_its_day(&before));
    judged.changes = changes(catalog, own, day, |model| about.contains(model));
    Ok(judged)
}

fn on_its_day(answer: &Answer<'_>) -> String {
    format!("on {}: {}", answer.as_of, outcome(answer))
}

fn outcome(answer: &Answer<'_>) -> String {
    match &answer.recommended {
        Some(choice) => format!(
            "{} on {}, ${} a month",
            choice.id.model,
            choice.id.plan.title(),
            choice.monthly_usd.with_cents()
        ),
        None => "nothing fitted either".to_owned(),
    }
}

fn render(judged: &[Judged<'_>], day: Date) -> Document {
    let mut document = Document::default();
    let failed = judged.iter().filter(|judged| !judged.fits).count();
    let _ = match failed {
        0 if judged.len() == 1 => writeln!(document, "It fits as of {day}."),
        0 => writeln!(document, "All {} fit as of {day}.", judged.len()),
        1 => writeln!(document, "1 of {} no longer fits as of {day}.", judged.len()),
        _ => writeln!(document, "{failed} of {} no longer fit as of {day}.", judged.len()),
    };
    let mut rows = Table::new(&["file", "fits", "verdict", "on its own day"], &[]).main();
    for one in judged {
        let (mark, word) = if one.fits { (Mark::Good, "yes") } else { (Mark::Bad, "no") };
        rows.add_marked(
            mark,
            [
                one.file.clone(),
                word.to_owned(),
                one.shown.clone(),
                one.before.clone().unwrap_or_default(),
            ],
        );
    }
    document.push("Questions", rows);
    for one in judged {
        if let (Some(model), Some(end)) = (&one.ending, &one.retires) {
            let _ = writeln!(document, "\n{}: mind the model {model}: {end}.", one.file);
        }
    }
    for one in judged.iter().filter(|one| !one.changes.is_empty()) {
        let _ = writeln!(document, "\nChanged for {}:", one.file);
        for change in &one.changes {
            let _ = writeln!(document, " {change}");
        }
    }
    document
}
