use alloc::{format, vec::Vec};

use crate::{error::Error, text::bounds::MAX_LINE_BYTES};

/// Cuts chunks into lines; only a line that no chunk holds whole is copied.
pub(crate) struct Lines {
    part: Vec<u8>,
    /// Lines that have ended.
    count: u64,
}

impl Lines {
    /// Starts after some blank lines.
    pub(crate) fn starting(count: u64) -> Self {
        Self { part: Vec::new(), count }
    }

    /// The number of the line being read, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.count + 1
    }

    /// Hands each line that ends in `chunk` to `take`, without its line break.
    pub(crate) fn feed(
        &mut self,
        mut chunk: &[u8],
        mut take: impl FnMut(u64, &[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        while let Some(end) = memchr::memchr(b'\n', chunk) {
            let (line, rest) = (&chunk[..end], &chunk[end + 1..]);
            self.within(line.len())?;
            if self.part.is_empty() {
                take(self.line(), line)?;
            } else {
                self.part.extend_from_slice(line);
                take(self.line(), &self.part)?;
                self.part.clear();
            }
            self.count += 1;
            chunk = rest;
        }
        self.within(chunk.len())?;
        self.part.extend_from_slice(chunk);
        Ok(())
    }

    /// Hands over the last line where no line break ends it.
    pub(crate) fn finish(
        &mut self,
        take: impl FnOnce(u64, &[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let part = core::mem::take(&mut self.part);
        if part.is_empty() { Ok(()) } else { take(self.line(), &part) }
    }

    fn within(&self, more: usize) -> Result<(), Error> {
        if self.part.len() + more <= MAX_LINE_BYTES {
            return Ok(());
        }
        Err(Error::log(self.line(), format!("it is longer than {MAX_LINE_BYTES} bytes")))
    }
}
