use alloc::{
    format,
    string::{String, ToString},
};

use groq_calc::Tier;

use crate::{header, language::Language, limit_table, part::Part, settings::Settings, template};

impl Settings<'_> {
    /// A program that reads prompts, one a line, and prints their answers, within
    /// the limits.
    pub fn code(&self, language: Language) -> String {
        render(self, language, Part::Calls)
    }

    /// The same in short, by the package that keeps to the limits; `None` for a
    /// language without one.
    pub fn with_package(&self, language: Language) -> Option<String> {
        language.has_package().then(|| render(self, language, Part::Package))
    }

    /// The program with each answer printed as it is generated, one after the other.
    pub fn stream(&self, language: Language) -> String {
        render(self, language, Part::Stream)
    }

    /// A program that submits prompts, one a line, as batch jobs; `None` where
    /// the plan or the model has no batch.
    pub fn batch(&self, language: Language) -> Option<String> {
        self.has_batch.then(|| render(self, language, Part::Batch))
    }
}

const fn template(language: Language, part: Part) -> &'static str {
    match (language, part) {
        (Language::PythonGroq | Language::PythonOpenai, Part::Package) => {
            include_str!("../templates/short_python.py.txt")
        }
        (Language::JavaScript, Part::Package) => {
            include_str!("../templates/short_javascript.mjs.txt")
        }
        (Language::Rust, Part::Package) => include_str!("../templates/short_rust.rs.txt"),
        (Language::PythonGroq | Language::PythonOpenai, Part::Batch) => {
            include_str!("../templates/python_batch.py.txt")
        }
        (Language::PythonGroq | Language::PythonOpenai, _) => {
            include_str!("../templates/python.py.txt")
        }
        (Language::JavaScript, Part::Batch) => {
            include_str!("../templates/javascript_batch.mjs.txt")
        }
        (Language::JavaScript, _) => include_str!("../templates/javascript.mjs.txt"),
        (Language::Rust, Part::Batch) => include_str!("../templates/rust_batch.rs.txt"),
        (Language::Rust, _) => include_str!("../templates/rust.rs.txt"),
        (Language::Curl, Part::Batch) => include_str!("../templates/curl_batch.sh.txt"),
        (Language::Curl, _) => include_str!("../templates/curl.sh.txt"),
    }
}

