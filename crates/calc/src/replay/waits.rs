use alloc::{vec, vec::Vec};

/// How many waits are kept by default: ten million, 80 MB.
pub const EXACT_WAITS: usize = 10_000_000;

/// How long the requests that started had waited, by nearest rank.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Waits {
    /// The wait that half of them did not exceed, in microseconds.
    #[cfg_attr(feature = "serde", serde(rename = "wait_p50_us"))]
    pub p50_us: u64,
    /// The wait that 99 of 100 did not exceed.
    #[cfg_attr(feature = "serde", serde(rename = "wait_p99_us"))]
    pub p99_us: u64,
    /// The longest; always exact.
    #[cfg_attr(feature = "serde", serde(rename = "wait_max_us"))]
    pub max_us: u64,
    /// Whether p50 and p99 are exact. Above the number of waits that are kept
    /// they are lower bounds, short by less than a thousandth.
    #[cfg_attr(feature = "serde", serde(rename = "waits_exact"))]
    pub is_exact: bool,
}

/// Waits as they come in. Requests that did not wait are only counted.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    none: u64,
    most: usize,
    exact: Vec<u64>,
    max: u64,
    /// Counts by size, once there are too many to keep.
    rough: Option<Vec<u64>>,
}

/// A size class has the leading eleven bits of a wait.
const BITS: u32 = 11;
const CLASSES: usize = (64 - BITS as usize + 2) << (BITS - 1);

fn class(wait: u64) -> usize {
    let shift = (u64::BITS - wait.leading_zeros()).saturating_sub(BITS);
    // The leading bit is always set above the first classes, so it is not kept.
    ((shift as usize) << (BITS - 1)) + (wait >> shift) as usize
}

/// The least wait of a class.
fn least(class: usize) -> u64 {
    let half = 1 << (BITS - 1);
    if class < 2 * half {
        return class as u64;
    }
    let shift = class / half - 1;
    ((class % half + half) as u64) << shift
}

impl Kept {
    /// Keeps `most` of them exact.
    pub(super) fn new(most: usize) -> Self {
        Self { none: 0, most, exact: Vec::new(), max: 0, rough: None }
    }

    pub(super) fn add(&mut self, wait: u64) {
        if wait == 0 {
            self.none += 1;
            return;
        }
        self.max = self.max.max(wait);
        if let Some(rough) = &mut self.rough {
            rough[class(wait)] += 1;
        } else if self.exact.len() < self.most {
            if self.exact.len() == self.exact.capacity() {
                // Doubling must not reserve more than can ever be kept.
                let more = self.exact.len().clamp(1024, 1 << 23).min(self.most - self.exact.len());
                self.exact.reserve_exact(more);
            }
            self.exact.push(wait);
        } else {
            let mut rough = vec![0; CLASSES];
            for wait in core::mem::take(&mut self.exact).into_iter().chain([wait]) {
                rough[class(wait)] += 1;
            }
            self.rough = Some(rough);
        }
    }

    /// Their percentiles.
    pub(super) fn finish(mut self) -> Waits {
        let waited =
            self.rough.as_ref().map_or(self.exact.len() as u64, |rough| rough.iter().sum());
        let count = self.none + waited;
        let mut rank = |percent: u64| {
            let rank = (u128::from(count) * u128::from(percent)).div_ceil(100) as u64;
            let Some(rank) = rank.checked_sub(self.none + 1) else { return 0 };
            match &self.rough {
                None => *self.exact.select_nth_unstable(rank as usize).1,
                Some(rough) => {
                    let mut passed = 0;
                    let reached = |count: &u64| {
                        passed += count;
                        passed > rank
                    };
                    least(rough.iter().position(reached).unwrap_or_default())
                }
            }
        };
        let (p50_us, p99_us) = (rank(50), rank(99));
        Waits { p50_us, p99_us, max_us: self.max, is_exact: self.rough.is_none() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(waits: impl IntoIterator<Item = u64>, most: usize) -> Waits {
        let mut kept = Kept::new(most);
        waits.into_iter().for_each(|wait| kept.add(wait));
        kept.finish()
    }

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let exact = |p50_us, p99_us, max_us| Waits { p50_us, p99_us, max_us, is_exact: true };
        assert_eq!(of([], 10), exact(0, 0, 0));
        assert_eq!(of([7], 10), exact(7, 7, 7));
        assert_eq!(of([9, 7], 10), exact(7, 9, 9));
        assert_eq!(of([9, 7, 8], 10), exact(8, 9, 9));
        assert_eq!(of([0, 0, 3], 10), exact(0, 3, 3));
        assert_eq!(of([0, 3], 10), exact(0, 3, 3));
        assert_eq!(of([3, 0, 4], 10), exact(3, 4, 4));
        assert_eq!(of((1..=100).rev(), 100), exact(50, 99, 100));
        assert_eq!(of((1..=200).rev(), 200), exact(100, 198, 200));
        assert_eq!(of((1..=101).rev(), 200), exact(51, 100, 101));
    }

    #[test]
    fn percentiles_above_the_bound_are_marked_as_estimates() {
        assert!(of(1..=100, 100).is_exact);
        let rough = of(1..=101, 100);
        assert_eq!(
            (rough.p50_us, rough.p99_us, rough.max_us, rough.is_exact),
            (51, 100, 101, false)
        );
        let large = of((1..=1000).map(|wait| wait * 1_234_567), 10);
        for (found, exact) in [(large.p50_us, 500 * 1_234_567), (large.p99_us, 990 * 1_234_567)] {
            assert!(found <= exact && exact - found < exact / 1000, "{found} for {exact}");
        }
        assert_eq!(large.max_us, 1000 * 1_234_567);
        assert_eq!(of([0, 0, 0, 5, 6], 1).p50_us, 0);
    }

    #[test]
    fn classes_cover_every_wait() {
        for wait in [1, 2047, 2048, 2049, 4095, 4096, 4098, 1 << 40, (1 << 40) + 1, u64::MAX] {
            let low = least(class(wait));
            assert!(low <= wait && wait - low <= wait / 1024, "{wait}: {low}");
        }
        assert_eq!((class(2047), class(2048), class(2049), class(2050)), (2047, 2048, 2048, 2049));
        assert_eq!((least(2047), least(2048), least(2049)), (2047, 2048, 2050));
        assert_eq!(class(u64::MAX), CLASSES - 1);
    }
}
