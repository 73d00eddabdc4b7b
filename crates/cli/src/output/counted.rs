use std::fmt;

/// So many of something: `1 request`, `2 requests`.
pub(crate) struct Counted<T>(pub(crate) T, pub(crate) &'static str);

impl<T: fmt::Display> fmt::Display for Counted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, one) = self;
        let count = count.to_string();
        let plural = if count == "1" { "" } else { "s" };
        write!(f, "{count} {one}{plural}")
    }
}

/// The word that goes with so many: `comes` or `come`.
pub(crate) fn word(count: u64, one: &'static str, other: &'static str) -> &'static str {
    if count == 1 { one } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        for (count, text) in [(0, "0 requests"), (1, "1 request"), (21, "21 requests")] {
            assert_eq!(Counted(count, "request").to_string(), text);
        }
        assert_eq!((word(1, "is", "are"), word(2, "is", "are")), ("is", "are"));
        assert_eq!(Counted("1.5", "token").to_string(), "1.5 tokens");
    }
}
