use std::fmt::Write as _;

use groq_calc::{Usd, num::Grouped};
use groq_log::usage::{Ledger, LeftOut, ModelName, Repriced, Sum, ToolSum};
use serde_json::{Map, Value, json};

use crate::output::document::{Document, Mark, Table};

/// How many rows there were, and which were skipped.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) rows: u64,
    pub(super) skipped: u64,
    pub(super) left_out: LeftOut,
}

/// What a log came to.
pub(super) struct Report<'a, 'c> {
    pub(super) ledger: &'a Ledger<'c>,
    pub(super) read: Read,
    /// The log as other models.
    pub(super) others: Vec<Repriced<'c>>,
}

/// Days, and values of a column, that a terminal shows; the other forms have all.
const MAX_SHOWN: usize = 60;

/// What rows cost; not known where none of them has a price.
fn usd(sum: &Sum) -> Option<Usd> {
    (sum.rows == 0 || sum.unpriced < sum.rows).then_some(sum.usd)
}

/// The length of audio as a number of seconds.
fn seconds(sum: &Sum) -> String {
    let (whole, part) = (sum.audio_us.0 / 1_000_000, sum.audio_us.0 % 1_000_000);
    let text = format!("{whole}.{part:06}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn fields(sum: &Sum) -> Value {
    json!({
        "rows": sum.rows,
        "batch_rows": sum.batch,
        "unpriced_rows": sum.unpriced,
        "input_tokens": sum.input.to_string(),
        "cached_input_tokens": sum.cached.to_string(),
        "output_tokens": sum.output.to_string(),
        "audio_seconds": seconds(sum),
        "usd": usd(sum).map(|usd| usd.to_string()),
    })
}

fn list(name: &str, sums: &[(String, Sum)]) -> Value {
    let one = |(value, sum): &(String, Sum)| {
        let mut entry = fields(sum);
        entry[name] = json!(value);
        entry
    };
    sums.iter().map(one).collect()
}

impl Report<'_, '_> {
    /// Everything for programs.
    pub(super) fn in_json(&self) -> Result<String, String> {
        let (ledger, read) = (self.ledger, self.read);
        let columns: Map<String, Value> = ledger
            .columns()
            .into_iter()
            .map(|(name, sums)| (name.to_owned(), list("value", &sums)))
            .collect();
        let unknown = ledger.unknown().into_iter().map(|(model, rows)| {
            let mut entry = json!({ "model": model, "rows": rows });
            if let ModelName::Unknown(Some(nearest)) = ledger.name(&model) {
                entry["nearest"] = json!(nearest);
            }
            entry
        });
        let mut models = list("model", &ledger.models());
        for entry in models.as_array_mut().into_iter().flatten() {
            let name = ledger.name(entry["model"].as_str().unwrap_or_default());
            if let ModelName::Spelled(model) = name {
                entry["priced_as"] = json!(model.id);
            }
        }
        let mut whole = json!({
            "rows": read.rows,
            "skipped_rows": read.skipped,
            "failed_rows": read.left_out.failed,
            "steps_without_usage": read.left_out.steps,
            "incomplete_streams": read.left_out.incomplete,
            "total": fields(&ledger.total()),
            "models": models,
            "days": list("day", &ledger.days()),
            "by": columns,
            "unknown_models": unknown.collect::<Vec<_>>(),
            "tools": ledger.tools().map(|(kind, sum)| tool(kind, &sum)).collect::<Vec<_>>(),
        });
        if !self.others.is_empty() {
            whole["compare"] = self.others.iter().map(other).collect();
        }
        Ok(serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n")
    }

    /// The sums for people below some remarks; CSV has every group of every kind in one table.
    pub(super) fn document(&self, remarks: &[String]) -> Document {
        let mut document = Document::default();
        for remark in remarks {
            let _ = writeln!(document, "{remark}");
        }
        let ledger = self.ledger;
        let mut flat = Table::new(&[&["by", "value"][..], &HEAD].concat(), &[2, 3, 4, 5, 6, 7]);
        let mut add = |title: &str, by: &str, sums: Vec<(String, Sum)>| {
            let mut table = Table::new(&[&[by][..], &HEAD].concat(), &[1, 2, 3, 4, 5, 6]);
            for (index, (value, sum)) in sums.iter().enumerate() {
                flat.add_row([&[by.to_owned(), value.clone()][..], &cells(sum)].concat());
                if index < MAX_SHOWN {
                    let mark = if sum.unpriced > 0 { Mark::Bad } else { Mark::None };
                    table.add_marked(mark, [&[value.clone()][..], &shown(sum)].concat());
                }
            }
            let more = match sums.len() {
                ..=MAX_SHOWN => String::new(),
                count => format!(" (the first {MAX_SHOWN} of {count}; CSV and JSON have all)"),
            };
            document.push(&format!("{title}{more}"), table);
        };
        add("By model", "model", ledger.models());
        add("By day", "day", ledger.days());
        for (name, sums) in ledger.columns() {
            add(&format!("By {name}"), name, sums);
        }
        add("All", "all", vec![("all".to_owned(), ledger.total())]);
        document.set_flat(flat);
        if !self.others.is_empty() {
            document.push("The same log as other models, estimated", as_others(&self.others));
        }
        document
    }
}

fn tool(kind: &str, sum: &ToolSum) -> Value {
    let usd = (sum.unpriced < sum.uses).then(|| sum.usd.to_string());
    json!({
        "tool": kind,
        "uses": sum.uses,
        "unpriced_uses": sum.unpriced,
        "usd": usd,
        "usd_at_most_more": sum.more_usd.to_string(),
        "basis": if sum.more_usd == Usd::ZERO { "measured" } else { "assumed" },
    })
}

fn other(repriced: &Repriced<'_>) -> Value {
    let known = repriced.unpriced < repriced.rows;
    let (low, high) = repriced.range.filter(|_| known).unzip();
    json!({
        "model": repriced.model,
        "usd": known.then(|| repriced.usd.to_string()),
        "low_usd": low.map(|usd| usd.to_string()),
        "high_usd": high.map(|usd| usd.to_string()),
        "rows": repriced.rows,
        "unpriced_rows": repriced.unpriced,
        "basis": "estimated",
    })
}

/// A table of the log as other models, the cheapest first.
fn as_others(others: &[Repriced<'_>]) -> Table {
    let mut table =
        Table::new(&["model", "at the log's counts", "from", "to", "not priced"], &[1, 2, 3, 4]);
    let mut others: Vec<_> = others.iter().collect();
    others.sort_by_key(|one| (one.unpriced, one.usd));
    for one in others {
        let known = one.unpriced < one.rows;
        let (low, high) = one.range.filter(|_| known).unzip();
        let dollars = |usd: Option<Usd>| {
            usd.map_or("not known".to_owned(), |usd| format!("${}", usd.with_cents()))
        };
        table.add_row([
            one.model.to_owned(),
            dollars(known.then_some(one.usd)),
            dollars(low),
            dollars(high),
            if one.unpriced == 0 { String::new() } else { Grouped(one.unpriced).to_string() },
        ]);
    }
    table
}

const HEAD: [&str; 6] = ["rows", "input", "cached", "output", "not priced", "USD"];

/// Plain numbers, for CSV.
fn cells(sum: &Sum) -> [String; 6] {
    [
        sum.rows.to_string(),
        sum.input.to_string(),
        sum.cached.to_string(),
        sum.output.to_string(),
        if sum.unpriced == 0 { String::new() } else { sum.unpriced.to_string() },
        usd(sum).map(|usd| usd.to_string()).unwrap_or_default(),
    ]
}

/// The same for people.
fn shown(sum: &Sum) -> [String; 6] {
    [
        Grouped(sum.rows).to_string(),
        Grouped(sum.input).to_string(),
        Grouped(sum.cached).to_string(),
        Grouped(sum.output).to_string(),
        if sum.unpriced == 0 { String::new() } else { Grouped(sum.unpriced).to_string() },
        usd(sum).map_or("not known".to_owned(), |usd| usd.with_cents().to_string()),
    ]
}
