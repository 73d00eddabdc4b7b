//! The replay once more, slowly: in exact fractions, from the whole history.
//!
//! Where the engine keeps a level and clamps it, this keeps none. A bucket with
//! cap C that refills r a microsecond and has let through k1, k2, ... at t1, t2,
//! ... lacks, at t, the most that any run of them up to now took beyond its
//! refill: the maximum over j of (kj + ... + kn) - r (t - tj), or nothing. With
//! S the sum of all and M the maximum of r tj - (k1 + ... + kj-1), that is
//! S + M - r t; a request of k fits from t = (S + M + k - C) / r on.

use std::collections::HashMap;

use groq_calc::{
    Limit,
    catalog::Admission,
    replay::{Charge, Limiter, Policy, Request, Rules},
};
use num_bigint::BigInt;
use num_rational::BigRational;

pub(crate) fn whole(number: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(number.into())
}

fn up(number: &BigRational) -> u128 {
    number.ceil().to_integer().try_into().expect("it is not negative")
}

/// How long a limit's window is, from its name.
pub(crate) fn window_us(limit: Limit) -> u128 {
    let minutes = match &limit.name()[limit.name().len() - 1..] {
        "M" => 1,
        "H" => 60,
        // Audio seconds a day end in D as well.
        "D" => 24 * 60,
        other => panic!("{other}"),
    };
    minutes * 60_000_000
}

/// What a request takes of a limit, in its own unit.
pub(crate) fn takes(limit: Limit, rules: &Rules, row: &Request) -> BigRational {
    let credit = rules.caching && rules.charge == Charge::Uncached;
    let input = whole(row.input()) - whole(if credit { row.cached() } else { 0 });
    match limit.name() {
        "RPM" | "RPD" => whole(1),
        "TPM" | "TPD" => input + whole(row.output()),
        "ITPM" => input,
        "OTPM" => whole(row.output()),
        "ASH" | "ASD" => BigRational::new(row.audio_ms().into(), 1000.into()),
        other => panic!("{other}"),
    }
}

/// What it has to be able to take at once.
fn asks(limit: Limit, rules: &Rules, row: &Request) -> BigRational {
    let reserved = whole(match rules.admission {
        Admission::Reserved => row.output().max(row.max_completion()),
        Admission::Expected => row.output(),
    });
    match limit.name() {
        "RPM" | "RPD" => whole(1),
        "TPM" | "TPD" => whole(row.input()) + reserved,
        "ITPM" => whole(row.input()),
        "OTPM" => reserved,
        "ASH" | "ASD" => BigRational::new(row.audio_ms().into(), 1000.into()),
        other => panic!("{other}"),
    }
}

/// All that one limit has let through.
struct History {
    limit: Limit,
    cap: BigRational,
    limiter: Limiter,
    /// S.
    sum: BigRational,
    /// M, once there is anything.
    most: Option<BigRational>,
    windows: HashMap<u128, BigRational>,
}

impl History {
    fn rate(&self) -> BigRational {
        &self.cap / whole(window_us(self.limit))
    }

    fn lacks(&self, time: u128) -> BigRational {
        match (self.limiter, &self.most) {
            (Limiter::Fixed, _) => {
                self.windows.get(&(time / window_us(self.limit))).cloned().unwrap_or(whole(0))
            }
            (Limiter::Bucket, None) => whole(0),
            (Limiter::Bucket, Some(most)) => {
                (&self.sum + most - self.rate() * whole(time)).max(whole(0))
            }
        }
    }

    fn left(&self, time: u128) -> BigRational {
        &self.cap - self.lacks(time)
    }

    /// The first microsecond from `time` on at which `count` fits.
    fn earliest(&self, time: u128, count: &BigRational) -> u128 {
        match (self.limiter, &self.most) {
            (Limiter::Fixed, _) => {
                let mut time = time;
                while self.lacks(time) + count > self.cap {
                    time = (time / window_us(self.limit) + 1) * window_us(self.limit);
                }
                time
            }
            (Limiter::Bucket, None) => time,
            (Limiter::Bucket, Some(most)) => {
                let short = &self.sum + most + count - &self.cap;
                // A cap of nothing lets nothing but nothing through.
                if self.cap == whole(0) {
                    time
                } else {
                    time.max(up(&(short / self.rate()).max(whole(0))))
                }
            }
        }
    }

