//! Running a case: by the command, over the Model Context Protocol, or by a
//! request to the stand-in.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use serde_json::{Value, json};

use super::case::{Call, Case, Send};

/// What came out.
pub(crate) struct Outcome {
    pub(crate) exit: Option<i32>,
    pub(crate) status: Option<u16>,
    /// Standard output and standard error, or the body of an answer.
    pub(crate) text: String,
    /// Standard output or the body, where it is JSON.
    pub(crate) json: Option<Value>,
}

impl Outcome {
    /// The start of it, for a message.
    pub(crate) fn shown(&self) -> String {
        let text: String = self.text.chars().take(600).collect();
        format!("exit {:?}, status {:?}: {}", self.exit, self.status, text.replace('\n', "\n    "))
    }
}

/// Runs a case of a folder by the command; `index` keeps files that are made apart.
pub(crate) fn run(command: &Path, case: &Case, folder: &Path, index: usize) -> Outcome {
    let kind = folder.file_name().expect("a name");
    let place = if folder.starts_with(env!("CARGO_MANIFEST_DIR")) { "own" } else { "shared" };
    let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases").join(kind).join(place);
    let path = case.path(folder, &made.join(index.to_string()));
    let port = free_port();
    let words = case.run.split_whitespace();
    let args: Vec<_> =
        words.map(|word| word.replace("{file}", &path).replace("{port}", &port)).collect();
    let mut command = Command::new(command);
    command.current_dir(folder).args(&args);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the command starts");
    match (&case.call, &case.send) {
        (Some(call), _) => called(child, call),
        (None, Some(send)) => sent(child, send, &port),
        (None, None) => finished(child, &[]),
    }
}

fn free_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port().to_string()
}

fn finished(mut child: Child, input: &[u8]) -> Outcome {
    // A command that reads nothing may be gone already.
    child.stdin.take().expect("a pipe").write_all(input).ok();
    let output = child.wait_with_output().expect("it ends");
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    let json = serde_json::from_str(&stdout).ok();
    let text = stdout + &String::from_utf8_lossy(&output.stderr);
    Outcome { exit: output.status.code(), status: None, text, json }
}

fn called(child: Child, call: &Call) -> Outcome {
    let hello = json!({
        "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": { "name": "cases", "version": "0" },
    });
    let params = json!({ "name": call.tool, "arguments": call.arguments });
    let input = [
        json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello }),
        json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
        json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params }),
    ];
    let input: String = input.iter().map(|line| format!("{line}\n")).collect();
    let whole = finished(child, input.as_bytes());
    let answer = whole.text.lines().find_map(|line| {
        let answer: Value = serde_json::from_str(line).ok()?;
        (answer["id"] == 1).then_some(answer)
    });
    let text = answer.as_ref().and_then(|answer| answer["result"]["content"][0]["text"].as_str());
    let text = text.map_or_else(|| whole.text.clone(), str::to_owned);
    Outcome { json: serde_json::from_str(&text).ok(), text, ..whole }
}

fn sent(mut child: Child, send: &Send, port: &str) -> Outcome {
    let answer = exchange(send, port);
    child.kill().ok();
    child.wait().ok();
    let text = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
    Outcome { exit: None, status, json: serde_json::from_str(body).ok(), text: body.to_owned() }
}

fn exchange(send: &Send, port: &str) -> Vec<u8> {
    let mut stream = (0..200)
        .find_map(|_| {
            let stream = TcpStream::connect(format!("127.0.0.1:{port}")).ok();
            if stream.is_none() {
                thread::sleep(Duration::from_millis(50));
            }
            stream
        })
        .expect("the stand-in listens");
    let body = send.body.to_string();
    let request = format!(
        "{} {} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        send.method,
        send.path,
        body.len(),
    );
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    answer
}
