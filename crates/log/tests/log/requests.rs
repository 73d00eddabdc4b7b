//! Logs as they come: every form, in any chunks, with anything wrong.

use groq_calc::replay::Request;
use groq_log::{Error, Format, MAX_LINE_BYTES, Options, Reader};

struct Read {
    rows: Vec<Request>,
    format: Option<Format>,
    skipped: u64,
    end: Result<(), Error>,
}

fn read_in(log: &[u8], options: Options, chunk: usize) -> Read {
    let (mut reader, mut rows) = (Reader::new(options), Vec::new());
    let mut end = Ok(());
    for chunk in log.chunks(chunk) {
        end = reader.feed(chunk, &mut rows);
        if end.is_err() {
            break;
        }
    }
    let end = end.and_then(|()| reader.finish(&mut rows));
    assert_eq!(reader.rows(), rows.len() as u64);
    Read { rows, format: reader.format(), skipped: reader.skipped(), end }
}

/// Reads in one piece, and in small ones to the same end.
fn read(log: &[u8], options: Options) -> Read {
    let whole = read_in(log, options, log.len().max(1));
    if log.len() < 10_000 {
        for chunk in 1..12 {
            let pieces = read_in(log, options, chunk);
            assert_eq!((&pieces.rows, &pieces.end), (&whole.rows, &whole.end), "chunks of {chunk}");
            assert_eq!(pieces.skipped, whole.skipped);
        }
    }
    whole
}

#[track_caller]
fn good(log: &str, format: Format, rows: &[(u64, u32, u32, u32)]) -> Vec<Request> {
    let read = read(log.as_bytes(), Options::default());
    assert_eq!((read.end, read.format), (Ok(()), Some(format)));
    let figures = |row: &Request| (row.t_us(), row.input(), row.cached(), row.output());
    assert_eq!(read.rows.iter().map(figures).collect::<Vec<_>>(), rows);
    read.rows
}

#[track_caller]
fn refused(log: &[u8], line: u64, words: &[&str]) -> Error {
    let error = read(log, Options::default()).end.expect_err("it is wrong");
    let text = error.to_string();
    assert_eq!(error.line(), line, "{text}");
    for word in words {
        assert!(text.contains(word), "{word:?} is not in: {text}");
    }
    assert!(text.len() < 300 && !text.contains('\n'), "one short line: {text}");
    error
}

#[test]
fn reads_the_rows_of_the_replay() {
    good(
        "t_us,input,cached,output\n0,1,0,2\n5,30,10,7\n",
        Format::Rows,
        &[(0, 1, 0, 2), (5, 30, 10, 7)],
    );
    good(
        "\u{feff}\n \r\nt_us,input,output\r\n0,1,2\r\n5,3,7",
        Format::Rows,
        &[(0, 1, 0, 2), (5, 3, 0, 7)],
    );
    let rows = good(
        "note,batch,output,audio_ms,max_completion,cached,input,t_us\n\
         \"a, \"\"b\"\"\",1,2,1500,64,3,4,5\n\n,,2,,,,4,5\n",
        Format::Rows,
        &[(5, 4, 3, 2), (5, 4, 0, 2)],
    );
    assert!(rows[0].is_batchable() && !rows[1].is_batchable());
    assert_eq!((rows[0].audio_ms(), rows[0].max_completion()), (1500, 64));
    assert_eq!((rows[1].audio_ms(), rows[1].max_completion()), (0, 0));
}

#[test]
fn reads_azure_traces() {
    good(
        "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:17:03.9799600,4808,10\r\n\
         2023-11-16 18:17:04.0319600,3180,8",
        Format::Azure,
        &[(1_700_158_623_979_960, 4808, 0, 10), (1_700_158_624_031_960, 3180, 0, 8)],
    );
}

