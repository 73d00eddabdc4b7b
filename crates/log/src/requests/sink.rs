use alloc::{format, string::String, vec::Vec};

use groq_calc::replay::Request;

use crate::error::{Error, Remedy};

/// How a log is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether a bad row is counted and skipped.
    pub skip_bad_rows: bool,
    /// Whether rows may be earlier than those before them; whoever allows it
    /// has to sort them.
    pub unsorted: bool,
}

/// Where rows go.
pub(crate) struct Sink<'a> {
    pub(crate) options: Options,
    pub(crate) rows: &'a mut Vec<Request>,
    /// The service of each row, where the log has several.
    pub(crate) services: &'a mut Vec<usize>,
    pub(crate) count: &'a mut u64,
    pub(crate) skipped: &'a mut u64,
    /// The time of the row before.
    pub(crate) last: &'a mut u64,
}

impl Sink<'_> {
    /// Takes a row, which `read` fills in, unless it can't.
    #[inline]
    pub(crate) fn fill(
        &mut self,
        line: u64,
        read: impl FnOnce(&mut Request) -> Result<(), String>,
    ) -> Result<(), Error> {
        // In place: a row that is moved about costs as much as it took to read.
        let index = self.rows.len();
        self.rows.push(Request::default());
        let row = &mut self.rows[index];
        if let Err(reason) = read(row) {
            self.rows.truncate(index);
            return self.bad(Error::row(line, reason));
        }
        let time = row.t_us();
        if time < *self.last && !self.options.unsorted {
            self.rows.truncate(index);
            return Err(backwards(line, *self.last - time));
        }
        *self.last = time;
        *self.count += 1;
        Ok(())
    }

    #[cold]
    fn bad(&mut self, error: Error) -> Result<(), Error> {
        // What is asked for concerns every row: none is skipped for it.
        let concerns_all = matches!(error.remedy(), Some(Remedy::TimeUnit | Remedy::Columns));
        if concerns_all || !self.options.skip_bad_rows {
            return Err(error);
        }
        *self.skipped += 1;
        Ok(())
    }
}

#[cold]
fn backwards(line: u64, micros: u64) -> Error {
    let reason = format!(
        "its time is {micros} microseconds before that of the row ahead of it; \
         the rows must be sorted by time"
    );
    Error::log(line, reason)
}
