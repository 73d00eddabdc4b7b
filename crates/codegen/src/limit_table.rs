use alloc::{format, string::String, vec::Vec};

use crate::{
    enforced_limit::{EnforcedLimit, measure},
    language::Language,
    settings::Settings,
};

/// The limits of each tier, as a table of the language.
pub(crate) fn render(settings: &Settings<'_>, language: Language) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (tier, limits) in &settings.tiers {
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
        lines.extend(limits.iter().map(|limit| row(*limit, tier, language)));
        if !close.is_empty() {
            lines.push(close.into());
        }
    }
    lines.join("\n")
}

/// The limits of the model on demand, from which those of flex follow, as options of
/// a package.
pub(crate) fn in_short(settings: &Settings<'_>, language: Language) -> String {
    let limits = settings.tiers.last().map_or(&[][..], |(_, limits)| limits);
    let option = |EnforcedLimit { limit, usable, .. }: &EnforcedLimit| match language {
        Language::Rust => format!("(Limit::{limit}, {usable})"),
        Language::JavaScript => format!("{limit}: {usable}"),
        _ => format!("\"{limit}\": {usable}"),
    };
    limits.iter().map(option).collect::<Vec<_>>().join(", ")
}

fn row(enforced: EnforcedLimit, tier: &str, language: Language) -> String {
    let EnforcedLimit { limit, cap, usable } = enforced;
    let (kind, seconds) = measure(limit).unwrap_or_default();
    let (row, comment) = match language {
        Language::PythonGroq | Language::PythonOpenai => {
            (format!("        (\"{limit}\", \"{kind}\", {usable}, {seconds}),"), "  #")
        }
        Language::JavaScript => {
            (format!("    [\"{limit}\", \"{kind}\", {usable}, {seconds}],"), " //")
        }
        Language::Rust => {
            let name = format!("name: \"{limit}\", kind: \"{kind}\"");
            (format!("    Limit {{ {name}, cap: {usable}.0, seconds: {seconds}.0 }},"), " //")
        }
        Language::Curl => (format!("  \"{tier} {limit} {kind} {usable} {seconds}\""), " #"),
    };
    match usable == cap {
        true => row,
        false => format!("{row}{comment} {cap} less the safety margin"),
    }
}
