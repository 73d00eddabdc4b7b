use clap_complete::{ArgValueCandidates, CompletionCandidate};
use groq_calc::{Plan, Tier};
use groq_catalog::CATALOG;
use groq_codegen::Language;

fn candidate(value: &str, help: &str) -> CompletionCandidate {
    let help = (!help.is_empty()).then(|| help.to_owned().into());
    CompletionCandidate::new(value).help(help)
}

/// What a shell offers for a plan.
pub(crate) fn plans() -> ArgValueCandidates {
    ArgValueCandidates::new(|| Plan::ALL.map(|plan| candidate(plan.name(), "")).into())
}

/// What a shell offers for a service tier.
pub(crate) fn tiers() -> ArgValueCandidates {
    ArgValueCandidates::new(|| Tier::ALL.map(|tier| candidate(tier.name(), "")).into())
}

/// What a shell offers for a language.
pub(crate) fn languages() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        Language::ALL.iter().map(|language| candidate(language.name(), "")).collect()
    })
}

/// What a shell offers for a model: those that are offered on the newest day.
pub(crate) fn models() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        CATALOG.latest().offered().map(|model| candidate(model.id, model.name)).collect()
    })
}

/// What a shell offers for a use case.
pub(crate) fn use_cases() -> ArgValueCandidates {
    ArgValueCandidates::new(|| {
        CATALOG.use_cases_on(CATALOG.newest()).map(|case| candidate(case.id, case.title)).collect()
    })
}