/// A program for the figures.
fn render(settings: &Settings<'_>, language: Language, part: Part) -> String {
    let sdk = match language {
        Language::PythonOpenai => "openai",
        _ => "groq",
    };
    let header = header::render(settings, language, part);
    let model = language.literal(settings.model);
    let tier = match language {
        Language::Curl => settings.tier.name().to_string(),
        _ => language.literal(settings.tier.name()),
    };
    let prompt = settings.prompt_tokens.to_string();
    let reserved = settings.reserved_tokens.to_string();
    let timeout = settings.timeout_seconds.to_string();
    // Answers that are printed while they come would mix.
    let workers = if part == Part::Stream { 1 } else { settings.workers }.to_string();
    let day_file = settings.day_file();
    let limits = match part {
        Part::Package => limit_table::in_short(settings, language),
        _ => limit_table::render(settings, language),
    };
    // By this the limiter knows the model and its tier.
    let key = match settings.tier {
        Tier::OnDemand => model.clone(),
        Tier::Flex => language.literal(&format!("{}@flex", settings.model)),
    };
    let value = |name: &str| {
        Some(match name {
            "header" => header.as_str(),
            "sdk" => sdk,
            "model" => &model,
            "tier" => &tier,
            "prompt" => &prompt,
            "reserved" => &reserved,
            "timeout" => &timeout,
            "workers" => &workers,
            "day_file" => day_file.as_deref().unwrap_or_default(),
            "limits" => &limits,
            "key" => &key,
            "plan" => settings.plan.name(),
            "Plan" => settings.plan.title(),
            _ => return None,
        })
    };
    let holds = |name: &str| match name {
        "flex" => settings.tier == Tier::Flex,
        "on_demand" => settings.tier == Tier::OnDemand,
        "day" => day_file.is_some(),
        "minute" => day_file.is_none(),
        "day_flex" => day_file.is_some() && settings.tier == Tier::Flex,
        "day_on_demand" => day_file.is_some() && settings.tier == Tier::OnDemand,
        "whole" => part == Part::Calls,
        "stream" => part == Part::Stream,
        "stream_openai" => part == Part::Stream && sdk == "openai",
        "stream_groq" => part == Part::Stream && sdk == "groq",
        name => name == sdk,
    };
    template::fill(template(language, part), value, holds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    use groq_calc::{Date, Draft, Limit, Number, WorkloadDraft, answer, catalog::Retirement};
    use groq_catalog::CATALOG;

    use crate::enforced_limit::EnforcedLimit;

    fn settings(check: impl FnOnce(Settings<'static>)) {
        let workload = WorkloadDraft {
            requests_per_day: Some(Number::from(100)),
            input_tokens: Some(Number::from(1000)),
            output_tokens: Some(Number::from(500)),
            ..WorkloadDraft::default()
        };
        let plans = Some(["developer".to_string()].into());
        let question = Draft { workload, plans, ..Draft::default() }.check().unwrap();
        let answer = answer(&CATALOG, &question).unwrap();
        let model = answer.chosen().unwrap().id.model;
        let of = |tier| {
            answer.options.iter().find(|o| (o.id.model, o.id.tier) == (model, tier)).unwrap()
        };
        check(Settings::new(&CATALOG, &question, of(Tier::Flex)).unwrap());
    }

    fn every(settings: &Settings<'_>, mut check: impl FnMut(Language, &str)) {
        for language in Language::ALL {
            for part in [Part::Calls, Part::Package, Part::Stream, Part::Batch] {
                if part == Part::Package && !language.has_package() {
                    continue;
                }
                check(language, &render(settings, language, part));
            }
        }
    }

    #[test]
    fn fills_every_slot() {
        settings(|mut settings| {
            for tier in Tier::ALL {
                settings.tier = tier;
                every(&settings, |language, text| {
                    let slots = [
                        "model", "tier", "prompt", "reserved", "workers", "timeout", "day_file",
                        "limits", "key", "plan", "Plan",
                    ];
                    for name in slots.into_iter().chain(["header", "sdk", "end"]) {
                        assert!(!text.contains(&format!("@{name}@")), "{language:?}: {name}");
                    }
                    assert!(!text.contains("@if "), "{language:?}");
                });
            }
        });
    }

    #[test]
    fn a_package_is_given_the_limits_that_may_be_used() {
        settings(|mut settings| {
            let cap = |limit| EnforcedLimit { limit, cap: 1000, usable: 900 };
            settings.tiers = vec![(Tier::OnDemand, vec![cap(Limit::RPM), cap(Limit::TPM)])];
            let model = settings.model;
            let short = |language| settings.with_package(language).unwrap_or_default();
            let plan = settings.plan.name();
            for (language, line) in [
                (
                    Language::PythonGroq,
                    format!(
                        "limits = {{\"{model}\": {{\"{plan}\": {{\"RPM\": 900, \"TPM\": 900}}}}}}"
                    ),
                ),
                (
                    Language::JavaScript,
                    format!(
                        "const limits = {{ \"{model}\": {{ \"{plan}\": {{ RPM: 900, TPM: 900 }} }} }};"
                    ),
                ),
                (Language::Rust, "let caps = [(Limit::RPM, 900), (Limit::TPM, 900)];".to_string()),
            ] {
                let text = short(language);
                assert!(text.contains(&line), "{text}");
                let code = text.lines().filter(|line| !line.starts_with(language.comment()));
                let long = settings.code(language).lines().count();
                assert!(code.count() * 4 < long, "{language:?} is not short");
            }
            assert_eq!(settings.with_package(Language::Curl), None);
        });
    }

    #[test]
    fn says_when_the_model_ends_and_what_replaces_it() {
        settings(|mut settings| {
            every(&settings, |_, text| assert!(!text.contains("Mind the model"), "{text}"));
            let on = Date::parse("2026-12-01").unwrap();
            settings.retirement =
                Some(Retirement { on, replacements: vec!["a/b"], announced: None });
            every(&settings, |_, text| {
                let line = "Mind the model: Groq retires it on 2026-12-01; use a/b instead.";
                assert!(text.contains(line), "{text}");
            });
        });
    }

    /// A name cannot leave its comment, its quotes or its line.
    #[test]
    fn quotes_names_so_that_they_stay_names() {
        settings(|mut settings| {
            settings.model = "it's \"$(id)\" `\\\nimport os@tier@";
            every(&settings, |language, text| {
                assert!(text.contains(&language.literal(settings.model)), "{language:?}");
                assert!(!text.lines().any(|line| line.starts_with("import os@")), "{language:?}");
            });
        });
    }
}
