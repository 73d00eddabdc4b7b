use crate::error::Error;

/// The largest count that a number of JavaScript holds exactly.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;
pub(crate) const RANGE: &str = "a whole number from 0 to 9007199254740991";

pub(crate) fn count(field: &str, number: f64) -> Result<u64, Error> {
    if (0.0..=MAX_SAFE).contains(&number) && (number as u64) as f64 == number {
        return Ok(number as u64);
    }
    Err(Error::illegal(field, &number_text(number), RANGE))
}

/// A number as JavaScript writes it.
fn number_text(number: f64) -> String {
    js_sys::Number::from(number).to_string_with_radix(10).map(String::from).unwrap_or_default()
}
