//! A second opinion: the rules of the design written down once more, naively,
//! in exact fractions of big integers. Where the engine divides once and
//! rounds, the oracle keeps the fraction; where the engine solves for the most
//! requests, the oracle tries them.

mod choice;
mod cost;
mod ladder;
mod levers;
mod limits;
mod thresholds;

use groq_calc::{
    Kind, Limit, OptionId, Plan, PlanOption, Question, Tier, answer,
    catalog::{Cap, Dated, Lifecycle, LimitSet, Tool},
};
use num_bigint::BigInt;
use num_rational::BigRational;

use crate::case::{Case, DAY, Facts};

/// A whole number as a fraction.
pub fn whole(number: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(number.into())
}

/// `numerator / denominator`.
pub fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

/// A fraction of the engine's.
pub fn exact(fraction: groq_calc::Fraction) -> BigRational {
    ratio(fraction.numerator(), fraction.denominator())
}

/// One model on one plan and tier, as the oracle sees it.
struct Oracle<'a> {
    case: &'a Case,
    question: &'a Question,
    facts: &'a Facts,
    plan: Plan,
    tier: Tier,
}

impl<'a> Oracle<'a> {
    /// What the oracle says of an offer of the engine's.
    fn of(case: &'a Case, question: &'a Question, offer: &groq_calc::Offer<'_>) -> Self {
        Self {
            case,
            question,
            facts: case.facts(offer.id.model),
            plan: offer.id.plan,
            tier: offer.id.tier,
        }
    }

    fn batch(&self) -> u64 {
        match self.plan {
            Plan::Developer if self.facts.batch => self.question.workload.batch_share_percent,
            _ => 0,
        }
    }

    /// Every cap with the account's own figures, and flex, worked in.
    fn caps(&self) -> [Cap; 8] {
        let published = match self.plan {
            Plan::Free => self.facts.free,
            Plan::Developer => self.facts.developer,
        };
        let mut caps = published.unwrap_or_else(|| {
            // Nobody has said: each of the usual four may be there.
            Limit::ALL.map(|limit| match (limit, self.facts.kind) {
                (Limit::RPM | Limit::RPD, _) => Cap::Unknown,
                (Limit::ASH | Limit::ASD, Kind::Transcription) => Cap::Unknown,
                (Limit::TPM | Limit::TPD, kind) if kind != Kind::Transcription => Cap::Unknown,
                _ => Cap::Absent,
            })
        });
        for (cap, limit) in caps.iter_mut().zip(Limit::ALL) {
            let own = self.question.limits.iter().find(|own| {
                own.model == self.facts.id && own.plan == self.plan && own.limit == limit
            });
            if let Some(own) = own {
                *cap = Cap::At(own.cap);
            }
            if let (Cap::At(figure), Tier::Flex) = (&mut *cap, self.tier) {
                *figure = figure.checked_mul(10).unwrap_or(u64::MAX);
            }
        }
        caps
    }

    /// What is left out: unpublished caps, and token caps of speech whose
    /// tokens nobody has counted.
    fn unknown(&self, limit: Limit, cap: Cap) -> bool {
        let workload = &self.question.workload;
        let uncounted = self.facts.kind == Kind::Speech
            && workload.characters.get() > 0
            && workload.input_tokens.get() == 0
            && workload.output_tokens.get() == 0;
        let in_tokens = limits::unit(limit) == limits::Unit::Token;
        match cap {
            Cap::Absent => false,
            Cap::Unknown => true,
            Cap::At(_) => uncounted && in_tokens,
        }
    }

    /// The caps that count.
    fn known(&self) -> Vec<(Limit, u64)> {
        let caps = Limit::ALL.into_iter().zip(self.caps());
        let known = |(limit, cap)| match cap {
            Cap::At(figure) if !self.unknown(limit, cap) => Some((limit, figure)),
            _ => None,
        };
        caps.filter_map(known).collect()
    }

    fn check(&self, option: &PlanOption<'_>) {
        let caps = Limit::ALL.into_iter().zip(self.caps());
        let unknown: LimitSet = caps
            .filter(|(limit, cap)| self.unknown(*limit, *cap))
            .map(|(limit, _)| limit)
            .collect();
        assert_eq!(option.unknown_limits, unknown, "unknown limits");
        assert_eq!(option.batch_share_percent, self.batch(), "batch share");
        let entry = match self.plan {
            Plan::Free => self.facts.free,
            Plan::Developer => self.facts.developer,
        };
        assert_eq!(option.limits_from.map(|from| from.from), entry.map(|_| DAY), "caps' date");
        assert_eq!(option.prices_from.map(|from| from.from), Some(DAY), "prices' date");
        self.check_limits(option);
        self.check_cost(option);
    }

