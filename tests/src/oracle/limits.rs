//! Limits and what fits them.

use groq_calc::{
    Limit, PlanOption, Workload,
    capacity::Blocked,
    catalog::{Admission, Cap, LimitSet},
    question::Volume,
};
use num_rational::BigRational;

use super::{
    fraction::{exact, ratio, whole},
    offer::Oracle,
};

/// How much of a limit's unit one request leaves counted.
fn per_request(oracle: &Oracle<'_>, limit: Limit) -> BigRational {
    let workload = &oracle.question.workload;
    let credited = match oracle.facts.prices.cached_input {
        Some(_) => whole(workload.cached_input_tokens.get()),
        None => whole(0),
    };
    let input = whole(workload.input_tokens.get()) - credited;
    let output = whole(workload.output_tokens.get());
    match limit {
        Limit::RPM | Limit::RPD => whole(1),
        Limit::TPM | Limit::TPD => input + output,
        Limit::ITPM => input,
        Limit::OTPM => output,
        Limit::ASH | Limit::ASD => ratio(workload.audio.get(), 1000),
        other => panic!("no rule for {other}"),
    }
}

/// Requests a day, to the fraction.
pub(super) fn requests_per_day(workload: &Workload) -> BigRational {
    match workload.volume {
        Volume::PerDay(requests) => whole(requests.get()),
        Volume::PerMonth(requests) => ratio(requests.get(), workload.days_per_month),
    }
}

/// The windows of a limit that the active hours of a day hold; the day's own
/// limits have one.
fn windows(workload: &Workload, limit: Limit) -> BigRational {
    let hours = workload.active_hours_per_day;
    match limit {
        Limit::RPM | Limit::TPM | Limit::ITPM | Limit::OTPM => whole(60 * hours),
        Limit::ASH => whole(hours),
        Limit::RPD | Limit::TPD | Limit::ASD => whole(1),
        other => panic!("no rule for {other}"),
    }
}

fn is_by_minute(limit: Limit) -> bool {
    matches!(limit, Limit::RPM | Limit::TPM | Limit::ITPM | Limit::OTPM)
}

