/// The form of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// CSV with the columns of the replay itself.
    Rows,
    /// CSV of Azure's LLM inference traces.
    Azure,
    /// JSON lines with lengths and a time in milliseconds.
    Timed,
    /// JSON lines of responses.
    Responses,
}

impl Format {
    /// A name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::Azure => "azure",
            Self::Timed => "timed",
            Self::Responses => "responses",
        }
    }
}