    /// The tools that the workload uses and the model does not offer.
    fn missing_tools(&self) -> impl Iterator<Item = Tool> {
        let used = |tool: &Tool| self.question.workload.tools.get(*tool) > 0;
        let pairs = Tool::ALL.into_iter().zip(self.facts.tools);
        pairs.filter(|(_, offered)| !offered).map(|(tool, _)| tool).filter(used)
    }
}

/// The kind of model that the workload needs.
fn kind(question: &Question) -> Kind {
    match (question.workload.audio.get(), question.workload.characters.get()) {
        (0, 0) => Kind::Chat,
        (0, _) => Kind::Speech,
        _ => Kind::Transcription,
    }
}

/// The models to evaluate, in order; or the field at fault.
fn candidates<'a>(case: &'a Case, question: &Question) -> Result<Vec<&'a Facts>, &'static str> {
    let offered = |facts: &&Facts| !matches!(facts.stage, Lifecycle::Retired { .. });
    let kind = kind(question);
    let mut candidates: Vec<&Facts> = match &question.requirements.models {
        None => case.models.iter().filter(offered).filter(|facts| facts.kind == kind).collect(),
        Some(ids) => {
            let mut asked: Vec<&Facts> = Vec::new();
            for id in ids {
                let facts = case.models.iter().filter(offered).find(|facts| &facts.id == id);
                let facts = facts.ok_or("models")?;
                let chats = matches!(facts.kind, Kind::Moderation | Kind::System);
                if facts.kind != kind && !(chats && kind == Kind::Chat) {
                    return Err("models");
                }
                if asked.iter().all(|other| other.id != facts.id) {
                    asked.push(facts);
                }
            }
            if asked.is_empty() {
                return Err("models");
            }
            asked
        }
    };
    if question.requirements.use_case.is_some() && !case.use_case.is_empty() {
        let named =
            |facts: &&Facts| case.use_case.iter().any(|index| case.models[*index].id == facts.id);
        candidates.retain(named);
    }
    Ok(candidates)
}

/// Asks the engine and judges every field of its answer.
///
/// # Panics
///
/// Where engine and oracle differ; the message says in what.
pub fn check(case: &Case) {
    let question = case.question();
    case.with_catalog(|catalog| {
        let answer = match (answer(catalog, &question), candidates(case, &question)) {
            (Err(error), Err(field)) => {
                assert_eq!(error.field(), field, "{error}");
                return;
            }
            (Err(error), Ok(_)) => panic!("a legal question is refused: {error}"),
            (Ok(_), Err(field)) => panic!("{field} is wrong, but there is an answer"),
            (Ok(answer), Ok(models)) => {
                let expected: Vec<_> = models
                    .iter()
                    .flat_map(|facts| question.plans.iter().map(move |plan| (facts, *plan)))
                    .flat_map(|(facts, plan)| match plan {
                        Plan::Free => vec![OptionId::new(&facts.id, plan, Tier::OnDemand)],
                        Plan::Developer => vec![
                            OptionId::new(&facts.id, plan, Tier::OnDemand),
                            OptionId::new(&facts.id, plan, Tier::Flex),
                        ],
                    })
                    .collect();
                let options: Vec<_> = answer.options.iter().map(|option| option.id).collect();
                assert_eq!(options, expected, "options");
                answer
            }
        };
        assert_eq!((answer.as_of, answer.kind), (DAY, kind(&question)));
        assert_eq!(answer.requests_per_day, question.workload.requests_per_day.get());
        for option in &answer.options {
            let facts = case.facts(option.id.model);
            let (plan, tier) = (option.id.plan, option.id.tier);
            Oracle { case, question: &question, facts, plan, tier }.check(option);
        }
        choice::check(case, &question, &answer);
        thresholds::check(case, &question, catalog);
        ladder::check(case, &question, catalog);
        levers::check(case, &question, catalog);
    });
}

/// The entry in force: the newest that is not later. Naively, of all.
pub fn in_force<'a, T>(entries: &'a [Dated<'a, T>], day: groq_calc::Date) -> Option<&'a T> {
    let held = entries.iter().filter(|entry| entry.from <= day);
    held.max_by_key(|entry| entry.from).map(|entry| &entry.value)
}
