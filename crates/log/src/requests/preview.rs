use alloc::{string::String, vec::Vec};

use crate::{
    error::Error,
    text::{
        opening::{Opening, Syntax},
        records::Records,
    },
};

/// The first records of a log of rows, its names first, so that a person can say
/// which column is what; none of a log that is JSON. `head` is the beginning of the
/// log and may end anywhere.
pub fn preview(head: &[u8], most: usize) -> Vec<Vec<String>> {
    let mut opening = Opening::default();
    let Ok((rest, Some(begun))) = opening.feed(head) else { return Vec::new() };
    let Syntax::Csv(delimiter) = begun.syntax else { return Vec::new() };
    let mut records = Records::starting(begun.lines, delimiter);
    let mut found: Vec<Vec<String>> = Vec::new();
    for chunk in [&begun.head[..], rest] {
        if chunk.is_empty() {
            continue;
        }
        let read = records.feed(chunk, |line, record| {
            if found.len() == most {
                return Err(Error::log(line, "these are enough"));
            }
            let fields = record.trimmed();
            found.push(fields.iter().map(|one| String::from_utf8_lossy(one).into()).collect());
            Ok(())
        });
        if read.is_err() {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        error::Remedy,
        requests::{reader::Reader, sink::Options},
    };

    #[test]
    fn the_first_records_of_any_delimiter_are_shown() {
        for text in ["when,in,out\n1,2,3\n4,5,6\n7,8", "when;in;out\r\n1;2;3\r\n4;5;6\r\n"] {
            let found = preview(text.as_bytes(), 3);
            assert_eq!(found, [["when", "in", "out"], ["1", "2", "3"], ["4", "5", "6"]], "{text}");
            assert_eq!(preview(text.as_bytes(), 1).len(), 1);
        }
        assert!(preview(b"{\"created\":1}\n", 3).is_empty());
        assert!(preview(b"", 3).is_empty());
    }

    #[test]
    fn an_error_tells_what_would_help() {
        let remedy = |text: &str| {
            let mut reader = Reader::new(Options::default());
            let mut rows = Vec::new();
            let read = reader.feed(text.as_bytes(), &mut rows);
            read.and_then(|()| reader.finish(&mut rows)).unwrap_err().remedy()
        };
        for (text, expected) in [
            ("when,tokens in,tokens out\n1,2,3\n", Some(Remedy::Columns)),
            ("time,input_tokens,output_tokens\n7,2,3\n", Some(Remedy::TimeUnit)),
            ("t_us,input,cached,output\n5,1,0,1\n4,1,0,1\n", Some(Remedy::Sort)),
            ("t_us,input,cached,output\n5,x,0,1\n", Some(Remedy::SkipRows)),
            ("", None),
        ] {
            assert_eq!(remedy(text), expected, "{text}");
        }
    }
}
