use std::fmt::Write as _;

use groq_calc::{
    Catalog,
    catalog::{Admission, Provenance},
};

use crate::output::document::{Document, Table};

/// Where figures come from: each entry once, with the title of its source.
pub(crate) fn table<'a>(
    catalog: &Catalog<'_>,
    origins: impl Iterator<Item = Provenance<'a>>,
) -> Table {
    let mut rows = Table::new(&["source", "from", "status", "title"], &[]);
    let mut seen: Vec<_> = origins.map(|one| (one.source, one.from, one.status.name())).collect();
    seen.sort_unstable();
    seen.dedup();
    for (id, from, status) in seen {
        let title = catalog.source(id).map_or("", |source| source.title);
        rows.add_row([id.to_owned(), from.to_string(), status.to_owned(), title.to_owned()]);
    }
    rows
}

/// The sources of an answer, the rule of admission, and how new the catalog is.
pub(crate) fn render<'a>(
    text: &mut Document,
    catalog: &Catalog<'_>,
    origins: impl Iterator<Item = Provenance<'a>>,
    admission: Admission,
) {
    text.push("Sources of these limits and prices", table(catalog, origins));
    let _ = writeln!(text, " by the rule `{}`: {admission}", admission.name());
    let _ = writeln!(text, " newest entry of the catalog: {}", catalog.newest());
}
