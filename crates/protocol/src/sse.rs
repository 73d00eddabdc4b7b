use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use crate::error::Error;

/// One event of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The event's name; Groq sends none, save `error`.
    pub event: Option<String>,
    /// Its data; several data lines are joined by line feeds.
    pub data: String,
    /// Its id.
    pub id: Option<String>,
}

impl Event {
    /// Whether it is the `[DONE]` that ends a stream of completions.
    pub fn is_done(&self) -> bool {
        self.data == "[DONE]"
    }
}

/// Server-sent events out of bytes that arrive in pieces of any size.
///
/// The framing of the WHATWG HTML standard: lines end with LF, CR or CRLF, a
/// blank line ends an event, comments and unknown fields are passed over, an
/// event that the stream breaks off is not given. Where the pieces are cut
/// makes no difference, be it inside a character.
///
/// ```
/// use groq_protocol::EventStream;
///
/// let mut stream = EventStream::new();
/// assert!(stream.feed(b"data: {\"a\"").is_empty());
/// let events = stream.feed(b":1}\r\n\r\ndata: [DONE]\n\n");
/// assert_eq!(events[0].data, "{\"a\":1}");
/// assert!(events[1].is_done());
/// assert!(!stream.is_mid_event());
/// ```
#[derive(Clone, Debug, Default)]
pub struct EventStream {
    line: Vec<u8>,
    /// A carriage return ended the last line; a line feed right after belongs to it.
    after_return: bool,
    begun: bool,
    event: Option<String>,
    id: Option<String>,
    data: Option<String>,
    failed: bool,
}

/// The most bytes kept of one event.
const MOST: usize = 16 << 20;

impl EventStream {
    /// At the start of a stream.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes and gives the events that they complete.
    pub fn feed(&mut self, mut bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        while !bytes.is_empty() && !self.failed {
            if core::mem::take(&mut self.after_return) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let piece = &bytes[..end.unwrap_or(bytes.len())];
            if self.held() + piece.len() > MOST {
                self.failed = true;
                break;
            }
            self.line.extend_from_slice(piece);
            let Some(end) = end else { break };
            self.after_return = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            events.extend(self.end_line());
        }
        events
    }

    /// Whether bytes were taken of an event that is not complete: a stream that
    /// ends here was cut.
    pub fn is_mid_event(&self) -> bool {
        !self.line.is_empty() || self.data.is_some()
    }

    /// Why the stream is not read any further, if so: an event without end.
    pub fn failure(&self) -> Option<Error> {
        self.failed.then(|| Error::size("an event", MOST))
    }

    fn held(&self) -> usize {
        self.line.len() + self.data.as_ref().map_or(0, String::len)
    }

    fn end_line(&mut self) -> Option<Event> {
        let bytes = core::mem::take(&mut self.line);
        let line = match (self.begun, bytes.strip_prefix(b"\xef\xbb\xbf")) {
            (false, Some(rest)) => String::from_utf8_lossy(rest),
            _ => String::from_utf8_lossy(&bytes),
        };
        self.begun = true;
        if line.is_empty() {
            let event = self.event.take();
            let id = self.id.take();
            return Some(Event { event, data: self.data.take()?, id });
        }
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut self.data {
                None => self.data = Some(value.to_string()),
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
            },
            "event" => self.event = Some(value.to_string()),
            "id" if !value.contains('\0') => self.id = Some(value.to_string()),
            // A comment, or a field of a later standard.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn all(text: &str) -> Vec<Event> {
        EventStream::new().feed(text.as_bytes())
    }

    fn data(text: &str) -> Vec<String> {
        all(text).into_iter().map(|event| event.data).collect()
    }

    #[test]
    fn lines_and_fields_of_the_standard() {
        assert_eq!(data("data: a\n\ndata:b\r\rdata:  c\r\n\r\n"), ["a", "b", " c"]);
        assert_eq!(data(": comment\n\ndata: x\n: more\ndata: y\n\n"), ["x\ny"]);
        assert_eq!(data("\u{feff}data: bom\n\n"), ["bom"]);
        assert_eq!(data("data\n\n"), [""], "a field without a colon is empty");
        assert_eq!(data("other: x\nretry: 5\n\n"), Vec::<String>::new());
        assert_eq!(data("data: cut"), Vec::<String>::new());
        let error = all("id: 7\nevent: error\ndata: {}\n\n");
        let expected =
            Event { event: Some("error".into()), data: "{}".into(), id: Some("7".into()) };
        assert_eq!(error, vec![expected]);
    }

    #[test]
    fn a_character_may_be_cut_in_two() {
        let bytes = "data: µ€🦀\n\n".as_bytes();
        for cut in 0..bytes.len() {
            let mut stream = EventStream::new();
            let mut events = stream.feed(&bytes[..cut]);
            assert_eq!(stream.is_mid_event(), (1..).contains(&cut), "cut at {cut}");
            events.extend(stream.feed(&bytes[cut..]));
            assert_eq!(events.len(), 1);
            assert_eq!(events[0].data, "µ€🦀");
            assert!(!stream.is_mid_event());
        }
    }

    #[test]
    fn an_event_without_end_is_not_kept_for_ever() {
        let mut stream = EventStream::new();
        let piece = vec![b'x'; 1 << 20];
        for _ in 0..16 {
            assert!(stream.feed(&piece).is_empty());
            assert!(stream.failure().is_none());
        }
        assert!(stream.feed(b"x").is_empty());
        assert!(stream.failure().unwrap().is_too_long());
        assert!(stream.feed(b"\n\ndata: a\n\n").is_empty());
    }
}
