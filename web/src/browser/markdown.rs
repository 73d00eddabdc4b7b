//! Markdown as text, to take away.

/// A Markdown table; a bar in a cell would end it.
pub(crate) fn table(text: &mut String, head: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    *text += &format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(head.len()));
    for row in rows {
        *text += &format!("| {} |\n", row.join(" | ").replace('\n', " "));
    }
}
