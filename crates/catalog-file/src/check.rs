use groq_calc::{
    Date, Limit,
    catalog::{Capability, Tool},
};

use crate::{
    entries::{
        Admission, Capabilities, Caps, Entry, Model, Prices, Source, State, ToolPrices, UseCase,
    },
    file::CatalogFile,
    problems::{Problems, quoted},
};

/// The names of details, as `data/README.md` explains them.
const DETAILS: [&str; 10] = [
    "file_mb_developer",
    "file_mb_free",
    "formats",
    "image_base64_mb",
    "image_mb",
    "image_pixels",
    "images_per_request",
    "languages",
    "tokens_per_image",
    "voices",
];

impl Problems {
    /// A whole catalog.
    pub(crate) fn catalog(&mut self, file: &str, catalog: &CatalogFile) {
        let sources = catalog.sources.iter().map(|source| source.id.as_str());
        let models = catalog.models.keys().map(String::as_str);
        *self = Self::of(file).knowing(sources, models);
        self.sources(&catalog.sources);
        self.tools("tools", &catalog.tools);
        self.admission("admission", &catalog.admission);
        self.use_cases(&catalog.use_cases);
        for (id, model) in &catalog.models {
            self.in_model(id);
            self.id("id", id);
            self.model(model);
        }
    }

