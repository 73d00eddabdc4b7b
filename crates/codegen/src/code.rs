use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};

use groq_calc::Tier;

use crate::{
    header,
    language::Language,
    settings::{Held, Settings, counts},
    template,
};

/// Which program of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Calls within the limits.
    Calls,
    /// Batch jobs.
    Batch,
}

const DAY: u64 = 86_400;

const fn template(language: Language, part: Part) -> &'static str {
    match (language, part) {
        (Language::PythonGroq | Language::PythonOpenai, Part::Calls) => {
            include_str!("../templates/python.py.txt")
        }
        (Language::PythonGroq | Language::PythonOpenai, Part::Batch) => {
            include_str!("../templates/python_batch.py.txt")
        }
        (Language::JavaScript, Part::Calls) => include_str!("../templates/javascript.mjs.txt"),
        (Language::JavaScript, Part::Batch) => {
            include_str!("../templates/javascript_batch.mjs.txt")
        }
        (Language::Rust, Part::Calls) => include_str!("../templates/rust.rs.txt"),
        (Language::Rust, Part::Batch) => include_str!("../templates/rust_batch.rs.txt"),
        (Language::Curl, Part::Calls) => include_str!("../templates/curl.sh.txt"),
        (Language::Curl, Part::Batch) => include_str!("../templates/curl_batch.sh.txt"),
    }
}

/// A program for the figures.
pub(crate) fn written(settings: &Settings<'_>, language: Language, part: Part) -> String {
    let sdk = match language {
        Language::PythonOpenai => "openai",
        _ => "groq",
    };
    let header = header::written(settings, language, part);
    let model = language.literal(settings.model);
    let tier = match language {
        Language::Curl => settings.tier.name().to_string(),
        _ => language.literal(settings.tier.name()),
    };
    let prompt = settings.prompt_tokens.to_string();
    let reserved = settings.reserved_tokens.to_string();
    let workers = settings.workers.to_string();
    let limits = limits(settings, language);
    let value = |name: &str| {
        Some(match name {
            "header" => header.as_str(),
            "sdk" => sdk,
            "model" => &model,
            "tier" => &tier,
            "prompt" => &prompt,
            "reserved" => &reserved,
            "workers" => &workers,
            "limits" => &limits,
            _ => return None,
        })
    };
    let by_day = |held: &Held| counts(held.limit).is_some_and(|(_, seconds)| seconds == DAY);
    let day = settings.tiers.iter().any(|(_, held)| held.iter().any(by_day));
    let holds = |name: &str| match name {
        "flex" => settings.tier == Tier::Flex,
        "on_demand" => settings.tier == Tier::OnDemand,
        "day" => day,
        name => name == sdk,
    };
    template::fill(template(language, part), value, holds)
}

/// The limits of each tier, as the language's own table.
fn limits(settings: &Settings<'_>, language: Language) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (tier, held) in &settings.tiers {
        let tier = tier.name();
        let (open, close) = match language {
            Language::PythonGroq | Language::PythonOpenai => {
                (format!("    \"{tier}\": ["), "    ],")
            }
            Language::JavaScript => (format!("  {tier}: ["), "  ],"),
            Language::Rust => (format!("const {}: &[Limit] = &[", tier.to_uppercase()), "];"),
            Language::Curl => (String::new(), ""),
        };
        if !open.is_empty() {
            lines.push(open);
        }
        lines.extend(held.iter().map(|held| row(*held, tier, language)));
        if !close.is_empty() {
            lines.push(close.into());
        }
    }
    lines.join("\n")
}

fn row(held: Held, tier: &str, language: Language) -> String {
    let Held { limit, cap, usable } = held;
    let (kind, seconds) = counts(limit).unwrap_or_default();
    let row = match language {
        Language::PythonGroq | Language::PythonOpenai => {
            format!("        (\"{kind}\", {usable}, {seconds}),  #")
        }
        Language::JavaScript => format!("    [\"{kind}\", {usable}, {seconds}], //"),
        Language::Rust => {
            format!("    Limit {{ kind: \"{kind}\", cap: {usable}.0, seconds: {seconds}.0 }}, //")
        }
        Language::Curl => format!("  \"{tier} {kind} {usable} {seconds}\" #"),
    };
    match usable == cap {
        true => format!("{row} {limit}"),
        false => format!("{row} {limit}: {cap} without the safety margin"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use groq_calc::{Draft, Number, WorkloadDraft, answer};
    use groq_catalog::CATALOG;

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
            for part in [Part::Calls, Part::Batch] {
                check(language, &written(settings, language, part));
            }
        }
    }

    #[test]
    fn no_slot_is_left() {
        settings(|mut settings| {
            for tier in Tier::ALL {
                settings.tier = tier;
                every(&settings, |language, text| {
                    let slots = ["model", "tier", "prompt", "reserved", "workers", "limits"];
                    for name in slots.into_iter().chain(["header", "sdk", "end"]) {
                        assert!(!text.contains(&format!("@{name}@")), "{language:?}: {name}");
                    }
                    assert!(!text.contains("@if "), "{language:?}");
                });
            }
        });
    }

    /// A name cannot leave its comment, its quotes or its line.
    #[test]
    fn a_name_stays_a_name() {
        settings(|mut settings| {
            settings.model = "it's \"$(id)\" `\\\nimport os@tier@";
            every(&settings, |language, text| {
                assert!(text.contains(&language.literal(settings.model)), "{language:?}");
                assert!(!text.lines().any(|line| line.starts_with("import os@")), "{language:?}");
            });
        });
    }
}
