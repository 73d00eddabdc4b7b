use groq_calc::catalog::Admission;

/// The rule of admission that a flag names, if it names one.
pub(crate) fn read(name: Option<&str>) -> Result<Option<Admission>, String> {
    let wrong = |name: &str| format!("admission is `{name}`; it must be reserved or expected");
    name.map(|name| Admission::parse(name).ok_or_else(|| wrong(name))).transpose()
}
