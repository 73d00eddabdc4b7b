//! Requests and answers as they go over the wire, and what `curl -i` and
//! `curl -v` print of them.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};

use groq_protocol::Endpoint;

use crate::entry::endpoint;

/// A message without its headers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Message {
    /// The status of an answer.
    pub(crate) status: Option<u16>,
    /// The address of audio to which it goes.
    pub(crate) audio: Option<Endpoint>,
    pub(crate) body: String,
    /// The fields of a form, without files.
    pub(crate) form: Vec<(String, String)>,
}

/// The first line of a message: whether it is one, and its status.
fn start(line: &str) -> Option<Message> {
    let mut words = line.split_whitespace();
    let first = words.next()?;
    let status = |words: &mut core::str::SplitWhitespace<'_>| words.next()?.parse::<u16>().ok();
    if first.starts_with("HTTP/") {
        let status = status(&mut words).filter(|status| (100..600).contains(status))?;
        return Some(Message { status: Some(status), ..Message::default() });
    }
    let address = words.next()?;
    let is_request = ["POST", "GET", "PUT", "PATCH", "DELETE"].contains(&first)
        && (address.starts_with('/') || address.contains("://"))
        && words.next().is_none_or(|version| version.starts_with("HTTP/"));
    let audio = Some(endpoint(address)).filter(|to| *to != Endpoint::Chat);
    is_request.then(|| Message { audio, ..Message::default() })
}

/// Whether a text is such a message.
pub(crate) fn is_message(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    start(first.trim()).is_some() || is_verbose(text)
}

/// Whether curl tells what it does.
fn is_verbose(text: &str) -> bool {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let begins = first.starts_with("* ") || first.starts_with("> ") || first.starts_with("< ");
    let meter = first.trim_start().starts_with("% Total");
    (begins || meter) && text.lines().any(|line| line.starts_with("< HTTP/"))
}

/// The messages of a text; what curl tells beside them, and all headers, are left
/// out.
pub(crate) fn messages(text: &str) -> Vec<Message> {
    if is_verbose(text) {
        return verbose(text);
    }
    let mut all: Vec<Message> = Vec::new();
    let mut in_headers = false;
    let mut chunked = false;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end_matches(['\n', '\r']);
        if let Some(message) = start(plain.trim_start()) {
            all.push(message);
            (in_headers, chunked) = (true, false);
        } else if let Some(message) = all.last_mut() {
            if in_headers {
                let header = plain.to_ascii_lowercase();
                chunked |= header.starts_with("transfer-encoding:") && header.contains("chunked");
                in_headers = !plain.trim().is_empty();
            } else if !(chunked && is_length(plain)) {
                message.body.push_str(line);
            }
        }
    }
    all.iter_mut().for_each(Message::read_form);
    all
}

/// The length of a chunk, which stands in a line of its own.
fn is_length(line: &str) -> bool {
    let line = line.trim();
    (1..=8).contains(&line.len()) && line.chars().all(|c| c.is_ascii_hexdigit())
}

fn verbose(text: &str) -> Vec<Message> {
    let mut message = Message::default();
    let aside = ["* ", "> ", "{ [", "} [", "*", ">"];
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end();
        if let Some(header) =
            plain.strip_prefix('<').filter(|rest| rest.is_empty() || rest.starts_with(' '))
        {
            if let Some(first) = start(header.trim()) {
                message.status = first.status;
            }
        } else if let Some(header) = plain.strip_prefix("> ") {
            message.audio = message.audio.or(start(header).and_then(|first| first.audio));
        } else if aside.iter().any(|sign| match sign.len() {
            1 => plain == *sign,
            _ => plain.starts_with(sign),
        }) || is_meter(plain)
        {
            // Of no use.
        } else {
            message.body.push_str(line);
        }
    }
    [message].into()
}

/// Lines of curl's progress.
fn is_meter(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("% Total")
        || line.starts_with("Dload")
        || (line.contains("--:--:--") && line.starts_with(|c: char| c.is_ascii_digit()))
}

impl Message {
    /// The parts of a form that have a name and no file.
    fn read_form(&mut self) {
        const PART: &str = "Content-Disposition: form-data;";
        for part in self.body.split(PART).skip(1) {
            let (head, rest) = part.split_once('\n').unwrap_or((part, ""));
            let name = head.split("name=\"").nth(1).and_then(|name| name.split('"').next());
            let value = rest.trim_start_matches(['\r', '\n']).lines().next();
            if let (Some(name), Some(value), false) = (name, value, head.contains("filename")) {
                self.form.push((name.to_string(), value.trim().to_string()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_left_out() {
        let text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\na: gsk_1\r\ntransfer-encoding: chunked\r\n\r\n4\r\n{}\r\n0\r\n\r\n";
        let all = messages(text);
        assert_eq!(all.len(), 2);
        assert_eq!((all[1].status, all[1].body.trim()), (Some(200), "{}"));
        let form = "POST /openai/v1/audio/transcriptions HTTP/1.1\nauthorization: Bearer gsk_1\n\n--x\nContent-Disposition: form-data; name=\"model\"\n\nwhisper-large-v3\n--x\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\n\n…\n--x--";
        let [one] = messages(form).try_into().expect("one");
        assert_eq!(one.audio, Some(Endpoint::Audio));
        assert_eq!(one.form, [("model".into(), "whisper-large-v3".into())]);
    }

    #[test]
    fn what_curl_tells_is_left_out() {
        let text = "  % Total    % Received\n  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0* Trying\n* Connected\n> POST /x HTTP/2\n> authorization: Bearer gsk_1\n>\n} [120 bytes data]\n< HTTP/2 429 \n< retry-after: 2\n<\n{ [5 bytes data]\n{\"a\":1}\n* Connection #0 left intact";
        let [one] = messages(text).try_into().expect("one");
        assert_eq!((one.status, one.body.trim()), (Some(429), "{\"a\":1}"));
    }

    #[test]
    fn tells_a_message_from_text() {
        assert!(is_message("POST /v1/x HTTP/1.1\n\n") && is_message("HTTP/2 200\n\n{}"));
        assert!(!is_message("POST office") && !is_message("GET /tmp now please"));
    }
}
