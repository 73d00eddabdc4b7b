//! Exact fractions of big integers.

use num_bigint::BigInt;
use num_rational::BigRational;

/// A whole number as a fraction.
pub fn whole(number: impl Into<BigInt>) -> BigRational {
    BigRational::from_integer(number.into())
}

/// `numerator / denominator`.
pub fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

/// A fraction of the engine's.
pub fn exact(fraction: groq_calc::Fraction) -> BigRational {
    ratio(fraction.numerator(), fraction.denominator())
}
