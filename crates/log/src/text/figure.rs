use alloc::{format, string::String};

use groq_protocol::Whole;

use crate::error::quoted;

/// Reads a whole number of at most `max` from a field.
#[inline]
pub(crate) fn read(name: &str, field: &[u8], max: u64) -> Result<u64, String> {
    known(name, field, max, false)?.ok_or_else(|| illegal(name, field, max))
}

/// The same where a field may hold nothing, and where the comma may be the
/// decimal mark.
#[inline]
pub(crate) fn known(
    name: &str,
    field: &[u8],
    max: u64,
    decimal_comma: bool,
) -> Result<Option<u64>, String> {
    match digits(field) {
        Some(number) if number <= max => Ok(Some(number)),
        _ => slow(name, field, max, decimal_comma),
    }
}

/// A number with white space, thousands or a fraction of zeros, nothing, or none
/// of these.
#[cold]
fn slow(name: &str, field: &[u8], max: u64, decimal_comma: bool) -> Result<Option<u64>, String> {
    let text = str::from_utf8(field).map_err(|_| illegal(name, field, max))?;
    match Whole::read(text, decimal_comma) {
        Whole::Number(number) if number <= max => Ok(Some(number)),
        Whole::Nothing => Ok(None),
        Whole::Doubtful => Err(format!(
            "{name} is {}, which can mean ones or thousands; write it without a point",
            quoted(field)
        )),
        _ => Err(illegal(name, field, max)),
    }
}

#[inline]
fn digits(mut field: &[u8]) -> Option<u64> {
    // 19 digits can't overflow.
    if field.is_empty() || field.len() > 19 {
        return None;
    }
    let mut number = 0u64;
    while let Some((chunk, rest)) = field.split_first_chunk() {
        number = number * 100_000_000 + eight_digits(*chunk)?;
        field = rest;
    }
    for byte in field {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + u64::from(digit);
    }
    Some(number)
}

/// Eight digits at once: neighbours are joined to pairs, pairs to fours, fours
/// to the whole, each in one multiplication.
#[inline]
fn eight_digits(bytes: [u8; 8]) -> Option<u64> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let text = u64::from_le_bytes(bytes);
    // A digit is 0x30 to 0x39: its high half is 3, and still is with 6 added.
    let high = text & (0xF0 * ONES);
    let high_with_six = text.wrapping_add(0x06 * ONES) & (0xF0 * ONES);
    if high != 0x30 * ONES || high_with_six != 0x30 * ONES {
        return None;
    }
    let ones = text & (0x0F * ONES);
    let pairs = (ones.wrapping_mul(10 * 256 + 1) >> 8) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul((100 << 16) + 1) >> 16) & 0x0000_FFFF_0000_FFFF;
    Some(fours.wrapping_mul((10_000 << 32) + 1) >> 32)
}

#[cold]
fn illegal(name: &str, field: &[u8], max: u64) -> String {
    format!("{name} is {}; it must be a whole number from 0 to {max}", quoted(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_up_to_the_bound() {
        assert_eq!(read("input", b"0", 5), Ok(0));
        assert_eq!(read("input", b" 5 ", 5), Ok(5));
        assert_eq!(read("input", b"0000000000000000007", 7), Ok(7));
        assert_eq!(read("input", b"9999999999999999999", u64::MAX), Ok(9_999_999_999_999_999_999));
        for field in ["6", "-1", "+1", "1.5", "NaN", "inf", "", " ", "1 2", "1e3", "0x1"] {
            let error = read("input", field.as_bytes(), 5).unwrap_err();
            let shown =
                format!("input is `{}`; it must be a whole number from 0 to 5", field.trim());
            assert_eq!(error, shown);
        }
        assert_eq!(read("input", b"00000000000000000001", 5), Ok(1), "20 digits");
        assert_eq!(read("input", b"18446744073709551615", u64::MAX), Ok(u64::MAX));
        assert!(read("input", b"18446744073709551616", u64::MAX).is_err());
    }

    #[test]
    fn numbers_as_spreadsheets_write_them() {
        assert_eq!(read("input", b"1,000", 5000), Ok(1000));
        assert_eq!(read("input", b"1000.0", 5000), Ok(1000));
        assert_eq!(known("cached", b"", 5, false), Ok(None));
        assert_eq!(known("cached", b"1.000", 5000, true), Ok(Some(1000)));
        let error = read("input", b"1.000", 5000).unwrap_err();
        assert!(error.contains("ones or thousands"), "{error}");
    }

    #[test]
    fn eight_at_once() {
        for number in [0, 1, 9, 12_345_678, 90_909_090, 99_999_999, 10_000_000] {
            let text = format!("{number:08}");
            assert_eq!(digits(text.as_bytes()), Some(number));
            for (index, byte) in [(0, b'/'), (3, b':'), (7, b'?'), (5, 0xB5), (2, b' ')] {
                let mut bytes: [u8; 8] = text.as_bytes().try_into().unwrap();
                bytes[index] = byte;
                assert_eq!(digits(&bytes), None, "{bytes:?}");
            }
        }
        assert_eq!(digits(b"1780531200000000"), Some(1_780_531_200_000_000));
        assert_eq!(digits(b"178053120000000012"), Some(178_053_120_000_000_012));
    }
}
