//! Lists of dated entries.

use alloc::{format, string::ToString, vec::Vec};

use groq_calc::{
    Date,
    catalog::{Dated, Status},
};

use super::datum::{date, index, needed, text};
use crate::{ask::Field, fault::Fault};

const STATUSES: [Status; 3] = [Status::Confirmed, Status::Likely, Status::Speculation];

/// What every entry has besides its own.
struct Head {
    from: Date,
    source: &'static str,
    status: Status,
    note: &'static str,
}

/// What a list of entries is read in.
enum Step<'a> {
    /// A field of the value.
    Field(&'a str, Field),
    /// The end of an entry.
    End(Head),
}

/// The sources that entries may name.
pub(super) struct Reader {
    sources: Vec<&'static str>,
}

impl Reader {
    /// One that knows these sources.
    pub(super) fn knowing(sources: Vec<&'static str>) -> Self {
        Self { sources }
    }

    /// A list of dated entries; `own` reads a field of the value, `made` is the
    /// value that is not yet read.
    pub(super) fn dated<T: Copy>(
        &self,
        field: Field,
        made: T,
        own: &mut dyn FnMut(&mut T, &str, Field) -> Result<(), Fault>,
    ) -> Result<&'static [Dated<'static, T>], Fault> {
        let mut list = Vec::new();
        let mut value = made;
        self.entries(field, &mut |step| {
            match step {
                Step::Field(name, field) => own(&mut value, name, field)?,
                Step::End(Head { from, source, status, note }) => {
                    list.push(Dated { from, source, status, note, value });
                    value = made;
                }
            }
            Ok(())
        })?;
        Ok(list.leak())
    }

    /// The same for every kind of value, so that it is there once.
    fn entries(
        &self,
        field: Field,
        step: &mut dyn FnMut(Step<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut after = None;
        for item in field.items()? {
            let head = self.head(item, after, step)?;
            after = Some(head.from);
            step(Step::End(head))?;
        }
        Ok(())
    }

    /// The common part of an entry, which must be later than the one before it.
    fn head(
        &self,
        item: Field,
        after: Option<Date>,
        step: &mut dyn FnMut(Step<'_>) -> Result<(), Fault>,
    ) -> Result<Head, Fault> {
        let path = item.path().to_string();
        let (mut from, mut source, mut status, mut note) = (None, None, None, "");
        item.each(true, &mut |name, field| {
            match name {
                "from" => from = Some(date(field)?),
                "source" => source = Some(text(field)?),
                "note" => note = text(field)?,
                "status" => {
                    status = Some(STATUSES[index(field, &STATUSES.map(Status::name))?]);
                }
                name => step(Step::Field(name, field))?,
            }
            Ok(())
        })?;
        let from = needed(from, &path, "from", "a day like 2026-06-04")?;
        if after.is_some_and(|after| from <= after) {
            let field = format!("{path}.from");
            return Err(Fault::illegal(&field, &from.to_string(), "after the entry before it"));
        }
        let status = needed(status, &path, "status", "confirmed, likely, speculation")?;
        let source = needed(source, &path, "source", "the id of a source")?;
        if !self.sources.contains(&source) {
            return Err(Fault::illegal(&format!("{path}.source"), source, "the id of a source"));
        }
        Ok(Head { from, source, status, note })
    }
}
