//! Whole-number units, money in picodollars, exact fractions, and how numbers and dates are read.

pub(crate) mod date;
pub(crate) mod decimals;
pub(crate) mod fraction;
pub(crate) mod growth;
pub(crate) mod money;
pub(crate) mod number;
#[cfg(feature = "serde")]
mod read;
pub(crate) mod units;

pub use date::Date;
pub use fraction::Fraction;
pub use growth::Growth;
pub use money::Usd;
pub use number::{Decimal, Grouped, Number};
pub use units::{AudioMillis, Characters, Requests, Tokens};
