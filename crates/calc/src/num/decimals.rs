use core::fmt;

/// Writes `whole.fraction` without trailing zeros; `fraction` counts units of
/// 10 to the power of minus `decimals`.
pub(crate) fn write_decimal(
    f: &mut fmt::Formatter<'_>,
    whole: u128,
    mut fraction: u128,
    mut decimals: usize,
) -> fmt::Result {
    if fraction == 0 {
        return write!(f, "{whole}");
    }
    while fraction.is_multiple_of(10) {
        fraction /= 10;
        decimals -= 1;
    }
    write!(f, "{whole}.{fraction:0decimals$}")
}
