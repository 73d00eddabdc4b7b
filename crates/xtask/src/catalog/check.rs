use std::collections::BTreeSet;

use groq_calc::{Date, Decimal, Limit, Tool};

use super::read::{Caps, Data, Entry, Model, Prices, State};

/// What is wrong with data that parses: each line names file and field.
pub(super) fn problems(data: &Data) -> Vec<String> {
    let known = Known {
        sources: data.sources.source.iter().map(|source| source.id.as_str()).collect(),
        models: data.models.iter().map(|(id, _)| id.as_str()).collect(),
    };
    let mut problems = Problems { file: "data/groq/sources.toml".to_owned(), lines: Vec::new() };
    let ids: Vec<_> = data.sources.source.iter().map(|source| source.id.as_str()).collect();
    problems.sorted("source", &ids);
    for (index, source) in data.sources.source.iter().enumerate() {
        problems.date(&format!("source[{index}].accessed"), &source.accessed);
    }
    problems.tools(data, &known);
    problems.use_cases(data, &known);
    problems.reference(&data.reference, &known.sources);
    for (id, model) in &data.models {
        problems.file = format!("data/groq/models/{id}.toml");
        problems.model(model, &known);
    }
    problems.lines
}

/// What is wrong with one model's file on its own.
pub(super) fn problems_of(
    file: &str,
    model: &Model,
    sources: &[&str],
    models: &[&str],
) -> Vec<String> {
    let known = Known {
        sources: sources.iter().copied().collect(),
        models: models.iter().copied().collect(),
    };
    let mut problems = Problems { file: file.to_owned(), lines: Vec::new() };
    problems.model(model, &known);
    problems.lines
}

struct Known<'a> {
    sources: BTreeSet<&'a str>,
    models: BTreeSet<&'a str>,
}

/// What was found so far, and in which file.
#[derive(Default)]
pub(super) struct Problems {
    pub(super) file: String,
    pub(super) lines: Vec<String>,
}

impl Problems {
    pub(super) fn add(&mut self, field: &str, what: &str) {
        self.lines.push(format!("{}: {field} {what}", self.file));
    }

    pub(super) fn sorted(&mut self, field: &str, ids: &[&str]) {
        for (index, pair) in ids.windows(2).enumerate() {
            if pair[0] >= pair[1] {
                let what = format!("is {:?} after {:?}: sort by id", pair[1], pair[0]);
                self.add(&format!("{field}[{}].id", index + 1), &what);
            }
        }
    }

    fn date(&mut self, field: &str, text: &str) {
        if Date::parse(text).is_none() {
            self.add(field, &format!("is {text}, not a plain date like 2026-06-04"));
        }
    }

    /// Dates in order and apart, sources known.
    fn dated(&mut self, list: &str, entries: &[impl Entry], known: &Known<'_>) {
        for (index, entry) in entries.iter().enumerate() {
            self.date(&format!("{list}[{index}].from"), entry.from());
            if !known.sources.contains(entry.source()) {
                let what = format!("is {:?}, which sources.toml does not list", entry.source());
                self.add(&format!("{list}[{index}].source"), &what);
            }
        }
        for (index, pair) in entries.windows(2).enumerate() {
            let (field, before) = (format!("{list}[{}].from", index + 1), pair[0].from());
            let from = pair[1].from();
            if from == before {
                self.add(&field, &format!("is {from}, as that of {list}[{index}]: dates overlap"));
            } else if from < before {
                let what = format!("is {from}, before {before} of {list}[{index}]: wrong order");
                self.add(&field, &what);
            }
        }
    }

    fn price(&mut self, field: &str, text: &str, places: u32) {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let fits = Decimal::parse(text)
            .and_then(|decimal| decimal.scaled(places))
            .is_some_and(|value| u64::try_from(value).is_ok());
        // Zeros at the end count as well: the constant is read to the letter.
        let written = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        if !plain || !fits || written > places as usize {
            let what = format!("is {text:?}, not a plain decimal with at most {places} places");
            self.add(field, &what);
        }
    }

    fn tools(&mut self, data: &Data, known: &Known<'_>) {
        self.file = "data/groq/tools.toml".to_owned();
        self.dated("prices", &data.tools.prices, known);
        for (index, entry) in data.tools.prices.iter().enumerate() {
            for (name, price, places) in [
                ("web_search_basic", &entry.web_search_basic, 9),
                ("web_search_advanced", &entry.web_search_advanced, 9),
                ("visit_website", &entry.visit_website, 9),
                ("code_execution", &entry.code_execution, 12),
                ("browser_automation", &entry.browser_automation, 12),
            ] {
                let field = format!("prices[{index}].{name}");
                match price {
                    Some(price) => self.price(&field, price, places),
                    None => self.add(&field, "is missing"),
                }
            }
        }
    }

    fn use_cases(&mut self, data: &Data, known: &Known<'_>) {
        self.file = "data/groq/use-cases.toml".to_owned();
        let cases = &data.use_cases.use_case;
        let ids: Vec<_> = cases.iter().map(|case| case.id.as_str()).collect();
        self.sorted("use_case", &ids);
        for (index, case) in cases.iter().enumerate() {
            if !known.sources.contains(case.source.as_str()) {
                let what = format!("is {:?}, which sources.toml does not list", case.source);
                self.add(&format!("use_case[{index}].source"), &what);
            }
            for model in case.models.iter().filter(|model| !known.models.contains(model.as_str())) {
                let what = format!("names {model}, which has no file");
                self.add(&format!("use_case[{index}].models"), &what);
            }
        }
    }

    fn model(&mut self, model: &Model, known: &Known<'_>) {
        if model.lifecycle.is_empty() {
            self.add("lifecycle", "has no entry");
        }
        self.dated("lifecycle", &model.lifecycle, known);
        self.dated("context", &model.context, known);
        self.dated("limits.free", &model.limits.free, known);
        self.dated("limits.developer", &model.limits.developer, known);
        self.dated("prices", &model.prices, known);
        self.dated("batch", &model.batch, known);
        self.dated("tools", &model.tools, known);
        self.dated("speed", &model.speed, known);
        self.lifecycle(model, known);
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

    fn lifecycle(&mut self, model: &Model, known: &Known<'_>) {
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
            for other in entry.replacement.iter().filter(|id| !known.models.contains(id.as_str())) {
                let what = format!("names {other}, which has no file");
                self.add(&format!("lifecycle[{index}].replacement"), &what);
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
pub(super) fn named(caps: &Caps) -> [(Limit, Option<u64>); 8] {
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
    use super::{super::read::parse, *};

    const HEAD: &str = "name = \"X\"\nkind = \"chat\"\n[[lifecycle]]\nfrom = 2026-01-01\n\
                        state = \"listed\"\nsource = \"s\"\nstatus = \"likely\"\n";

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        let model = parse::<Model>("x", &format!("{HEAD}{text}")).expect("it parses");
        let known = Known { sources: ["s"].into(), models: ["x"].into() };
        let mut problems = Problems { file: "x.toml".to_owned(), lines: Vec::new() };
        problems.model(&model, &known);
        assert_eq!(problems.lines, [format!("x.toml: {expected}")]);
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
        refused(stranger, "batch[0].source is \"t\", which sources.toml does not list");
        refused(
            &entry("lifecycle", "2026-02-01", "state = \"retired\"\nreplacement = [\"y\"]"),
            "lifecycle[1].replacement names y, which has no file",
        );
        refused(
            &entry("tools", "2026-02-01", "offered = [\"telepathy\"]"),
            "tools[0].offered names \"telepathy\", which is no tool",
        );
    }
}
