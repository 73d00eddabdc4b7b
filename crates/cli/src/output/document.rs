use std::fmt::{self, Write as _};

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, presets};

use crate::output::format::Format;

/// An answer for people: sentences and tables, in any form but JSON.
#[derive(Default)]
pub(crate) struct Document {
    blocks: Vec<Block>,
    /// What CSV gives instead of the main table.
    flat: Option<Table>,
}

enum Block {
    Text(String),
    Table(String, Table),
}

/// A table; its last one is what CSV gives, unless another is the main one.
#[derive(Clone)]
pub(crate) struct Table {
    head: Vec<String>,
    right: Vec<usize>,
    rows: Vec<(Mark, Vec<String>)>,
    main: bool,
}

/// How a row stands out on a terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    None,
    Good,
    Bad,
}

impl Mark {
    const fn style(self) -> Style {
        match self {
            Self::None => Style::new(),
            Self::Good => AnsiColor::Green.on_default().bold(),
            Self::Bad => AnsiColor::Red.on_default(),
        }
    }
}

impl Table {
    /// Without rows; the columns of `right` are aligned there.
    pub(crate) fn new(head: &[&str], right: &[usize]) -> Self {
        let head = head.iter().map(|name| (*name).to_owned()).collect();
        Self { head, right: right.to_vec(), rows: Vec::new(), main: false }
    }

    /// The table that CSV gives.
    pub(crate) fn main(mut self) -> Self {
        self.main = true;
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(crate) fn add_row(&mut self, row: impl Into<Vec<String>>) {
        self.add_marked(Mark::None, row);
    }

    pub(crate) fn add_marked(&mut self, mark: Mark, row: impl Into<Vec<String>>) {
        self.rows.push((mark, row.into()));
    }

    fn plain(&self, text: &mut String) {
        let mut table = comfy_table::Table::new();
        table.load_preset(presets::NOTHING).set_header(&self.head);
        for index in &self.right {
            if let Some(column) = table.column_mut(*index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for (_, row) in &self.rows {
            table.add_row(row);
        }
        let head = AnsiColor::BrightBlack.on_default();
        let styles = std::iter::once(head).chain(self.rows.iter().map(|(mark, _)| mark.style()));
        for (line, style) in table.to_string().lines().zip(styles) {
            let _ = writeln!(text, " {style}{}{style:#}", line.trim_end());
        }
    }

    fn markdown(&self, text: &mut String) {
        let line = |cells: &[String]| {
            let cells: Vec<_> =
                cells.iter().map(|cell| cell.replace('|', "\\|").replace('\n', " ")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        text.push_str(&line(&self.head));
        for index in 0..self.head.len() {
            text.push_str(if self.right.contains(&index) { "|---:" } else { "|---" });
        }
        text.push_str("|\n");
        for (_, row) in &self.rows {
            text.push_str(&line(row));
        }
    }

    fn csv(&self) -> Result<String, String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let rows = std::iter::once(&self.head).chain(self.rows.iter().map(|(_, row)| row));
        for row in rows {
            writer.write_record(row).map_err(|error| error.to_string())?;
        }
        let bytes = writer.into_inner().map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|error| error.to_string())
    }
}

impl fmt::Write for Document {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.blocks.last_mut() {
            Some(Block::Text(last)) => last.push_str(text),
            _ => self.blocks.push(Block::Text(text.to_owned())),
        }
        Ok(())
    }
}

impl Document {
    /// Adds a table under its title.
    pub(crate) fn push(&mut self, title: &str, table: Table) {
        self.blocks.push(Block::Table(title.to_owned(), table));
    }

    /// What CSV gives.
    pub(crate) fn set_flat(&mut self, table: Table) {
        self.flat = Some(table);
    }

    /// Adds all of another.
    pub(crate) fn append(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
        self.flat = self.flat.take().or(other.flat);
    }

    /// The text in a form; JSON is not made of this.
    pub(crate) fn render(&self, format: Format) -> Result<String, String> {
        match format {
            Format::Table | Format::Json => Ok(self.plain()),
            Format::Markdown => Ok(self.markdown()),
            Format::Csv => self.csv(),
        }
    }

    fn plain(&self) -> String {
        let mut text = String::new();
        let bold = Style::new().bold();
        for block in &self.blocks {
            match block {
                // The first line is the verdict.
                Block::Text(words) if text.is_empty() => {
                    let (first, rest) = words.split_once('\n').unwrap_or((words, ""));
                    let _ = write!(text, "{bold}{first}{bold:#}\n{rest}");
                }
                Block::Text(words) => text.push_str(words),
                Block::Table(title, table) => {
                    if !text.is_empty() {
                        text.push('\n');
                    }
                    let _ = writeln!(text, "{bold}{title}{bold:#}");
                    table.plain(&mut text);
                }
            }
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = String::new();
        for block in &self.blocks {
            match block {
                Block::Text(words) => {
                    for line in words.lines().map(str::trim).filter(|line| !line.is_empty()) {
                        let _ = writeln!(text, "{line}\n");
                    }
                }
                Block::Table(title, table) => {
                    let _ = writeln!(text, "### {title}\n");
                    table.markdown(&mut text);
                    text.push('\n');
                }
            }
        }
        text.truncate(text.trim_end().len());
        text + "\n"
    }

    fn csv(&self) -> Result<String, String> {
        let tables = || {
            self.blocks.iter().filter_map(|block| match block {
                Block::Table(_, table) => Some(table),
                Block::Text(_) => None,
            })
        };
        let main = self.flat.as_ref().or_else(|| tables().find(|table| table.main));
        match main.or_else(|| tables().next_back()) {
            Some(table) => table.csv(),
            None => Err("there is no table to write as CSV; take another --format".into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_document_in_every_form() {
        let mut document = Document::default();
        let _ = writeln!(document, "It fits.");
        let mut table = Table::new(&["model", "USD"], &[1]).main();
        table.add_marked(Mark::Good, ["a|b, \"c\"".to_owned(), "1.5".to_owned()]);
        document.push("Prices", table);
        let _ = writeln!(document, " and so on");
        let csv = document.render(Format::Csv).expect("it has a table");
        assert_eq!(csv, "model,USD\n\"a|b, \"\"c\"\"\",1.5\n");
        assert_eq!(
            document.render(Format::Markdown).expect("text"),
            "It fits.\n\n### Prices\n\n| model | USD |\n|---|---:|\n| a\\|b, \"c\" | 1.5 |\n\nand so on\n"
        );
        let plain = anstream::adapter::strip_str(&document.plain()).to_string();
        assert_eq!(plain, "It fits.\n\nPrices\n  model     USD\n  a|b, \"c\"  1.5\n and so on\n");
    }
}
