use groq_calc::{Caps, Limit, limiter::Bucket};
use groq_protocol::LimitKind;

/// What a request asks for at once.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Charge {
    pub(crate) input: u64,
    pub(crate) reserved: u64,
    pub(crate) audio_millis: u64,
}

/// What it used in the end.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spent {
    /// Prompt tokens that the cache does not credit back.
    pub(crate) input: u64,
    pub(crate) output: u64,
}

/// Why a request is not let in. Figures are in the limit's own unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It asks for more than the bucket ever holds.
    TooLarge { limit: Limit, cap: u64, requested: u64 },
    /// There is room in `wait` microseconds, if nobody else takes it.
    Wait { limit: Limit, cap: u64, used: u64, requested: u64, wait: u64 },
}

/// The buckets of one model on one tier: calc's own, so that what is planned and
/// what is let in follow one rule.
#[derive(Clone, Debug)]
pub(crate) struct Limiter {
    buckets: Vec<(Limit, u64, Bucket)>,
}

/// Audio is counted in milliseconds, the caps are in seconds.
const fn scale(limit: Limit) -> u64 {
    match limit {
        Limit::Ash | Limit::Asd => 1000,
        _ => 1,
    }
}

/// The same limit in the protocol's words.
pub(crate) const fn kind(limit: Limit) -> LimitKind {
    match limit {
        Limit::Rpm => LimitKind::Rpm,
        Limit::Rpd => LimitKind::Rpd,
        Limit::Tpm => LimitKind::Tpm,
        Limit::Tpd => LimitKind::Tpd,
        Limit::Itpm => LimitKind::Itpm,
        Limit::Otpm => LimitKind::Otpm,
        Limit::Ash => LimitKind::Ash,
        Limit::Asd => LimitKind::Asd,
    }
}

impl Limiter {
    /// Full buckets for every known cap.
    pub(crate) fn new(caps: &Caps) -> Self {
        let bucket = |limit: Limit| {
            let cap = caps.figure(limit)?;
            Some((limit, cap, Bucket::of(limit, cap)))
        };
        Self { buckets: Limit::ALL.into_iter().filter_map(bucket).collect() }
    }

    /// Lets a request in under all limits, or takes nothing. Of several limits
    /// without room the one with the longest wait is named, so that whoever
    /// waits as told finds room.
    pub(crate) fn admit(&mut self, now: u64, charge: &Charge) -> Result<(), Refusal> {
        let mut refusal = None;
        for (limit, cap, bucket) in &self.buckets {
            let count = asked(*limit, charge);
            let requested = count.div_ceil(scale(*limit));
            if count > cap.saturating_mul(scale(*limit)) {
                return Err(Refusal::TooLarge { limit: *limit, cap: *cap, requested });
            }
            let wait = bucket.wait(now, count);
            let longer = match refusal {
                Some(Refusal::Wait { wait: longest, .. }) => wait > longest,
                _ => wait > 0,
            };
            if longer {
                let used = bucket.used(now).div_ceil(scale(*limit));
                refusal = Some(Refusal::Wait { limit: *limit, cap: *cap, used, requested, wait });
            }
        }
        if let Some(refusal) = refusal {
            return Err(refusal);
        }
        for (limit, _, bucket) in &mut self.buckets {
            bucket.take(now, asked(*limit, charge));
        }
        Ok(())
    }

    /// Puts what was used in place of what was reserved.
    pub(crate) fn settle(&mut self, now: u64, charge: &Charge, spent: &Spent) {
        for (limit, _, bucket) in &mut self.buckets {
            let (asked, used) = (asked(*limit, charge), used(*limit, charge, spent));
            if used > asked {
                bucket.take(now, used - asked);
            } else {
                bucket.credit(now, asked - used);
            }
        }
    }

    /// Cap, what is left and the time to full, for each limit.
    pub(crate) fn levels(&self, now: u64) -> impl Iterator<Item = (Limit, u64, u64, u64)> {
        self.buckets.iter().map(move |(limit, cap, bucket)| {
            (*limit, *cap, bucket.left(now) / scale(*limit), bucket.until_full(now))
        })
    }
}

/// What one limit is asked for, in its bucket's count.
const fn asked(limit: Limit, charge: &Charge) -> u64 {
    match limit {
        Limit::Rpm | Limit::Rpd => 1,
        Limit::Tpm | Limit::Tpd => charge.input.saturating_add(charge.reserved),
        Limit::Itpm => charge.input,
        Limit::Otpm => charge.reserved,
        Limit::Ash | Limit::Asd => charge.audio_millis,
    }
}

/// What it keeps in the end.
const fn used(limit: Limit, charge: &Charge, spent: &Spent) -> u64 {
    match limit {
        Limit::Rpm | Limit::Rpd => 1,
        Limit::Tpm | Limit::Tpd => spent.input.saturating_add(spent.output),
        Limit::Itpm => spent.input,
        Limit::Otpm => spent.output,
        Limit::Ash | Limit::Asd => charge.audio_millis,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_limits_or_none() {
        let caps = Caps::NONE.with(Limit::Rpm, 2).with(Limit::Tpm, 1000).with(Limit::Otpm, 600);
        let mut limiter = Limiter::new(&caps);
        let charge = Charge { input: 100, reserved: 500, audio_millis: 0 };
        assert_eq!(limiter.admit(0, &charge), Ok(()));
        // TPM lacks 200 of 1000, OTPM 400 of 600: the longer wait is named.
        let refused = limiter.admit(0, &charge);
        let expected = Refusal::Wait {
            limit: Limit::Otpm,
            cap: 600,
            used: 500,
            requested: 500,
            wait: 40_000_000,
        };
        assert_eq!(refused, Err(expected));
        let left: Vec<_> = limiter.levels(0).map(|(limit, _, left, _)| (limit, left)).collect();
        assert_eq!(left, [(Limit::Rpm, 1), (Limit::Tpm, 400), (Limit::Otpm, 100)]);
        limiter.settle(0, &charge, &Spent { input: 50, output: 10 });
        let left: Vec<_> = limiter.levels(0).map(|(_, _, left, _)| left).collect();
        assert_eq!(left, [1, 940, 590]);
        let large = Charge { input: 401, reserved: 600, audio_millis: 0 };
        let expected = Refusal::TooLarge { limit: Limit::Tpm, cap: 1000, requested: 1001 };
        assert_eq!(limiter.admit(0, &large), Err(expected));
    }

    #[test]
    fn audio_in_milliseconds() {
        let mut limiter = Limiter::new(&Caps::NONE.with(Limit::Ash, 7200));
        let charge = Charge { audio_millis: 4_000_500, ..Charge::default() };
        assert_eq!(limiter.admit(0, &charge), Ok(()));
        // 801 s lack, half a second of audio refills a second.
        let expected = Refusal::Wait {
            limit: Limit::Ash,
            cap: 7200,
            used: 4001,
            requested: 4001,
            wait: 400_500_000,
        };
        assert_eq!(limiter.admit(0, &charge), Err(expected));
    }
}
