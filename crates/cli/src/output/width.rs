/// How many characters a line of output may have: what COLUMNS says, else the
/// width of the terminal; none where the output goes to a file or a program.
pub(crate) fn width() -> Option<usize> {
    let named = std::env::var("COLUMNS").ok().and_then(|text| text.trim().parse().ok());
    let shown = || console::Term::stdout().size_checked().map(|(_, columns)| columns.into());
    named.or_else(shown).filter(|width| *width > 0)
}
