//! Which limit binds over prompt and completion lengths.

use groq_calc::{Error, Offer, Tokens, Workload, catalog::LimitSet};

/// What binds for one shape of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Prompt tokens.
    pub(super) input_tokens: u64,
    /// Completion tokens.
    pub(super) output_tokens: u64,
    /// Whether no such request can pass.
    pub(super) blocked: bool,
    /// Whether the workload of such requests fits.
    pub(super) fits: bool,
    /// The limits that bind; none where it is blocked.
    pub(super) binding: LimitSet,
}

/// The cells of a map, row by row of `outputs`; all else of the workload stays
/// as it is, but no more of the prompt is cached than there is.
///
/// # Errors
///
/// As [`Offer::capacity`].
pub(super) fn cells(
    offer: &Offer<'_>,
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
            let capacity = offer.capacity(&shape)?;
            let blocked = capacity.blocked.is_some();
            cells.push(Cell {
                input_tokens: input,
                output_tokens: output,
                blocked,
                fits: capacity.holds(),
                binding: if blocked { LimitSet::EMPTY } else { capacity.binding },
            });
        }
    }
    Ok(cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use groq_calc::{Caps, Kind, Limit, Plan, Price, Prices, Tier};

    #[test]
    fn a_cell_says_what_binds_and_whether_it_fits() {
        let offer = Offer {
            caps: Caps::NONE.with(Limit::RPD, 100).with(Limit::TPD, 10_000).with(Limit::TPM, 5_000),
            prices: Prices { cached_input: Some(Price::from_picodollars(1)), ..Prices::NONE },
            ..Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand)
        };
        let workload =
            Workload { cached_input_tokens: Tokens::new(300), ..Workload::chat(50, 1000, 0) };
        let cells = cells(&offer, &workload, &[100, 400], &[10, 300, 4_900]).unwrap();
        let seen: Vec<_> = cells
            .iter()
            .map(|cell| {
                let binding = cell.binding.to_string();
                (cell.input_tokens, cell.output_tokens, cell.blocked, cell.fits, binding)
            })
            .collect();
        let row = |input, output, blocked, fits, binding: &str| {
            (input, output, blocked, fits, binding.to_owned())
        };
        assert_eq!(
            seen,
            [
                // A prompt of 100 is cached in full: 10 tokens count, 500 a day.
                row(100, 10, false, true, "RPD"),
                // 100 fresh and 10: 5,500 a day of 10,000.
                row(400, 10, false, true, "TPD"),
                row(100, 300, false, false, "TPD"),
                row(400, 300, false, false, "TPD"),
                row(100, 4_900, false, false, "TPD"),
                row(400, 4_900, true, false, ""),
            ]
        );
    }
}
