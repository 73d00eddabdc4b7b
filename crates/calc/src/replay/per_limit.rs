use crate::catalog::limits::Limit;

/// A count for each limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerLimit([u64; Limit::COUNT]);

impl PerLimit {
    pub(super) const NONE: Self = Self([0; Limit::COUNT]);

    /// The count of one limit; 0 for one that is not in [`Limit::ALL`].
    #[inline]
    pub const fn get(&self, limit: Limit) -> u64 {
        match limit.index() {
            Some(index) => self.0[index],
            None => 0,
        }
    }

    pub(super) fn add(&mut self, limit: Limit, count: u64) {
        if let Some(index) = limit.index() {
            self.0[index] += count;
        }
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        for limit in Limit::ALL {
            self.add(limit, other.get(limit));
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for PerLimit {
    /// The limits that have a count.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let counted = Limit::ALL.into_iter().map(|limit| (limit, self.get(limit)));
        serializer.collect_map(counted.filter(|(_, count)| *count > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_counted_separately() {
        let mut counts = PerLimit::default();
        for (index, limit) in Limit::ALL.into_iter().enumerate() {
            counts.add(limit, index as u64 + 1);
        }
        let once = counts;
        counts.add_all(&once);
        for (index, limit) in Limit::ALL.into_iter().enumerate() {
            assert_eq!(counts.get(limit), 2 * (index as u64 + 1), "{limit}");
        }
    }
}
