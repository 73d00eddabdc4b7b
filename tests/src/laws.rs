//! Laws that hold whatever the figures are: each takes a random case and
//! panics where the engine breaks it. They say nothing of a single right
//! answer (that is the oracle's part), only of how answers hang together.

use groq_calc::{
    Bill, Limit, Offer, OptionId, Plan, Question, Tier, Tokens, Usd, Workload, answer,
    catalog::{Admission, Cap, Item},
    num::Requests,
    question::Volume,
};

use crate::{case::Case, oracle::lacking};

/// Every offer of a case on its day, with the workload asked about.
fn each_offer(case: &Case, mut law: impl FnMut(Offer<'_>, Workload)) {
    let question = case.question();
    case.with_catalog(|catalog| {
        for facts in &case.models {
            for (plan, tier) in [
                (Plan::Free, Tier::OnDemand),
                (Plan::Developer, Tier::OnDemand),
                (Plan::Developer, Tier::Flex),
            ] {
                if let Ok(offer) = question
                    .on(catalog)
                    .and_then(|dated| dated.offer(OptionId::new(&facts.id, plan, tier)))
                {
                    law(offer, question.workload);
                }
            }
        }
    });
}

fn bill(offer: &Offer<'_>, workload: &Workload) -> Option<Bill> {
    offer.bill(workload).expect("a legal month fits 128 bits")
}

fn picodollars(bill: &Bill, item: Item) -> u128 {
    let lines = bill.lines.iter().filter(|line| line.item == item);
    lines.map(|line| line.usd.picodollars()).sum()
}

/// The lines of a bill sum exactly to its total, and no item has two.
pub fn lines_sum_to_the_total(case: &Case) {
    each_offer(case, |offer, workload| {
        let Some(bill) = bill(&offer, &workload) else { return };
        let sum: u128 = bill.lines.iter().map(|line| line.usd.picodollars()).sum();
        assert_eq!(sum, bill.total.picodollars());
        for (index, line) in bill.lines.iter().enumerate() {
            assert!(!line.quantity.is_zero(), "a line of nothing");
            assert!(bill.lines[..index].iter().all(|other| other.item != line.item));
        }
    });
}

/// A workload with more of one quantity; `which` chooses it.
fn more(workload: Workload, which: u8, by: u64) -> (&'static str, Workload) {
    let mut more = workload;
    let raise = |count: u64, most: u64| count.saturating_add(by).min(most);
    const TOKENS: u64 = 1_000_000_000;
    let tools = &mut more.tools;
    let name = match which % 11 {
        0 => {
            more.volume = match workload.volume {
                Volume::PerDay(requests) => {
                    Volume::PerDay(Requests::new(raise(requests.get(), 1_000_000_000_000)))
                }
                Volume::PerMonth(requests) => {
                    Volume::PerMonth(Requests::new(raise(requests.get(), 31_000_000_000_000)))
                }
            };
            "requests"
        }
        1 => {
            more.input_tokens = Tokens::new(raise(workload.input_tokens.get(), TOKENS));
            "input"
        }
        2 => {
            more.output_tokens = Tokens::new(raise(workload.output_tokens.get(), TOKENS));
            "output"
        }
        3 => {
            let millis = raise(workload.audio.get(), 1_000_000_000);
            more.audio = groq_calc::num::AudioMillis::new(millis);
            "audio"
        }
        4 => {
            let characters = raise(workload.characters.get(), TOKENS);
            more.characters = groq_calc::num::Characters::new(characters);
            "characters"
        }
        5 => {
            more.days_per_month = raise(workload.days_per_month, 31);
            "days"
        }
        6 => {
            tools.web_search_basic = raise(tools.web_search_basic, 1_000_000);
            "web_search_basic"
        }
        7 => {
            tools.web_search_advanced = raise(tools.web_search_advanced, 1_000_000);
            "web_search_advanced"
        }
        8 => {
            tools.visit_website = raise(tools.visit_website, 1_000_000);
            "visit_website"
        }
        9 => {
            tools.code_execution_millis = raise(tools.code_execution_millis, 1_000_000_000);
            "code_execution"
        }
        _ => {
            tools.browser_automation_millis = raise(tools.browser_automation_millis, 1_000_000_000);
            "browser_automation"
        }
    };
    (name, more)
}

/// More of anything never costs less.
pub fn cost_is_monotone(case: &Case, which: u8, by: u64) {
    each_offer(case, |offer, workload| {
        let (name, more) = more(workload, which, by);
        let (Some(less), Some(more)) = (bill(&offer, &workload), bill(&offer, &more)) else {
            return;
        };
        assert!(more.total >= less.total, "more {name} costs less");
        for line in &less.lines {
            assert!(
                picodollars(&more, line.item) >= line.usd.picodollars(),
                "more {name}: {} costs less",
                line.item.name()
            );
        }
    });
}

/// Two halves of a workload cost what the whole costs: each line is rounded
/// once, to the nearest picodollar, so it is off by one at most.
pub fn cost_is_additive(case: &Case, share: u64) {
    each_offer(case, |offer, whole| {
        let requests = whole.requests_per_month();
        let first = share % (requests + 1);
        let part =
            |requests| Workload { volume: Volume::PerMonth(Requests::new(requests)), ..whole };
        let Some(bills) = [part(first), part(requests - first), whole]
            .iter()
            .map(|workload| bill(&offer, workload))
            .collect::<Option<Vec<_>>>()
        else {
            return;
        };
        for line in &bills[2].lines {
            let apart = picodollars(&bills[0], line.item) + picodollars(&bills[1], line.item);
            let off = apart.abs_diff(line.usd.picodollars());
            assert!(off <= 1, "{} is {off} picodollars off", line.item.name());
        }
        let items =
            |bill: &Bill| bill.lines.iter().map(|line| line.item.name()).collect::<Vec<_>>();
        for part in &bills[..2] {
            assert!(items(part).iter().all(|item| items(&bills[2]).contains(item)));
        }
    });
}

/// What the two rules of admission say of a request hangs together: all that
/// the stricter one blocks is blocked by the other or at risk, and reserving
/// what is safe ends the risk, a token more does not.
pub fn the_rules_of_admission_bracket_each_other(case: &Case) {
    each_offer(case, |offer, workload| {
        let by = |admission| Offer { admission, ..offer };
        let (strict, usual) = (by(Admission::Reserved), by(Admission::Expected));
        let risks = usual.at_risk(&workload);
        assert_eq!(strict.at_risk(&workload), []);
        let blocked = usual.blocked(&workload);
        assert_eq!(strict.blocked(&workload).is_some(), blocked.is_some() || !risks.is_empty());
        assert!(blocked.is_none() || risks.is_empty(), "blocked and at risk");
        let without = Workload { max_completion_tokens: None, ..workload };
        for risk in &risks {
            assert!(risk.requested > risk.cap);
            assert_eq!(strict.blocked(&without), None, "the usual answer passes");
        }
        if risks.is_empty() {
            return;
        }
        let safe = usual.load(&workload).safe_reserve(&offer.caps, offer.context);
        let safe = safe.expect("the usual answer passes");
        let reserving =
            |most| Workload { max_completion_tokens: Some(Tokens::new(most)), ..workload };
        assert_eq!(strict.blocked(&reserving(safe)), None, "{safe} is safe");
        assert!(strict.blocked(&reserving(safe + 1)).is_some(), "more than {safe} is safe");
    });
}

/// A month of whole days is those days: it asks, fits and costs the same.
pub fn a_month_of_whole_days_is_its_days(case: &Case) {
    each_offer(case, |offer, workload| {
        let daily = workload.at(workload.requests_per_day());
        let month = Volume::PerMonth(Requests::new(daily.requests_per_month()));
        let month = Workload { volume: month, ..daily };
        assert_eq!(bill(&offer, &month), bill(&offer, &daily));
        assert_eq!(offer.capacity(&month), offer.capacity(&daily));
    });
}

/// Where a cached token is no dearer than another, caching more never costs
/// more: not by a picodollar without batch, and with it by no more than the
/// rounding of its two lines.
pub fn caching_never_costs(case: &Case, cached: u64) {
    each_offer(case, |mut offer, workload| {
        let (Some(input), Some(price)) = (offer.prices.input, offer.prices.cached_input) else {
            return;
        };
        offer.prices.cached_input = Some(price.min(input));
        let now = workload.cached_input_tokens.get();
        let more = now + cached % (workload.input_tokens.get() - now + 1);
        let caching = Workload { cached_input_tokens: Tokens::new(more), ..workload };
        let (Some(with), Some(without)) = (bill(&offer, &caching), bill(&offer, &workload)) else {
            return;
        };
        let rounding = u128::from(offer.batch_percent(&workload) > 0);
        assert!(
            with.total.picodollars() <= without.total.picodollars() + rounding,
            "{more} cached tokens cost more than {now}"
        );
        let capacity = |workload| offer.capacity(workload).expect("legal").per_day;
        assert!(
            capacity(&caching)
                .is_none_or(|with| { capacity(&workload).is_some_and(|without| with >= without) }),
            "caching takes room away"
        );
    });
}

/// Batch tokens cost half, whatever was cached; the two discounts never meet.
pub fn batch_and_caching_never_stack(case: &Case, percent: u64) {
    each_offer(case, |offer, workload| {
        let percent = percent % 101;
        let plain = Workload { cached_input_tokens: Tokens::new(0), ..workload };
        let month = |workload: &Workload, percent| {
            let tools = offer.tool_prices.as_ref();
            Bill::new(workload, offer.kind, &offer.prices, tools, percent).expect("legal")
        };
        let (Some(caching), Some(plain)) = (month(&workload, percent), month(&plain, percent))
        else {
            return;
        };
        for item in [Item::BatchInput, Item::BatchOutput, Item::BatchAudio] {
            assert_eq!(picodollars(&caching, item), picodollars(&plain, item), "{item:?}");
        }
        let all = month(&workload, 100).expect("its prices are known");
        assert_eq!(picodollars(&all, Item::CachedInput), 0, "batch has no cached tokens");
        let none = month(&Workload { cached_input_tokens: Tokens::new(0), ..workload }, 0);
        let none = none.expect("its prices are known");
        for (full, half) in [
            (Item::Input, Item::BatchInput),
            (Item::Output, Item::BatchOutput),
            (Item::Audio, Item::BatchAudio),
        ] {
            let (full, twice) = (picodollars(&none, full), 2 * picodollars(&all, half));
            assert!(full.abs_diff(twice) <= 1 + u128::from(half == Item::BatchAudio), "{half:?}");
        }
    });
}

/// At the most requests a day every limit holds; at one more the plan no
/// longer fits. Asked of the engine itself, through another of its answers.
pub fn the_most_is_the_most(case: &Case) {
    each_offer(case, |offer, workload| {
        let alone = Workload { batch_share_percent: 0, ..workload };
        let capacity = offer.capacity(&alone).expect("legal");
        let (Some(day), Some(minute)) = (capacity.per_day, capacity.per_minute) else { return };
        let at = |requests, peak: Option<u64>| {
            let workload = Workload {
                volume: Volume::PerDay(Requests::new(requests)),
                peak_requests_per_minute: peak.map(Requests::new),
                ..alone
            };
            offer.capacity(&workload).expect("legal")
        };
        // Beyond the legal range nothing is promised.
        if capacity.blocked.is_some() || day > 1_000_000_000_000 || minute > 1_000_000_000 {
            return;
        }
        assert!(at(day, Some(minute)).holds(), "{day} a day and {minute} a minute do not fit");
        assert!(!at(day + 1, None).holds(), "{day} a day is not the most");
        assert!(!at(1, Some(minute + 1)).holds(), "{minute} a minute is not the most");
    });
}

/// A higher cap never lowers what fits, nor unfits what did.
pub fn a_higher_cap_never_hurts(case: &Case, which: u8, by: u64) {
    let limit = Limit::ALL[usize::from(which % 8)];
    each_offer(case, |offer, workload| {
        let Cap::At(cap) = offer.caps.get(limit) else { return };
        let higher = Offer { caps: offer.caps.with(limit, cap.saturating_add(by)), ..offer };
        no_worse(&offer, &higher, &workload, &workload);
    });
}

/// A smaller safety margin never lowers what fits.
pub fn a_margin_never_helps(case: &Case, less: u64) {
    each_offer(case, |offer, workload| {
        let margin = workload.safety_margin_percent;
        let bold = Workload { safety_margin_percent: margin - less % (margin + 1), ..workload };
        no_worse(&offer, &offer, &workload, &bold);
    });
}

fn no_worse(before: &Offer<'_>, after: &Offer<'_>, old: &Workload, new: &Workload) {
    let before = before.capacity(old).expect("legal");
    let after = after.capacity(new).expect("legal");
    let most = |most: Option<u64>| most.map_or(u128::MAX, u128::from);
    assert!(most(after.per_day) >= most(before.per_day), "fewer requests a day");
    assert!(most(after.per_minute) >= most(before.per_minute), "fewer requests a minute");
    assert!(after.fits || !before.fits, "what fitted no longer fits");
    assert!(after.blocked.is_none() || before.blocked.is_some(), "what passed is blocked");
    assert!(after.utilization <= before.utilization, "a limit is fuller");
}

/// Flex allows no less than on demand, at the same price; free costs nothing.
pub fn plans_are_ordered(case: &Case) {
    each_offer(case, |offer, workload| {
        let monthly = offer.monthly(&workload).expect("legal");
        match offer.id.plan {
            Plan::Free => assert_eq!(monthly, Some(Usd::ZERO)),
            Plan::Developer => {
                assert_eq!(monthly, bill(&offer, &workload).map(|bill| bill.total));
            }
        }
    });
    let question = case.question();
    case.with_catalog(|catalog| {
        let Ok(answer) = answer(catalog, &question) else { return };
        for pair in answer.options.windows(2).filter(|pair| pair[1].id.tier == Tier::Flex) {
            let (plain, flex) = (&pair[0], &pair[1]);
            assert_eq!((plain.id.model, plain.id.plan), (flex.id.model, flex.id.plan));
            assert_eq!(plain.monthly, flex.monthly);
            assert!(flex.fits || !plain.fits);
            let most = |most: Option<u64>| most.unwrap_or(u64::MAX);
            assert!(most(flex.requests_per_day_max) >= most(plain.requests_per_day_max));
        }
    });
}

/// No option that fits and meets the requirements beats the recommended one,
/// and leaving it out never makes the next choice cheaper.
pub fn the_recommendation_never_loses(case: &Case) {
    let question = case.question();
    case.with_catalog(|catalog| {
        let Ok(first) = answer(catalog, &question) else { return };
        let Some(choice) = &first.recommended else { return };
        for option in &first.options {
            let met = option.fits
                && option.monthly.list_usd.is_some()
                && question
                    .requirements
                    .monthly_budget
                    .is_none_or(|most| option.monthly.total_usd.is_some_and(|usd| usd <= most))
                && !question.requirements.production
                && question.requirements.min_context == 0
                && lacking(case.facts(option.id.model), &question.requirements).is_none();
            assert!(!option.fits || option.unknown_limits.is_empty(), "what is not known fits");
            if met {
                assert!(
                    option.monthly.total_usd >= Some(choice.monthly_usd),
                    "{} on {:?} is cheaper",
                    option.id.model,
                    option.id.plan
                );
            }
        }
        let others: Vec<String> = first
            .options
            .iter()
            .map(|option| option.id.model)
            .filter(|model| *model != choice.id.model)
            .map(str::to_owned)
            .collect();
        if others.is_empty() {
            return;
        }
        let mut without: Question = question.clone();
        without.requirements.models = Some(others);
        let second = answer(catalog, &without).expect("its models were options");
        if let Some(next) = &second.recommended {
            assert!(next.monthly_usd >= choice.monthly_usd);
        }
    });
}

/// The same question has the same answer, and its JSON form loses nothing.
pub fn answers_repeat(case: &Case) {
    let text = serde_json::to_string(&case.draft).expect("a draft is JSON");
    let read: groq_calc::Draft = serde_json::from_str(&text).expect("and reads back");
    assert_eq!(read, case.draft, "{text}");
    let question = case.question();
    assert_eq!(read.check().as_ref(), Ok(&question));
    case.with_catalog(|catalog| {
        let (first, second) = (answer(catalog, &question), answer(catalog, &question));
        assert_eq!(first, second);
        if let Ok(answer) = first {
            assert!(!answer.to_string().is_empty());
        }
    });
}
