use std::fmt::Write as _;

use groq_calc::{Date, Usage};
use groq_catalog::CATALOG;

/// One usage, and what the engine says it costs, in picodollars.
pub(crate) struct Row {
    model: String,
    input: i64,
    cached: Option<i64>,
    output: i64,
    day: String,
    clock: &'static str,
    batch: Option<bool>,
}

/// Steele, Lea and Flood's generator: the same rows in every run.
struct SplitMix(u64);

impl SplitMix {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % most
    }
}

/// Random usages: every model of the catalog and some that it does not have,
/// days before, between and after the prices, seconds around midnight, rows
/// with more cached than asked, and a few that no 64 bits can price.
pub(crate) fn random(count: usize) -> Vec<Row> {
    let mut random = SplitMix(7);
    let mut models: Vec<&str> = CATALOG.models.iter().map(|model| model.id).collect();
    models.extend(["gpt-5", "it's a \"model\"", "back\\slash"]);
    let priced: Vec<&str> = CATALOG
        .models
        .iter()
        .filter(|model| model.prices.iter().any(|entry| entry.value.tokens().is_some()))
        .map(|model| model.id)
        .collect();
    let clocks = ["00:00:00", "00:00:01", "12:30:00", "23:59:59"];
    (0..count)
        .map(|_| {
            let most = if random.below(1000) == 0 { 1_000_000_000_000_000 } else { 20_000 };
            let input = random.below(most) as i64;
            let cached = match random.below(20) {
                0 => None,
                1 => Some(input + 1),
                2 => Some(-1),
                _ => Some(random.below(input as u64 + 1) as i64),
            };
            // From a month before the first price to some after the last.
            let (month, date) = (random.below(14) + 10, random.below(28) + 1);
            let (year, month) = (2025 + month / 12, month % 12 + 1);
            let models = if random.below(8) == 0 { &models } else { &priced };
            Row {
                model: models[random.below(models.len() as u64) as usize].to_owned(),
                input,
                cached,
                output: random.below(4001) as i64 - i64::from(random.below(500) == 0) * 5000,
                day: format!("{year}-{month:02}-{date:02}"),
                clock: clocks[random.below(4) as usize],
                batch: [Some(true), Some(false), Some(false), None][random.below(4) as usize],
            }
        })
        .collect()
}

impl Row {
    /// A month of a published vector as one request.
    pub(crate) fn month(model: &str, day: &str, tokens: [u64; 3], batch: bool) -> Self {
        let [input, cached, output] = tokens.map(|count| count as i64);
        Self {
            model: model.to_owned(),
            input,
            cached: Some(cached),
            output,
            day: day.to_owned(),
            clock: "12:00:00",
            batch: Some(batch),
        }
    }

    /// What the engine says.
    pub(crate) fn cost(&self) -> Option<u128> {
        let day = Date::parse(&self.day).expect("a day");
        let prices = CATALOG.model(&self.model)?.prices_at(day)?.value.tokens()?;
        let count = |tokens: i64| u64::try_from(tokens).ok();
        let (input, output) = (count(self.input)?, count(self.output)?);
        let usage = Usage::new(input, count(self.cached.unwrap_or(0))?, output).ok()?;
        let usd = match self.batch {
            Some(true) => prices.batch_cost(usage),
            _ => prices.cost(usage),
        };
        Some(usd.expect("it fits 128 bits").picodollars())
    }
}

/// How the table writes the time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    Date,
    Timestamp,
    Timestamptz,
}

/// The rows as CSV.
pub(crate) fn csv(rows: &[Row], time: Time) -> String {
    let mut text = String::from("row,model,input,cached,output,time,batch\n");
    for (index, row) in rows.iter().enumerate() {
        let cached = row.cached.map_or(String::new(), |cached| cached.to_string());
        let batch = row.batch.map_or("", |batch| if batch { "true" } else { "false" });
        let time = match time {
            Time::Date => row.day.clone(),
            Time::Timestamp => format!("{} {}", row.day, row.clock),
            Time::Timestamptz => format!("{} {}+00", row.day, row.clock),
        };
        let _ = writeln!(
            text,
            "{index},\"{}\",{},{cached},{},{time},{batch}",
            row.model.replace('"', "\"\""),
            row.input,
            row.output
        );
    }
    text
}
