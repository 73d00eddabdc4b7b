use alloc::format;

use crate::error::Error;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The beginning of a log: nothing but white space so far, and perhaps a byte
/// order mark.
#[derive(Default)]
pub(crate) struct Opening {
    /// Lines of white space.
    blank: u64,
    /// How much of the mark.
    mark: usize,
}

/// What a log is, by its first byte; how many lines came before it.
pub(crate) enum Syntax {
    Csv(u64),
    Json(u64),
}

impl Opening {
    /// Reads on; with what is left of the chunk comes the form, once there is
    /// anything to tell it by.
    pub(crate) fn feed<'a>(
        &mut self,
        chunk: &'a [u8],
    ) -> Result<(&'a [u8], Option<Syntax>), Error> {
        let start = chunk.iter().position(|byte| {
            // A byte order mark may stand at the very beginning.
            let marks = BYTE_ORDER_MARK.get(self.mark) == Some(byte);
            self.mark = if marks { self.mark + 1 } else { BYTE_ORDER_MARK.len() };
            self.blank += u64::from(*byte == b'\n');
            !marks && !byte.is_ascii_whitespace()
        });
        let rest = &chunk[start.unwrap_or(chunk.len())..];
        match rest.first() {
            None => Ok((rest, None)),
            Some(b'{') => Ok((rest, Some(Syntax::Json(self.blank)))),
            Some(first) if first.is_ascii_graphic() => Ok((rest, Some(Syntax::Csv(self.blank)))),
            Some(first) => {
                let reason = format!("it begins with the byte {first:#04x}; a log is text");
                Err(Error::log(self.blank + 1, reason))
            }
        }
    }
}
