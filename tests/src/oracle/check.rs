//! Every field of an answer, judged.

use groq_calc::{
    Kind, Limit, OptionId, Plan, PlanOption, Question, Tier, answer,
    catalog::{Lifecycle, LimitSet},
};

use super::{
    choice, fraction::whole, ladder, levers, limits::requests_per_day, offer::Oracle, thresholds,
};
use crate::case::{Case, DAY, Facts};

impl Oracle<'_> {
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
                let unknown = |id: &OptionId<'_>| {
                    let facts = case.facts(id.model);
                    let (plan, tier) = (id.plan, id.tier);
                    Oracle { case, question: &question, facts, plan, tier }.unchecked()
                };
                let (last, first): (Vec<_>, Vec<_>) = expected.into_iter().partition(unknown);
                let options: Vec<_> = answer.options.iter().map(|option| option.id).collect();
                assert_eq!(options, [first, last].concat(), "options, the unknown ones last");
                answer
            }
        };
        assert_eq!((answer.as_of, answer.kind), (DAY, kind(&question)));
        let asked = requests_per_day(&question.workload).ceil();
        assert_eq!(whole(answer.requests_per_day), asked, "requests a day, rounded up");
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
