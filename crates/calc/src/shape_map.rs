use alloc::vec::Vec;

use crate::{
    catalog::limits::LimitSet, error::Error, num::units::Tokens, offer::Offer,
    question::workload::Workload,
};

/// What binds for one shape of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Cell {
    /// Prompt tokens.
    pub input_tokens: u64,
    /// Completion tokens.
    pub output_tokens: u64,
    /// Whether no such request can pass.
    pub blocked: bool,
    /// Whether the workload of such requests fits.
    pub fits: bool,
    /// The limits that bind; none where it is blocked.
    pub binding: LimitSet,
}

impl Offer<'_> {
    /// Which limit binds over prompt and completion lengths, all else of the
    /// workload staying as it is (no more of the prompt being cached than there
    /// is): a map to draw, row by row of `outputs`.
    ///
    /// # Errors
    ///
    /// As [`Offer::capacity`].
    pub fn shape_map(
        &self,
        workload: &Workload,
        inputs: &[u64],
        outputs: &[u64],
    ) -> Result<Vec<Cell>, Error> {
        let mut cells = Vec::with_capacity(inputs.len() * outputs.len());
        for &output in outputs {
            for &input in inputs {
                let shape = Workload {
                    input_tokens: Tokens::new(input),
                    cached_input_tokens: workload.cached_input_tokens.min(Tokens::new(input)),
                    output_tokens: Tokens::new(output),
                    ..*workload
                };
                let capacity = self.capacity(&shape)?;
                let blocked = capacity.blocked.is_some();
                cells.push(Cell {
                    input_tokens: input,
                    output_tokens: output,
                    blocked,
                    fits: capacity.fits,
                    binding: if blocked { LimitSet::EMPTY } else { capacity.binding },
                });
            }
        }
        Ok(cells)
    }
}
