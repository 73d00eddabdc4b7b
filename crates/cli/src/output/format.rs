use clap::{Args as Group, ValueEnum};

/// In what form an answer is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Sentences and tables for a terminal.
    #[default]
    Table,
    /// Everything, for programs.
    Json,
    /// The main table.
    Csv,
    /// Sentences and tables for a text that is rendered.
    Markdown,
}

/// The form of the output.
#[derive(Group, Default)]
pub(crate) struct FormatArgs {
    /// The form of the output; a table by default.
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Format>,
    /// Print JSON: the same as --format json.
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl FormatArgs {
    pub(crate) fn get(&self) -> Format {
        match self.json {
            true => Format::Json,
            false => self.format.unwrap_or_default(),
        }
    }
}
