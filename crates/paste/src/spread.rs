use alloc::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

/// How the measured lengths of several answers are spread: of `count` lengths half
/// are at most `p50`, 90 of 100 at most `p90`, 99 of 100 at most `p99` (nearest
/// rank).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spread {
    /// The field of the workload.
    pub field: String,
    /// How many lengths.
    pub count: usize,
    /// The median.
    pub p50: u64,
    /// The 90th percentile.
    pub p90: u64,
    /// The 99th percentile.
    pub p99: u64,
    /// The longest.
    pub max: u64,
}

impl Spread {
    /// Of these lengths; `None` where there are fewer than two.
    pub(crate) fn new(field: &str, mut lengths: Vec<u64>) -> Option<Self> {
        lengths.sort_unstable();
        let (count, max) = (lengths.len(), *lengths.last()?);
        let rank = |percent: usize| lengths[(count * percent).div_ceil(100).max(1) - 1];
        let (p50, p90, p99) = (rank(50), rank(90), rank(99));
        (count > 1).then(|| Self { field: field.into(), count, p50, p90, p99, max })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_the_least_that_so_many_do_not_exceed() {
        let of = |lengths: &[u64]| Spread::new("input_tokens", lengths.to_vec());
        assert_eq!((of(&[]), of(&[5])), (None, None));
        let two = of(&[9, 1]).expect("two");
        assert_eq!((two.p50, two.p90, two.p99, two.max), (1, 9, 9, 9));
        let all = of(&(1..=200).collect::<Vec<_>>()).expect("many");
        assert_eq!((all.count, all.p50, all.p90, all.p99, all.max), (200, 100, 180, 198, 200));
    }
}
