//! A command of a shell, as far as `curl` needs it.

use alloc::{string::String, vec::Vec};

use groq_protocol::Endpoint;

/// What a curl command sends.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Curl {
    /// The data, several joined by `&`.
    pub(crate) data: Option<String>,
    /// The fields of a form.
    pub(crate) form: Vec<(String, String)>,
    /// Files that it reads, which nothing here can.
    pub(crate) files: Vec<String>,
    /// Whether it goes to an address of audio.
    pub(crate) audio: bool,
    /// Whether to that of translations.
    translation: bool,
}

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
const DATA: [&str; 5] = ["-d", "--data", "--data-raw", "--data-ascii", "--data-binary"];
const FORM: [&str; 3] = ["-F", "--form", "--form-string"];

/// Whether a text is a curl command, perhaps behind a prompt.
pub(crate) fn is_curl(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['$', '%', '#', '>']).trim_start();
    let first = text.split_whitespace().next().unwrap_or_default();
    first == "curl" || first == "curl.exe" || first.ends_with("/curl")
}

impl Curl {
    /// Reads a command. Headers and whatever else is of no use are not kept.
    pub(crate) fn read(text: &str) -> Self {
        let mut curl = Self::default();
        let mut words = words(text).into_iter();
        while let Some(word) = words.next() {
            let (name, value) = option(&word);
            let mut value = || value.map(String::from).or_else(|| words.next()).unwrap_or_default();
            if DATA.contains(&name) {
                // To --data-raw an @ is no file.
                curl.add_data(value(), name != "--data-raw");
            } else if name == "--json" {
                curl.add_data(value(), true);
            } else if FORM.contains(&name) {
                curl.add_field(&value(), name != "--form-string");
            } else if name == "--url" {
                curl.address(&value());
            } else if WITH_VALUE.contains(&name) {
                value();
            } else if !name.starts_with('-') {
                curl.address(&word);
            }
        }
        curl
    }

    fn address(&mut self, url: &str) {
        self.translation |= url.contains("/audio/translations");
        self.audio |= url.contains("/audio/transcriptions") || url.contains("/audio/translations");
    }

    /// Where a form goes.
    pub(crate) const fn endpoint(&self) -> Endpoint {
        if self.translation { Endpoint::Translation } else { Endpoint::Audio }
    }

    fn add_data(&mut self, value: String, reads_files: bool) {
        match value.strip_prefix('@').filter(|_| reads_files) {
            Some(name) => self.files.push(name.into()),
            None => match &mut self.data {
                Some(data) => {
                    data.push('&');
                    data.push_str(&value);
                }
                None => self.data = Some(value),
            },
        }
    }

    fn add_field(&mut self, field: &str, reads_files: bool) {
        let Some((name, value)) = field.split_once('=') else { return };
        match value.strip_prefix(['@', '<']).filter(|_| reads_files) {
            // `@name;type=audio/mpeg`.
            Some(file) => {
                self.files.push(file.split(';').next().unwrap_or_default().into());
            }
            None => self.form.push((name.into(), value.into())),
        }
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

/// The words of the first command: quotes of `sh`, `$'…'`, lines that go on
/// behind `\`, behind `^` as in cmd.exe or behind a backtick as in PowerShell.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' | '^' | '`' if matches!(characters.peek(), Some('\n' | '\r')) => {
                characters.next_if_eq(&'\r');
                characters.next_if_eq(&'\n');
            }
            '\\' => word.get_or_insert_default().extend(characters.next()),
            '\'' => {
                let word = word.get_or_insert_default();
                word.extend(characters.by_ref().take_while(|character| *character != '\''));
            }
            '$' if characters.peek() == Some(&'\'') => {
                characters.next();
                escaped(&mut characters, word.get_or_insert_default());
            }
            '"' => {
                let word = word.get_or_insert_default();
                while let Some(character) = characters.next() {
                    match character {
                        '"' => break,
                        '\\' => match characters.next() {
                            Some(next @ ('"' | '\\' | '$' | '`')) => word.push(next),
                            Some('\n') | None => {}
                            Some(next) => word.extend(['\\', next]),
                        },
                        _ => word.push(character),
                    }
                }
            }
            ';' | '|' | '\n' => {
                words.extend(word.take());
                // What is piped to another program is not curl's.
                if !words.is_empty() {
                    break;
                }
            }
            _ if character.is_whitespace() => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    words
}

/// Reads up to the end of `$'…'`, which browsers write for a copied request.
fn escaped(characters: &mut impl Iterator<Item = char>, word: &mut String) {
    while let Some(character) = characters.next() {
        match character {
            '\'' => return,
            '\\' => match characters.next() {
                Some('n') => word.push('\n'),
                Some('r') => word.push('\r'),
                Some('t') => word.push('\t'),
                Some('u') => {
                    let digits: String = characters.by_ref().take(4).collect();
                    let code = u32::from_str_radix(&digits, 16).ok();
                    word.push(code.and_then(char::from_u32).unwrap_or('\u{fffd}'));
                }
                Some(other) => word.push(other),
                None => return,
            },
            _ => word.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_quotes_of_each_shell() {
        let read = |text| Curl::read(text).data;
        let body = Some("{\"a\": \"it's\"}".into());
        assert_eq!(read(r#"curl -d '{"a": "it'\''s"}' https://x"#), body);
        assert_eq!(read(r#"curl -d "{\"a\": \"it's\"}" https://x"#), body);
        assert_eq!(read(r#"curl --json $'{"a": "it\'s"}' https://x"#), body);
        assert_eq!(read("curl https://x \\\n  --data-raw=\"{\\\"a\\\": \\\"it's\\\"}\""), body);
        assert_eq!(read("curl https://x ^\r\n -d{}"), Some("{}".into()));
        assert_eq!(read("curl -d a -d b"), Some("a&b".into()));
        assert_eq!(read("curl --data-raw @a"), Some("@a".into()));
        assert_eq!(read("curl x | jq -d y"), None);
    }

    #[test]
    fn names_the_files_that_it_cannot_read() {
        let curl = Curl::read(
            "curl https://api.groq.com/openai/v1/audio/transcriptions -F file=@\"a b.mp3\" -F model=whisper-large-v3 -d @body.json",
        );
        assert_eq!(curl.files, ["a b.mp3", "body.json"]);
        assert_eq!(curl.form, [("model".into(), "whisper-large-v3".into())]);
        assert!(curl.audio);
    }

    #[test]
    fn headers_are_not_kept() {
        for command in [
            "curl -H 'Authorization: Bearer gsk_1' -u me:gsk_1 -d '{}' https://x?key=gsk_1",
            "curl \"-HAuthorization: Bearer gsk_1\" --header=gsk_1 --oauth2-bearer gsk_1 -d '{}'",
        ] {
            let kept = alloc::format!("{:?}", Curl::read(command));
            assert!(kept.contains("{}") && !kept.contains("gsk_"), "{kept}");
        }
    }

    #[test]
    fn tells_a_curl_command_from_text() {
        assert!(is_curl("$ curl x") && is_curl("/usr/bin/curl x") && is_curl("curl"));
        assert!(!is_curl("curly hair") && !is_curl("use curl"));
    }
}
