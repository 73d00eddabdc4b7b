//! The bill, each line kept as a fraction until the end.

use groq_calc::{Kind, Plan, PlanOption, Price, cost::Line};
use num_bigint::BigInt;
use num_rational::BigRational;

use super::{
    fraction::{exact, ratio, whole},
    limits::requests_per_day,
    offer::Oracle,
};

/// Name, quantity, unit, cost of one.
pub(super) type Expected = (&'static str, BigRational, &'static str, BigRational);

fn nearest_even(value: &BigRational) -> BigInt {
    let (floor, half) = (value.floor().to_integer(), ratio(1, 2));
    let rest = value - whole(floor.clone());
    let up = rest > half || (rest == half && &floor % 2 != BigInt::from(0));
    floor + i32::from(up)
}

pub(super) fn sum(lines: &[Expected]) -> u128 {
    let total: BigInt = lines.iter().map(|line| nearest_even(&(&line.1 * &line.3))).sum();
    u128::try_from(total).expect("within the legal ranges a month fits")
}

impl Oracle<'_> {
    /// The month at list price with a share of batch; `None`: a price is
    /// missing.
    pub(super) fn month(&self, batch: u64) -> Option<Vec<Expected>> {
        let (workload, prices) = (&self.question.workload, &self.facts.prices);
        let known = match self.facts.kind {
            Kind::Transcription => prices.audio_hour.is_some(),
            Kind::Speech => prices.characters.is_some(),
            _ => prices.input.is_some() && prices.output.is_some(),
        };
        let tools = workload.tools;
        let uses = [
            ("web_search_basic", tools.web_search_basic, 1, "request"),
            ("web_search_advanced", tools.web_search_advanced, 1, "request"),
            ("visit_website", tools.visit_website, 1, "request"),
            ("code_execution", tools.code_execution_millis, 3_600_000, "hour"),
            ("browser_automation", tools.browser_automation_millis, 3_600_000, "hour"),
        ];
        let used = uses.iter().any(|(_, used, ..)| *used > 0);
        if !known || (used && self.case.tool_prices.is_none()) {
            return None;
        }
        let all = requests_per_day(workload) * whole(workload.days_per_month);
        let offline = &all * ratio(batch, 100);
        let online = &all - &offline;
        let one = |price: Option<Price>| whole(price.map_or(0, Price::picodollars));
        let half = |price: Option<Price>| one(price) / whole(2);
        let input = whole(workload.input_tokens.get());
        let cached = match prices.cached_input {
            Some(_) => whole(workload.cached_input_tokens.get()),
            None => whole(0),
        };
        let output = whole(workload.output_tokens.get());
        let hours = match workload.audio.get() {
            0 => whole(0),
            // Ten seconds are billed at least.
            millis => ratio(millis, 3_600_000).max(ratio(10, 3600)),
        };
        let characters = whole(workload.characters.get());
        let mut lines = Vec::new();
        if prices.input.is_some() {
            let fresh = &input - &cached;
            lines.push(("input", &online * fresh, "token", one(prices.input)));
            let from_cache = &online * cached;
            lines.push(("cached_input", from_cache, "token", one(prices.cached_input)));
            lines.push(("batch_input", &offline * input, "token", half(prices.input)));
        }
        if prices.output.is_some() {
            lines.push(("output", &online * &output, "token", one(prices.output)));
            lines.push(("batch_output", &offline * output, "token", half(prices.output)));
        }
        if prices.audio_hour.is_some() {
            lines.push(("audio", &online * &hours, "hour", one(prices.audio_hour)));
            lines.push(("batch_audio", &offline * hours, "hour", half(prices.audio_hour)));
        }
        if prices.characters.is_some() {
            let spoken = &all * characters;
            lines.push(("characters", spoken, "character", one(prices.characters)));
        }
        let tool_prices = self.case.tool_prices.unwrap_or_default();
        for ((name, used, divisor, unit), price) in uses.into_iter().zip(tool_prices) {
            lines.push((name, &all * ratio(used, divisor), unit, whole(price)));
        }
        lines.retain(|line| line.1 > whole(0));
        Some(lines)
    }

    /// What is paid, each line rounded; `None`: a price is missing.
    pub(super) fn paid(&self) -> Option<u128> {
        match self.plan {
            Plan::Free => Some(0),
            Plan::Developer => self.month(self.batch()).map(|lines| sum(&lines)),
        }
    }

    /// The list price with a share of batch, unrounded.
    pub(super) fn list(&self, batch: u64) -> Option<BigRational> {
        let lines = self.month(batch)?;
        Some(lines.iter().map(|line| &line.1 * &line.3).sum())
    }

    pub(super) fn check_cost(&self, option: &PlanOption<'_>) {
        let expected = self.month(self.batch());
        let monthly = &option.monthly;
        assert_eq!(monthly.list_usd.is_some(), expected.is_some(), "whether the price is known");
        let expected_lines = expected.clone().unwrap_or_default();
        let names: Vec<_> = expected_lines.iter().map(|line| line.0).collect();
        let lines: Vec<_> = monthly.lines.iter().map(|line| line.item.name()).collect();
        assert_eq!(lines, names, "lines");
        for (line, expected) in monthly.lines.iter().zip(&expected_lines) {
            check_line(line, expected);
        }
        let list = expected.map(|lines| sum(&lines));
        let picodollars = |usd: groq_calc::Usd| usd.picodollars();
        assert_eq!(monthly.list_usd.map(picodollars), list, "lines sum to the total");
        let paid = if option.id.plan == Plan::Free { Some(0) } else { list };
        assert_eq!(monthly.total_usd.map(picodollars), paid, "what is paid");
        let batch = self.month(100).filter(|_| self.facts.batch);
        let batch = batch.map(|lines| sum(&lines));
        assert_eq!(monthly.batch_usd.map(picodollars), batch, "all of it as batch");
    }
}

fn check_line(line: &Line, (name, quantity, unit, one): &Expected) {
    assert_eq!(&exact(line.quantity), quantity, "quantity of {name}");
    assert_eq!(line.unit, *unit, "unit of {name}");
    let usd = nearest_even(&(quantity * one));
    assert_eq!(BigInt::from(line.usd.picodollars()), usd, "{name} is rounded once, half to even");
}
