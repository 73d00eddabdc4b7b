use std::{fmt::Write as _, path::PathBuf};

use clap::Args as Group;
use groq_calc::{Catalog, Plan};
use groq_paste::{Checked, Finding, check};
use groq_protocol::Severity;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    input::{catalog::CatalogArgs, paste},
    output::{counted::Counted, outcome::Outcome},
};

const EXAMPLES: &str = "Examples:
  groq-calc check-request request.json
  groq-calc check-request request.json --plan developer --mended > mended.json
  groq-calc check-request batch.jsonl --json
  pbpaste | groq-calc check-request - --model openai/gpt-oss-20b

It takes the body of a request, a curl command, a batch file or several requests as JSON lines.
Exit code: 0 where Groq would take all of them, 1 where it would refuse one, 2 for bad input.";

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
    /// Print the mended requests and nothing else, one a line.
    #[arg(long)]
    mended: bool,
    /// Print JSON.
    #[arg(long, conflicts_with = "mended")]
    json: bool,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

#[derive(Serialize)]
struct Facts<'a> {
    model: Option<&'a str>,
    refused: bool,
    findings: &'a [Finding],
    /// Whether Groq would take the mended request.
    mends: bool,
    input_tokens: Option<u64>,
    input_tokens_exact: Option<bool>,
    mended: &'a RawValue,
}

/// Checks them.
pub(crate) fn run(args: &CheckRequestArgs, catalog: &Catalog<'_>) -> Result<Outcome, String> {
    let plan = Plan::parse(&args.plan)
        .ok_or_else(|| format!("plan is `{}`; it must be free or developer", args.plan))?;
    let setting = paste::setting(catalog, args.as_of.as_deref(), args.model.as_deref())?;
    let reading = paste::reading(&args.file, &setting)?;
    let checked: Result<Vec<_>, _> =
        reading.bodies.iter().map(|body| check(body, plan, &setting)).collect();
    let checked = checked.map_err(|error| error.to_string())?;
    if checked.is_empty() {
        let name = args.file.display();
        let notes = reading.notes.iter().map(|note| format!("; {note}")).collect::<String>();
        return Err(format!("{name} has no request in it{notes}"));
    }
    let text = if args.mended {
        checked.iter().map(|one| format!("{}\n", one.mended)).collect()
    } else if args.json {
        as_json(&checked)?
    } else {
        render(&checked, plan)
    };
    Ok(Outcome { text, fits: !checked.iter().any(Checked::is_refused) })
}

fn as_json(checked: &[Checked]) -> Result<String, String> {
    let facts: Vec<_> = checked.iter().map(facts).collect::<Result<_, _>>()?;
    let text = serde_json::to_string_pretty(&facts).map_err(|error| error.to_string())?;
    Ok(text + "\n")
}

fn facts(checked: &Checked) -> Result<Facts<'_>, String> {
    Ok(Facts {
        model: checked.model.as_deref(),
        refused: checked.is_refused(),
        findings: &checked.findings,
        mends: checked.is_mended,
        input_tokens: checked.input_tokens.map(|(tokens, _)| tokens),
        input_tokens_exact: checked.input_tokens.map(|(_, exact)| exact),
        mended: serde_json::from_str(&checked.mended).map_err(|error| error.to_string())?,
    })
}

fn render(checked: &[Checked], plan: Plan) -> String {
    let mut text = String::new();
    for (index, one) in checked.iter().enumerate() {
        if checked.len() > 1 {
            let _ = writeln!(text, "request {}:", index + 1);
        }
        let verdict = match (one.is_refused(), one.findings.is_empty()) {
            (true, _) => "Groq would refuse it.",
            (false, false) => "Groq would take it, but not as it stands.",
            (false, true) => "Groq would take it.",
        };
        let _ = writeln!(text, "{verdict}");
        for finding in &one.findings {
            let what = match finding.severity {
                Severity::Refused => "refused",
                Severity::Ignored => "ignored",
            };
            let _ = writeln!(text, " {what}  {finding}");
        }
        if let Some((tokens, exact)) = one.input_tokens {
            let how = if exact { "counted" } else { "estimated" };
            let _ = writeln!(
                text,
                " {} of prompt, {how}; limits of the {} plan",
                Counted(tokens, "token"),
                plan.title()
            );
        }
        if !one.findings.is_empty() {
            let note = if one.is_mended { "" } else { " (Groq would refuse this, too)" };
            let _ = writeln!(text, " mended{note}: {}", one.mended);
        }
    }
    text
}
