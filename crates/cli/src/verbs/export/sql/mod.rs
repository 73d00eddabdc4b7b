mod dialect;
mod prices;

use std::fmt::Write as _;

use clap::Args as Group;
use groq_calc::{Catalog, Date};

use crate::input::catalog::{self, CatalogArgs};
use dialect::{Dialect, TimeKind};

const EXAMPLES: &str = "Examples:
  groq-calc export sql --dialect duckdb --table usage | duckdb logs.db
  groq-calc export sql --dialect spark --table logs.requests --input prompt_tokens --output completion_tokens
  groq-calc export sql --dialect postgres --no-cached --time day --time-kind date --batch is_batch
  groq-calc export sql --dialect bigquery --table project.logs.requests --prices project.logs.groq_prices \\
    --costs project.logs.groq_costs --time-kind timestamptz

The script makes a table of dated prices and a view: every row of yours with cost_picodollars (a whole
number) and cost_usd (an exact decimal). A total is SELECT SUM(cost_usd) of the view. The cost is NULL
where the model or its price on that day is not known, and where a row can't be: cached above input, or
negative. Batch halves a row whatever was cached; a model without caching bills cached tokens in full.
Names are quoted, so they must be spelt as the engine has them (upper case on most of Snowflake).";

/// The prices, and a view that prices a table.
#[derive(Group)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SqlArgs {
    /// Whose SQL.
    #[arg(long, value_enum)]
    dialect: Dialect,
    /// The table of usages, one row a request; dots part schema and table.
    #[arg(long, value_name = "NAME", default_value = "usage")]
    table: String,
    /// The column with the model's id.
    #[arg(long, value_name = "COLUMN", default_value = "model")]
    model: String,
    /// The column with prompt tokens, cached ones included.
    #[arg(long, value_name = "COLUMN", default_value = "input")]
    input: String,
    /// The column with cached prompt tokens.
    #[arg(long, value_name = "COLUMN", default_value = "cached", conflicts_with = "no_cached")]
    cached: String,
    /// There is no such column: nothing was cached.
    #[arg(long)]
    no_cached: bool,
    /// The column with completion tokens.
    #[arg(long, value_name = "COLUMN", default_value = "output")]
    output: String,
    /// The column with the time of the request.
    #[arg(long, value_name = "COLUMN", default_value = "time", conflicts_with = "as_of")]
    time: String,
    /// What that column holds.
    #[arg(long, value_enum, value_name = "KIND", default_value = "timestamp")]
    time_kind: TimeKind,
    /// Price every row as of this day; the table then needs no time.
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// The column that is true where a request ran as batch; none by default.
    #[arg(long, value_name = "COLUMN")]
    batch: Option<String>,
    /// The table of prices to make.
    #[arg(long, value_name = "NAME", default_value = "groq_prices")]
    prices: String,
    /// The view of costs to make.
    #[arg(long, value_name = "NAME", default_value = "groq_costs")]
    costs: String,
    #[command(flatten)]
    pub(crate) catalog: CatalogArgs,
}

/// The script.
pub(crate) fn script(args: &SqlArgs, catalog: &Catalog<'_>) -> Result<String, String> {
    let day = args.as_of.as_deref().map(|day| catalog::day(catalog, Some(day))).transpose()?;
    let names = Names::new(args)?;
    let mut text = String::from(
        "-- Prices of tokens in whole picodollars (10^-12 USD), each from a day until another.\n\
         -- Written by groq-calc; what is not known has no row.\n",
    );
    table(&mut text, args.dialect, &names.prices, &prices::rows(catalog));
    view(&mut text, args, &names, day);
    Ok(text)
}

/// The names of the usage table and of what is made, quoted.
struct Names {
    table: String,
    prices: String,
    costs: String,
    model: String,
    input: String,
    cached: String,
    output: String,
    time: String,
    batch: Option<String>,
}

impl Names {
    fn new(args: &SqlArgs) -> Result<Self, String> {
        let column = |flag: &str, name: &str| {
            if name.is_empty() || name.chars().any(char::is_control) {
                return Err(format!("{flag} is {name:?}; it must be a name").replace('"', "`"));
            }
            Ok(args.dialect.identifier(name))
        };
        let table = |flag: &str, name: &str| {
            let parts: Result<Vec<_>, _> = name.split('.').map(|part| column(flag, part)).collect();
            Ok::<_, String>(parts?.join("."))
        };
        let usage = |flag: &str, name: &str| Ok::<_, String>(format!("u.{}", column(flag, name)?));
        Ok(Self {
            table: table("table", &args.table)?,
            prices: table("prices", &args.prices)?,
            costs: table("costs", &args.costs)?,
            model: usage("model", &args.model)?,
            input: usage("input", &args.input)?,
            cached: usage("cached", &args.cached)?,
            output: usage("output", &args.output)?,
            time: usage("time", &args.time)?,
            batch: args.batch.as_deref().map(|name| usage("batch", name)).transpose()?,
        })
    }
}

