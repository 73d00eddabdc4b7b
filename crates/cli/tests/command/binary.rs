//! The command as a process.

use std::{
    fs,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

/// The command with arguments, ready to be run.
pub(crate) fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groq-calc"));
    command.args(args);
    command
}

/// Runs it with something on standard input.
pub(crate) fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = command(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    // The answer may come before all of it is read.
    let writer = std::thread::spawn(move || pipe.write_all(&input).ok());
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("it does not panic");
    output
}

/// What it prints, where it ends with a code.
#[track_caller]
pub(crate) fn text(args: &[&str], code: i32) -> String {
    let output = run(args, b"");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{error}");
    String::from_utf8(output.stdout).expect("text")
}

/// What it prints as JSON, where it ends with a code.
#[track_caller]
pub(crate) fn json(args: &[&str], code: i32) -> Value {
    serde_json::from_str(&text(args, code)).expect("it prints JSON")
}

/// It refuses with one line that has these words.
#[track_caller]
pub(crate) fn refused(args: &[&str], words: &[&str]) {
    refused_with(args, b"", words);
}

/// The same with something on standard input.
#[track_caller]
pub(crate) fn refused_with(args: &[&str], input: &[u8], words: &[&str]) {
    let output = run(args, input);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(output.stdout.is_empty(), "nothing is answered");
    assert!(error.starts_with("error: ") && error.lines().count() == 1, "one line: {error}");
    for word in words {
        assert!(error.contains(word), "{word:?} is not in: {error}");
    }
}

/// A file for a test; others that write the same meanwhile find it whole.
pub(crate) fn file(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let new = path.with_extension(format!("{:?}", std::thread::current().id()));
    fs::write(&new, bytes).expect("it can be written");
    fs::rename(&new, &path).expect("it can be renamed");
    path.to_str().expect("a plain name").to_owned()
}
