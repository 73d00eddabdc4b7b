//! Where the services of an organisation may be put: every assignment is tried,
//! its demands summed in exact fractions, and the best taken by the order of the
//! rules.

use groq_calc::{
    Kind, Limit, Organisation, Plan, Question, Tier,
    capacity::Blocked,
    catalog::{Cap, Lifecycle},
    question::Requirements,
};
use num_rational::BigRational;

use super::{
    choice::lacking,
    fraction::{ratio, whole},
    offer::Oracle,
};
use crate::case::{Case, Facts};

/// One service on one model and tier.
pub(super) struct Seat<'a> {
    pub(super) facts: &'a Facts,
    pub(super) plan: Plan,
    pub(super) tier: Tier,
    /// Known caps with what the calls ask of them.
    pub(super) demands: Vec<(Limit, u64, BigRational)>,
    pub(super) margin: u64,
    pub(super) blocked: Option<(usize, Blocked)>,
    pub(super) at_risk: Vec<(usize, Limit, u64, u64)>,
    pub(super) unchecked: bool,
    pub(super) barred: bool,
    pub(super) list: Option<u128>,
    pub(super) total: Option<u128>,
}

impl Seat<'_> {
    pub(super) fn place(&self) -> (&str, Tier) {
        (&self.facts.id, self.tier)
    }

    /// Whether the service could sit here alone.
    pub(super) fn serves(&self, budget: Option<u128>) -> bool {
        let affordable = |total: u128| budget.is_none_or(|budget| total <= budget);
        self.blocked.is_none()
            && !self.unchecked
            && self.allowed(budget)
            && uses(&[self], false).iter().all(|used| used.holds())
            && self.total.is_some_and(affordable)
    }

    /// Whether the requirements are met here.
    pub(super) fn allowed(&self, budget: Option<u128>) -> bool {
        let affordable = |total: u128| budget.is_none_or(|budget| total <= budget);
        !self.barred && self.list.is_some() && self.total.is_some_and(affordable)
    }
}

/// A limit of a model and tier under an assignment.
pub(super) struct Use<'a> {
    pub(super) place: (&'a str, Tier),
    pub(super) limit: Limit,
    pub(super) cap: u64,
    pub(super) usable: BigRational,
    pub(super) demand: BigRational,
    pub(super) by_service: Vec<(usize, BigRational)>,
}

impl Use<'_> {
    pub(super) fn holds(&self) -> bool {
        self.demand <= self.usable
    }
}

/// A number, or more than any.
pub(super) type Much = (bool, BigRational);

pub(super) fn share(used: &Use<'_>) -> Much {
    match (used.demand > whole(0), used.usable > whole(0)) {
        (false, _) => (false, whole(0)),
        (true, true) => (false, &used.demand / &used.usable),
        (true, false) => (true, whole(0)),
    }
}

pub(super) fn times(requested: u64, most: u64) -> Much {
    match most {
        0 => (true, whole(0)),
        most => (false, ratio(requested, most)),
    }
}

pub(super) fn usable(cap: u64, margin: u64) -> BigRational {
    (whole(cap) * ratio(100 - margin, 100)).floor()
}

