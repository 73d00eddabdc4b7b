//! What the limits count.

use groq_calc::Limit;

/// What a limit counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Request,
    Token,
    AudioSecond,
}

pub(super) fn unit(limit: Limit) -> Unit {
    match limit {
        Limit::RPM | Limit::RPD => Unit::Request,
        Limit::TPM | Limit::TPD | Limit::ITPM | Limit::OTPM => Unit::Token,
        Limit::ASH | Limit::ASD => Unit::AudioSecond,
        other => panic!("no rule for {other}"),
    }
}