const COLUMNS: [&str; 6] =
    ["model", "valid_from", "valid_to", "input_price", "cached_input_price", "output_price"];

fn table(text: &mut String, dialect: Dialect, name: &str, rows: &[prices::Row<'_>]) {
    let columns = COLUMNS.map(|column| dialect.identifier(column));
    let [model, from, to, input, cached, output] = &columns;
    let (whole, words) = (dialect.factor(), dialect.text());
    let values: Vec<_> = rows
        .iter()
        .map(|row| {
            format!(
                "  ({}, DATE '{}', {}, {}, {}, {})",
                dialect.literal(row.model),
                row.from,
                row.to.map_or("CAST(NULL AS DATE)".to_owned(), |to| format!("DATE '{to}'")),
                row.prices.input.picodollars(),
                row.prices.cached_input.picodollars(),
                row.prices.output.picodollars(),
            )
        })
        .collect();
    let values = values.join(",\n");
    let columns = columns.join(", ");
    if dialect == Dialect::Spark {
        let _ = write!(
            text,
            "{} {name} AS\nSELECT {model}, {from}, {to}, CAST({input} AS {whole}) AS {input},\n  \
             CAST({cached} AS {whole}) AS {cached}, CAST({output} AS {whole}) AS {output}\n\
             FROM VALUES\n{values}\nAS p({columns});\n",
            dialect.view()
        );
        return;
    }
    let _ = write!(
        text,
        "CREATE TABLE IF NOT EXISTS {name} (\n  {model} {words} NOT NULL,\n  {from} DATE NOT NULL,\n  \
         {to} DATE,\n  {input} {whole} NOT NULL,\n  {cached} {whole} NOT NULL,\n  \
         {output} {whole} NOT NULL\n);\n\
         DELETE FROM {name} WHERE TRUE;\n"
    );
    if !rows.is_empty() {
        let _ = write!(text, "INSERT INTO {name} ({columns}) VALUES\n{values};\n");
    }
}

fn view(text: &mut String, args: &SqlArgs, names: &Names, day: Option<Date>) {
    let dialect = args.dialect;
    let price = |name: &str| format!("p.{}", dialect.identifier(name));
    let tokens = |column: &str| format!("CAST({column} AS {})", dialect.factor());
    let (input, output) = (tokens(&names.input), tokens(&names.output));
    let cached = match args.no_cached {
        true => format!("CAST(0 AS {})", dialect.factor()),
        false => tokens(&format!("COALESCE({}, 0)", names.cached)),
    };
    let day = match day {
        Some(day) => format!("DATE '{day}'"),
        None => dialect.day(&names.time, args.time_kind),
    };
    let [_, from, to, ..] = COLUMNS.map(price);
    let column = |name: &str| format!("c.{}", dialect.identifier(name));
    let alias = |name: &str| dialect.identifier(name);
    let whole = |of: &str| format!("CAST({of} AS {})", dialect.whole());
    let full = whole(&format!(
        "({input} - {cached}) * {} + {cached} * {} + {output} * {}",
        price("input_price"),
        price("cached_input_price"),
        price("output_price")
    ));
    let twice = whole(&format!(
        "{input} * {} + {output} * {}",
        price("input_price"),
        price("output_price")
    ));
    let cost = match &names.batch {
        Some(batch) => format!("CASE WHEN {batch} THEN {} ELSE {full} END", dialect.half(&twice)),
        None => full,
    };
    let picodollars = alias("cost_picodollars");
    let usd = dialect.dollars(&column("cost_picodollars"));
    let _ = write!(
        text,
        "\n-- Every usage with its cost; NULL where the model or its price is not known.\n\
         {} {} AS\nSELECT c.*, {usd} AS {}\nFROM (\n  SELECT u.*,\n    CASE WHEN {cached} BETWEEN 0 AND {input} AND {output} >= 0 THEN\n      \
         CAST({cost} AS {})\n    END AS {picodollars}\n  FROM {} AS u\n  LEFT JOIN {} AS p\n    \
         ON p.{} = {}\n    AND {from} <= {day}\n    AND ({to} IS NULL OR {day} < {to})\n) AS c;\n",
        dialect.view(),
        names.costs,
        alias("cost_usd"),
        dialect.whole(),
        names.table,
        names.prices,
        alias("model"),
        names.model,
    );
}
