//! The engine against a second opinion: the rules of the design written down
//! once more, naively, in exact fractions of big integers.

use groq_calc::{
    Caps, Catalog, Context, Date, Dated, Draft, Kind, Lifecycle, Limit, LimitUse, Model, Number,
    Plan, PlanOption, Price, Prices, Question, Status, Tier, ToolSet, WorkloadDraft, answer,
};
use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

const DAY: Date = Date::constant(2026, 6, 4);

fn whole(number: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(number.into())
}

/// A random model, as plain numbers that the oracle reads too.
#[derive(Clone, Debug)]
struct Facts {
    free: Vec<(Limit, u64)>,
    developer: Vec<(Limit, u64)>,
    input: u64,
    cached: Option<u64>,
    output: u64,
    batch: bool,
    window: Option<u64>,
}

fn caps() -> impl Strategy<Value = Vec<(Limit, u64)>> {
    let cap = prop_oneof![1u64..100, 100u64..1_000_000, 1_000_000u64..1_000_000_000_000];
    proptest::collection::btree_map(0usize..8, cap, 0..8)
        .prop_map(|caps| caps.into_iter().map(|(index, cap)| (Limit::ALL[index], cap)).collect())
}

fn facts() -> impl Strategy<Value = Facts> {
    let price = prop_oneof![Just(0u64), 1u64..50_000_000];
    let window = proptest::option::of(1u64..2_000_000);
    (
        caps(),
        caps(),
        price.clone(),
        proptest::option::of(price.clone()),
        price,
        any::<bool>(),
        window,
    )
        .prop_map(|(free, developer, input, cached, output, batch, window)| Facts {
            free,
            developer,
            input,
            cached,
            output,
            batch,
            window,
        })
}

fn keep<T>(value: T) -> Dated<'static, T> {
    Dated { from: DAY, source: "random", status: Status::Confirmed, note: "", value }
}

fn leak<T>(values: Vec<T>) -> &'static [T] {
    // Tests end soon; a catalog borrows for as long as it lives.
    Box::leak(values.into_boxed_slice())
}

fn catalog(models: &[Facts]) -> Catalog<'static> {
    let with = |caps: &[(Limit, u64)]| {
        caps.iter().fold(Caps::NONE, |caps, (limit, cap)| caps.with(*limit, *cap))
    };
    let model = |(index, facts): (usize, &Facts)| Model {
        id: Box::leak(format!("model-{index}").into_boxed_str()),
        name: "random",
        kind: Kind::Chat,
        lifecycle: leak(vec![keep(Lifecycle::Production)]),
        context: leak(vec![keep(Context { window: facts.window, max_completion: None })]),
        free: leak(vec![keep(with(&facts.free))]),
        developer: leak(vec![keep(with(&facts.developer))]),
        prices: leak(vec![keep(Prices {
            input: Some(Price::from_picodollars(facts.input)),
            cached_input: facts.cached.map(Price::from_picodollars),
            output: Some(Price::from_picodollars(facts.output)),
            ..Prices::NONE
        })]),
        batch: leak(vec![keep(facts.batch)]),
        tools: leak(vec![keep(ToolSet::NONE)]),
        speeds: &[],
    };
    let models = models.iter().enumerate().map(model).collect();
    Catalog { models: leak(models), tools: &[], use_cases: &[], sources: &[] }
}

fn workload() -> impl Strategy<Value = WorkloadDraft> {
    let tokens = || prop_oneof![0u64..10, 0u64..10_000, 0u64..1_000_000_000];
    let requests = prop_oneof![0u64..10, 0u64..100_000, 0u64..1_000_000_000_000];
    let shape = (requests, tokens(), 0u64..=100, tokens(), proptest::option::of(tokens()));
    let day = (proptest::option::of(0u64..1_000_000), 1u64..=24, 1u64..=31, 0u64..=100, 0u64..=99);
    (shape, day).prop_map(
        |((requests, input, cached, output, max), (peak, hours, days, batch, margin))| {
            let number = |count: u64| Some(Number::from(count));
            WorkloadDraft {
                requests_per_day: number(requests),
                input_tokens: number(input),
                cached_input_tokens: number(input / 100 * cached),
                output_tokens: number(output),
                max_completion_tokens: max.map(Number::from),
                peak_requests_per_minute: peak.map(Number::from),
                active_hours_per_day: number(hours),
                days_per_month: number(days),
                batch_share_percent: number(batch),
                safety_margin_percent: number(margin),
                ..WorkloadDraft::default()
            }
        },
    )
}

fn question(workload: WorkloadDraft) -> Question {
    Draft { workload, ..Draft::default() }.check().expect("the ranges are legal")
}

/// What the design says of one limit, in fractions.
struct Oracle<'a> {
    question: &'a Question,
    facts: &'a Facts,
    batch: u64,
}

