use alloc::{format, string::String};

use groq_protocol::{CachedPart, UsageField};

/// The names of a log's columns.
#[derive(Clone, Copy)]
pub(crate) struct Header<'a>(pub(crate) &'a [&'a str]);

impl Header<'_> {
    /// The place of a column that was asked for.
    pub(crate) fn named(self, name: &str) -> Result<usize, String> {
        let place = self.0.iter().position(|column| *column == name);
        place.ok_or_else(|| format!("the log has no column `{name}`, which was asked for"))
    }

    /// The place of the column that is called as such a field usually is, and which
    /// field it is.
    pub(crate) fn usual(self, wanted: fn(UsageField) -> bool) -> Option<(usize, UsageField)> {
        let columns = self.0.iter().enumerate().filter_map(|(place, name)| {
            let (field, rank) = UsageField::of(name)?;
            wanted(field).then_some((rank, place, field))
        });
        columns.min_by_key(|(rank, ..)| *rank).map(|(_, place, field)| (place, field))
    }

    /// The place of the column that was asked for, or else of the usual one.
    pub(crate) fn find(
        self,
        given: Option<&str>,
        wanted: fn(UsageField) -> bool,
    ) -> Result<Option<usize>, String> {
        match given {
            Some(name) => self.named(name).map(Some),
            None => Ok(self.usual(wanted).map(|(place, _)| place)),
        }
    }

    /// The place of the cached tokens, and what their name says of them.
    pub(crate) fn cached(self, given: Option<&str>) -> Result<(Option<usize>, CachedPart), String> {
        let is_cached = |field: UsageField| matches!(field, UsageField::Cached(_));
        let part = match (given, self.usual(is_cached)) {
            (None, Some((_, UsageField::Cached(part)))) => part,
            _ => CachedPart::Included,
        };
        Ok((self.find(given, is_cached)?, part))
    }
}
