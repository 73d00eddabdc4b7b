use groq_calc::Usage;

/// One request of a usage log.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The model's id, as it is written.
    pub model: &'a [u8],
    /// Its day, in days since 1970.
    pub day: i64,
    /// Its tokens.
    pub usage: Usage,
    /// How long its audio was, in microseconds; 0 where it had none.
    pub audio_us: u64,
    /// Whether it ran as batch.
    pub batch: bool,
}
