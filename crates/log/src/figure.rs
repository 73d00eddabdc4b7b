use crate::error::shown;

/// Reads a whole number of at most `most` from a field.
pub(crate) fn read(name: &str, field: &[u8], most: u64) -> Result<u64, String> {
    let digits = field.trim_ascii();
    let mut number = 0u64;
    // 19 digits can't overflow; a bound never has as many.
    if digits.is_empty() || digits.len() > 19 || !digits.iter().all(u8::is_ascii_digit) {
        return Err(illegal(name, field, most));
    }
    for digit in digits {
        number = number * 10 + u64::from(digit - b'0');
    }
    if number > most { Err(illegal(name, field, most)) } else { Ok(number) }
}

#[cold]
fn illegal(name: &str, field: &[u8], most: u64) -> String {
    format!("{name} is {}; it must be a whole number from 0 to {most}", shown(field))
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
        for field in ["6", "-1", "+1", "1.0", "NaN", "inf", "", " ", "1 2", "1e3", "0x1"] {
            let error = read("input", field.as_bytes(), 5).unwrap_err();
            let shown =
                format!("input is `{}`; it must be a whole number from 0 to 5", field.trim());
            assert_eq!(error, shown);
        }
        assert!(read("input", b"00000000000000000001", 5).is_err(), "20 digits");
    }
}
