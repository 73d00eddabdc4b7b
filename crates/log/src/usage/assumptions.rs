use groq_protocol::CachedPart;

/// What the caller says of a usage log that the log itself does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assumptions {
    /// Every row ran as batch.
    pub all_batch: bool,
    /// A row need not name its model, since it is priced as another.
    pub any_model: bool,
    /// Whether cached tokens are a part of the prompt tokens; `None` where each
    /// row has to tell.
    pub cached_part: Option<CachedPart>,
}

/// What a row that need not name its model is listed under.
pub(crate) const NO_MODEL: &[u8] = b"(no model)";
