//! Holds a report against the events of the oracle, figure by figure.

use groq_calc::{
    Limit, Price, Usd,
    replay::{PerLimit, Policy, Replay, Report, Request, Rules},
};
use num_rational::BigRational;

use super::oracle::{self, Event, Fate, takes, whole};

/// The report of the engine, fed in chunks of a size.
pub(crate) fn report(rules: Rules, rows: &[Request], chunk: usize) -> Report {
    let mut replay = Replay::new(rules);
    rows.chunks(chunk).for_each(|chunk| replay.feed(chunk).expect("the rows are sorted"));
    replay.finish().expect("the cost fits")
}

/// Both replays of some rows, compared.
#[track_caller]
pub(crate) fn agree(rules: Rules, stretch: &BigRational, rows: &[Request]) -> Vec<Event> {
    let events = oracle::replay(&rules, stretch, rows);
    let report = report(rules, rows, rows.len().max(1));
    counts(&report, &rules, &events);
    waits(&report, &events);
    refusals(&report, &rules, &events);
    costs(&report, &rules, &events);
    series(&report, &events);
    events
}

fn count(events: &[Event], is: impl Fn(&Event) -> bool) -> u64 {
    events.iter().filter(|event| is(event)).count() as u64
}

fn started(event: &Event) -> Option<u128> {
    match event.fate {
        Fate::Started(start) => Some(start),
        _ => None,
    }
}

fn first(events: &[Event]) -> u128 {
    events.first().map_or(0, |event| event.arrival)
}

fn counts(report: &Report, rules: &Rules, events: &[Event]) {
    assert_eq!(report.requests, events.len() as u64, "requests");
    assert_eq!(report.admitted, count(events, |event| started(event).is_some()), "admitted");
    assert_eq!(report.rejected, count(events, |event| event.fate == Fate::Rejected), "rejected");
    assert_eq!(report.oversize, count(events, |event| event.fate == Fate::Oversize), "oversize");
    assert_eq!(report.batched, count(events, |event| event.fate == Fate::Batched), "batched");
    let left = |event: &Event| matches!(event.fate, Fate::Left(_));
    assert_eq!(report.abandoned, count(events, left), "abandoned");
    assert_eq!(report.lost(), report.rejected + report.abandoned + report.oversize);
    let charged: BigRational = events
        .iter()
        .filter(|event| started(event).is_some())
        .map(|event| takes(Limit::TPM, rules, &event.request))
        .sum();
    assert_eq!(whole(report.tokens_charged), charged, "tokens charged");
}

fn waits(report: &Report, events: &[Event]) {
    let mut waits: Vec<u128> =
        events.iter().filter_map(|event| Some(started(event)? - event.arrival)).collect();
    waits.sort_unstable();
    let rank = |percent: usize| match waits.len() {
        0 => 0,
        count => waits[(percent * count).div_ceil(100) - 1],
    };
    assert!(report.waits.is_exact);
    assert_eq!(u128::from(report.waits.p50_us), rank(50), "p50");
    assert_eq!(u128::from(report.waits.p99_us), rank(99), "p99");
    assert_eq!(u128::from(report.waits.max_us), rank(100), "max");
    assert_eq!(report.delayed, waits.iter().filter(|wait| **wait > 0).count() as u64, "delayed");
    let last = events.iter().rev().find_map(started).map(|start| start - first(events));
    assert_eq!(report.last_start_us.map(u128::from), last, "last start");
}

fn refusals(report: &Report, rules: &Rules, events: &[Event]) {
    let longest = |event: &Event| {
        let latest = event.refused.iter().map(|(_, until)| *until).max()?;
        event.refused.iter().find(|(_, until)| *until == latest).copied()
    };
    let by = |is: &dyn Fn(&Event, Limit) -> bool| {
        Limit::ALL.map(|limit| count(events, |event| is(event, limit)))
    };
    let found = |counts: &PerLimit| Limit::ALL.map(|limit| counts.get(limit));
    let failed = by(&|event, limit| event.refused.iter().any(|(by, _)| *by == limit));
    assert_eq!(found(&report.failed_by), failed, "failed by");
    let slowest = by(&|event, limit| longest(event).is_some_and(|(by, _)| by == limit));
    assert_eq!(found(&report.longest_wait_by), slowest, "longest wait by");
    let refusal = events.iter().find_map(|event| Some((event, longest(event)?)));
    let reported = report.first.map(|first| {
        (first.row, u128::from(first.t_us), first.limit, u128::from(first.retry_after_us))
    });
    let expected = refusal.map(|(event, (limit, until))| {
        (event.row, event.asked_at - first(events), limit, until - event.asked_at)
    });
    assert_eq!(reported, expected, "first");
    if rules.policy == Policy::Drop {
        assert_eq!(report.rejected, count(events, |event| !event.refused.is_empty()));
    }
}