impl Oracle<'_> {
    fn number(&self, pick: impl Fn(&groq_calc::Workload) -> u64) -> BigRational {
        whole(pick(&self.question.workload))
    }

    fn synchronous(&self) -> BigRational {
        self.number(|w| w.requests_per_day.get()) * whole(100 - self.batch) / whole(100)
    }

    fn minutes(&self) -> BigRational {
        whole(60) * self.number(|w| w.active_hours_per_day)
    }

    fn peak(&self) -> BigRational {
        match self.question.workload.peak_requests_per_minute {
            Some(peak) => whole(peak.get()),
            None => (self.synchronous() / self.minutes()).ceil(),
        }
    }

    fn credited(&self) -> BigRational {
        let cached = self.number(|w| w.cached_input_tokens.get());
        if self.facts.cached.is_some() { cached } else { whole(0) }
    }

    fn per_request(&self, limit: Limit) -> BigRational {
        let input = self.number(|w| w.input_tokens.get()) - self.credited();
        let output = self.number(|w| w.output_tokens.get());
        match limit {
            Limit::Rpm | Limit::Rpd => whole(1),
            Limit::Tpm | Limit::Tpd => input + output,
            Limit::Itpm => input,
            Limit::Otpm => output,
            Limit::Ash | Limit::Asd => whole(0),
        }
    }

    fn is_by_minute(limit: Limit) -> bool {
        matches!(limit, Limit::Rpm | Limit::Tpm | Limit::Itpm | Limit::Otpm)
    }

    fn demand(&self, limit: Limit) -> BigRational {
        let requests = if Self::is_by_minute(limit) { self.peak() } else { self.synchronous() };
        requests * self.per_request(limit)
    }

    fn usable(&self, cap: u64) -> BigRational {
        (whole(cap) * whole(100 - self.question.workload.safety_margin_percent) / whole(100))
            .floor()
    }

    /// Whether `requests` a day, evenly spread, stay within one limit.
    fn holds(&self, limit: Limit, cap: u64, requests: &BigRational) -> bool {
        let used = requests * self.per_request(limit);
        match Self::is_by_minute(limit) {
            true => used <= self.usable(cap) * self.minutes(),
            false => used <= self.usable(cap),
        }
    }

    fn blocked(&self, caps: &[(Limit, u64)]) -> bool {
        let output = self.number(|w| w.output_tokens.get());
        let max =
            self.question.workload.max_completion_tokens.map_or(whole(0), |max| whole(max.get()));
        let reserved = if max > output { max } else { output };
        let input = self.number(|w| w.input_tokens.get());
        let asked = &input + &reserved;
        if self.facts.window.is_some_and(|window| asked > whole(window)) {
            return true;
        }
        self.batch < 100
            && caps.iter().any(|(limit, cap)| match limit {
                Limit::Tpm | Limit::Tpd => asked > whole(*cap),
                Limit::Itpm => input > whole(*cap),
                Limit::Otpm => reserved > whole(*cap),
                _ => false,
            })
    }

    /// The month at list price, per line, in picodollars.
    fn lines(&self, batch: u64) -> Vec<(&'static str, BigRational)> {
        let month = self.number(|w| w.requests_per_day.get()) * self.number(|w| w.days_per_month);
        let synchronous = &month * whole(100 - batch) / whole(100);
        let offline = month * whole(batch) / whole(100);
        let input = self.number(|w| w.input_tokens.get());
        let output = self.number(|w| w.output_tokens.get());
        let (price, half) = (whole(self.facts.input), whole(self.facts.input) / whole(2));
        vec![
            ("input", &synchronous * (&input - self.credited()) * price),
            (
                "cached_input",
                &synchronous * self.credited() * whole(self.facts.cached.unwrap_or(0)),
            ),
            ("batch_input", &offline * input * half),
            ("output", synchronous * &output * whole(self.facts.output)),
            ("batch_output", offline * output * whole(self.facts.output) / whole(2)),
        ]
    }
}

fn check_limits(oracle: &Oracle<'_>, option: &PlanOption<'_>, caps: &[(Limit, u64)]) {
    let blocked = oracle.blocked(caps);
    assert_eq!(option.blocked.is_some(), blocked, "blocked");
    let listed: Vec<_> = option.limits.iter().map(|used| (used.limit, used.cap)).collect();
    assert_eq!(listed, caps, "every cap is listed, in order");
    let mut fits = !blocked;
    // Compared as demand · other cap, since a margin may leave a cap of nothing.
    let above = |a: &LimitUse, b: &LimitUse| {
        oracle.demand(a.limit) * oracle.usable(b.cap)
            > oracle.demand(b.limit) * oracle.usable(a.cap)
    };
    for used in &option.limits {
        let demand =
            BigRational::new(used.demand.numerator().into(), used.demand.denominator().into());
        assert_eq!(demand, oracle.demand(used.limit), "demand of {}", used.limit);
        fits &= demand <= oracle.usable(used.cap);
        let some = demand > whole(0);
        let beaten = option
            .limits
            .iter()
            .any(|other| oracle.demand(other.limit) > whole(0) && above(other, used));
        assert_eq!(option.binding.contains(used.limit), some && !beaten, "binding {}", used.limit);
    }
    assert_eq!(option.fits, fits, "fits");
    check_most(oracle, option, caps, blocked);
}

