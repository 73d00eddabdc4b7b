use alloc::string::ToString;

use crate::{error::Error, question::workload::Workload};

/// How the requests of a day are spread over its 24 hours, by weight: the first
/// is the hour from midnight on. Within an hour they come evenly.
///
/// ```
/// use groq_calc::question::Profile;
/// let office = Profile::flat(8)?.starting_at(9)?;
/// assert_eq!(office.weights()[8..18], [0, 1, 1, 1, 1, 1, 1, 1, 1, 0]);
/// assert!(Profile::new([0; 24]).is_err());
/// # Ok::<(), groq_calc::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Profile([u64; 24]);

/// The greatest weight of an hour.
const WEIGHT_MAX: u64 = 1_000_000;

impl Profile {
    /// What the weights may be.
    pub(crate) const RANGE: &str = "24 whole numbers from 0 to 1000000, not all 0";

    /// One weight per hour, each at most a million; only their ratios count.
    ///
    /// # Errors
    ///
    /// When a weight is larger, or all are zero.
    pub fn new(weights: [u64; 24]) -> Result<Self, Error> {
        let most = weights.into_iter().max().unwrap_or(0);
        if most == 0 || most > WEIGHT_MAX {
            return Err(Error::range("profile", &most.to_string(), Self::RANGE));
        }
        Ok(Self(weights))
    }

    /// The first `hours` of the day alike, the others without a request.
    ///
    /// # Errors
    ///
    /// When there are none, or more than 24.
    pub fn flat(hours: u64) -> Result<Self, Error> {
        if hours > 24 {
            return Err(Error::range("hours", &hours.to_string(), "a whole number from 1 to 24"));
        }
        Self::new(core::array::from_fn(|hour| u64::from((hour as u64) < hours)))
    }

    /// The active hours of a workload alike, from midnight on.
    pub fn of(workload: &Workload) -> Self {
        let hours = workload.active_hours_per_day;
        Self(core::array::from_fn(|hour| u64::from((hour as u64) < hours)))
    }

    /// The same, later: what began at midnight begins at `hour`, and what runs
    /// past the day's end comes before.
    ///
    /// # Errors
    ///
    /// When `hour` is above 23.
    pub fn starting_at(self, hour: u64) -> Result<Self, Error> {
        if hour > 23 {
            return Err(Error::range("hour", &hour.to_string(), "a whole number from 0 to 23"));
        }
        let mut weights = self.0;
        weights.rotate_right(hour as usize);
        Ok(Self(weights))
    }

    /// The weights.
    pub const fn weights(&self) -> &[u64; 24] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        num::number::Number,
        question::{draft::Draft, workload_draft::WorkloadDraft},
    };

    #[test]
    fn weights_have_a_range() {
        let mut weights = [0; 24];
        assert!(Profile::new(weights).unwrap_err().is_out_of_range());
        weights[23] = 1;
        assert_eq!(*Profile::new(weights).unwrap().weights(), weights);
        weights[23] = WEIGHT_MAX;
        assert_eq!(*Profile::new(weights).unwrap().weights(), weights);
        weights[23] += 1;
        let error = Profile::new(weights).unwrap_err();
        assert_eq!(error.field(), "profile");
        assert!(error.to_string().contains("1000001"));
    }

    #[test]
    fn flat_hours_have_a_range() {
        assert!(Profile::flat(0).unwrap_err().is_out_of_range());
        assert_eq!(*Profile::flat(24).unwrap().weights(), [1; 24]);
        let one = *Profile::flat(1).unwrap().weights();
        assert_eq!((one[0], one[1..].iter().sum::<u64>()), (1, 0));
        assert_eq!(Profile::flat(25).unwrap_err().field(), "hours");
    }

    #[test]
    fn the_active_hours_begin_at_midnight() {
        let workload = WorkloadDraft {
            requests_per_day: Some(Number::from(1)),
            output_tokens: Some(Number::from(1)),
            active_hours_per_day: Some(Number::from(8)),
            ..WorkloadDraft::default()
        };
        let question = Draft { workload, ..Draft::default() }.check().unwrap();
        assert_eq!(Profile::of(&question.workload), Profile::flat(8).unwrap());
        let weights = *Profile::flat(8).unwrap().weights();
        assert_eq!((weights[7], weights[8]), (1, 0));
    }

    #[test]
    fn a_late_start_runs_past_midnight() {
        let night = *Profile::flat(4).unwrap().starting_at(22).unwrap().weights();
        let hours = (0..24).filter(|hour| night[*hour] == 1);
        assert!(hours.eq([0, 1, 22, 23]));
        let last = *Profile::flat(1).unwrap().starting_at(23).unwrap().weights();
        assert_eq!(last[23], 1);
        assert_eq!(Profile::flat(4).unwrap().starting_at(24).unwrap_err().field(), "hour");
    }
}
