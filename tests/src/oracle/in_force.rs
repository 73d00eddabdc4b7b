//! What holds on a day.

use groq_calc::catalog::Dated;

/// The entry in force: the newest that is not later. Naively, of all.
pub fn in_force<'a, T>(entries: &'a [Dated<'a, T>], day: groq_calc::Date) -> Option<&'a T> {
    let held = entries.iter().filter(|entry| entry.from <= day);
    held.max_by_key(|entry| entry.from).map(|entry| &entry.value)
}
