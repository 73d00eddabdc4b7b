use std::{
    borrow::Cow,
    fmt::{self, Write as _},
};

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, presets};

use crate::output::{counted::grouped, format::Format, printable, width::width};

/// An answer for people: sentences and tables, in any form but JSON.
#[derive(Default)]
pub(crate) struct Document {
    blocks: Vec<Block>,
    /// What CSV gives instead of the main table.
    flat: Option<Table>,
}

/// What stands one after the other.
pub(crate) enum Block {
    /// Sentences, one a line.
    Text(String),
    /// A table under its title.
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

/// The most characters of a cell that are shown; CSV and JSON have all of it.
const MAX_CELL: usize = 120;
/// What is left of a text where a line has no more room.
const MIN_TEXT: usize = 8;

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

    /// A cell for people, of bounded length: numbers of a right-aligned column
    /// have their thousands grouped. CSV has the cell as it is.
    fn cell(&self, index: usize, cell: &str) -> String {
        // The length is bounded first: a value may have megabytes.
        let start = printable::short(cell, MAX_CELL);
        let cell = printable::short(&printable::line(&start), MAX_CELL).into_owned();
        match self.right.contains(&index) {
            true => grouped(cell),
            false => cell,
        }
    }

    fn cells(&self, row: &[String]) -> Vec<String> {
        row.iter().enumerate().map(|(index, cell)| self.cell(index, cell)).collect()
    }

    /// The cells as they are shown in a line of some width: short, and without
    /// anything that a terminal acts on. Text gives way to numbers; where even
    /// that is too wide, nothing is.
    fn shown(&self, width: Option<usize>) -> Option<Vec<Vec<String>>> {
        let rows = std::iter::once(&self.head).chain(self.rows.iter().map(|(_, row)| row));
        let mut rows: Vec<Vec<String>> = rows.map(|row| self.cells(row)).collect();
        let Some(width) = width else { return Some(rows) };
        let widest = |rows: &[Vec<String>], column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let mut widths: Vec<_> = (0..self.head.len()).map(|index| widest(&rows, index)).collect();
        // A space at the start, and two between columns.
        let room = width.checked_sub(2 * widths.len())?;
        while widths.iter().sum::<usize>() > room {
            let texts = (0..widths.len()).filter(|index| !self.right.contains(index));
            let column = texts.max_by_key(|index| widths[*index])?;
            if widths[column] <= MIN_TEXT {
                return None;
            }
            let over = widths.iter().sum::<usize>() - room;
            widths[column] = widths[column].saturating_sub(over.min(8)).max(MIN_TEXT);
        }
        for row in &mut rows {
            for (cell, max) in row.iter_mut().zip(&widths) {
                *cell = printable::short(cell, *max).into_owned();
            }
        }
        Some(rows)
    }

    fn plain(&self, text: &mut String, width: Option<usize>) {
        let Some(shown) = self.shown(width) else { return self.records(text, width) };
        let [head, rows @ ..] = shown.as_slice() else { return };
        let mut table = comfy_table::Table::new();
        table.load_preset(presets::NOTHING).set_header(head);
        for index in &self.right {
            if let Some(column) = table.column_mut(*index) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for row in rows {
            table.add_row(row);
        }
        let head = AnsiColor::BrightBlack.on_default();
        let styles = std::iter::once(head).chain(self.rows.iter().map(|(mark, _)| mark.style()));
        for (line, style) in table.to_string().lines().zip(styles) {
            let _ = writeln!(text, " {style}{}{style:#}", line.trim_end());
        }
    }

    /// A row as lines of a name and a value, where columns have no room.
    fn records(&self, text: &mut String, width: Option<usize>) {
        for (mark, row) in &self.rows {
            let style = mark.style();
            for (index, (name, cell)) in self.head.iter().zip(self.cells(row)).enumerate() {
                let indent = if index == 0 { " " } else { "   " };
                let room = width.unwrap_or(MAX_CELL).saturating_sub(name.chars().count() + 5);
                let cell = printable::short(&cell, room.max(MIN_TEXT));
                let _ = writeln!(text, "{indent}{style}{}: {cell}{style:#}", printable::line(name));
            }
        }
    }

    fn markdown(&self, text: &mut String) {
        let line = |cells: &[String]| {
            let cells: Vec<_> =
                self.cells(cells).iter().map(|cell| cell.replace('|', "\\|")).collect();
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
            let cells = row.iter().map(|text| printable::cell(text).into_owned());
            writer.write_record(cells).map_err(|error| error.to_string())?;
        }
        let bytes = writer.into_inner().map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|error| error.to_string())
    }
}

/// What a page shows.
#[cfg(feature = "report")]
impl Table {
    /// The names of the columns.
    pub(crate) fn head(&self) -> &[String] {
        &self.head
    }

