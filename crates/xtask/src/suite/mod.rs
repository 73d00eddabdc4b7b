//! What judges a change: `test`, which CI runs on each, and `prove`, which takes
//! longer and seldom fails.

pub(crate) mod browser;
mod lints;
mod native;
mod no_std;
pub(crate) mod prove;
mod run;
pub(crate) mod test;
