use alloc::string::String;

use groq_protocol::CachedPart;

use crate::error::unclear;

/// The prompt tokens of a row with the cached ones, which may stand beside them, given
/// `[input, cached, cache write, output]` and their total. `part` is what the name of
/// the cached tokens says, `assumed` what counts where a row does not tell.
pub(crate) fn prompt(
    part: CachedPart,
    assumed: Option<CachedPart>,
    [input, cached, write, output]: [u64; 4],
    total: Option<u64>,
) -> Result<u64, String> {
    let told = part.told([input, cached, write, output], total);
    match assumed.filter(|_| told == CachedPart::Unclear).unwrap_or(told) {
        CachedPart::Included => Ok(input),
        CachedPart::Separate => Ok(input.saturating_add(cached).saturating_add(write)),
        CachedPart::Unclear => Err(unclear(input, cached)),
    }
}
