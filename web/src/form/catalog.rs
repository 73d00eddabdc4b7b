//! What the page asks.

use groq_calc::Catalog;

/// Everything that is known but the list of sources, which only the views that come
/// later show: the first load need not carry it.
pub(crate) static CATALOG: Catalog<'static> = Catalog { sources: &[], ..groq_catalog::CATALOG };
