use alloc::collections::VecDeque;

use crate::question::organisation::MOST_SERVICES;

/// A time for each service.
type Times = [u64; MOST_SERVICES];

/// Who stood at the head of a queue, and for how long.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    /// Stretches in order, none of which overlap.
    stretches: VecDeque<Stretch>,
    /// How long each service has stood there before the next stretch.
    sum: Times,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    service: usize,
    from: u64,
    to: u64,
    /// How long each service had stood there before it.
    before: Times,
}

impl Held {
    /// A service stood at the head from one time to another, after all that was
    /// told before.
    pub(super) fn hold(&mut self, service: usize, from: u64, to: u64) {
        if from < to {
            self.stretches.push_back(Stretch { service, from, to, before: self.sum });
            self.sum[service] = self.sum[service].saturating_add(to - from);
        }
    }

    /// How long each service stood there between two times.
    pub(super) fn between(&self, from: u64, to: u64) -> Times {
        let (until, since) = (self.until(to), self.until(from));
        core::array::from_fn(|service| until[service] - since[service])
    }

    /// How long each had stood there by a time.
    fn until(&self, time: u64) -> Times {
        let later = self.stretches.partition_point(|stretch| stretch.from < time);
        let Some(stretch) = later.checked_sub(1).map(|index| self.stretches[index]) else {
            return self.stretches.front().map_or(self.sum, |first| first.before);
        };
        let mut times = stretch.before;
        times[stretch.service] += stretch.to.min(time) - stretch.from;
        times
    }

    /// Forgets what ended by a time, before which nobody asks any more.
    pub(super) fn forget(&mut self, time: u64) {
        while self.stretches.front().is_some_and(|first| first.to <= time) {
            self.stretches.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_who_stood_at_the_head() {
        let mut held = Held::default();
        held.hold(0, 10, 20);
        held.hold(1, 20, 25);
        held.hold(0, 30, 30);
        held.hold(0, 40, 50);
        let between = |held: &Held, from, to| held.between(from, to)[..2].to_vec();
        assert_eq!(between(&held, 0, 100), [20, 5]);
        assert_eq!(between(&held, 15, 22), [5, 2]);
        assert_eq!(between(&held, 26, 40), [0, 0]);
        held.forget(20);
        assert_eq!(between(&held, 20, 45), [5, 5]);
        held.forget(50);
        assert_eq!(between(&held, 50, 60), [0, 0]);
    }
}
