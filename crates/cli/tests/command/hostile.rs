//! Hostile files and arguments through the command: one line, exit code 2, and
//! nothing that a terminal acts on.

use std::io::Write;

use crate::binary::{command, file, json, refused, run, text};
use flate2::{Compression, write::GzEncoder};

#[track_caller]
fn is_plain(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let active = |c: char| {
        c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c) || c == '\u{2066}'
    };
    assert!(!text.contains(active), "{text:?}");
}

const LOG: &str = "time,model,input,cached,output,team\n\
    2026-06-04,evil,1,0,1,\u{1b}[31mred\n\
    2026-06-04,\u{202e}x,1,0,1,=1+1\n\
    2026-06-04,b,1,0,1,+cmd\u{9b}5m\n\
    2026-06-04,b,1,0,1,\"a\u{1b}]0;pwn\u{7}\nb\"\n";

#[test]
fn control_characters_of_a_log_never_reach_a_terminal() {
    let path = file("esc.csv", LOG);
    for format in ["table", "json", "csv", "markdown"] {
        let args = ["cost", &path, "--by", "team", "--format", format];
        let output = run(&args, b"");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        is_plain(&output.stdout);
        // Also where colours are asked for, nothing of the log is acted on.
        let output = command(&args).env("CLICOLOR_FORCE", "1").output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            !text.contains("\u{1b}[31mred")
                && !text.contains("\u{1b}]0")
                && !text.contains('\u{9b}')
        );
    }
    let answer = json(&["cost", &path, "--by", "team", "--json"], 0);
    let teams = answer["by"].to_string();
    assert!(teams.contains("pwn"), "the values are the log's own: {teams}");
    assert!(answer["models"][0]["usd"].is_null(), "a price that is not known is null");
    let csv = text(&["cost", &path, "--by", "team", "--format", "csv"], 0);
    assert!(csv.contains(",'=1+1,") && csv.contains(",'+cmd"), "{csv}");
}

#[test]
fn a_model_with_control_characters_is_a_bad_row() {
    for id in ["\u{1b}[2Jm", "m\u{7}", "\u{9b}5m", "\"a\nb\""] {
        let rows =
            format!("time,model,input,output\n2026-06-04,{id},1,1\n2026-06-04,m\u{a3},1,1\n");
        let path = file("model-esc.csv", rows);
        refused(&["cost", &path], &["line ", "model is", "control characters are not allowed"]);
        let skipped = json(&["cost", &path, "--skip-bad-rows", "--json"], 0);
        assert_eq!(skipped["models"][0]["model"], "m\u{a3}", "other characters are left alone");
        assert_eq!(skipped["skipped_rows"], 1);
    }
}

#[test]
fn control_characters_of_questions_and_arguments_never_reach_a_terminal() {
    let question = r#"{"workload":{"requests_per_day":1,"input_tokens":1},"requirements":{"models":["\u001b[2Jx"]}}"#;
    let path = file("escm.json", question);
    for args in [
        &["plan", path.as_str()][..],
        &["plan", "\u{1b}[2Jno-such-file"],
        &["plan", "--\u{1b}[2Jflag"],
        &["\u{1b}[2Jverb"],
        &["models", "--as-of", "\u{1b}]0;x\u{7}"],
        &["plan", "--requests-per-day", "\u{202e}1"],
        &["cost", "x.csv", "--format", "\u{9b}2J"],
    ] {
        let output = run(args, b"");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        is_plain(&output.stderr);
        is_plain(&output.stdout);
    }
}

#[test]
fn a_long_value_is_quoted_by_its_start() {
    let path = file(
        "long.json",
        format!(r#"{{"workload":{{"requests_per_day":"{}"}}}}"#, "9".repeat(200_000)),
    );
    let output = run(&["plan", &path], b"");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stderr.len() < 2_000, "{} bytes", output.stderr.len());
}

