use crate::{errors::ERRORS, reference::ErrorCode};

impl ErrorCode {
    /// The entry for an error, by its kind as the protocol's reader names it:
    /// among several with the same kind the one of the status, else the first.
    /// An error of no kind is looked up by its status.
    ///
    /// ```
    /// use groq_catalog::ErrorCode;
    ///
    /// let id = |kind, status| ErrorCode::of(kind, status).map(|entry| entry.id);
    /// assert_eq!(id("spend_limit", 400), Some("400-spend"));
    /// assert_eq!(id("request_too_large", 429), Some("429-too-large"));
    /// assert_eq!(id("request_too_large", 400), Some("413"));
    /// assert_eq!(id("server", 504), Some("500"));
    /// assert_eq!(id("unknown", 418), None);
    /// ```
    pub fn of(kind: &str, status: u16) -> Option<&'static Self> {
        let is_status = |entry: &&&Self| entry.http_status().parse() == Ok(status);
        let alike = || ERRORS.iter().filter(|entry| entry.kinds.contains(&kind));
        let by_kind = alike().find(|entry| is_status(&entry)).or_else(|| alike().next());
        by_kind.or_else(|| ERRORS.iter().find(|entry| is_status(&entry)))
    }
}
