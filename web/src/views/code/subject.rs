use std::sync::Arc;

use groq_calc::{Plan, PlanOption, Question, Tier};
use groq_catalog::CATALOG;
use groq_codegen::{CodegenError, Language, Settings};

use crate::{form::state::Picked, page::outcome::Outcome};

/// A program of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Calls within the limits.
    Calls,
    /// Calls whose answers are printed as they are generated.
    Stream,
    /// Batch jobs.
    Batch,
}

/// A service tier chosen in the place of that of an option.
pub(super) type Retiered = Option<((&'static str, Plan), Tier)>;

/// How an option came to be the one to write for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Recommended,
    Picked,
    Nearest,
    /// Another tier of one of these.
    Retiered,
}

/// The option that code is written for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Subject {
    question: Arc<Question>,
    pub(super) option: PlanOption<'static>,
    pub(super) origin: Origin,
    /// The tiers that its model has on its plan.
    pub(super) tiers: Vec<Tier>,
}

impl Subject {
    /// Of an outcome: the picked option, else the recommended or nearest one, on
    /// the tier that was chosen for it. `None` while an entry is bad or nothing
    /// can be answered.
    pub(super) fn of(outcome: &Outcome, picked: Picked, retiered: Retiered) -> Option<Self> {
        if !outcome.errors.is_empty() {
            return None;
        }
        let (question, answer) = (outcome.question.clone()?, outcome.answer.as_ref()?);
        let own = outcome.looked_at(picked)?;
        let same = || {
            answer.options.iter().filter(|o| (o.id.model, o.id.plan) == (own.id.model, own.id.plan))
        };
        let chosen = retiered.filter(|(place, _)| *place == (own.id.model, own.id.plan));
        let other = chosen.filter(|(_, tier)| *tier != own.id.tier);
        let other = other.and_then(|(_, tier)| same().find(|option| option.id.tier == tier));
        let origin = match other {
            Some(_) => Origin::Retiered,
            None if Some(own.id) == picked => Origin::Picked,
            None if answer.recommended.is_some() => Origin::Recommended,
            None => Origin::Nearest,
        };
        let tiers = same().map(|option| option.id.tier).collect();
        Some(Self { question, option: other.unwrap_or(own).clone(), origin, tiers })
    }

    /// What the code keeps to.
    pub(super) fn settings(&self) -> Result<Settings<'static>, CodegenError> {
        Settings::new(&CATALOG, &self.question, &self.option)
    }
}

/// A program; of calls where there is no batch.
pub(super) fn render(settings: &Settings<'_>, language: Language, part: Part) -> String {
    match part {
        Part::Calls => settings.code(language),
        Part::Stream => settings.stream(language),
        Part::Batch => settings.batch(language).unwrap_or_else(|| settings.code(language)),
    }
}

/// The name of its file.
pub(super) fn file_name(language: Language, part: Part) -> String {
    let part = match part {
        Part::Calls => "calls",
        Part::Stream => "stream",
        Part::Batch => "batch",
    };
    format!("groq_{part}.{}", language.extension())
}

#[cfg(test)]
mod tests {
    use groq_calc::OptionId;

    use super::*;
    use crate::form::state::Form;

    const EXAMPLE: &str = "n=2k&i=1.5k&o=500";

    fn outcome(fragment: &str) -> Outcome {
        Outcome::new(&Form::read(fragment).form, None)
    }

    #[test]
    fn the_recommended_option_counts_until_one_is_picked() {
        let outcome = outcome(EXAMPLE);
        let subject = Subject::of(&outcome, None, None).unwrap();
        assert_eq!(
            subject.option.id,
            OptionId::new("openai/gpt-oss-20b", Plan::Developer, Tier::OnDemand)
        );
        assert_eq!(subject.origin, Origin::Recommended);
        assert_eq!(subject.tiers, [Tier::OnDemand, Tier::Flex]);
        let pick = OptionId::new("openai/gpt-oss-120b", Plan::Free, Tier::OnDemand);
        let subject = Subject::of(&outcome, Some(pick), None).unwrap();
        assert_eq!((subject.option.id, subject.origin), (pick, Origin::Picked));
        assert_eq!(subject.tiers, [Tier::OnDemand]);
    }

    #[test]
    fn a_tier_is_chosen_for_one_model_and_plan() {
        let outcome = outcome(EXAMPLE);
        let flex = Some((("openai/gpt-oss-20b", Plan::Developer), Tier::Flex));
        let subject = Subject::of(&outcome, None, flex).unwrap();
        assert_eq!((subject.option.id.tier, subject.origin), (Tier::Flex, Origin::Retiered));
        let pick = OptionId::new("openai/gpt-oss-120b", Plan::Developer, Tier::OnDemand);
        let subject = Subject::of(&outcome, Some(pick), flex).unwrap();
        assert_eq!((subject.option.id.tier, subject.origin), (Tier::OnDemand, Origin::Picked));
    }

    #[test]
    fn a_bad_entry_leaves_nothing_to_write_for() {
        assert_eq!(Subject::of(&outcome("v=2"), None, None), None);
        let last = outcome(EXAMPLE);
        let bad = Outcome::new(&Form::read("n=2k&i=x").form, Some(&last));
        assert!(bad.is_stale());
        assert_eq!(Subject::of(&bad, None, None), None);
    }

    #[test]
    fn a_program_without_batch_is_one_of_calls() {
        let outcome = outcome(EXAMPLE);
        let free = OptionId::new("openai/gpt-oss-20b", Plan::Free, Tier::OnDemand);
        let settings = Subject::of(&outcome, Some(free), None).unwrap().settings().unwrap();
        for language in Language::ALL {
            assert_eq!(render(&settings, language, Part::Batch), settings.code(language));
        }
        assert_eq!(file_name(Language::Curl, Part::Batch), "groq_batch.sh");
    }
}
