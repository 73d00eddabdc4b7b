use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
};

use groq_limiter::{Exchange, Outcome};
use serde_json::Value;

/// What has gone through, counted by model.
#[derive(Default)]
pub(super) struct Metrics {
    models: Mutex<BTreeMap<String, Counts>>,
}

#[derive(Clone, Default)]
struct Counts {
    answered: u64,
    refused: u64,
    cut_off: u64,
    not_limited: u64,
    limited_by_groq: u64,
    waited_us: u64,
    input: u64,
    cached: u64,
    output: u64,
}

impl Metrics {
    /// Counts a request that has ended. Models that are not of the catalog are
    /// counted together: a label must not grow without end.
    pub(super) fn add(&self, exchange: &Exchange, is_known: bool) {
        let model = exchange.model.clone().filter(|_| is_known).unwrap_or_else(|| "other".into());
        let mut models = self.models.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = models.entry(model).or_default();
        match exchange.outcome {
            Outcome::Answered(429) => counts.limited_by_groq += 1,
            Outcome::Answered(_) => counts.answered += 1,
            Outcome::NotLimited(_) => counts.not_limited += 1,
            Outcome::Refused(_) => counts.refused += 1,
            Outcome::CutOff => counts.cut_off += 1,
        }
        counts.waited_us = counts.waited_us.saturating_add(exchange.waited_us);
        if let Some(usage) = exchange.usage {
            counts.input = counts.input.saturating_add(usage.input().get());
            counts.cached = counts.cached.saturating_add(usage.cached_input().get());
            counts.output = counts.output.saturating_add(usage.output().get());
        }
    }

    /// The text format of Prometheus; the state is what `/status` says.
    pub(super) fn text(&self, status: &Value) -> String {
        let models = self.models.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut text = Text::default();
        text.metric("groq_guard_requests_total", "counter", "Requests that have ended.");
        for (model, counts) in &models {
            for (outcome, count) in [
                ("answered", counts.answered),
                ("limited_by_groq", counts.limited_by_groq),
                ("refused", counts.refused),
                ("cut_off", counts.cut_off),
                ("not_limited", counts.not_limited),
            ] {
                text.value(&[("model", model), ("outcome", outcome)], count);
            }
        }
        text.metric("groq_guard_waited_seconds_total", "counter", "Time that requests waited.");
        for (model, counts) in &models {
            let (seconds, micros) = (counts.waited_us / 1_000_000, counts.waited_us % 1_000_000);
            text.value(&[("model", model)], format_args!("{seconds}.{micros:06}"));
        }
        text.metric("groq_guard_tokens_total", "counter", "Tokens by the usage of the answers.");
        for (model, counts) in &models {
            for (kind, count) in
                [("input", counts.input), ("cached", counts.cached), ("output", counts.output)]
            {
                text.value(&[("model", model), ("kind", kind)], count);
            }
        }
        text.metric("groq_guard_left", "gauge", "What is left of a limit.");
        text.of_limits(status, "left");
        text.metric("groq_guard_cap", "gauge", "What a limit holds.");
        text.of_limits(status, "cap");
        for (field, help) in
            [("waiting", "Requests in line."), ("in_flight", "Requests in flight.")]
        {
            text.metric(&format!("groq_guard_{field}"), "gauge", help);
            for (model, state) in status["models"].as_object().into_iter().flatten() {
                text.value(&[("model", model)], &state[field]);
            }
        }
        text.metric("groq_guard_spent_usd", "gauge", "What was spent, at list prices.");
        text.value(&[], status["budget"]["spent_usd"].as_str().unwrap_or("0"));
        text.written
    }
}

#[derive(Default)]
struct Text {
    written: String,
    name: String,
}

impl Text {
    fn metric(&mut self, name: &str, kind: &str, help: &str) {
        name.clone_into(&mut self.name);
        self.written += &format!("# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    /// Names of models, limits and outcomes have nothing that has to be escaped.
    fn value(&mut self, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let labels: Vec<_> = labels.iter().map(|(key, of)| format!("{key}=\"{of}\"")).collect();
        let labels = labels.join(",");
        let braces = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
        writeln!(self.written, "{}{braces} {value}", self.name).ok();
    }

    fn of_limits(&mut self, status: &Value, field: &str) {
        for (model, state) in status["models"].as_object().into_iter().flatten() {
            for limit in state["limits"].as_array().into_iter().flatten() {
                let name = limit["limit"].as_str().unwrap_or_default();
                self.value(&[("model", model), ("limit", name)], &limit[field]);
            }
        }
    }
}
