/// The longest line that is read: 4 MiB, well above any response.
pub const MAX_LINE_BYTES: usize = 4 << 20;

/// The most columns that a line may have.
pub(crate) const MAX_COLUMNS: usize = 1000;
