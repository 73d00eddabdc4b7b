use groq_calc::Catalog;
use groq_log::usage::{ModelName, Ratio};
use groq_tokens::Family;

/// How many tokens one model counts of what another has counted, as measured over
/// a sample of texts; `None` where a tokenizer was not measured.
pub(super) fn ratio(catalog: &Catalog<'_>, logged: &str, wanted: &str) -> Option<Ratio> {
    let logged = ModelName::find(catalog, logged).model().map(|model| model.id);
    if logged == Some(wanted) {
        return Some(Ratio::SAME);
    }
    let (low, high) = Family::of(logged?).ratio_permille(Family::of(wanted))?;
    Some(Ratio { low, high })
}
