use crate::{
    error::Error,
    requests::{columns::Columns, format::Format, names::RequestNames, sink::Sink},
    text::records::Records,
};

/// Reads CSV.
pub(crate) struct Csv {
    records: Records,
    names: RequestNames,
    columns: Option<Columns>,
}

impl Csv {
    /// Starts after some blank lines.
    pub(crate) fn starting(lines: u64, delimiter: u8, names: RequestNames) -> Self {
        Self { records: Records::starting(lines, delimiter), names, columns: None }
    }

    pub(crate) fn format(&self) -> Option<Format> {
        self.columns.as_ref().map(|columns| columns.format)
    }

    /// Reads a chunk; an empty one ends the log.
    pub(crate) fn feed(&mut self, chunk: &[u8], sink: &mut Sink<'_>) -> Result<(), Error> {
        let (columns, names) = (&mut self.columns, &self.names);
        self.records.feed(chunk, |line, record| match columns {
            None => {
                let read =
                    Columns::read(record, names).map_err(|reason| Error::log(line, reason))?;
                *columns = Some(read);
                Ok(())
            }
            Some(columns) => {
                let (mut service, rows) = (None, *sink.count);
                sink.fill(line, |row| {
                    service = columns.service(record)?;
                    columns.row(record, row)
                })?;
                // A bad row may have been skipped.
                if let Some(service) = service.filter(|_| *sink.count > rows) {
                    sink.services.push(service);
                }
                Ok(())
            }
        })
    }
}
