use core::fmt;

/// A count with its noun: `1 token`, `2 tokens`.
pub(crate) struct Counted(pub(crate) u64, pub(crate) &'static str);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, one) = self;
        let plural = if *count == 1 { "" } else { "s" };
        write!(f, "{count} {one}{plural}")
    }
}