    fn take(&mut self, time: u128, count: &BigRational) {
        let here = self.rate() * whole(time) - &self.sum;
        self.most = Some(self.most.take().map_or(here.clone(), |most| most.max(here)));
        self.sum += count;
        *self.windows.entry(time / window_us(self.limit)).or_insert(whole(0)) += count;
    }
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Batched,
    Oversize,
    Started(u128),
    Rejected,
    Left(u128),
}

/// A row, what the limits said of it and what became of it.
pub(crate) struct Event {
    pub(crate) row: u64,
    pub(crate) request: Request,
    pub(crate) arrival: u128,
    pub(crate) fate: Fate,
    /// When the limits were asked, which refused, and until when each would.
    pub(crate) asked_at: u128,
    pub(crate) refused: Vec<(Limit, u128)>,
    /// What was left of each limit when it had started.
    pub(crate) left: Vec<(Limit, BigRational)>,
}

/// Replays rows. `stretch` is the factor that the rules hold.
pub(crate) fn replay(rules: &Rules, stretch: &BigRational, rows: &[Request]) -> Vec<Event> {
    let mut histories: Vec<_> = Limit::ALL
        .into_iter()
        .filter_map(|limit| Some((limit, rules.caps.figure(limit)?)))
        .map(|(limit, cap)| History {
            limit,
            cap: whole(cap),
            limiter: rules.limiter,
            sum: whole(0),
            most: None,
            windows: HashMap::new(),
        })
        .collect();
    let first = rows.first().map_or(0, Request::t_us);
    let mut head_free = 0;
    let mut events = Vec::new();
    for (number, request) in rows.iter().enumerate() {
        let elapsed = (whole(request.t_us() - first) * stretch).floor().to_integer();
        let arrival = u128::from(first) + u128::try_from(elapsed).expect("not negative");
        for _ in 0..rules.scale {
            let mut event = Event {
                row: number as u64,
                request: *request,
                arrival,
                fate: Fate::Batched,
                asked_at: arrival,
                refused: Vec::new(),
                left: Vec::new(),
            };
            if !(rules.batch && request.is_batchable()) {
                decide(rules, &mut histories, &mut head_free, &mut event);
            }
            events.push(event);
        }
    }
    events
}

fn decide(rules: &Rules, histories: &mut [History], head_free: &mut u128, event: &mut Event) {
    let request = event.request;
    let reserved = request.output().max(request.max_completion());
    let long =
        rules.context.window.is_some_and(|most| u64::from(request.input() + reserved) > most)
            || rules.context.max_completion.is_some_and(|most| u64::from(reserved) > most);
    if long || histories.iter().any(|history| asks(history.limit, rules, &request) > history.cap) {
        event.fate = Fate::Oversize;
        return;
    }
    let counts: Vec<_> =
        histories.iter().map(|history| takes(history.limit, rules, &request)).collect();
    let patience = match rules.policy {
        Policy::Drop => Some(0),
        Policy::Queue { patience_us } => {
            event.asked_at = event.arrival.max(*head_free);
            patience_us.map(u128::from)
        }
    };
    let gone = patience.map(|patience| event.arrival + patience);
    if let Some(gone) = gone.filter(|gone| *gone < event.asked_at) {
        event.fate = Fate::Left(gone);
        return;
    }
    for (history, count) in histories.iter().zip(&counts) {
        let earliest = history.earliest(event.asked_at, count);
        if earliest > event.asked_at {
            event.refused.push((history.limit, earliest));
        }
    }
    // The first time that suits them all: ask each in turn until none objects.
    let mut start = event.asked_at;
    loop {
        let later = histories
            .iter()
            .zip(&counts)
            .map(|(history, count)| history.earliest(start, count))
            .max()
            .unwrap_or(start);
        if later == start {
            break;
        }
        start = later;
    }
    if let Some(gone) = gone.filter(|gone| *gone < start) {
        event.fate = if rules.policy == Policy::Drop { Fate::Rejected } else { Fate::Left(gone) };
        *head_free = gone;
        return;
    }
    event.fate = Fate::Started(start);
    *head_free = start;
    for (history, count) in histories.iter_mut().zip(&counts) {
        history.take(start, count);
        event.left.push((history.limit, history.left(start)));
    }
}
