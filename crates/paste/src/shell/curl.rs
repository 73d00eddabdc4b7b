//! A command of curl, or of wget.

use alloc::string::String;

use crate::shell::{script::Command, sent::Sent};

/// Options of curl that take a value which is of no interest here: above all
/// headers, in which keys are.
const WITH_VALUE: [&str; 30] = [
    "-H",
    "--header",
    "-X",
    "--request",
    "-u",
    "--user",
    "-A",
    "--user-agent",
    "-o",
    "--output",
    "-x",
    "--proxy",
    "-b",
    "--cookie",
    "-c",
    "--cookie-jar",
    "-e",
    "--referer",
    "-m",
    "--max-time",
    "-w",
    "--write-out",
    "--retry",
    "--connect-timeout",
    "--oauth2-bearer",
    "-E",
    "--cert",
    "--cacert",
    "--key",
    "-K",
];
const DATA: [&str; 8] = [
    "-d",
    "--data",
    "--data-raw",
    "--data-ascii",
    "--data-binary",
    "--json",
    "--post-data",
    "--body-data",
];
const FORM: [&str; 3] = ["-F", "--form", "--form-string"];

/// Reads a command. Headers and whatever else is of no use are not kept.
pub(crate) fn read(command: &Command) -> Sent {
    let mut sent = Sent::default();
    let mut words = command.words.iter().skip(1);
    while let Some(word) = words.next() {
        let (name, value) = option(word);
        let mut value = || value.or_else(|| words.next().map(String::as_str)).unwrap_or_default();
        if DATA.contains(&name) {
            let value = value();
            // To --data-raw an @ is no file.
            match value.strip_prefix('@').filter(|_| name != "--data-raw") {
                Some(file) => sent.add_file(file, command.input.as_ref()),
                None => sent.add_data(value.into()),
            }
        } else if name == "--post-file" || name == "--body-file" {
            sent.add_file(value(), command.input.as_ref());
        } else if FORM.contains(&name) {
            add_field(&mut sent, value(), name != "--form-string");
        } else if name == "--url" {
            sent.address(value());
        } else if WITH_VALUE.contains(&name) {
            value();
        } else if !name.starts_with('-') {
            sent.address(word);
        }
    }
    sent
}

fn add_field(sent: &mut Sent, field: &str, reads_files: bool) {
    let Some((name, value)) = field.split_once('=') else { return };
    match value.strip_prefix(['@', '<']).filter(|_| reads_files) {
        // `@name;type=audio/mpeg`.
        Some(file) => sent.files.push(file.split(';').next().unwrap_or_default().into()),
        None => sent.form.push((name.into(), value.into())),
    }
}

/// An option with the value that it holds itself: `--data=x` or `-dx`.
fn option(word: &str) -> (&str, Option<&str>) {
    if word.starts_with("--") {
        return match word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (word, None),
        };
    }
    let short = word.starts_with('-') && word.len() > 2 && word.is_char_boundary(2);
    let known = short && ["-d", "-F", "-H", "-X", "-u", "-A", "-o", "-b"].contains(&&word[..2]);
    if known { (&word[..2], Some(&word[2..])) } else { (word, None) }
}