/// The limits as the seats use them; of what is blocked nothing, if `passing`.
pub(super) fn uses<'a>(seats: &[&Seat<'a>], passing: bool) -> Vec<Use<'a>> {
    let mut places: Vec<(&'a str, Tier)> = Vec::new();
    for seat in seats {
        let place = (seat.facts.id.as_str(), seat.tier);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.sort();
    let mut all = Vec::new();
    for place in places {
        let counts = |seat: &Seat<'_>| !passing || seat.blocked.is_none();
        let all_here = seats.iter().enumerate().filter(|(_, seat)| seat.place() == place);
        let here: Vec<(usize, &&Seat<'a>)> = all_here.filter(|(_, seat)| counts(seat)).collect();
        if here.is_empty() {
            continue;
        }
        let margin = here.iter().map(|(_, seat)| seat.margin).max().unwrap_or(0);
        // A limit counts where it can be judged for everyone.
        for (limit, cap, _) in &here[0].1.demands {
            let of = |seat: &Seat<'_>| {
                let found = seat.demands.iter().find(|(other, ..)| other == limit);
                found.map(|(.., demand)| demand.clone())
            };
            let Some(parts) = here
                .iter()
                .map(|(service, seat)| Some((*service, of(seat)?)))
                .collect::<Option<Vec<_>>>()
            else {
                continue;
            };
            let demand = parts.iter().map(|(_, part)| part.clone()).sum();
            let usable = usable(*cap, margin);
            all.push(Use { place, limit: *limit, cap: *cap, usable, demand, by_service: parts });
        }
    }
    all
}

pub(super) fn highest(uses: &[Use<'_>]) -> Much {
    uses.iter().map(share).max().unwrap_or((false, whole(0)))
}

/// The order of the rules, the lesser one first.
pub(super) type Key<'a> = (
    (usize, usize, bool, usize),
    Much,
    Vec<(u8, Much)>,
    u128,
    usize,
    Plan,
    usize,
    Much,
    Vec<(&'a str, Tier)>,
);

pub(super) fn key<'a>(seats: &[&Seat<'a>]) -> Key<'a> {
    let count = |is: &dyn Fn(&Seat<'_>) -> bool| seats.iter().filter(|seat| is(seat)).count();
    let blocked = count(&|seat| seat.blocked.is_some());
    let utilization = highest(&uses(seats, false));
    let passing = if blocked > 0 { highest(&uses(seats, true)) } else { utilization.clone() };
    let over = passing > (false, whole(1));
    let far = |blocked: Blocked| match blocked {
        Blocked::TooLarge { requested, cap, .. } => (0, times(requested, cap)),
        Blocked::Completion { requested, cap } => (1, times(requested, cap)),
        Blocked::Context { requested, window } => (2, times(requested, window)),
        Blocked::Tool { .. } => (3, times(0, 1)),
    };
    // Each blocked service as near to passing as it can be, the farthest first.
    let mut distances: Vec<_> =
        seats.iter().filter_map(|seat| seat.blocked.map(|(_, reason)| far(reason))).collect();
    distances.sort_by(|one, other| other.cmp(one));
    (
        (count(&|seat| seat.unchecked), blocked, over, count(&|seat| seat.total.is_none())),
        if blocked > 0 || over { passing } else { (false, whole(0)) },
        distances,
        seats.iter().filter_map(|seat| seat.total).sum(),
        count(&|seat| !seat.at_risk.is_empty()),
        seats[0].plan,
        count(&|seat| seat.tier == Tier::Flex),
        utilization,
        seats.iter().map(|seat| (seat.facts.id.as_str(), seat.tier)).collect(),
    )
}

/// The conditions of both.
pub(super) fn merged(one: &Requirements, other: &Requirements) -> Requirements {
    let budgets = [one.monthly_budget, other.monthly_budget];
    Requirements {
        models: other.models.clone().or(one.models.clone()),
        use_case: None,
        production: one.production || other.production,
        needs: one.needs.iter().chain(other.needs.iter()).collect(),
        quality: None,
        min_context: one.min_context.max(other.min_context),
        monthly_budget: budgets.into_iter().flatten().min(),
    }
}

/// Every seat of every service.
pub(super) fn seats<'a>(
    case: &'a Case,
    asked: &Organisation,
) -> Result<Vec<Vec<Seat<'a>>>, &'static str> {
    let offered = |facts: &&Facts| !matches!(facts.stage, Lifecycle::Retired { .. });
    let mut all = Vec::new();
    for service in &asked.services {
        let requirements = merged(&asked.requirements, &service.requirements);
        let mut models: Vec<&Facts> = Vec::new();
        match &requirements.models {
            None => models.extend(
                case.models.iter().filter(offered).filter(|facts| facts.kind == Kind::Chat),
            ),
            Some(ids) => {
                for id in ids {
                    let facts = case.models.iter().filter(offered).find(|facts| &facts.id == id);
                    let facts = facts.ok_or("models")?;
                    if !matches!(facts.kind, Kind::Chat | Kind::Moderation | Kind::System) {
                        return Err("models");
                    }
                    models.push(facts);
                }
            }
        }
        if models.is_empty() {
            return Err("name");
        }
        let questions: Vec<Question> = service
            .calls
            .iter()
            .map(|call| Question {
                as_of: asked.as_of,
                plans: asked.plans.clone(),
                workload: *call,
                requirements: requirements.clone(),
                limits: Vec::new(),
                admission: asked.admission,
                scores: Vec::new(),
            })
            .collect();
        let mut seats = Vec::new();
        for facts in models {
            for &plan in &asked.plans {
                let tiers: &[Tier] = match plan {
                    Plan::Free => &[Tier::OnDemand],
                    Plan::Developer => &[Tier::OnDemand, Tier::Flex],
                };
                seats.extend(tiers.iter().map(|&tier| seat(case, &questions, facts, plan, tier)));
            }
        }
        all.push(seats);
    }
    Ok(all)
}