    /// The list of sources.
    pub fn sources(&mut self, sources: &[Source]) {
        self.ids("sources", sources.iter().map(|source| source.id.as_str()));
        for (index, source) in sources.iter().enumerate() {
            if !source.accessed.is_empty() {
                self.date(&format!("sources[{index}].accessed"), &source.accessed);
            }
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

    /// How requests are admitted.
    pub fn admission(&mut self, list: &str, entries: &[Admission]) {
        self.dated(list, entries);
    }

    /// What to start with.
    pub fn use_cases(&mut self, cases: &[UseCase]) {
        let days = cases.iter().map(|case| (case.id.as_str(), case.from.as_str()));
        self.ids_by_day("use_cases", days);
        for (index, case) in cases.iter().enumerate() {
            if !case.from.is_empty() {
                self.date(&format!("use_cases[{index}].from"), &case.from);
            }
            if !case.source.is_empty() {
                self.source(&format!("use_cases[{index}]"), &case.source);
            }
            self.known_models(&format!("use_cases[{index}].models"), &case.models);
        }
    }

    fn known_models(&mut self, field: &str, ids: &[String]) {
        for id in ids {
            if !self.knows_model(id) {
                let what = format!("names {}, which is not a model of this catalog", quoted(id));
                self.add(field, &what);
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
        self.dated("contested", &model.contested);
        self.dated("batch", &model.batch);
        self.dated("tools", &model.tools);
        self.dated("speed", &model.speed);
        self.capabilities(&model.capabilities);
        self.retired("capabilities", &model.capabilities, model);
        self.lifecycle(model);
        self.retired("context", &model.context, model);
        self.retired("limits.free", &model.limits.free, model);
        self.retired("limits.developer", &model.limits.developer, model);
        self.retired("prices", &model.prices, model);
        self.retired("contested", &model.contested, model);
        self.retired("batch", &model.batch, model);
        self.retired("tools", &model.tools, model);
        self.retired("speed", &model.speed, model);
        for (index, prices) in model.prices.iter().enumerate() {
            self.prices(index, prices);
        }
        for (index, entry) in model.contested.iter().enumerate() {
            self.price(&format!("contested[{index}].cached_input"), &entry.cached_input, 6);
            if !self.knows_source(&entry.against) {
                let what = format!("is {}, which is not among the sources", quoted(&entry.against));
                self.add(&format!("contested[{index}].against"), &what);
            }
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
                    let what = format!("names {}, which is not a known tool", quoted(name));
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
        let Some(end) = Date::parse(&end.from) else { return };
        for (index, entry) in entries.iter().enumerate() {
            if let Some(from) = Date::parse(entry.from()).filter(|from| *from >= end) {
                let what = format!("is {from}, but the model was retired on {end}");
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
            let ended = matches!(entry.state, State::Retired | State::Enterprise);
            for (name, given) in [
                ("replacement", !entry.replacement.is_empty()),
                ("announced", !entry.announced.is_empty()),
            ] {
                if given && !ended {
                    let field = format!("lifecycle[{index}].{name}");
                    self.add(&field, "stands beside a state that is not retired");
                }
            }
            if !entry.announced.is_empty() {
                let field = format!("lifecycle[{index}].announced");
                self.date(&field, &entry.announced);
                if entry.announced > entry.from {
                    self.add(&field, &format!("is {}, after the end", quoted(&entry.announced)));
                }
            }
            self.known_models(&format!("lifecycle[{index}].replacement"), &entry.replacement);
        }
    }

    /// Several sources may speak on one day, but of one capability only one.
    fn capabilities(&mut self, entries: &[Capabilities]) {
        for (index, entry) in entries.iter().enumerate() {
            let field = format!("capabilities[{index}]");
            self.date(&format!("{field}.from"), &entry.from);
            self.source(&field, &entry.source);
            if entries[..index].last().is_some_and(|before| before.from > entry.from) {
                self.add(&format!("{field}.from"), "is before that of the entry above");
            }
            let mut seen: Vec<&str> = entries[..index]
                .iter()
                .filter(|before| before.from == entry.from)
                .flat_map(Capabilities::names)
                .collect();
            for name in entry.names() {
                let derived = ["caching", "batch"].contains(&name);
                let what = match name.parse::<Capability>() {
                    _ if derived => "follows from the prices and the batch list",
                    Err(_) => "is not a known capability",
                    Ok(_) if seen.contains(&name) => "is spoken of twice on that day",
                    Ok(_) => "",
                };
                if !what.is_empty() {
                    self.add(&field, &format!("names {}, which {what}", quoted(name)));
                }
                seen.push(name);
            }
            if entry.disputed.is_empty() != entry.against.is_empty() {
                self.add(&field, "needs both of disputed and against");
            } else if !entry.against.is_empty() && !self.knows_source(&entry.against) {
                let what = format!("is {}, which is not among the sources", quoted(&entry.against));
                self.add(&format!("{field}.against"), &what);
            }
            for name in entry.details.keys().filter(|name| !DETAILS.contains(&name.as_str())) {
                self.add(
                    &format!("{field}.details"),
                    &format!("has {}, an unknown name", quoted(name)),
                );
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
        for (limit, cap) in caps.by_limit() {
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
            self.add(
                &format!("{field}.unknown"),
                &format!("names {}, which is not a known limit", quoted(name)),
            );
        }
    }
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
        let found: Vec<_> = problems.found().iter().map(ToString::to_string).collect();
        assert_eq!(found, [format!("x.toml: {expected}")]);
    }

    fn entry(list: &str, from: &str, rest: &str) -> String {
        format!("[[{list}]]\nfrom = {from}\nsource = \"s\"\nstatus = \"likely\"\n{rest}\n")
    }

    #[test]
    fn rejects_dates_out_of_order() {
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
            "limits.free[0].from is \"2026-02-01T00:00:00Z\", not a plain date like 2026-06-04",
        );
    }

    #[test]
    fn rejects_a_cap_of_zero_or_of_an_unknown_limit() {
        let caps = |rest| entry("limits.free", "2026-02-01", rest);
        refused(&caps("RPM = 0"), "limits.free[0].RPM is 0: leave it out where there is no limit");
        refused(
            &caps("unknown = [\"RPX\"]"),
            "limits.free[0].unknown names \"RPX\", which is not a known limit",
        );
        refused(
            &caps("RPM = 1\nunknown = [\"RPM\"]"),
            "limits.free[0].unknown names RPM, which has a figure",
        );
    }

    #[test]
    fn says_why_a_price_is_refused() {
        let prices = |rest| entry("prices", "2026-02-01", rest);
        refused(
            &prices("audio_hour = \"1e3\""),
            "prices[0].audio_hour is \"1e3\", not a plain decimal like \"0.15\"",
        );
        refused(
            &prices("characters = \"0.3000000\""),
            "prices[0].characters is \"0.3000000\", with more than 6 decimals",
        );
        refused(
            &prices("characters = \"99999999999999\""),
            "prices[0].characters is \"99999999999999\", too large: it must be at most 18446744073709",
        );
        refused(
            &prices("input = \"1\""),
            "prices[0] has one of input and output, but not the other",
        );
    }

    #[test]
    fn rejects_entries_after_a_retirement() {
        let retired = entry("lifecycle", "2026-03-01", "state = \"retired\"");
        refused(
            &(retired.clone() + &entry("batch", "2026-03-01", "listed = true")),
            "batch[0].from is 2026-03-01, but the model was retired on 2026-03-01",
        );
        refused(
            &entry("lifecycle", "2026-03-01", "state = \"listed\"\nreplacement = [\"x\"]"),
            "lifecycle[1].replacement stands beside a state that is not retired",
        );
        refused(
            &entry("lifecycle", "2026-03-01", "state = \"retired\"\nannounced = 2026-03-02"),
            "lifecycle[1].announced is \"2026-03-02\", after the end",
        );
        refused(
            &(retired + &entry("lifecycle", "2026-04-01", "state = \"listed\"")),
            "lifecycle[1].state is retired, but not the last entry",
        );
    }

    #[test]
    fn rejects_ids_that_nothing_has() {
        let stranger =
            "[[batch]]\nfrom = 2026-01-01\nsource = \"t\"\nstatus = \"likely\"\nlisted = true\n";
        refused(stranger, "batch[0].source is \"t\", which is not among the sources");
        refused(
            &entry("lifecycle", "2026-02-01", "state = \"retired\"\nreplacement = [\"y\"]"),
            "lifecycle[1].replacement names \"y\", which is not a model of this catalog",
        );
        refused(
            &entry("contested", "2026-02-01", "cached_input = \"1\"\nagainst = \"t\""),
            "contested[0].against is \"t\", which is not among the sources",
        );
        refused(
            &entry("tools", "2026-02-01", "offered = [\"telepathy\"]"),
            "tools[0].offered names \"telepathy\", which is not a known tool",
        );
    }
}