fn costs(report: &Report, rules: &Rules, events: &[Event]) {
    let prices = rules.prices;
    let price = |price: Option<Price>| whole(price.expect("it is known").picodollars());
    let audio = |row: &Request| match row.audio_ms() {
        0 => whole(0),
        ms => BigRational::new(ms.max(10_000).into(), 3_600_000.into()) * price(prices.audio_hour),
    };
    let list = |row: &Request| {
        let cached = if rules.caching { row.cached() } else { 0 };
        let cached_price = if rules.caching { price(prices.cached_input) } else { whole(0) };
        whole(row.input() - cached) * price(prices.input)
            + whole(cached) * cached_price
            + whole(row.output()) * price(prices.output)
            + audio(row)
    };
    let batch = |row: &Request| {
        let tokens =
            whole(row.input()) * price(prices.input) + whole(row.output()) * price(prices.output);
        (tokens + audio(row)) / whole(2)
    };
    let sum = |is: &dyn Fn(&Event) -> bool, of: &dyn Fn(&Request) -> BigRational| -> BigRational {
        events.iter().filter(|event| is(event)).map(|event| of(&event.request)).sum()
    };
    // Each line of a bill is rounded once; tokens at full price need no rounding.
    let near = |usd: Option<Usd>, exact: BigRational, lines: u8| {
        let off = whole(usd.expect("the prices are known").picodollars()) - exact;
        let most = BigRational::new(lines.into(), 2.into());
        assert!(off <= most && -off <= most, "cost");
    };
    let has_audio = events.iter().any(|event| event.request.audio_ms() > 0);
    let lines = u8::from(has_audio);
    near(report.cost_admitted, sum(&|event| started(event).is_some(), &list), lines);
    near(report.cost_offered, sum(&|event| event.fate != Fate::Batched, &list), lines);
    near(report.cost_batched, sum(&|event| event.fate == Fate::Batched, &batch), 2 + lines);
}

fn series(report: &Report, events: &[Event]) {
    let series = &report.series;
    let first = first(events);
    let departed = |event: &Event| match event.fate {
        Fate::Started(time) | Fate::Left(time) => time,
        _ => event.arrival,
    };
    let stream = || events.iter().filter(|event| event.fate != Fate::Batched);
    let last = stream().map(|event| departed(event).max(event.arrival) - first).max();
    let Some(last) = last else { return assert!(series.bins().is_empty()) };
    let mut width = 1024;
    while last / width >= 1000 {
        width *= 2;
    }
    assert_eq!(u128::from(series.bin_us()), width, "the least width that does");
    assert_eq!(series.bins().len() as u128, last / width + 1);
    let bin = |time: u128| ((time - first) / width) as usize;
    let mut expected =
        vec![([0u64; 5], [0u64; 8], [const { None::<BigRational> }; 8]); series.bins().len()];
    for event in stream() {
        expected[bin(event.arrival)].0[0] += 1;
        let kind = match event.fate {
            Fate::Started(_) => 1,
            Fate::Rejected => 2,
            Fate::Left(_) => 3,
            _ => 4,
        };
        let out = &mut expected[bin(departed(event))];
        out.0[kind] += 1;
        for (limit, left) in &event.left {
            let least = &mut out.2[place(*limit)];
            *least = Some(least.take().map_or(left.clone(), |least| least.min(left.clone())));
        }
        for (limit, _) in &event.refused {
            expected[bin(event.asked_at)].1[place(*limit)] += 1;
        }
    }
    let mut waiting = 0;
    for ((found, now), (counts, failed, left)) in
        series.bins().iter().zip(series.waiting()).zip(expected)
    {
        let [requests, admitted, rejected, abandoned, oversize] = counts;
        assert_eq!(
            [found.requests, found.admitted, found.rejected, found.abandoned, found.oversize],
            counts
        );
        waiting += requests;
        waiting -= admitted + rejected + abandoned + oversize;
        assert_eq!(now, waiting, "waiting");
        for limit in Limit::ALL {
            assert_eq!(found.failed_by.get(limit), failed[place(limit)]);
            let left = left[place(limit)].as_ref().map(|left| left.floor());
            assert_eq!(found.left(limit).map(whole), left, "left of {limit}");
        }
    }
}

fn place(limit: Limit) -> usize {
    limit.index().expect("a limit of the catalog")
}