pub(super) fn seat<'a>(
    case: &'a Case,
    questions: &[Question],
    facts: &'a Facts,
    plan: Plan,
    tier: Tier,
) -> Seat<'a> {
    let calls: Vec<Oracle<'_>> =
        questions.iter().map(|question| Oracle { case, question, facts, plan, tier }).collect();
    let known = Limit::ALL.into_iter().zip(calls[0].caps()).filter_map(|(limit, cap)| match cap {
        Cap::At(figure) if calls.iter().all(|call| !call.unknown(limit, cap)) => {
            Some((limit, figure, calls.iter().map(|call| call.demand(limit)).sum()))
        }
        _ => None,
    });
    let wanted = &questions[0].requirements;
    let window = facts.context.window;
    let production = matches!(facts.stage, Lifecycle::Production);
    let risks = calls.iter().enumerate().flat_map(|(index, call)| {
        let risks = call.at_risk().into_iter();
        risks.map(move |(limit, requested, cap)| (index, limit, requested, cap))
    });
    let blocked = calls.iter().enumerate().find_map(|(index, call)| Some((index, call.blocked()?)));
    let list: Option<u128> = calls
        .iter()
        .map(|call| call.month(call.batch()).map(|lines| super::cost::sum(&lines)))
        .sum();
    Seat {
        facts,
        plan,
        tier,
        demands: known.collect(),
        margin: questions.iter().map(|call| call.workload.safety_margin_percent).max().unwrap_or(0),
        blocked,
        at_risk: risks.collect(),
        unchecked: calls.iter().any(Oracle::unchecked),
        barred: wanted.production && (plan == Plan::Free || !production)
            || wanted.min_context > 0 && window.is_none_or(|window| window < wanted.min_context)
            || lacking(calls[0].facts, &calls[0].question.requirements).is_some(),
        list,
        total: if plan == Plan::Free { Some(0) } else { list },
    }
}

/// Every way to seat each service, one seat of each list.
pub(super) fn every_way<'s, 'a>(lists: &[Vec<&'s Seat<'a>>]) -> Vec<Vec<&'s Seat<'a>>> {
    lists.iter().fold(vec![Vec::new()], |ways, list| {
        ways.iter()
            .flat_map(|way| list.iter().map(|seat| [way.as_slice(), &[*seat]].concat()))
            .collect()
    })
}

pub(super) fn budget(asked: &Organisation, service: usize) -> Option<u128> {
    let budgets =
        [asked.requirements.monthly_budget, asked.services[service].requirements.monthly_budget];
    budgets.into_iter().flatten().map(|usd| usd.picodollars()).min()
}

/// The best of all assignments, and whether it is one that fits and in which all
/// requirements of the services are met.
pub(super) fn best<'s, 'a>(
    asked: &Organisation,
    all: &'s [Vec<Seat<'a>>],
) -> (Vec<&'s Seat<'a>>, bool) {
    let least = |keeps: &dyn Fn(usize, &Seat<'_>) -> bool| {
        let ways = asked.plans.iter().flat_map(|&plan| {
            let lists: Vec<Vec<&Seat<'_>>> = all
                .iter()
                .enumerate()
                .map(|(service, seats)| {
                    let here = seats.iter().filter(|seat| seat.plan == plan);
                    here.filter(|seat| keeps(service, seat)).collect()
                })
                .collect();
            every_way(&lists)
        });
        ways.min_by_key(|way| key(way))
    };
    let served: Vec<bool> = all
        .iter()
        .enumerate()
        .map(|(service, seats)| seats.iter().any(|seat| seat.serves(budget(asked, service))))
        .collect();
    let chosen = least(&|service, seat| !served[service] || seat.allowed(budget(asked, service)))
        .or_else(|| least(&|_, _| true))
        .expect("some way");
    let fits = chosen.iter().enumerate().all(|(service, seat)| seat.serves(budget(asked, service)))
        && uses(&chosen, false).iter().all(Use::holds);
    (chosen, fits)
}
