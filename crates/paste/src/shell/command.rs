//! What the commands of a text send.

use alloc::{
    collections::BTreeMap,
    string::{String, ToString},
    vec::Vec,
};

use crate::shell::{
    curl, httpie,
    script::{Command, Quotes, Script},
    sent::Sent,
};

/// Which program it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tool {
    Curl,
    Httpie,
    /// Prints a text or a file.
    Prints,
}

fn tool(words: &[&str]) -> Option<Tool> {
    let [first, rest @ ..] = words else { return None };
    let name = first.rsplit(['/', '\\']).next().unwrap_or_default();
    match name.strip_suffix(".exe").unwrap_or(name) {
        "curl" | "wget" => Some(Tool::Curl),
        // `https` may begin a sentence.
        "http" | "https" | "xh" | "xhs" => {
            let is_request = |word: &&&str| {
                word.starts_with(['-', ':'])
                    || word.contains("://")
                    || word.contains(".com/")
                    || ["POST", "GET", "PUT", "PATCH"].contains(*word)
            };
            rest.first().filter(is_request).map(|_| Tool::Httpie)
        }
        "cat" | "echo" | "printf" => Some(Tool::Prints),
        _ => None,
    }
}

/// A line without the prompt of a shell.
fn line_of(line: &str) -> &str {
    let line = line.trim_start().trim_start_matches("PS>").trim_start();
    let line = match line.strip_prefix("PS ").and_then(|line| line.split_once("> ")) {
        Some((_, command)) => command,
        None => line,
    };
    line.trim_start_matches(['$', '%', '#', '>']).trim_start()
}

fn sends(line: &str) -> bool {
    let mut words = line_of(line).split_whitespace();
    let words: Vec<&str> = words.by_ref().take(3).collect();
    let piped = || {
        line.split_once('|').is_some_and(|(_, next)| {
            let words: Vec<&str> = next.split_whitespace().take(3).collect();
            matches!(tool(&words), Some(Tool::Curl | Tool::Httpie))
        })
    };
    match tool(&words) {
        Some(Tool::Prints) => piped(),
        Some(_) => true,
        None => false,
    }
}

/// Whether a text is a command that sends a request, perhaps behind a prompt, or
/// a script with one.
pub(crate) fn is_command(text: &str) -> bool {
    let before = |line: &&str| {
        let line = line.trim();
        let is_set = line.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        });
        let starts = ["#", "export ", "set ", "setx ", "cat ", "echo ", "printf "];
        line.is_empty() || is_set || starts.iter().any(|start| line.starts_with(start))
    };
    let mut lines = text.lines();
    let Some(first) = lines.find(|line| !line.trim().is_empty()) else { return false };
    if sends(first) {
        return true;
    }
    before(&first) && (lines.any(sends) || text.contains("\n| curl"))
}

/// What all commands of a text send, and what stands behind them.
pub(crate) fn all_sent(text: &str) -> (Vec<Sent>, &str) {
    let quotes = Quotes::of(text);
    let mut script = Script::new(text);
    let (mut all, mut files) = (Vec::new(), BTreeMap::new());
    let mut printed: Option<String> = None;
    loop {
        let rest = script.rest();
        let Some(mut command) = script.next() else { return (all, "") };
        if command.is_piped && command.input.is_none() {
            command.input = printed.take();
        }
        let words: Vec<&str> = command.words.iter().map(String::as_str).collect();
        match tool(&words) {
            Some(Tool::Prints) => printed = print(&command, &mut files),
            Some(tool) => {
                let mut one = match tool {
                    Tool::Httpie => httpie::read(&command),
                    _ => curl::read(&command),
                };
                one.unknown = used(&one, &command.unknown);
                one.take_files(&files);
                if quotes == Quotes::PowerShell {
                    one.data = one.data.map(|data| unescaped(&data));
                }
                all.push(one);
            }
            // What is piped to another program is of no use.
            None if command.is_piped || all.is_empty() => {}
            None => return (all, rest),
        }
    }
}

/// The variables that the data hold.
fn used(sent: &Sent, unknown: &[String]) -> Vec<String> {
    let holds = |name: &&String| {
        let data = sent.data.as_deref().unwrap_or_default();
        data.contains(name.as_str())
            || sent.form.iter().any(|(_, value)| value.contains(name.as_str()))
    };
    unknown.iter().filter(holds).cloned().collect()
}

/// What `cat` and `echo` print; into a file where they are told to.
fn print(command: &Command, files: &mut BTreeMap<String, String>) -> Option<String> {
    let words = &command.words;
    let text = match words[0].as_str() {
        "cat" => command.input.clone(),
        _ => words.iter().skip(1).find(|word| !word.starts_with('-')).cloned(),
    };
    let into = words.iter().position(|word| word == ">").and_then(|at| words.get(at + 1));
    match (into, &text) {
        (Some(name), Some(text)) => {
            files.insert(name.clone(), text.clone());
            None
        }
        _ => text,
    }
}

