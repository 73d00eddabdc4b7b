/// The form of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CSV with the columns of the replay itself.
    Rows,
    /// CSV of Azure's LLM inference traces.
    Azure,
    /// CSV with a time and tokens under other names.
    Columns,
    /// JSON lines with lengths and a time.
    Timed,
    /// JSON of answers, in the form of any tool.
    Responses,
}

impl Format {
    /// A name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Azure => "azure",
            Self::Columns => "columns",
            Self::Timed => "timed",
            Self::Responses => "responses",
        }
    }
}
