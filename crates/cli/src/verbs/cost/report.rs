use std::fmt::Write as _;

use groq_calc::{Usd, num::Grouped};
use groq_log::usage::{Ledger, Sum};
use serde_json::{Map, Value, json};

use crate::output::{
    counted::{Counted, word},
    document::{Document, Mark, Table},
    printable,
};

/// How many rows there were, and which were skipped.
#[derive(Clone, Copy)]
pub(super) struct Read {
    pub(super) rows: u64,
    pub(super) skipped: u64,
}

/// Days, and values of a column, that a terminal shows; the other forms have all.
const MAX_SHOWN: usize = 60;

/// What rows cost; not known where none of them has a price.
fn usd(sum: &Sum) -> Option<Usd> {
    (sum.rows == 0 || sum.unpriced < sum.rows).then_some(sum.usd)
}

fn fields(sum: &Sum) -> Value {
    json!({
        "rows": sum.rows,
        "batch_rows": sum.batch,
        "unpriced_rows": sum.unpriced,
        "input_tokens": sum.input.to_string(),
        "cached_input_tokens": sum.cached.to_string(),
        "output_tokens": sum.output.to_string(),
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

/// Everything for programs.
pub(super) fn in_json(ledger: &Ledger<'_>, read: Read) -> Result<String, String> {
    let columns: Map<String, Value> = ledger
        .columns()
        .into_iter()
        .map(|(name, sums)| (name.to_owned(), list("value", &sums)))
        .collect();
    let unknown: Vec<_> = ledger
        .unknown()
        .into_iter()
        .map(|(model, rows)| json!({ "model": model, "rows": rows }))
        .collect();
    let whole = json!({
        "rows": read.rows,
        "skipped_rows": read.skipped,
        "total": fields(&ledger.total()),
        "models": list("model", &ledger.models()),
        "days": list("day", &ledger.days()),
        "by": columns,
        "unknown_models": unknown,
    });
    Ok(serde_json::to_string_pretty(&whole).map_err(|error| error.to_string())? + "\n")
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

/// The sums for people; CSV has every group of every kind in one table.
pub(super) fn document(ledger: &Ledger<'_>, read: Read) -> Document {
    let mut document = Document::default();
    let total = ledger.total();
    let _ = writeln!(
        document,
        "{} {} ${}.",
        Counted(Grouped(read.rows), "row"),
        word(read.rows, "costs", "cost"),
        total.usd.with_cents()
    );
    if total.batch > 0 {
        let _ = writeln!(document, "{} of them ran as batch, at half price.", Grouped(total.batch));
    }
    if total.unpriced > 0 {
        let _ = writeln!(
            document,
            "{} of them {} no price: the model, or its price on the day, is not known.",
            Grouped(total.unpriced),
            word(total.unpriced, "has", "have")
        );
    }
    if read.skipped > 0 {
        let _ = writeln!(
            document,
            "{} {} skipped.",
            Counted(Grouped(read.skipped), "bad row"),
            word(read.skipped, "was", "were")
        );
    }
    let unknown = ledger.unknown();
    if !unknown.is_empty() {
        let names = unknown.iter().take(20).map(|(id, rows)| {
            let id = printable::short(id, 60);
            format!("{} ({})", printable::line(&id), Counted(Grouped(*rows), "row"))
        });
        let rest = match unknown.len() {
            ..=20 => String::new(),
            count => format!(" and {} more", count - 20),
        };
        let names: Vec<_> = names.collect();
        let _ = writeln!(document, "Models that are not known: {}{rest}.", names.join(", "));
    }
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
    add("All", "all", vec![("all".to_owned(), total)]);
    document.set_flat(flat);
    document
}
