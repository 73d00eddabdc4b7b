//! What is recommended, what is passed over and why, and what comes nearest.

use groq_calc::{
    Answer, Kind, Plan, PlanOption, Question,
    answer::PassedOver,
    capacity::Blocked,
    catalog::{Ability, Capability, Lifecycle},
    question::Requirements,
};

use super::{
    fraction::{exact, ratio, whole},
    offer::Oracle,
};
use crate::case::{Case, Facts};

/// The requirement that an option fails first.
fn unmet(oracle: &Oracle<'_>, option: &PlanOption<'_>) -> Option<PassedOver> {
    let wanted = &oracle.question.requirements;
    let production = matches!(oracle.facts.stage, Lifecycle::Production);
    let window = oracle.facts.context.window;
    let total = option.monthly.total_usd;
    let tests = [
        (option.blocked.is_some(), PassedOver::Blocked),
        (!oracle.holds(), PassedOver::DoesNotFit),
        (oracle.unchecked(), PassedOver::UnknownLimits),
        (wanted.production && option.id.plan == Plan::Free, PassedOver::FreePlan),
        (wanted.production && !production, PassedOver::NotProduction),
        (
            wanted.min_context > 0 && window.is_none_or(|window| window < wanted.min_context),
            PassedOver::Context,
        ),
        (option.monthly.list_usd.is_none(), PassedOver::UnknownPrice),
        (
            wanted.monthly_budget.is_some_and(|most| total.is_some_and(|total| total > most)),
            PassedOver::Budget,
        ),
    ];
    let (limits, money) = tests.split_at(6);
    let first = |tests: &[(bool, PassedOver)]| tests.iter().find(|(fails, _)| *fails).copied();
    let reason = first(limits).map(|(_, reason)| reason);
    reason
        .or_else(|| lacking(oracle.facts, wanted))
        .or_else(|| first(money).map(|(_, reason)| reason))
}

/// The first capability that is needed and not surely there.
pub fn lacking(facts: &Facts, wanted: &Requirements) -> Option<PassedOver> {
    for (capability, said) in Capability::ALL.into_iter().zip(facts.abilities) {
        let ability = match (capability, facts.batch, facts.prices.cached_input) {
            (Capability::Batch, true, _) | (Capability::Caching, _, Some(_)) => Ability::Yes,
            (Capability::Batch | Capability::Caching, ..) => Ability::No,
            _ => said,
        };
        if wanted.needs.contains(capability) {
            match ability {
                Ability::No => return Some(PassedOver::MissingCapability { capability }),
                Ability::Unknown => return Some(PassedOver::UnknownCapability { capability }),
                Ability::Disputed if wanted.production => {
                    return Some(PassedOver::DisputedCapability { capability });
                }
                _ => {}
            }
        }
    }
    None
}

/// Whether `a` is to be taken before `b`: one criterion after another, with
/// the reason for which `b` is passed over.
fn beats(a: &PlanOption<'_>, b: &PlanOption<'_>) -> Option<PassedOver> {
    if a.monthly.total_usd != b.monthly.total_usd {
        return (a.monthly.total_usd < b.monthly.total_usd).then_some(PassedOver::MoreExpensive);
    }
    let risky = |option: &PlanOption<'_>| !option.at_risk.is_empty();
    if risky(a) != risky(b) {
        return risky(b).then_some(PassedOver::AtRisk);
    }
    if (a.id.plan, a.id.tier) != (b.id.plan, b.id.tier) {
        return ((a.id.plan, a.id.tier) < (b.id.plan, b.id.tier))
            .then_some(PassedOver::LowerPreference);
    }
    if a.utilization != b.utilization {
        return (a.utilization < b.utilization).then_some(PassedOver::LessHeadroom);
    }
    (a.id.model < b.id.model).then_some(PassedOver::Tie)
}

/// Nothing stands nearer than this one.
fn check_nearest(answer: &Answer<'_>) {
    let Some(near) = &answer.nearest else {
        assert!(answer.recommended.is_some() || answer.options.is_empty(), "one is nearest");
        return;
    };
    assert!(answer.recommended.is_none(), "nearest, though one fits");
    assert!(!near.change.to_string().is_empty());
    let is = |option: &&PlanOption<'_>| option.id == near.id;
    let mine = answer.options.iter().find(is).expect("the nearest is an option");
    for other in answer.options.iter().filter(|option| !is(option)) {
        let holds = |option: &PlanOption<'_>| {
            let mut used = option.limits.iter();
            option.blocked.is_none() && used.all(|used| !used.utilization.exceeds_one())
        };
        let stands = |option: &PlanOption<'_>| {
            (
                !option.unknown_limits.is_empty(),
                !holds(option),
                option.blocked.is_some(),
                option.monthly.total_usd.is_none(),
            )
        };
        // How many times too large a request is, what no plan can lift last; or
        // how many times a limit is overrun.
        let times = |requested: u64, most: u64| match most {
            0 => whole(u128::MAX),
            most => ratio(requested, most),
        };
        let over = |option: &PlanOption<'_>| match option.blocked {
            Some(Blocked::TooLarge { requested, cap, .. }) => (0, times(requested, cap)),
            Some(Blocked::Completion { requested, cap }) => (1, times(requested, cap)),
            Some(Blocked::Context { requested, window }) => (2, times(requested, window)),
            Some(Blocked::Tool { .. }) => (3, ratio(0, 1)),
            None if holds(option) || option.utilization.is_unbounded() => (4, ratio(0, 1)),
            None => (0, exact(option.utilization)),
        };
        let nearer = match stands(mine).cmp(&stands(other)) {
            std::cmp::Ordering::Equal if over(mine) != over(other) => over(mine) < over(other),
            std::cmp::Ordering::Equal => beats(mine, other).is_some(),
            order => order.is_lt(),
        };
        assert!(nearer, "{} on {:?} is nearer", other.id.model, other.id.plan);
    }
}

pub(super) fn check(case: &Case, question: &Question, answer: &Answer<'_>) {
    let mut meeting = Vec::new();
    for option in &answer.options {
        let facts = case.facts(option.id.model);
        assert!(facts.kind == answer.kind || question.requirements.models.is_some());
        assert!(facts.kind != Kind::Moderation || answer.kind == Kind::Chat);
        let (plan, tier) = (option.id.plan, option.id.tier);
        match unmet(&Oracle { case, question, facts, plan, tier }, option) {
            None => meeting.push(option),
            reason => assert_eq!(option.passed_over, reason, "why {} fails", option.id.model),
        }
    }
    check_nearest(answer);
    let Some(choice) = &answer.recommended else {
        assert!(meeting.is_empty(), "an option meets all, but none is recommended");
        assert_eq!(answer.chosen(), None);
        return;
    };
    let chosen = answer.chosen().expect("what is recommended is an option");
    assert_eq!(
        (choice.id.model, choice.id.plan, choice.id.tier, Some(choice.monthly_usd)),
        (chosen.id.model, chosen.id.plan, chosen.id.tier, chosen.monthly.total_usd)
    );
    assert!(meeting.contains(&chosen), "what is recommended meets all");
    for option in meeting {
        let expected = if option == chosen {
            None
        } else {
            let reason = beats(chosen, option);
            assert!(reason.is_some(), "{} on {:?} beats it", option.id.model, option.id.plan);
            reason
        };
        assert_eq!(option.passed_over, expected, "why {} is passed over", option.id.model);
    }
}
