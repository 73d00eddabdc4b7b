use std::time::Duration;

use axum::http::StatusCode;

/// Something that goes wrong on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The answer comes that much later, on the wall's clock.
    Slow(Duration),
    /// The body breaks off after so many events (of a whole answer: after its
    /// first bytes).
    Cut(usize),
    /// That status instead of an answer, with a fitting body.
    Status(u16),
    /// Status 200 and a body that is neither JSON nor a stream.
    Garbage,
    /// The spend limit is reached: 400 `spend_limit_reached`.
    Spend,
}

impl Fault {
    /// Reads `slow=SECONDS`, `cut=EVENTS`, `status=CODE`, `garbage` or `spend`.
    ///
    /// ```
    /// use groq_mock::Fault;
    /// assert_eq!(Fault::parse("status=503"), Some(Fault::Status(503)));
    /// assert_eq!(Fault::parse("status=200"), None, "that is no fault");
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (name, value) = text.split_once('=').map_or((text, None), |(n, v)| (n, Some(v)));
        match (name, value) {
            ("slow", Some(seconds)) => {
                let nanos: groq_protocol::Nanos = format!("{seconds}s").parse().ok()?;
                let slow = Duration::from_nanos(nanos.get());
                (slow <= Duration::from_secs(3600)).then_some(Self::Slow(slow))
            }
            ("cut", Some(events)) => {
                events.parse().ok().filter(|events| *events < 1_000_000).map(Self::Cut)
            }
            ("status", Some(code)) => {
                let code: u16 = code.parse().ok()?;
                let known = (400..600).contains(&code) && StatusCode::from_u16(code).is_ok();
                known.then_some(Self::Status(code))
            }
            ("garbage", None) => Some(Self::Garbage),
            ("spend", None) => Some(Self::Spend),
            _ => None,
        }
    }

    /// The forms that [`Fault::parse`] reads, for an error message.
    pub(crate) const FORMS: &str = "slow=SECONDS, cut=EVENTS, status=400..599, garbage or spend";
}
