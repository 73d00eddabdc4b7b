use crate::catalog::limits::Limit;

/// A count for each limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerLimit([u64; 8]);

impl PerLimit {
    pub(super) const NONE: Self = Self([0; 8]);

    /// The count of one limit.
    pub const fn get(&self, limit: Limit) -> u64 {
        self.0[limit as usize]
    }

    pub(super) fn add(&mut self, limit: Limit, count: u64) {
        self.0[limit as usize] += count;
    }

    pub(super) fn add_all(&mut self, other: &Self) {
        for limit in Limit::ALL {
            self.add(limit, other.get(limit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_has_its_own() {
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