#[test]
fn what_has_no_end_is_read_up_to_a_bound() {
    for args in [&["plan", "/dev/zero"][..], &["paste", "/dev/zero"]] {
        refused(args, &["/dev/zero", "not a regular file"]);
    }
    let import = ["import", "litellm", "/dev/zero", "--from", "2026-06-04"];
    refused(&import, &["/dev/zero", "it is not a regular file"]);
    let link = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("endless.json");
    std::fs::remove_file(&link).ok();
    std::os::unix::fs::symlink("/dev/zero", &link).expect("a link");
    let link = link.to_str().expect("a plain name");
    refused(&["models", "--catalog", link], &["endless.json", "it is not a regular file"]);
}

#[test]
fn a_question_may_begin_with_a_byte_order_mark() {
    let question =
        "\u{feff}{\"workload\":{\"requests_per_day\":1,\"input_tokens\":1,\"output_tokens\":1}}";
    json(&["plan", &file("bom.json", question), "--json"], 0);
}

#[test]
fn a_catalog_may_begin_with_a_byte_order_mark() {
    let catalog = text(&["export", "json"], 0);
    let path = file("bom-catalog.json", format!("\u{feff}{catalog}"));
    let args = ["models", "--catalog", &path, "--json"];
    assert_eq!(json(&args, 0), json(&["models", "--json"], 0));
}

#[test]
fn a_pipe_without_a_writer_is_not_waited_for() {
    let pipe = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-writer.json");
    std::fs::remove_file(&pipe).ok();
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo is there");
    assert!(made.success());
    let pipe = pipe.to_str().expect("a plain name");
    let why = ["no-writer.json", "not a regular file"];
    refused(&["plan", pipe], &why);
    refused(&["paste", pipe], &why);
    refused(&["cost", pipe], &why);
    refused(&["replay", pipe, "--model", "openai/gpt-oss-20b", "--plan", "free"], &why);
    refused(&["models", "--catalog", pipe], &why);
    refused(&["import", "litellm", pipe, "--from", "2026-06-04"], &why);
}

#[test]
fn a_small_file_that_unpacks_to_no_rows_is_read_up_to_a_bound() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(b"time,model,input,output\n").expect("memory takes it");
    for _ in 0..70 {
        gzip.write_all(&[b'\n'; 1 << 20]).expect("memory takes it");
    }
    let path = file("empty-rows.csv.gz", gzip.finish().expect("memory takes it"));
    refused(&["cost", &path], &["empty-rows.csv.gz", "bytes without a row"]);
}

#[test]
fn an_error_names_its_file() {
    refused(&["plan", &file("unreadable.json", "{")], &["unreadable.json: "]);
}

#[test]
fn a_table_keeps_to_the_columns_of_its_terminal() {
    let wide = format!(
        "time,model,input,output,team\n2026-06-04,{},1,1,{}\n",
        "m".repeat(300),
        "t".repeat(900)
    );
    let path = file("wide.csv", wide);
    for columns in ["60", "80", "120"] {
        let mut command = command(&["cost", &path, "--by", "team"]);
        let output = command.env("COLUMNS", columns).output().expect("it runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let widest = text
            .lines()
            .filter(|line| line.starts_with("  "))
            .map(|line| line.chars().count())
            .max();
        assert!(widest <= columns.parse().ok(), "{columns}: {text}");
    }
}

#[test]
fn damaged_and_packed_files_end_in_one_line() {
    let log = "time,model,input,output\n2026-06-04,m,1,1\n".repeat(50);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(log.as_bytes()).expect("memory takes it");
    let packed = [
        ("torn.csv.gz", gzip.finish().expect("memory takes it")),
        ("torn.csv.zst", zstd::encode_all(log.as_bytes(), 3).expect("it packs")),
    ];
    for (name, bytes) in packed {
        for at in 0..bytes.len().min(40) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x55;
            let output = run(&["cost", &file(name, bytes)], b"");
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(matches!(output.status.code(), Some(0 | 2)), "{at}: {error}");
            assert!(error.lines().count() <= 1, "{at}: {error}");
        }
    }
}
