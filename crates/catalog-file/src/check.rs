use groq_calc::{Limit, catalog::Tool};

use crate::{
    entries::{Caps, Entry, Model, Prices, Source, State, ToolPrices, UseCase},
    file::CatalogFile,
    problems::Problems,
};

impl Problems {
    /// A whole catalog.
    pub(crate) fn catalog(&mut self, file: &str, catalog: &CatalogFile) {
        let sources = catalog.sources.iter().map(|source| source.id.as_str());
        let models = catalog.models.keys().map(String::as_str);
        *self = Self::of(file).knowing(sources, models);
        self.sources(&catalog.sources);
        self.tools("tools", &catalog.tools);
        self.use_cases(&catalog.use_cases);
        for (id, model) in &catalog.models {
            self.turn_to(&format!("{file}: {id}"));
            self.model(model);
        }
    }

    /// The list of sources.
    pub fn sources(&mut self, sources: &[Source]) {
        let ids: Vec<_> = sources.iter().map(|source| source.id.as_str()).collect();
        self.sorted("source", &ids);
        for (index, source) in sources.iter().enumerate() {
            self.date(&format!("source[{index}].accessed"), &source.accessed);
        }
    }

    /// What tools cost.
    pub fn tools(&mut self, list: &str, entries: &[ToolPrices]) {
        self.dated(list, entries);
        for (index, entry) in entries.iter().enumerate() {
            for (name, price, places) in [
                ("web_search_basic", &entry.web_search_basic, 9),
                ("web_search_advanced", &entry.web_search_advanced, 9),
                ("visit_website", &entry.visit_website, 9),
                ("code_execution", &entry.code_execution, 12),
                ("browser_automation", &entry.browser_automation, 12),
            ] {
                let field = format!("{list}[{index}].{name}");
                match price {
                    Some(price) => self.price(&field, price, places),
                    None => self.add(&field, "is missing"),
                }
            }
        }
    }

    /// What to start with.
    pub fn use_cases(&mut self, cases: &[UseCase]) {
        let ids: Vec<_> = cases.iter().map(|case| case.id.as_str()).collect();
        self.sorted("use_case", &ids);
        for (index, case) in cases.iter().enumerate() {
            if !self.knows_source(&case.source) {
                let what = format!("is {:?}, which is not among the sources", case.source);
                self.add(&format!("use_case[{index}].source"), &what);
            }
            for model in &case.models {
                if !self.knows_model(model) {
                    let what = format!("names {model}, which is no model here");
                    self.add(&format!("use_case[{index}].models"), &what);
                }
            }
        }
    }

    /// One model.
    pub fn model(&mut self, model: &Model) {
        if model.lifecycle.is_empty() {
            self.add("lifecycle", "has no entry");
        }
        self.dated("lifecycle", &model.lifecycle);
        self.dated("context", &model.context);
        self.dated("limits.free", &model.limits.free);
        self.dated("limits.developer", &model.limits.developer);
        self.dated("prices", &model.prices);
        self.dated("batch", &model.batch);
        self.dated("tools", &model.tools);
        self.dated("speed", &model.speed);
        self.lifecycle(model);
        self.retired("context", &model.context, model);
        self.retired("limits.free", &model.limits.free, model);
        self.retired("limits.developer", &model.limits.developer, model);
        self.retired("prices", &model.prices, model);
        self.retired("batch", &model.batch, model);
        self.retired("tools", &model.tools, model);
        self.retired("speed", &model.speed, model);
        for (index, prices) in model.prices.iter().enumerate() {
            self.prices(index, prices);
        }
        for (list, entries) in
            [("free", &model.limits.free), ("developer", &model.limits.developer)]
        {
            for (index, caps) in entries.iter().enumerate() {
                self.caps(&format!("limits.{list}[{index}]"), caps);
            }
        }
        for (index, entry) in model.tools.iter().enumerate() {
            for name in &entry.offered {
                if !Tool::ALL.iter().any(|tool| tool.name() == name) {
                    let what = format!("names {name:?}, which is no tool");
                    self.add(&format!("tools[{index}].offered"), &what);
                }
            }
        }
        for (index, entry) in model.speed.iter().enumerate() {
            if entry.tokens_per_second.is_some() == entry.speed_factor.is_some() {
                self.add(
                    &format!("speed[{index}]"),
                    "needs one of tokens_per_second, speed_factor",
                );
            }
        }
    }

    /// Nothing counts from a day on which the model was gone.
    fn retired(&mut self, list: &str, entries: &[impl Entry], model: &Model) {
        let Some(end) = model.lifecycle.iter().find(|entry| entry.state == State::Retired) else {
            return;
        };
        for (index, entry) in entries.iter().enumerate() {
            if entry.from() >= end.from.as_str() {
                let what =
                    format!("is {}, but the model is retired since {}", entry.from(), end.from);
                self.add(&format!("{list}[{index}].from"), &what);
            }
        }
    }

    fn lifecycle(&mut self, model: &Model) {
        for (index, entry) in model.lifecycle.iter().enumerate() {
            let last = index + 1 == model.lifecycle.len();
            if entry.state == State::Retired && !last {
                self.add(
                    &format!("lifecycle[{index}].state"),
                    "is retired, but not the last entry",
                );
            }
            if entry.state != State::Retired && !entry.replacement.is_empty() {
                self.add(
                    &format!("lifecycle[{index}].replacement"),
                    "stands beside a state that is not retired",
                );
            }
            for other in &entry.replacement {
                if !self.knows_model(other) {
                    let what = format!("names {other}, which is no model here");
                    self.add(&format!("lifecycle[{index}].replacement"), &what);
                }
            }
        }
    }

