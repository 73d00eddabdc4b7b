//! A log as a table: every row is a request that was answered.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use groq_log::{Options, Reader, Remedy, RequestNames, TimeUnit};
use groq_protocol::{Usage, UsageField, UsageRecord};

/// Whether the first line names columns of prompt and completion tokens, and rows follow.
pub(crate) fn is_log(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let (Some(header), Some(_)) = (lines.next(), lines.next()) else { return false };
    [',', ';', '\t'].iter().any(|delimiter| {
        let fields = header.split(*delimiter).map(|name| {
            let name = name.trim().trim_matches('"');
            UsageField::of(name).map(|(field, _)| field)
        });
        let fields: Vec<_> = fields.flatten().collect();
        fields.contains(&UsageField::Input) && fields.contains(&UsageField::Output)
    })
}

/// What its rows used, in their order.
///
/// # Errors
///
/// The reason why it can't be read, with its line.
pub(crate) fn records(text: &str) -> Result<Vec<UsageRecord>, String> {
    let read = |time_unit| {
        let names = RequestNames { time_unit, ..RequestNames::default() };
        let options = Options { unsorted: true, skip_bad_rows: false };
        let (mut reader, mut rows) = (Reader::new(options).with_names(names), Vec::new());
        reader.feed(text.as_bytes(), &mut rows)?;
        reader.finish(&mut rows).map(|()| rows)
    };
    // Times are not looked at, so that their unit need not be known.
    let rows = match read(None) {
        Err(error) if error.remedy() == Some(Remedy::TimeUnit) => read(Some(TimeUnit::Seconds)),
        read => read,
    };
    let rows = rows.map_err(|error| error.to_string())?;
    // A log without a cache has zeros, which say nothing.
    let caches = rows.iter().any(|row| row.cached() > 0);
    let record = |row: &groq_calc::replay::Request| {
        let mut record = UsageRecord::default();
        record.usage = Some(Usage {
            prompt_tokens: Some(row.input().into()),
            completion_tokens: Some(row.output().into()),
            cached_tokens: caches.then_some(row.cached().into()),
            ..Usage::default()
        });
        record
    };
    Ok(rows.iter().map(record).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_token_counts_is_a_log_and_a_text_about_them_is_not() {
        for text in [
            "time,model,input_tokens,output_tokens\n2026-11-28T10:00:00Z,m,1,2",
            "t_us,input,cached,output\n0,1,0,2",
            "TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,1,2",
            "\"Timestamp\";\"Request tokens\";\"Response tokens\"\n5;1;2",
            "prompt_tokens\tcompletion_tokens\n1\t2",
        ] {
            assert!(is_log(text), "{text}");
        }
        for text in [
            "",
            "time,input_tokens,output_tokens",
            "Compare input tokens, output tokens\nand say which cost more",
            "name,city\nAda,London",
        ] {
            assert!(!is_log(text), "{text}");
        }
    }

    #[test]
    fn cached_tokens_are_told_where_a_row_has_some() {
        let used = |text: &str| {
            let records = records(text).expect("a log");
            records.into_iter().map(|one| one.usage.expect("usage").cached_tokens).collect()
        };
        let with: Vec<_> = used("t_us,input,cached,output\n5,9,4,1\n0,9,0,1");
        assert_eq!(with, [Some(4), Some(0)]);
        let without: Vec<_> = used("t_us,input,cached,output\n0,9,0,1");
        assert_eq!(without, [None]);
    }

    #[test]
    fn a_log_that_cannot_be_read_says_where() {
        for text in ["input_tokens,output_tokens\n1,2", "t_us,input,cached,output\n0,x,0,2"] {
            assert!(records(text).is_err(), "{text}");
        }
    }
}
