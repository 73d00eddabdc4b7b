use groq_calc::Usage;

/// One request of a usage log.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The model's id.
    pub model: &'a [u8],
    /// Its day, in days since 1970.
    pub day: i64,
    /// Its tokens.
    pub usage: Usage,
    /// Whether it ran as batch.
    pub batch: bool,
}
