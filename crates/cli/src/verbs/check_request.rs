use std::{fmt::Write as _, path::PathBuf};

use clap::Args as Group;
use groq_calc::{Catalog, Plan, num::Grouped};
use groq_paste::{Body, Checked, CheckedFacts, Groups, Setting, Verdict, check};
use groq_protocol::Severity;
use serde::Serialize;

use crate::{
    input::{admission, catalog::CatalogArgs, paste},
    output::{counted::Counted, long_text::LongText, outcome::Outcome, printable},
};

const EXAMPLES: &str = "Examples:
  groq-calc check-request request.json
  groq-calc check-request request.json --plan developer --corrected > corrected.json
  groq-calc check-request batch.jsonl --json
  pbpaste | groq-calc check-request - --model openai/gpt-oss-20b

It takes the body of a request, a curl command, a batch file or several requests as JSON lines.
It says \"refused\", \"accepted but changed\" or \"nothing known against it\", which is no promise, and what
it did not check.
Exit code: 0 where nothing known is against any of them, 1 where Groq refuses one, 2 for bad input.";

/// Requests and what they are checked against.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CheckRequestArgs {
    /// The request; `-` reads standard input.
    file: PathBuf,
    /// The model to check for, instead of the one that is named.
    #[arg(long, value_name = "ID")]
    model: Option<String>,
    /// The plan whose limits count: free or developer.
    #[arg(long, value_name = "PLAN", default_value = "free")]
    plan: String,
    /// The day whose models and limits count; the newest by default.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// How requests are admitted: reserved or expected; by the rule of the day by default.
    #[arg(long, value_name = "RULE")]
    admission: Option<String>,
    /// Print the corrected requests and nothing else, one a line.
    #[arg(long, alias = "mended")]
    corrected: bool,
    /// Print what was found in all requests together, and no request.
    #[arg(long, conflicts_with = "corrected")]
    summary: bool,
    /// Print JSON.
    #[arg(long, conflicts_with = "corrected")]
    json: bool,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// Checks them.
pub(crate) fn run(args: &CheckRequestArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let plan = Plan::parse(&args.plan)
        .ok_or_else(|| format!("plan is `{}`; it must be free or developer", args.plan))?;
    let setting = Setting {
        admission: admission::read(args.admission.as_deref())?,
        ..paste::setting(catalog, args.as_of.as_deref(), args.model.as_deref())?
    };
    let mut found = Found::default();
    let mut printer = Printer { args, text: LongText::default() };
    let mut failed = None;
    let mut take = |body: Body| {
        if failed.is_none() {
            let checked = check(&body, plan, &setting).map_err(|error| error.to_string());
            let add = |checked| {
                printer.add(found.summary.requests, &checked)?;
                found.add(checked);
                Ok(())
            };
            failed = checked.and_then(add).err();
        }
    };
    let reading = paste::reading(&args.file, &setting, &mut take)?;
    if let Some(error) = failed {
        return Err(error);
    }
    if found.summary.requests == 0 {
        let name = args.file.display();
        let notes = reading.notes.iter().map(|note| format!("; {note}")).collect::<String>();
        return Err(format!("{name} has no request in it{notes}"));
    }
    for note in reading.notes.iter().filter(|note| note.is_about_figures()) {
        anstream::eprintln!("{}", printable::message(&format!("note: {note}")));
    }
    Ok(Outcome { text: printer.finish(&found, plan)?, fits: found.summary.refused == 0 })
}

fn as_json(value: &impl Serialize) -> Result<String, String> {
    serde_json::to_string_pretty(value).map_err(|error| error.to_string())
}

/// Prints each request as it comes, where all of them are asked for.
struct Printer<'a> {
    args: &'a CheckRequestArgs,
    text: LongText,
}

impl Printer<'_> {
    fn add(&mut self, before: usize, checked: &Checked) -> Result<(), String> {
        let CheckRequestArgs { corrected, json, summary, .. } = self.args;
        if *corrected {
            self.text.add(&format!("{}\n", checked.corrected))
        } else if *json && !summary {
            // As an element of a list.
            let start = if before == 0 { "[\n  " } else { ",\n  " };
            let fields = as_json(&CheckedFacts::new(checked))?.replace('\n', "\n  ");
            self.text.add(&format!("{start}{fields}"))
        } else {
            Ok(())
        }
    }

    fn finish(mut self, found: &Found, plan: Plan) -> Result<String, String> {
        let CheckRequestArgs { corrected, json, summary, .. } = self.args;
        let end = match (corrected, json, summary) {
            (true, ..) => String::new(),
            (_, true, false) => "\n]\n".to_owned(),
            (_, true, true) => as_json(&found.summary)? + "\n",
            (_, false, true) => found.summary.render(),
            _ if found.summary.requests > 1 => found.summary.render() + &found.render(plan),
            _ => found.render(plan),
        };
        self.text.add(&end)?;
        Ok(self.text.rest())
    }
}

/// Requests and groups of findings that are printed; the rest is a count.
const MAX_SHOWN: usize = 50;

/// What was found: the first requests, and all of them together.
#[derive(Default)]
struct Found {
    first: Vec<Checked>,
    summary: Summary,
}

/// What was found in all requests together.
#[derive(Default, Serialize)]
struct Summary {
    requests: usize,
    refused: usize,
    at_risk: usize,
    /// Those of them that Groq would refuse even when corrected.
    not_corrected: usize,
    groups: Groups,
}

