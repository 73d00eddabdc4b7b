//! How measured counts are spread.

/// Counts in order: their minimum and maximum, their ranks, their mean, and
/// bars to draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spread {
    sorted: Vec<u64>,
}

/// The counts `from..=to`, and how many of them there were.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bar {
    /// The first count.
    pub(super) from: u64,
    /// The last one.
    pub(super) to: u64,
    /// How many.
    pub(super) count: usize,
}

impl Spread {
    /// Of these counts; `None` if there are none.
    pub(super) fn new(counts: impl IntoIterator<Item = u64>) -> Option<Self> {
        let mut sorted: Vec<u64> = counts.into_iter().collect();
        sorted.sort_unstable();
        (!sorted.is_empty()).then_some(Self { sorted })
    }

    /// How many counts there are; at least one.
    pub(super) fn size(&self) -> usize {
        self.sorted.len()
    }

    /// The smallest count.
    pub(super) fn min(&self) -> u64 {
        self.sorted[0]
    }

    /// The largest count.
    pub(super) fn max(&self) -> u64 {
        self.sorted[self.sorted.len() - 1]
    }

    /// The least count that `percent` of all do not exceed (nearest rank);
    /// above 100 counts as 100.
    pub(super) fn rank(&self, percent: u64) -> u64 {
        let size = self.sorted.len() as u128;
        let rank = (size * u128::from(percent.min(100))).div_ceil(100).max(1);
        self.sorted[rank as usize - 1]
    }

    fn sum(&self) -> u128 {
        self.sorted.iter().map(|count| u128::from(*count)).sum()
    }

    /// The mean, cut to a whole number.
    pub(super) fn mean_down(&self) -> u64 {
        (self.sum() / self.sorted.len() as u128) as u64
    }

    /// The mean, rounded up: a plan made with it is not too small.
    pub(super) fn mean_up(&self) -> u64 {
        self.sum().div_ceil(self.sorted.len() as u128) as u64
    }

    /// At most `most` bars of the same width, from the least count to the most.
    pub(super) fn bars(&self, most: usize) -> Vec<Bar> {
        let (first, last) = (self.min(), self.max());
        let span = u128::from(last - first) + 1;
        let width = span.div_ceil(most.max(1) as u128);
        let number = span.div_ceil(width);
        (0..number)
            .map(|index| {
                // Within `first..=last`, so that both fit.
                let from = (u128::from(first) + index * width) as u64;
                let to = (u128::from(from) + width - 1).min(u128::from(last)) as u64;
                let count = self.sorted.partition_point(|count| *count <= to)
                    - self.sorted.partition_point(|count| *count < from);
                Bar { from, to, count }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_counts_and_the_mean_is_rounded_both_ways() {
        let spread = Spread::new([40, 10, 20, 31]).unwrap();
        let ranks = (spread.min(), spread.rank(50), spread.rank(95), spread.max());
        assert_eq!(ranks, (10, 20, 40, 40));
        assert_eq!(spread.size(), 4);
        assert_eq!((spread.mean_down(), spread.mean_up()), (25, 26));
    }

    #[test]
    fn bars_are_of_one_width() {
        let bars = Spread::new([1, 2, 2, 9]).unwrap().bars(3);
        assert_eq!(bars[0], Bar { from: 1, to: 3, count: 3 });
        assert_eq!(bars.iter().map(|bar| bar.count).collect::<Vec<_>>(), [3, 0, 1]);
    }

    #[test]
    fn nothing_has_no_spread() {
        assert_eq!(Spread::new([]), None);
    }

    #[test]
    fn one_count_is_everything() {
        let one = Spread::new([7]).unwrap();
        assert_eq!(
            (one.min(), one.rank(0), one.rank(50), one.rank(200), one.max()),
            (7, 7, 7, 7, 7)
        );
        assert_eq!((one.mean_down(), one.mean_up()), (7, 7));
        assert_eq!(one.bars(8), [Bar { from: 7, to: 7, count: 1 }]);
    }

    #[test]
    fn the_whole_range_fits() {
        let ends = Spread::new([0, u64::MAX]).unwrap();
        assert_eq!(ends.mean_up(), 1 << 63);
        assert_eq!(ends.mean_down(), (1 << 63) - 1);
        for most in [0, 1, 2, 3, 10] {
            let bars = ends.bars(most);
            assert_eq!(bars.iter().map(|bar| bar.count).sum::<usize>(), 2, "{most}");
            assert_eq!((bars[0].from, bars[bars.len() - 1].to), (0, u64::MAX));
        }
    }

    #[test]
    fn every_count_is_in_one_bar() {
        let counts: Vec<u64> = (0..97).map(|index| index * index % 53 + 5).collect();
        let spread = Spread::new(counts).unwrap();
        for most in 1..20 {
            let bars = spread.bars(most);
            assert!(bars.len() <= most);
            assert_eq!(bars.iter().map(|bar| bar.count).sum::<usize>(), 97);
            assert!(bars.windows(2).all(|two| two[0].to + 1 == two[1].from));
        }
    }
}
