use crate::{
    capacity::{
        day::{Day, Hour, Left, Moment},
        load::Load,
    },
    catalog::limits::{Limit, LimitSet},
    error::Error,
    num::fraction::Fraction,
    question::profile::Profile,
};

/// A day limit in subunits: requests, tokens, or milliseconds of audio.
pub(crate) struct Quota {
    pub(crate) limit: Limit,
    pub(crate) cap: u64,
    /// The cap less the safety margin, in subunits.
    usable: u128,
    per_request: u128,
    /// Subunits in the cap's own unit.
    subunits: u128,
}

impl Quota {
    pub(crate) fn new(load: &Load, limit: Limit, cap: u64) -> Self {
        let subunits = u128::from(limit.measure.subunits());
        let usable = u128::from(load.usable(cap)) * subunits;
        Self { limit, cap, usable, per_request: load.per_request(limit).into(), subunits }
    }

    /// Requests that it lets through at once.
    pub(crate) fn requests(&self) -> Option<Fraction> {
        (self.per_request > 0).then(|| Fraction::new(self.usable, self.per_request))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Refilling, from full.
    First,
    /// Refilling, for ever.
    SteadyState,
    /// Full at midnight, then nothing is given back.
    Midnight,
}

/// The requests of a day and the tightest limit, in parts of a request so small
/// that every figure at the end of an hour is whole: hundredths of a request in
/// the days that are counted as a whole, by weights, by what one takes of the
/// cap, of which 1/24 comes back in an hour.
pub(crate) struct Stream {
    /// Parts of one request.
    parts: u128,
    /// What comes in each hour.
    asked: [u128; 24],
    /// Of it, what may pass if there is room.
    offered: [u128; 24],
    /// What the limit holds and what it regains in an hour; without one,
    /// whatever is offered passes.
    room: Option<(u128, u128)>,
}

/// What passes in each hour.
pub(crate) struct Flow {
    admitted: [u128; 24],
    /// The level of the tightest limit at midnight and 24 hours later.
    from: u128,
    to: u128,
    pub(crate) used_up: Option<Moment>,
}

impl Stream {
    pub(crate) fn new(
        load: &Load,
        profile: &Profile,
        tightest: Option<&Quota>,
        open: bool,
    ) -> Self {
        let weights = profile.weights();
        let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        let tightest = tightest.filter(|quota| quota.per_request > 0);
        let each = tightest.map_or(1, |quota| quota.per_request);
        // Within the legal ranges the day's requests stay below 2^112, and the
        // cap of any u64 in sixtieths of its parts below 2^122.
        let (hundredths, span) = load.hundredths_in_days();
        let span = u128::from(span);
        let daily = u128::from(hundredths) * 24 * each;
        let asked = weights.map(|weight| daily * u128::from(weight));
        let regained = |quota: &Quota| quota.usable * 100 * total * span;
        Self {
            parts: 2400 * total * each * span,
            asked,
            offered: if open { asked } else { [0; 24] },
            room: tightest.map(|quota| (regained(quota) * 24, regained(quota))),
        }
    }

    pub(crate) fn flow(&self, course: Course) -> Flow {
        let Some((cap, regained)) = self.room else {
            return Flow { admitted: self.offered, from: 0, to: 0, used_up: None };
        };
        match course {
            Course::First => self.run(cap, cap, regained),
            Course::Midnight => self.run(cap, cap, 0),
            Course::SteadyState => {
                // A day takes the level to level + regained - asked, held
                // between two bounds. Day after day that ends at the lower
                // bound if more is asked than regained, which a day from empty
                // finds at once; else at the upper one, as does a day from full.
                let asked: u128 = self.offered.iter().sum();
                let start = if asked > cap { 0 } else { cap };
                self.run(self.run(start, cap, regained).to, cap, regained)
            }
        }
    }

    fn run(&self, from: u128, cap: u128, regained: u128) -> Flow {
        let mut flow = Flow { admitted: self.offered, from, to: from, used_up: None };
        for (hour, admitted) in (0..).zip(&mut flow.admitted) {
            let room = flow.to + regained;
            if *admitted > room {
                let minute = Fraction::new(flow.to * 60, *admitted - regained);
                flow.used_up.get_or_insert(Moment { hour, minute });
                *admitted = room;
            }
            flow.to = cap.min(room - *admitted);
        }
        flow
    }

    /// The day in full: what passes, and what that leaves of every limit.
    pub(crate) fn day(
        &self,
        course: Course,
        quotas: &[Quota],
        binding: LimitSet,
    ) -> Result<Day, Error> {
        let flow = self.flow(course);
        let hour = |hour: usize| Hour {
            asked: self.requests(self.asked[hour]),
            admitted: self.requests(flow.admitted[hour]),
            refused: self.requests(self.asked[hour] - flow.admitted[hour]),
            left: Left::default(),
        };
        let mut hours = core::array::from_fn(hour);
        for quota in quotas {
            let levels = self.levels(&flow, course, quota, binding.contains(quota.limit))?;
            for (Hour { left, .. }, level) in hours.iter_mut().zip(levels) {
                let level = Fraction::new(level, self.parts * quota.subunits);
                match quota.limit {
                    Limit::TPD => left.tpd = Some(level),
                    Limit::ASD => left.asd = Some(level),
                    _ => left.rpd = Some(level),
                }
            }
        }
        let asked: u128 = self.asked.iter().sum();
        let admitted = flow.admitted.iter().sum();
        Ok(Day {
            hours,
            asked: self.requests(asked),
            admitted: self.requests(admitted),
            refused: self.requests(asked - admitted),
            used_up: flow.used_up,
        })
    }

    fn requests(&self, parts: u128) -> Fraction {
        Fraction::new(parts, self.parts)
    }

    /// The level of one limit at the end of each hour, in subunits by parts, when
    /// `flow` passes.
    fn levels(
        &self,
        flow: &Flow,
        course: Course,
        quota: &Quota,
        binds: bool,
    ) -> Result<[u128; 24], Error> {
        // All that passes in a day is no more than the cap and once more what
        // is regained, of this limit as of the tightest.
        let cap = quota.usable.checked_mul(self.parts).filter(|cap| *cap <= u128::MAX / 2);
        let cap = cap.ok_or_else(|| Error::overflow(quota.limit.name()))?;
        let regained = if course == Course::Midnight { 0 } else { cap / 24 };
        let run = |mut level: u128| {
            flow.admitted.map(|admitted| {
                // Never below zero: the tightest limit lets no more through.
                // Within the hour the flow can only slacken, so the level falls
                // before it rises, and meets its cap at the end if at all.
                let room = (level + regained).saturating_sub(admitted * quota.per_request);
                level = cap.min(room);
                level
            })
        };
        if course != Course::SteadyState {
            return Ok(run(cap));
        }
        if binds {
            return Ok(run(flow.from * quota.per_request));
        }
        // It regains more than passes in a day, so it tends to the upper bound.
        let [.., end] = run(cap);
        Ok(run(end))
    }
}