/// Windows hands `\"` on as a quote.
fn unescaped(data: &str) -> String {
    if serde_json::from_str::<serde::de::IgnoredAny>(data).is_ok() {
        return data.to_string();
    }
    let mut text = String::with_capacity(data.len());
    let mut slashes = 0;
    for c in data.chars() {
        if c == '\\' {
            slashes += 1;
            continue;
        }
        let kept = if c == '"' { slashes / 2 } else { slashes };
        text.extend(core::iter::repeat_n('\\', kept));
        text.push(c);
        slashes = 0;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use groq_protocol::Endpoint;

    fn data(text: &str) -> Option<String> {
        all_sent(text).0.into_iter().find_map(|one| one.data)
    }

    #[test]
    fn reads_the_quotes_of_each_shell() {
        let body = Some("{\"a\": \"it's\"}".to_string());
        for text in [
            r#"curl -d '{"a": "it'\''s"}' https://x"#,
            r#"curl -d "{\"a\": \"it's\"}" https://x"#,
            r#"curl --json $'{"a": "it\'s"}' https://x"#,
            "curl https://x \\\n  --data-raw=\"{\\\"a\\\": \\\"it's\\\"}\"",
            "curl https://x ^\r\n  -d \"{\\\"a\\\": \\\"it's\\\"}\"",
            "curl ^\"https://x^\" ^\n  --data-raw ^\"^{^\\^\"a^\\^\": ^\\^\"it's^\\^\"^}^\"",
            "curl.exe https://x `\n  -d '{\\\"a\\\": \\\"it''s\\\"}'",
            "curl.exe https://x `\n  -d \"{`\"a`\": `\"it's`\"}\"",
            "curl https://x -d @- <<'EOF'\n{\"a\": \"it's\"}\nEOF",
            "curl https://x -d \"$(cat <<EOF\n{\"a\": \"it's\"}\nEOF\n)\"",
            "BODY=\"{\\\"a\\\": \\\"it's\\\"}\"\ncurl https://x -d \"$BODY\"",
            "echo \"{\\\"a\\\": \\\"it's\\\"}\" | curl -d @- https://x",
            "cat > b.json <<EOF\n{\"a\": \"it's\"}\nEOF\ncurl https://x -d @b.json",
            "curl https://x -d @- <<< \"{\\\"a\\\": \\\"it's\\\"}\"",
        ] {
            assert_eq!(data(text), body, "{text}");
        }
        assert_eq!(data("curl https://x ^\r\n -d{}"), Some("{}".into()));
        assert_eq!(data("curl -d a -d b"), Some("a&b".into()));
        assert_eq!(data("curl --data-raw @a"), Some("@a".into()));
        assert_eq!(data("curl x | jq -d y"), None);
        assert_eq!(data(r"curl -d $'\u00e9\ud83d\ude00\x21'"), Some("é😀!".into()));
    }

    #[test]
    fn what_stands_behind_a_command_is_left() {
        let (all, rest) = all_sent("$ curl x -d '{}'\n{\"id\": 1}\n");
        assert_eq!((all.len(), rest.trim()), (1, "{\"id\": 1}"));
        let (all, rest) = all_sent("curl x -d a\ncurl y -d b | jq .\n");
        assert_eq!((all.len(), rest), (2, ""));
    }

    #[test]
    fn names_the_files_that_it_cannot_read() {
        let (all, _) = all_sent(
            "curl https://api.groq.com/openai/v1/audio/transcriptions -F file=@\"a b.mp3\" -F model=whisper-large-v3 -d @body.json",
        );
        assert_eq!(all[0].files, ["a b.mp3", "body.json"]);
        assert_eq!(all[0].form, [("model".into(), "whisper-large-v3".into())]);
        assert_eq!(all[0].audio, Some(Endpoint::Audio));
    }

    #[test]
    fn headers_are_not_kept() {
        for command in [
            "curl -H 'Authorization: Bearer gsk_1' -u me:gsk_1 -d '{}' https://x?key=gsk_1",
            "curl \"-HAuthorization: Bearer gsk_1\" --header=gsk_1 --oauth2-bearer gsk_1 -d '{}'",
            "http POST https://x Authorization:'Bearer gsk_1' key==gsk_1 a:=1 -a me:gsk_1",
        ] {
            let kept = format!("{:?}", all_sent(command).0);
            assert!(kept.contains('{') && !kept.contains("gsk_"), "{kept}");
        }
    }

    #[test]
    fn variables_without_a_value_are_named() {
        let (all, _) = all_sent("curl x -H \"A: $KEY\" -d \"{\\\"content\\\": \\\"$PROMPT\\\"}\"");
        assert_eq!(all[0].unknown, ["$PROMPT"]);
    }

    #[test]
    fn tells_a_command_from_text() {
        for text in [
            "$ curl x",
            "/usr/bin/curl x",
            "curl",
            "http POST https://x a=b",
            "# a test\nexport A=b\ncurl x",
            "PS C:\\> curl.exe x",
        ] {
            assert!(is_command(text), "{text}");
        }
        for text in ["curly hair", "use curl", "https is safe", "http is not", "# Title\n\ncurling"]
        {
            assert!(!is_command(text), "{text}");
        }
    }
}
