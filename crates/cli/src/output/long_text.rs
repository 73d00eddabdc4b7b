use std::io::{self, Write};

use groq_protocol::without_keys;

use crate::output::document;

/// How much of a text is kept before it is printed.
const MOST: usize = 1 << 20;

/// A text for standard output that may be too long to be kept: what is short is printed
/// at the end, so that nothing is where something fails.
#[derive(Default)]
pub(crate) struct LongText {
    text: String,
}

impl LongText {
    /// Adds to the text, which is printed line by line once it is long.
    pub(crate) fn add(&mut self, more: &str) -> Result<(), String> {
        self.text += more;
        if self.text.len() <= MOST {
            return Ok(());
        }
        let Some(end) = self.text.rfind('\n') else { return Ok(()) };
        let rest = self.text.split_off(end + 1);
        print(&self.text)?;
        self.text = rest;
        Ok(())
    }

    /// What was not printed.
    pub(crate) fn rest(self) -> String {
        self.text
    }
}

/// Prints a text, in which no key is repeated, whatever was read.
pub(crate) fn print(text: &str) -> Result<(), String> {
    let text = without_keys(text);
    // A reader that has seen enough (`| head`) is no failure.
    match anstream::stdout().write_all(document::for_terminal(&text).as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("the answer cannot be written: {error}"))
        }
        _ => Ok(()),
    }
}