#[test]
fn reads_json_lines_of_traces_and_responses() {
    good(
        "{\"timestamp\": 0, \"input_length\": 6955, \"output_length\": 52, \"hash_ids\": [1, 2]}\n\
         \n{\"timestamp\": 27482, \"input_length\": 1, \"output_length\": 2}",
        Format::Timed,
        &[(0, 6955, 0, 52), (27_482_000, 1, 0, 2)],
    );
    good(
        r#"{"id":"x","created":1730241104,"model":"openai/gpt-oss-20b","choices":[{"message":{"content":"a\n\"b\""}}],"usage":{"queue_time":0.03,"prompt_tokens":18,"completion_tokens":556,"prompt_tokens_details":null}}
{"created":1730241104.1234567,"usage":{"prompt_tokens":4641,"prompt_tokens_details":{"cached_tokens":4608},"completion_tokens":1817}}
{"created_at":1730241105,"usage":{"input_tokens":5,"input_tokens_details":{"cached_tokens":null},"output_tokens":6}}
"#,
        Format::Responses,
        &[
            (1_730_241_104_000_000, 18, 0, 556),
            (1_730_241_104_123_456, 4641, 4608, 1817),
            (1_730_241_105_000_000, 5, 0, 6),
        ],
    );
}

#[test]
fn rejects_an_empty_log() {
    refused(b"", 0, &["it is empty"]);
    refused(b" \n\r\n", 0, &["it is empty"]);
    refused(b"\xef\xbb\xbf", 0, &["it is empty"]);
    refused(b"t_us,input,cached,output", 0, &["no row after the first line"]);
    refused(b"t_us,input,cached,output\r\n\r\n", 0, &["no row after the first line"]);
}

#[test]
fn rejects_an_unknown_first_line() {
    refused(b"a,b,c\n1,2,3\n", 1, &["`a,b,c`", "t_us,input,cached,output", "TIMESTAMP"]);
    refused(b"\n\n0,1500,0,500\n", 3, &["`0,1500,0,500`"]);
    refused(b"[{\"timestamp\":1}]\n", 1, &["timestamp is `1`", "--time-unit"]);
    refused(b"[1, 2]\n", 1, &["JSON object"]);
    refused(b"\x1f\x8b\x08\x00\x00", 1, &["0x1f", "a log is text"]);
    refused(b"\n\0\0\0\0", 2, &["a log is text"]);
    refused(b"ELF\0\x01\x02\n\xff\xfe", 1, &["columns"]);
    refused(b"\xef\xbb\xbf\xef\xbb\xbf", 1, &["a log is text"]);
}

#[test]
fn a_bad_field_is_named_with_its_line() {
    let row = |row: &str| format!("t_us,input,cached,output\n0,1,0,1\n\n{row}\n9,1,0,1\n");
    let refused = |text: &str, words: &[&str]| {
        let error = refused(row(text).as_bytes(), 4, words);
        assert!(error.is_row());
    };
    refused("5,NaN,0,1", &["input is `NaN`", "whole number from 0 to 1000000000"]);
    refused("5,1,0,-1", &["output is `-1`"]);
    refused("5,1000000001,0,1", &["input is `1000000001`"]);
    refused("-5,1,0,1", &["t_us is `-5`"]);
    refused("253402300800000000,1,0,1", &["t_us", "253402300799999999"]);
    refused("5,1,2,1", &["cached is `2`", "at most input, which is 1"]);
    refused("5,,0,1", &["input is ``"]);
    refused("5,1,0", &["3 columns", "has 4"]);
    refused("5,1,0,1,2", &["5 columns"]);
    refused("2023-11-16 18:17:03,1,0,1", &["t_us is `2023-11-16 18:17:03`"]);
}

#[test]
fn rejects_optional_columns_out_of_range() {
    let row = |row: &str| {
        format!("t_us,input,output,max_completion,audio_ms,batch\r\n0,1,1,0,0,0\r\n{row}\r\n")
    };
    refused(row("5,1,1,1000000001,0,0").as_bytes(), 3, &["max_completion"]);
    refused(row("5,1,1,0,1000000001,0").as_bytes(), 3, &["audio_ms"]);
    refused(row("5,1,1,0,0,2").as_bytes(), 3, &["batch is `2`", "from 0 to 1"]);
}

#[test]
fn rejects_times_in_mixed_formats() {
    let log = |time: &str| {
        format!("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.5,1,1\n{time},1,1\n")
    };
    refused(
        log("16/11/2023 18:17").as_bytes(),
        3,
        &["TIMESTAMP is `16/11/2023 18:17`", "like 2023"],
    );
    refused(log("2023-11-16T18:17:04").as_bytes(), 3, &["written like those before it"]);
    refused(log("2023-11-16 18:17:04Z").as_bytes(), 3, &["written like those before it"]);
    refused(log("1700158624").as_bytes(), 3, &["TIMESTAMP is `1700158624`"]);
}