    /// Whether a column is aligned to the right.
    pub(crate) fn is_right(&self, index: usize) -> bool {
        self.right.contains(&index)
    }

    /// The rows as people read them.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (Mark, Vec<String>)> {
        self.rows.iter().map(|(mark, row)| (*mark, self.cells(row)))
    }
}

#[cfg(feature = "report")]
impl Document {
    /// Its parts, in their order.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }
}

impl fmt::Write for Document {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match self.blocks.last_mut() {
            Some(Block::Text(last)) => last.push_str(&printable::lines(text)),
            _ => self.blocks.push(Block::Text(printable::lines(text).into_owned())),
        }
        Ok(())
    }
}

impl Document {
    /// Adds a table under its title.
    pub(crate) fn push(&mut self, title: &str, table: Table) {
        self.blocks.push(Block::Table(printable::line(title).into_owned(), table));
    }

    /// What CSV gives.
    pub(crate) fn set_flat(&mut self, table: Table) {
        self.flat = Some(table);
    }

    /// Adds all of another.
    #[cfg(feature = "logs")]
    pub(crate) fn append(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
        self.flat = self.flat.take().or(other.flat);
    }

    /// The text in a form; JSON is not made of this.
    pub(crate) fn render(&self, format: Format) -> Result<String, String> {
        match format {
            Format::Table | Format::Json => Ok(self.plain(width())),
            Format::Markdown => Ok(self.markdown()),
            Format::Csv => self.csv(),
        }
    }

    fn plain(&self, width: Option<usize>) -> String {
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
                    table.plain(&mut text, width);
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

/// A text for a terminal: of its escape sequences only those that a document
/// writes are left.
pub(crate) fn for_terminal(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{1b}') {
        return printable::lines(text);
    }
    let styles = [
        Style::new().bold(),
        AnsiColor::BrightBlack.on_default(),
        Mark::Good.style(),
        Mark::Bad.style(),
    ];
    let styles = styles.iter().flat_map(|style| [style.render().to_string(), format!("{style:#}")]);
    // A style may be several sequences, each of which ends in an m.
    let own: Vec<_> = styles
        .flat_map(|style| style.split_inclusive('m').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        clean.push_str(&printable::lines(&rest[..at]));
        rest = &rest[at..];
        let length = own.iter().find(|own| rest.starts_with(own.as_str())).map_or(0, String::len);
        match length {
            0 => {
                clean.push_str("\\u001b");
                rest = &rest[1..];
            }
            length => {
                clean.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    clean.push_str(&printable::lines(rest));
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Document {
        let mut document = Document::default();
        let _ = writeln!(document, "It is \u{1b}[2J\u{9b}here.");
        let mut table = Table::new(&["model", "note", "USD"], &[2]);
        table.add_row(["\u{1b}]0;x\u{7}a\nb".to_owned(), "=1+1".to_owned(), "-1.5".to_owned()]);
        document.push("By \u{1b}[31mred", table);
        document
    }

    #[test]
    fn no_form_holds_a_control_character_of_the_data() {
        let csv = hostile().render(Format::Csv).expect("it has a table");
        assert_eq!(csv, "model,note,USD\n\\u001b]0;x\\u0007a\\nb,'=1+1,-1.5\n");
        let markdown = hostile().render(Format::Markdown).expect("text");
        let plain = hostile().plain(None);
        let plain = anstream::adapter::strip_str(&for_terminal(&plain)).to_string();
        for text in [markdown, plain] {
            assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
            assert!(text.contains("\\u001b[31mred"), "{text:?}");
        }
        assert_eq!(for_terminal("\u{1b}[5mx\u{1b}[1my\u{1b}[0m"), "\\u001b[5mx\u{1b}[1my\u{1b}[0m");
    }

    #[test]
    fn a_table_is_never_wider_than_the_terminal() {
        let mut document = Document::default();
        let mut table = Table::new(&["model", "a long heading of a column", "USD"], &[2]);
        table.add_row(["m".repeat(300), "text ".repeat(1_000), "1234567.5".to_owned()]);
        document.push("Prices", table);
        for width in [20, 30, 40, 80, 120] {
            let plain = anstream::adapter::strip_str(&document.plain(Some(width))).to_string();
            assert!(plain.contains("1,234,567.5"), "{plain}");
            if width >= 40 {
                let widest = plain.lines().map(|line| line.chars().count()).max();
                assert!(widest <= Some(width), "{width}: {plain}");
            }
        }
        assert!(document.plain(None).lines().all(|line| line.chars().count() < 400));
    }

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
        let plain = anstream::adapter::strip_str(&document.plain(None)).to_string();
        assert_eq!(plain, "It fits.\n\nPrices\n  model     USD\n  a|b, \"c\"  1.5\n and so on\n");
    }
}