impl Oracle<'_> {
    fn synchronous(&self) -> BigRational {
        requests_per_day(&self.question.workload) * ratio(100 - self.batch(), 100)
    }

    pub(super) fn peak(&self) -> BigRational {
        let workload = &self.question.workload;
        match workload.peak_requests_per_minute {
            Some(peak) => whole(peak.get()),
            None => (self.synchronous() / whole(60 * workload.active_hours_per_day)).ceil(),
        }
    }

    pub(super) fn demand(&self, limit: Limit) -> BigRational {
        let requests = match is_by_minute(limit) {
            true => self.peak(),
            false => self.synchronous() / windows(&self.question.workload, limit),
        };
        requests * per_request(self, limit)
    }

    fn usable(&self, cap: u64) -> BigRational {
        (whole(cap) * ratio(100 - self.question.workload.safety_margin_percent, 100)).floor()
    }

    /// The rule by which requests are admitted.
    fn admission(&self) -> Admission {
        self.question.admission.or(self.case.admission).unwrap_or(Admission::Reserved)
    }

    fn reserved(&self) -> u64 {
        let workload = &self.question.workload;
        let output = workload.output_tokens.get();
        workload.max_completion_tokens.map_or(output, |most| output.max(most.get()))
    }

    /// The limits that a request exceeds if it counts the given number of completion tokens.
    fn above(&self, completion: u64) -> Vec<(Limit, u64, u64)> {
        if self.batch() == 100 {
            return Vec::new();
        }
        let workload = &self.question.workload;
        let input = workload.input_tokens.get();
        let seconds = ratio(workload.audio.get(), 1000).ceil().to_integer();
        let mut above = Vec::new();
        for (limit, cap) in Limit::ALL.into_iter().zip(self.caps()) {
            let Cap::At(cap) = cap else { continue };
            let requested = match limit {
                Limit::RPM | Limit::RPD => continue,
                Limit::TPM | Limit::TPD => input + completion,
                Limit::ITPM => input,
                Limit::OTPM => completion,
                Limit::ASH | Limit::ASD => u64::try_from(&seconds).expect("as it was read"),
                other => panic!("no rule for {other}"),
            };
            if requested > cap {
                above.push((limit, requested, cap));
            }
        }
        above
    }

    /// Limits by which a request that is not blocked may be refused.
    pub(super) fn at_risk(&self) -> Vec<(Limit, u64, u64)> {
        match self.blocked() {
            Some(_) => Vec::new(),
            None => self.above(self.reserved()),
        }
    }

    /// Why no request of this shape passes.
    pub(super) fn blocked(&self) -> Option<Blocked> {
        let workload = &self.question.workload;
        if let Some(tool) = self.missing_tools().next() {
            return Some(Blocked::Tool { tool });
        }
        let input = workload.input_tokens.get();
        let reserved = self.reserved();
        let context = self.facts.context;
        match (context.window, context.max_completion) {
            (Some(window), _) if input + reserved > window => {
                return Some(Blocked::Context { requested: input + reserved, window });
            }
            (_, Some(cap)) if reserved > cap => {
                return Some(Blocked::Completion { requested: reserved, cap });
            }
            _ => {}
        }
        let counted = match self.admission() {
            Admission::Reserved => reserved,
            Admission::Expected => workload.output_tokens.get(),
        };
        let above = self.above(counted).into_iter().next();
        above.map(|(limit, requested, cap)| Blocked::TooLarge { limit, requested, cap })
    }

    /// Whether the workload fits: every cap is known, and holds.
    pub(super) fn fits(&self) -> bool {
        self.holds() && !self.unchecked()
    }

    /// Whether a cap is unknown, or what a request takes of it.
    pub(super) fn unchecked(&self) -> bool {
        Limit::ALL.into_iter().zip(self.caps()).any(|(limit, cap)| self.unknown(limit, cap))
    }

    /// Whether every known cap holds, and nothing blocks it.
    pub(super) fn holds(&self) -> bool {
        let holds = |(limit, cap): (Limit, u64)| self.demand(limit) <= self.usable(cap);
        self.blocked().is_none() && self.known().into_iter().all(holds)
    }

    pub(super) fn check_limits(&self, option: &PlanOption<'_>) {
        let (known, blocked) = (self.known(), self.blocked());
        assert_eq!(option.blocked, blocked, "blocked");
        let at_risk = option.at_risk.iter().map(|risk| (risk.limit, risk.requested, risk.cap));
        assert_eq!(at_risk.collect::<Vec<_>>(), self.at_risk(), "at risk");
        let listed: Vec<_> = option.limits.iter().map(|used| (used.limit, used.cap)).collect();
        assert_eq!(listed, known, "every known cap is listed, in order");
        let mut fits = blocked.is_none();
        for used in &option.limits {
            let demand = self.demand(used.limit);
            assert_eq!(exact(used.demand), demand, "demand of {}", used.limit);
            fits &= demand <= self.usable(used.cap);
            let usable = self.usable(used.cap);
            match usable == whole(0) {
                false => assert_eq!(exact(used.utilization), demand / usable, "utilisation"),
                true => assert_eq!(
                    used.utilization.is_unbounded(),
                    demand > whole(0),
                    "a margin may leave nothing of a cap"
                ),
            }
        }
        assert_eq!(option.unchecked, self.unchecked(), "unchecked");
        assert_eq!(option.fits, fits && !option.unchecked, "fits");
        // Compared as demand · other cap, since a margin may leave a cap of nothing.
        let above = |a: (Limit, u64), b: (Limit, u64)| {
            self.demand(a.0) * self.usable(b.1) > self.demand(b.0) * self.usable(a.1)
        };
        let asked: Vec<_> =
            known.iter().copied().filter(|(limit, _)| self.demand(*limit) > whole(0)).collect();
        let binding: Vec<_> = asked
            .iter()
            .copied()
            .filter(|mine| !asked.iter().any(|other| above(*other, *mine)))
            .collect();
        let set: LimitSet = binding.iter().map(|(limit, _)| *limit).collect();
        assert_eq!(option.binding, set, "binding");
        let used = option.limits.iter().find(|used| set.contains(used.limit));
        let highest = used.map_or(groq_calc::Fraction::new(0, 1), |used| used.utilization);
        assert_eq!(option.utilization, highest, "the highest utilisation");
        self.check_most(option, &known, blocked.is_some());
        self.check_workers(option);
    }

    /// Two-sided: at the answer every cap holds, at one more some cap breaks;
    /// those that break are the ones which set it.
    fn check_most(&self, option: &PlanOption<'_>, known: &[(Limit, u64)], blocked: bool) {
        let per_day = (option.requests_per_day_max, option.requests_per_day_bound);
        let per_minute = (option.requests_per_minute_max, option.requests_per_minute_bound);
        if blocked {
            assert_eq!((per_day.0, per_minute.0), (Some(0), Some(0)), "blocked");
            return;
        }
        let broken = |requests: BigRational, by_day: bool| -> LimitSet {
            let counted = known.iter().filter(|(limit, _)| by_day || is_by_minute(*limit));
            let breaks = |(limit, cap): &&(Limit, u64)| {
                let windows =
                    if by_day { windows(&self.question.workload, *limit) } else { whole(1) };
                &requests * per_request(self, *limit) > self.usable(*cap) * windows
            };
            counted.filter(breaks).map(|(limit, _)| *limit).collect()
        };
        for ((most, bound), by_day, what) in
            [(per_day, true, "a day"), (per_minute, false, "a minute")]
        {
            match most {
                // Beyond the range of an answer.
                Some(u64::MAX) => {
                    assert!(broken(whole(u64::MAX), by_day).is_empty(), "some cap breaks {what}");
                }
                Some(most) => {
                    let at = broken(whole(most), by_day);
                    assert!(at.is_empty(), "{at} breaks at {most} {what}");
                    let above = broken(whole(most) + whole(1), by_day);
                    assert!(!above.is_empty(), "every cap holds above {most} {what}");
                    assert_eq!(bound, above, "what sets {most} {what}");
                }
                None => {
                    let huge = whole(num_bigint::BigInt::from(1) << 200u32);
                    assert!(broken(huge, by_day).is_empty(), "no limit {what}");
                    assert!(bound.is_empty(), "nothing sets no limit");
                }
            }
        }
    }

    /// Little's law.
    fn check_workers(&self, option: &PlanOption<'_>) {
        let Some(millis) = self.question.workload.request_millis else {
            assert_eq!((option.concurrency, option.workers_max), (None, None));
            return;
        };
        let minutes = ratio(millis, 60_000);
        let concurrency = option.concurrency.expect("a duration was given");
        assert_eq!(exact(concurrency), self.peak() * &minutes, "requests in flight");
        let workers = option.requests_per_minute_max.map(|most| {
            let workers = (whole(most) * minutes).to_integer();
            let workers = u64::try_from(workers).unwrap_or(u64::MAX);
            if most == 0 { 0 } else { workers.max(1) }
        });
        assert_eq!(option.workers_max, workers, "workers");
    }
}
