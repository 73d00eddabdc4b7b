use crate::charts::mark::escape;

/// The same figures as a table; the first cell of a row is its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Table {
    /// The headings of its columns.
    pub(crate) head: Vec<String>,
    /// Its rows.
    pub(crate) rows: Vec<Vec<String>>,
}

/// A table as HTML; the first cell of a row is its heading.
pub(super) fn table(title: &str, table: &Table) -> String {
    let mut html = "<table><caption>".to_string();
    let mut cell = |before: &str, text: &str, after: &str| {
        html.push_str(before);
        escape(&mut html, text);
        html.push_str(after);
    };
    cell("", title, "</caption><thead><tr>");
    for (index, text) in table.head.iter().enumerate() {
        let number = if index > 0 { " class=\"number\"" } else { "" };
        cell("<th scope=\"col\"", "", number);
        cell(">", text, "</th>");
    }
    cell("</tr></thead><tbody>", "", "");
    for row in &table.rows {
        for (index, text) in row.iter().enumerate() {
            match index {
                0 => cell("<tr><th scope=\"row\">", text, "</th>"),
                _ => cell("<td class=\"number\">", text, "</td>"),
            }
        }
        cell("</tr>", "", "");
    }
    cell("</tbody></table>", "", "");
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_a_table() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_string()).collect();
        let figures = Table { head: texts(&["a", "b"]), rows: vec![texts(&["<c>", "1"])] };
        assert_eq!(
            table("T", &figures),
            "<table><caption>T</caption><thead><tr><th scope=\"col\">a</th>\
             <th scope=\"col\" class=\"number\">b</th></tr></thead>\
             <tbody><tr><th scope=\"row\">&lt;c&gt;</th><td class=\"number\">1</td></tr></tbody></table>"
        );
    }
}
