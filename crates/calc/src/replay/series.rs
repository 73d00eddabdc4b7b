use alloc::vec::Vec;

use crate::{catalog::limits::Limit, replay::per_limit::PerLimit};

/// The most bins of a series.
pub const MAX_BINS: usize = 1000;

/// The width of a bin at first: 2^10 microseconds.
const FIRST_SHIFT: u32 = 10;

/// What happened within a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Bin {
    /// Requests that came, batch ones not among them.
    pub requests: u64,
    /// Requests that started.
    pub admitted: u64,
    /// Requests that were rejected.
    pub rejected: u64,
    /// Requests that left the queue.
    pub abandoned: u64,
    /// Requests that can never pass.
    pub oversize: u64,
    /// Refusals by each limit.
    pub failed_by: PerLimit,
    left: [u64; Limit::COUNT],
}

impl Bin {
    pub(super) const EMPTY: Self = Self {
        requests: 0,
        admitted: 0,
        rejected: 0,
        abandoned: 0,
        oversize: 0,
        failed_by: PerLimit::NONE,
        left: [u64::MAX; Limit::COUNT],
    };

    /// The least that was left of a limit after a request started, rounded
    /// down; `None` where none did.
    pub const fn left(&self, limit: Limit) -> Option<u64> {
        let Some(index) = limit.index() else { return None };
        match self.left[index] {
            u64::MAX => None,
            left => Some(left),
        }
    }

    pub(super) fn leave(&mut self, limit: Limit, left: u64) {
        if let Some(least) = limit.index().and_then(|index| self.left.get_mut(index)) {
            *least = left.min(*least).min(u64::MAX - 1);
        }
    }

    fn merge(&mut self, other: &Self) {
        self.requests += other.requests;
        self.admitted += other.admitted;
        self.rejected += other.rejected;
        self.abandoned += other.abandoned;
        self.oversize += other.oversize;
        self.failed_by.add_all(&other.failed_by);
        for (left, other) in self.left.iter_mut().zip(other.left) {
            *left = other.min(*left);
        }
    }
}

/// A log in at most [`MAX_BINS`] bins of equal width, a power of two of
/// microseconds; the width doubles whenever the bins run out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    first: u64,
    shift: u32,
    bins: Vec<Bin>,
}

impl Series {
    pub(super) const fn new(first: u64) -> Self {
        Self { first, shift: FIRST_SHIFT, bins: Vec::new() }
    }

    /// Bins of a width in microseconds, which is a power of two.
    #[cfg(feature = "serde")]
    pub(super) fn of(bin_us: u64, bins: Vec<Bin>) -> Option<Self> {
        bin_us.is_power_of_two().then_some(Self { first: 0, shift: bin_us.trailing_zeros(), bins })
    }

    /// The width of a bin in microseconds.
    pub const fn bin_us(&self) -> u64 {
        1 << self.shift
    }

    /// The bins; the first begins with the first row.
    pub fn bins(&self) -> &[Bin] {
        &self.bins
    }

    /// How many requests wait at the end of each bin.
    pub fn waiting(&self) -> impl Iterator<Item = u64> {
        self.bins.iter().scan(0u64, |waiting, bin| {
            let gone = bin.admitted + bin.rejected + bin.abandoned + bin.oversize;
            *waiting = (*waiting + bin.requests).saturating_sub(gone);
            Some(*waiting)
        })
    }

    /// The bin of a time, which is not before the first row.
    pub(super) fn at(&mut self, time: u64) -> &mut Bin {
        let elapsed = time - self.first;
        while (elapsed >> self.shift) >= MAX_BINS as u64 {
            self.widen();
        }
        let index = (elapsed >> self.shift) as usize;
        if index >= self.bins.len() {
            self.bins.resize(index + 1, Bin::EMPTY);
        }
        &mut self.bins[index]
    }

    /// The last microsecond of the bin of a time.
    pub(super) fn end_of(&mut self, time: u64) -> u64 {
        self.at(time);
        let index = (time - self.first) >> self.shift;
        self.first.saturating_add(((index + 1) << self.shift) - 1)
    }

    fn widen(&mut self) {
        self.shift += 1;
        let wide = self.bins.len().div_ceil(2);
        for index in 0..wide {
            let mut bin = self.bins[2 * index];
            if let Some(next) = self.bins.get(2 * index + 1) {
                bin.merge(next);
            }
            self.bins[index] = bin;
        }
        self.bins.truncate(wide);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_double_when_they_run_out() {
        let mut series = Series::new(500);
        for second in 0..3 {
            series.at(500 + 1023 + second * 1024).requests += 1;
        }
        assert_eq!((series.bin_us(), series.bins().len()), (1024, 3));
        series.at(500 + 1024 * 1000 - 1).requests += 1;
        assert_eq!((series.bin_us(), series.bins().len()), (1024, 1000));
        series.at(500 + 1024 * 1000).requests += 1;
        assert_eq!((series.bin_us(), series.bins().len()), (2048, 501));
        let counts: Vec<_> = series.bins().iter().map(|bin| bin.requests).collect();
        assert_eq!((counts[0], counts[1], counts[499], counts[500]), (2, 1, 1, 1));
        assert_eq!(counts.iter().sum::<u64>(), 5);
        series.at(500 + (1 << 40));
        assert_eq!(series.bins().len(), (1 << 40) / (1 << 31) + 1);
        assert_eq!(series.bins()[0].requests, 5);
    }

    #[test]
    fn a_bin_ends_a_microsecond_before_the_next_begins() {
        let mut series = Series::new(500);
        assert_eq!(series.end_of(500), 1523);
        assert_eq!(series.end_of(1523), 1523);
        assert_eq!(series.end_of(1524), 2547);
        assert_eq!(series.bins().len(), 2);
    }

    #[test]
    fn a_wide_bin_holds_both() {
        let mut series = Series::new(0);
        let mut count = |time, by: u64, left| {
            let bin = series.at(time);
            bin.requests += by;
            bin.admitted += 2 * by;
            bin.rejected += 3 * by;
            bin.abandoned += 4 * by;
            bin.oversize += 5 * by;
            bin.failed_by.add(Limit::TPD, 6 * by);
            bin.leave(Limit::ASD, left);
        };
        count(0, 1, 9);
        count(1024, 10, 7);
        count(2048, 100, 8);
        count(3072, 1000, u64::MAX);
        series.widen();
        let bins = series.bins();
        assert_eq!(bins.len(), 2);
        let counts = |bin: &Bin| {
            let failed = bin.failed_by.get(Limit::TPD);
            [bin.requests, bin.admitted, bin.rejected, bin.abandoned, bin.oversize, failed]
        };
        assert_eq!(counts(&bins[0]), [11, 22, 33, 44, 55, 66]);
        assert_eq!(counts(&bins[1]), [1100, 2200, 3300, 4400, 5500, 6600]);
        assert_eq!((bins[0].left(Limit::ASD), bins[1].left(Limit::ASD)), (Some(7), Some(8)));
        assert_eq!(bins[0].left(Limit::RPM), None);
    }

    #[test]
    fn requests_that_came_and_have_not_gone_are_waiting() {
        let mut series = Series::new(0);
        series.at(0).requests = 9;
        series.at(0).admitted = 1;
        series.at(1024).rejected = 1;
        series.at(2048).abandoned = 2;
        series.at(3072).oversize = 3;
        series.at(4096).requests = 1;
        assert_eq!(series.waiting().collect::<Vec<_>>(), [8, 7, 5, 2, 3]);
    }
}
