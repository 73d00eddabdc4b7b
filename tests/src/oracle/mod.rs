//! A second opinion: the rules of the design written down once more, naively,
//! in exact fractions of big integers. Where the engine divides once and
//! rounds, the oracle keeps the fraction; where the engine solves for the most
//! requests, the oracle tries them.

mod check;
mod choice;
mod cost;
mod fraction;
mod in_force;
mod ladder;
mod levers;
mod limits;
mod offer;
mod organisation;
mod seats;
mod thresholds;
mod unit;

pub use check::check;
pub use choice::lacking;
pub use fraction::{exact, ratio, whole};
pub use in_force::in_force;
pub use organisation::check as check_organisation;