impl Summary {
    fn add(&mut self, checked: &Checked) {
        self.requests += 1;
        self.refused += usize::from(checked.is_refused());
        self.at_risk += usize::from(!checked.is_refused() && checked.is_at_risk());
        self.not_corrected += usize::from(!checked.is_corrected);
        self.groups.add(self.requests, &checked.findings);
    }

    fn render(&self) -> String {
        let mut text = String::new();
        let (requests, refused) = (Grouped(self.requests as u64), Grouped(self.refused as u64));
        let requests = Counted(requests, "request");
        let _ = match (self.refused, self.groups.list().is_empty()) {
            (0, true) => writeln!(text, "{requests}: nothing known against any of them."),
            (0, false) if self.at_risk > 0 => {
                writeln!(
                    text,
                    "{requests}: Groq may refuse {} of them.",
                    Grouped(self.at_risk as u64)
                )
            }
            (0, false) => writeln!(text, "{requests}: none refused; some accepted but changed."),
            _ => writeln!(text, "{requests}: {refused} of them refused."),
        };
        render_groups(&mut text, &self.groups, self.requests > 1);
        if self.not_corrected > 0 {
            let count = Grouped(self.not_corrected as u64);
            let _ = writeln!(text, " {count} can't be corrected here");
        }
        text
    }
}

/// The first groups, and how many more there are.
fn render_groups(text: &mut String, groups: &Groups, several: bool) {
    for group in groups.list().iter().take(MAX_SHOWN) {
        let what = match group.first.severity {
            Severity::Refused => "refused",
            Severity::AtRisk => "at risk",
            Severity::Ignored => "ignored",
        };
        let _ = match several && group.requests == 1 {
            true => writeln!(text, " {what}  {group} (request {})", group.first_request),
            false => writeln!(text, " {what}  {group}"),
        };
    }
    let rest = groups.list().len().saturating_sub(MAX_SHOWN);
    if rest > 0 {
        let _ = writeln!(text, " and {}; --json has all of them", Counted(rest, "other finding"));
    }
}

impl Found {
    fn add(&mut self, checked: Checked) {
        self.summary.add(&checked);
        if self.first.len() < MAX_SHOWN {
            self.first.push(checked);
        }
    }

    fn render(&self, plan: Plan) -> String {
        let mut text = String::new();
        let requests = self.summary.requests;
        for (index, one) in self.first.iter().enumerate() {
            if requests > 1 {
                let _ = writeln!(text, "request {}:", index + 1);
            }
            let verdict = match (one.verdict(), one.is_at_risk()) {
                (Verdict::Refused, _) => "Refused: Groq answers it with an error.",
                (Verdict::AcceptedButChanged, false) => {
                    "Accepted but changed: Groq takes it, and not all of it as it stands."
                }
                (Verdict::AcceptedButChanged, true) => {
                    "Accepted but changed, if Groq does not refuse it."
                }
                (Verdict::NothingKnownAgainstIt, false) => "Nothing known against it.",
                (Verdict::NothingKnownAgainstIt, true) => {
                    "Groq may refuse it; nothing else known against it."
                }
            };
            let _ = writeln!(text, "{verdict}");
            render_groups(&mut text, &Groups::of(&one.findings), false);
            if let Some((tokens, exact)) = one.input_tokens {
                let how = if exact { "counted" } else { "estimated" };
                let _ = writeln!(
                    text,
                    " {} of prompt, {how}; limits of the {} plan",
                    Counted(Grouped(tokens), "token"),
                    plan.title()
                );
            }
            if !one.findings.is_empty() {
                let note = if one.is_corrected { "" } else { " as far as it can be" };
                let _ = writeln!(text, " corrected{note}: {}", one.corrected);
            }
            if requests == 1 && !one.not_checked.is_empty() {
                let parts: Vec<_> = one.not_checked.iter().map(ToString::to_string).collect();
                let _ = writeln!(text, " not checked: {}", parts.join("; "));
            }
        }
        let rest = requests - self.first.len();
        if rest > 0 {
            let rest = Counted(Grouped(rest as u64), "other request");
            let _ = writeln!(text, "and {rest}; --json and --corrected have all of them");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groq_catalog::CATALOG;

    fn found(count: usize) -> Found {
        let body =
            r#"{"n":2,"model":"openai/gpt-oss-20b","messages":[{"role":"user","content":"Hi"}]}"#;
        let setting = paste::setting(&CATALOG, None, None).expect("no model is named");
        let reading =
            groq_paste::read(&vec![body; count].join("\n"), &setting).expect("it is text");
        let mut found = Found::default();
        for body in &reading.bodies {
            found.add(check(body, Plan::Free, &setting).expect("it is an object"));
        }
        found
    }

    #[test]
    fn what_is_printed_does_not_grow_with_the_requests() {
        let found = found(5_000);
        assert_eq!(
            found.summary.render(),
            "5,000 requests: 5,000 of them refused.\n \
             refused  n: it must be 1: in 5,000 requests, first in request 1\n"
        );
        let text = found.render(Plan::Free);
        assert!(
            text.ends_with("and 4,950 other requests; --json and --corrected have all of them\n")
        );
        // Five lines each: request, verdict, finding, tokens, what is corrected.
        assert!(text.lines().count() <= 5 * MAX_SHOWN + 1, "{text}");
        assert_eq!(found.first.len(), MAX_SHOWN, "no more are kept");
    }
}