#[test]
fn rejects_bad_json_by_line() {
    let good = "{\"timestamp\":1,\"input_length\":2,\"output_length\":3}\n";
    let log = |line: &str| format!("{good}{line}\n{good}").into_bytes();
    refused(&log("{\"timestamp\":2"), 2, &["not a JSON object", "column"]);
    refused(&log("[1,2,3]"), 2, &["`[1,2,3]`", "must be a JSON object"]);
    refused(
        &log("{\"timestamp\":2,\"input_length\":-1,\"output_length\":3}"),
        2,
        &["input_length is `-1`"],
    );
    refused(&log("{\"timestamp\":2,\"input_length\":1.5,\"output_length\":3}"), 2, &["`1.5`"]);
    refused(
        &log("{\"timestamp\":-2,\"input_length\":1,\"output_length\":3}"),
        2,
        &["timestamp is `-2`", "milliseconds"],
    );
    refused(&log("{\"timestamp\":NaN,\"input_length\":1,\"output_length\":3}"), 2, &["column"]);
    refused(&log("{\"timestamp\":2,\"output_length\":3}"), 2, &["input_length is missing"]);
    refused(&log("{\"input_length\":1,\"output_length\":3}"), 2, &["timestamp is missing"]);
    refused(
        &log("{\"timestamp\":2,\"input_length\":1000000001,\"output_length\":3}"),
        2,
        &["input_length"],
    );
    refused(b"{\"created\":1}\n", 1, &["usage is missing"]);
    refused(b"{\"usage\":{}}\n", 1, &["created is missing"]);
    refused(b"{\"created\":1,\"usage\":{}}\n", 1, &["usage is missing"]);
    refused(
        b"{\"created\":1,\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":null}}\n",
        1,
        &["completion_tokens is missing"],
    );
    refused(b"{\"created\":253402300800,\"usage\":{}}\n", 1, &["created", "seconds"]);
    refused(b"{\"created\":1,\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":2}}}", 1, &["cached is `2`"]);
}

#[test]
fn rejects_a_line_above_the_limit() {
    let long = vec![b'7'; MAX_LINE_BYTES + 1];
    let header = b"t_us,input,cached,output\n".as_slice();
    refused(&[header, &long].concat(), 2, &["longer than 4194304 bytes"]);
    refused(&[header, &[b','; 2000]].concat(), 2, &["more than 1000 columns"]);
    refused(&[b"{", &long[..]].concat(), 1, &["longer than 4194304 bytes"]);
    refused(&long, 1, &["longer than 4194304 bytes"]);
    let most = format!(
        "{{\"timestamp\":1,\"input_length\":2,\"output_length\":3,\"x\":\"{}\"}}",
        "y".repeat(MAX_LINE_BYTES - 60)
    );
    assert_eq!(read(most.as_bytes(), Options::default()).end, Ok(()));
}

#[test]
fn rejects_rows_out_of_order_unless_unsorted() {
    let log = b"t_us,input,cached,output\n5,1,0,1\n5,1,0,1\n3,1,0,1\n4,1,0,1\n";
    let error = refused(log, 4, &["2 microseconds before", "sorted"]);
    assert!(!error.is_row());
    let skipping = Options { skip_bad_rows: true, ..Options::default() };
    assert_eq!(read(log, skipping).end.expect_err("it is no bad row").line(), 4);
    let unsorted = Options { unsorted: true, ..Options::default() };
    let times: Vec<_> = read(log, unsorted).rows.iter().map(Request::t_us).collect();
    assert_eq!(times, [5, 5, 3, 4]);
}

#[test]
fn skipped_rows_are_counted() {
    let skip = Options { skip_bad_rows: true, ..Options::default() };
    let csv = read(b"t_us,input,output\n0,1,1\nx,1,1\n5,1\n7,1,1\n", skip);
    assert_eq!((csv.end, csv.skipped, csv.rows.len()), (Ok(()), 2, 2));
    let json = read(b"{\"timestamp\":1,\"input_length\":2,\"output_length\":3}\n{\n", skip);
    assert_eq!((json.end, json.skipped, json.rows.len()), (Ok(()), 1, 1));
    let none = read(b"t_us,input,output\nx,1,1\n", skip);
    assert_eq!(none.end.expect_err("no row").to_string(), "it has no good row; 1 were skipped");
    assert!(read(b"a,b\n1,2\n", skip).end.is_err(), "the first line is not a row");
}