fn check_most(oracle: &Oracle<'_>, option: &PlanOption<'_>, caps: &[(Limit, u64)], blocked: bool) {
    if blocked {
        assert_eq!(option.requests_per_day_max, Some(0));
        return;
    }
    let Some(most) = option.requests_per_day_max.filter(|most| *most < u64::MAX) else { return };
    // Two-sided: at the answer every cap holds, at one more some cap breaks.
    let held = |requests: u64| {
        caps.iter().all(|(limit, cap)| oracle.holds(*limit, *cap, &whole(requests)))
    };
    assert!(held(most), "every cap holds at {most} a day");
    assert!(!held(most + 1), "some cap breaks above {most} a day");
    if let Some(most) = option.requests_per_minute_max.filter(|most| *most < u64::MAX) {
        let held = |requests: u64| {
            let by_minute = caps.iter().filter(|(limit, _)| Oracle::is_by_minute(*limit));
            by_minute.into_iter().all(|(limit, cap)| {
                whole(requests) * oracle.per_request(*limit) <= oracle.usable(*cap)
            })
        };
        assert!(held(most), "every cap holds at {most} a minute");
        assert!(!held(most + 1), "some cap breaks above {most} a minute");
    }
}

fn check_cost(oracle: &Oracle<'_>, option: &PlanOption<'_>) {
    let half = BigRational::new(1.into(), 2.into());
    let lines: Vec<_> = oracle
        .lines(oracle.batch)
        .into_iter()
        .filter(|(name, _)| option.monthly.lines.iter().any(|line| line.item.name() == *name))
        .collect();
    assert_eq!(lines.len(), option.monthly.lines.len(), "no line but the oracle's");
    let mut sum = 0u128;
    for line in &option.monthly.lines {
        let (_, exact) =
            lines.iter().find(|(name, _)| *name == line.item.name()).expect("filtered");
        let off = whole(line.usd.picodollars()) - exact;
        assert!(off <= half && -off <= half, "{} is rounded to the nearest", line.item.name());
        sum += line.usd.picodollars();
    }
    let exact: BigRational = oracle.lines(oracle.batch).into_iter().map(|(_, usd)| usd).sum();
    let list = option.monthly.list_usd.expect("the price is known");
    assert_eq!(list.picodollars(), sum, "lines sum to the total");
    let off = whole(list.picodollars()) - exact;
    assert!(off <= whole(3) && -off <= whole(3), "no line is missing");
    let paid = if option.plan == Plan::Free { 0 } else { sum };
    assert_eq!(option.monthly.total_usd.expect("known").picodollars(), paid);
    match option.monthly.batch_usd {
        None => assert!(!oracle.facts.batch, "a batchable model has a batch price"),
        Some(usd) => {
            let exact: BigRational = oracle.lines(100).into_iter().map(|(_, usd)| usd).sum();
            let off = whole(usd.picodollars()) - exact;
            assert!(
                oracle.facts.batch && off <= whole(1) && -off <= whole(1),
                "all of it as batch"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn engine_and_oracle_agree(models in proptest::collection::vec(facts(), 1..4), workload in workload()) {
        let catalog = catalog(&models);
        let question = question(workload);
        let answer = answer(&catalog, &question).expect("a legal question has an answer");
        prop_assert_eq!(answer.options.len(), models.len() * 3);
        for option in &answer.options {
            let index: usize = option.model["model-".len()..].parse().expect("its number");
            let facts = &models[index];
            let batch = match option.plan {
                Plan::Developer if facts.batch => question.workload.batch_share_percent,
                _ => 0,
            };
            let mut caps = if option.plan == Plan::Free { facts.free.clone() } else { facts.developer.clone() };
            if option.tier == Tier::Flex {
                caps.iter_mut().for_each(|(_, cap)| *cap *= 10);
            }
            let oracle = Oracle { question: &question, facts, batch };
            check_limits(&oracle, option, &caps);
            check_cost(&oracle, option);
        }
        let cheapest = answer.options.iter().filter(|option| option.fits).filter_map(|option| option.monthly.total_usd).min();
        prop_assert_eq!(answer.recommended.as_ref().map(|choice| choice.monthly_usd), cheapest);
        prop_assert_eq!(answer.nearest.is_some(), cheapest.is_none());
    }

    #[test]
    fn human_numbers_read_as_their_plain_form(whole in 0u64..1_000_000, milli in 0u64..1000) {
        let text = format!("{whole}.{milli:03}");
        let plain = groq_calc::Decimal::parse(&text).expect("a decimal").scaled(3);
        prop_assert_eq!(plain, Some(u128::from(whole * 1000 + milli)));
        let thousands = groq_calc::Decimal::parse(&format!("{text}k")).expect("a decimal").scaled(0);
        prop_assert_eq!(thousands, plain);
    }
}