    fn prices(&mut self, index: usize, prices: &Prices) {
        for (name, price, places) in [
            ("input", &prices.input, 6),
            ("cached_input", &prices.cached_input, 6),
            ("output", &prices.output, 6),
            ("audio_hour", &prices.audio_hour, 12),
            ("characters", &prices.characters, 6),
        ] {
            if let Some(price) = price {
                self.price(&format!("prices[{index}].{name}"), price, places);
            }
        }
        if prices.input.is_some() != prices.output.is_some() {
            self.add(&format!("prices[{index}]"), "has one of input and output, but not the other");
        }
    }

    fn caps(&mut self, field: &str, caps: &Caps) {
        for (limit, cap) in named(caps) {
            if cap == Some(0) {
                self.add(&format!("{field}.{limit}"), "is 0: leave it out where there is no limit");
            }
            if cap.is_some() && caps.unknown.iter().any(|name| name == limit.name()) {
                self.add(
                    &format!("{field}.unknown"),
                    &format!("names {limit}, which has a figure"),
                );
            }
        }
        for name in caps.unknown.iter().filter(|name| Limit::parse(name).is_none()) {
            self.add(&format!("{field}.unknown"), &format!("names {name:?}, which is no limit"));
        }
    }
}

/// The caps of an entry with their limits.
pub fn named(caps: &Caps) -> [(Limit, Option<u64>); 8] {
    [
        (Limit::Rpm, caps.rpm),
        (Limit::Rpd, caps.rpd),
        (Limit::Tpm, caps.tpm),
        (Limit::Tpd, caps.tpd),
        (Limit::Itpm, caps.itpm),
        (Limit::Otpm, caps.otpm),
        (Limit::Ash, caps.ash),
        (Limit::Asd, caps.asd),
    ]
}

#[cfg(test)]
mod tests {
    use crate::file::parse;

    use super::*;

    const HEAD: &str = "name = \"X\"\nkind = \"chat\"\n[[lifecycle]]\nfrom = 2026-01-01\n\
                        state = \"listed\"\nsource = \"s\"\nstatus = \"likely\"\n";

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        let model = parse::<Model>("x", &format!("{HEAD}{text}")).expect("it parses");
        let mut problems = Problems::of("x.toml").knowing(["s"], ["x"]);
        problems.model(&model);
        assert_eq!(problems.lines(), [format!("x.toml: {expected}")]);
    }

    fn entry(list: &str, from: &str, rest: &str) -> String {
        format!("[[{list}]]\nfrom = {from}\nsource = \"s\"\nstatus = \"likely\"\n{rest}\n")
    }

    #[test]
    fn dates() {
        let caps = |from| entry("limits.free", from, "");
        refused(
            &(caps("2026-02-01") + &caps("2026-02-01")),
            "limits.free[1].from is 2026-02-01, as that of limits.free[0]: dates overlap",
        );
        refused(
            &(caps("2026-02-01") + &caps("2026-01-01")),
            "limits.free[1].from is 2026-01-01, before 2026-02-01 of limits.free[0]: wrong order",
        );
        refused(
            &caps("2026-02-01T00:00:00Z"),
            "limits.free[0].from is 2026-02-01T00:00:00Z, not a plain date like 2026-06-04",
        );
    }

    #[test]
    fn caps() {
        let caps = |rest| entry("limits.free", "2026-02-01", rest);
        refused(&caps("RPM = 0"), "limits.free[0].RPM is 0: leave it out where there is no limit");
        refused(
            &caps("unknown = [\"RPX\"]"),
            "limits.free[0].unknown names \"RPX\", which is no limit",
        );
        refused(
            &caps("RPM = 1\nunknown = [\"RPM\"]"),
            "limits.free[0].unknown names RPM, which has a figure",
        );
    }

    #[test]
    fn prices() {
        let prices = |rest| entry("prices", "2026-02-01", rest);
        refused(
            &prices("audio_hour = \"1e3\""),
            "prices[0].audio_hour is \"1e3\", not a plain decimal with at most 12 places",
        );
        refused(
            &prices("characters = \"0.3000000\""),
            "prices[0].characters is \"0.3000000\", not a plain decimal with at most 6 places",
        );
        refused(
            &prices("input = \"1\""),
            "prices[0] has one of input and output, but not the other",
        );
    }

    #[test]
    fn retirement() {
        let retired = entry("lifecycle", "2026-03-01", "state = \"retired\"");
        refused(
            &(retired.clone() + &entry("batch", "2026-03-01", "listed = true")),
            "batch[0].from is 2026-03-01, but the model is retired since 2026-03-01",
        );
        refused(
            &entry("lifecycle", "2026-03-01", "state = \"listed\"\nreplacement = [\"x\"]"),
            "lifecycle[1].replacement stands beside a state that is not retired",
        );
        refused(
            &(retired + &entry("lifecycle", "2026-04-01", "state = \"listed\"")),
            "lifecycle[1].state is retired, but not the last entry",
        );
    }

    #[test]
    fn names() {
        let stranger =
            "[[batch]]\nfrom = 2026-01-01\nsource = \"t\"\nstatus = \"likely\"\nlisted = true\n";
        refused(stranger, "batch[0].source is \"t\", which is not among the sources");
        refused(
            &entry("lifecycle", "2026-02-01", "state = \"retired\"\nreplacement = [\"y\"]"),
            "lifecycle[1].replacement names y, which is no model here",
        );
        refused(
            &entry("tools", "2026-02-01", "offered = [\"telepathy\"]"),
            "tools[0].offered names \"telepathy\", which is no tool",
        );
    }
}
