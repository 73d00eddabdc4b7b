//! `groq-calc guard` in front of `groq-calc mock`, as programs use it.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
};

use serde_json::{Value, json};

const MODEL: &str = "openai/gpt-oss-20b";
/// The rule by which the whole reserve counts.
const RESERVED: [&str; 2] = ["--admission", "reserved"];
const KEY: &str = "gsk_0123456789abcdefSECRET";

/// A server of the command's, ended whatever the test comes to.
struct Server {
    process: Child,
    address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn start(args: &[&str]) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groq-calc"));
    let command = command.args(args).args(["--port", "0"]).stdout(Stdio::piped());
    let mut process = command.spawn().expect("it starts");
    let mut first = String::new();
    let mut lines = BufReader::new(process.stdout.take().expect("a pipe"));
    lines.read_line(&mut first).expect("it says where it is");
    let (url, _) = first.split_once("/openai/v1").expect("a base URL");
    let address = url.strip_prefix("http://").expect("http").to_owned();
    // The rest is read, so that it can be written.
    thread::spawn(move || lines.lines().for_each(drop));
    Server { process, address }
}

/// A stand-in, and a guard before it; both sixty times as fast as the clock.
fn guarded(mock: &[&str], guard: &[&str]) -> (Server, Server) {
    let mock =
        start(&[&["mock", "--speed", "60", "--limit", "openai/gpt-oss-20b:TPD=2m"], mock].concat());
    let upstream = format!("http://{}", mock.address);
    let args = ["guard", "--speed", "60", "--upstream", &upstream];
    let own = ["--limit", "openai/gpt-oss-20b:TPD=2m"];
    (start(&[&args[..], &own, guard].concat()), mock)
}

/// The status, the head and the body of an answer.
fn send(
    server: &Server,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(&server.address).expect("it listens");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n",
        body.len()
    );
    stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body.as_bytes()))
        .expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
    let head = String::from_utf8(answer[..end].to_vec()).expect("text").to_lowercase();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status");
    let body = answer.split_off(end);
    let body = if head.contains("transfer-encoding: chunked") { unchunked(&body) } else { body };
    (status, head, body)
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).expect("a size");
        let size = usize::from_str_radix(size, 16).expect("a size");
        whole.extend_from_slice(&rest[end + 2..end + 2 + size]);
        rest = &rest[end + 4 + size..];
    }
    whole
}

fn chat(server: &Server, headers: &str, fields: &Value) -> (u16, String, Value) {
    let (status, head, body) =
        send(server, "POST", "/openai/v1/chat/completions", headers, &request(fields));
    (status, head, serde_json::from_slice(&body).unwrap_or_default())
}

fn request(fields: &Value) -> String {
    let mut body = json!({"model": MODEL, "messages": [{"role": "user", "content": "Hello there"}],
        "max_completion_tokens": 200});
    for (name, value) in fields.as_object().expect("fields") {
        body[name] = value.clone();
    }
    body.to_string()
}

fn get(server: &Server, path: &str) -> Value {
    serde_json::from_slice(&send(server, "GET", path, "", "").2).expect("JSON")
}

/// The statuses of all chat completions that the stand-in has seen.
fn seen(mock: &Server) -> Vec<u64> {
    let log = get(mock, "/mock/log");
    let entries = log.as_array().or_else(|| log["requests"].as_array()).expect("a log");
    let chats = entries.iter().filter(|entry| entry["path"] == "/openai/v1/chat/completions");
    chats.map(|entry| entry["status"].as_u64().expect("a status")).collect()
}

fn fresh(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("groq-guard-{}-{name}", std::process::id()));
    fs::remove_file(&path).ok();
    path
}

#[test]
fn a_burst_waits_in_line_and_meets_no_limit() {
    for admission in ["reserved", "expected"] {
        let rule = ["--admission", admission];
        let (guard, mock) = guarded(&rule, &rule);
        // The first request makes both load their vocabulary, which takes longer
        // than any network.
        assert_eq!(chat(&guard, "", &json!({})).0, 200);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..8 {
                        assert_eq!(chat(&guard, "", &json!({})).0, 200);
                    }
                });
            }
        });
        let seen = seen(&mock);
        assert_eq!((seen.len(), seen.iter().all(|status| *status == 200)), (65, true), "{seen:?}");
        let metrics = String::from_utf8(send(&guard, "GET", "/metrics", "", "").2).expect("text");
        let answered =
            format!("groq_guard_requests_total{{model=\"{MODEL}\",outcome=\"answered\"}} 65\n");
        assert!(metrics.contains(&answered), "{metrics}");
        let status = get(&guard, "/status");
        assert_eq!(status["models"][MODEL]["in_flight"], 0);
        assert_eq!(
            status["models"][MODEL]["limits"][1]["left"].as_u64().expect("a count") / 10,
            93
        );
    }
}

#[test]
fn a_stream_goes_through_as_it_is_and_is_settled_by_its_last_chunk() {
    let (guard, mock) = guarded(&[], &[]);
    let body = request(&json!({"stream": true, "max_completion_tokens": 5000}));
    let direct = send(
        &mock,
        "POST",
        "/openai/v1/chat/completions",
        "x-mock-completion-tokens: 90\r\n",
        &body,
    );
    let through = send(
        &guard,
        "POST",
        "/openai/v1/chat/completions",
        "x-mock-completion-tokens: 90\r\n",
        &body,
    );
    assert_eq!((direct.0, through.0), (200, 200));
    // Ids and times differ from request to request.
    let plain = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        let digits = |c: char| if c.is_ascii_digit() { '0' } else { c };
        text.chars().map(digits).collect::<String>()
    };
    assert_eq!(plain(&through.2), plain(&direct.2));
    assert!(through.2.ends_with(b"data: [DONE]\n\n"));
    let limits = get(&guard, "/status")["models"][MODEL]["limits"].clone();
    let daily = limits.as_array().expect("limits").iter().find(|limit| limit["limit"] == "TPD");
    let left = daily.expect("a day's tokens")["left"].as_u64().expect("a count");
    assert!(
        (1_999_000..2_000_000).contains(&left),
        "{left}: 90 and a prompt are counted, not 5,000"
    );
}

#[test]
fn the_key_goes_through_and_is_kept_nowhere() {
    let (log, store) = (fresh("log.jsonl"), fresh("store.json"));
    let (log_arg, store_arg) = (log.display().to_string(), store.display().to_string());
    let (guard, _mock) = guarded(
        &["--key", KEY, "--admission", "reserved"],
        &["--log", &log_arg, "--store", &store_arg, "--admission", "reserved"],
    );
    for _ in 0..3 {
        assert_eq!(chat(&guard, "", &json!({})).0, 200, "the stand-in takes no other key");
    }
    assert_eq!(chat(&guard, "", &json!({"max_completion_tokens": 60_000})).0, 413);
    let metrics = send(&guard, "GET", "/metrics", "", "").2;
    let status = send(&guard, "GET", "/status", "", "").2;
    drop(guard);
    for kept in
        [fs::read(&log).expect("a log"), fs::read(&store).expect("a store"), metrics, status]
    {
        let kept = String::from_utf8(kept).expect("text");
        assert!(!kept.contains("SECRET") && !kept.contains("Hello there"), "{kept}");
    }
    // What cost and replay read of it.
    let run = |args: &[&str]| {
        let output = crate::binary::run(args, b"");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
    };
    let cost = run(&["cost", &log_arg, "--json"]);
    assert_eq!(cost["total"]["rows"], 3, "{cost}");
    let replay = run(&["replay", &log_arg, "--model", MODEL, "--plan", "free", "--sort", "--json"]);
    assert_eq!(replay["requests"], 3, "{replay}");
}

#[test]
fn what_never_passes_is_refused_or_fitted() {
    let (guard, mock) = guarded(&RESERVED, &RESERVED);
    let (status, head, body) = chat(&guard, "", &json!({"max_completion_tokens": 9000}));
    assert_eq!((status, body["error"]["code"].as_str()), (413, Some("request_above_limit")));
    let message = body["error"]["message"].as_str().expect("a sentence");
    assert!(message.contains("of the TPM of 8000") && message.contains("too many"), "{message}");
    assert!(head.contains("x-should-retry: false"), "{head}");
    assert!(seen(&mock).is_empty());
    let (guard, mock) = guarded(&RESERVED, &[&RESERVED[..], &["--fit"]].concat());
    let (status, head, _) = chat(&guard, "", &json!({"max_completion_tokens": 9000}));
    assert_eq!((status, seen(&mock)), (200, vec![200]));
    assert!(head.contains("x-groq-calc-fit: 7"), "{head}");
}

#[test]
fn the_budget_is_not_passed() {
    let developer = ["--plan", "developer"];
    let (guard, mock) = guarded(&developer, &["--plan", "developer", "--budget", "0.0003"]);
    let mut answers = Vec::new();
    for _ in 0..40 {
        let (status, _, body) = chat(&guard, "x-mock-completion-tokens: 200\r\n", &json!({}));
        answers.push(status);
        if status != 200 {
            assert_eq!(body["error"]["code"], "budget_reached");
            break;
        }
    }
    assert_eq!(answers.last(), Some(&402), "{answers:?}");
    let spent = get(&guard, "/status")["budget"]["spent_usd"].as_str().expect("dollars").to_owned();
    assert!(spent.parse::<f64>().expect("a number") <= 0.0003, "{spent}");
    assert_eq!(seen(&mock).len(), answers.len() - 1);
}

#[test]
fn a_limit_that_the_guard_does_not_know_of_is_waited_for() {
    // The account is on a smaller plan than was said.
    let (guard, mock) = guarded(&["--limit", "openai/gpt-oss-20b:TPM=500"], &[]);
    for _ in 0..4 {
        assert_eq!(chat(&guard, "", &json!({})).0, 200);
    }
    let refused = seen(&mock).into_iter().filter(|status| *status == 429).count();
    assert!(refused <= 1, "its headers say so");
    let limits = get(&guard, "/status")["models"][MODEL]["limits"].clone();
    let minute = limits.as_array().expect("limits").iter().find(|limit| limit["limit"] == "TPM");
    assert_eq!(minute.expect("a minute's tokens")["cap"], 500);
}

#[test]
fn other_requests_go_through() {
    let (guard, _mock) = guarded(&[], &[]);
    let models = get(&guard, "/openai/v1/models");
    assert_eq!(models["object"], "list");
    let (status, _, body) = chat(&guard, "", &json!({"model": "no/such-model"}));
    assert_eq!((status, body["error"]["code"].as_str()), (404, Some("model_not_found")));
    let unreachable = start(&["guard", "--upstream", "http://127.0.0.1:9"]);
    let (status, _, body) = chat(&unreachable, "", &json!({}));
    assert_eq!((status, body["error"]["code"].as_str()), (502, Some("no_answer")));
}

#[test]
fn settings_that_cannot_be_are_errors() {
    for (args, words) in [
        (["--plan", "gold"], "plan is `gold`"),
        (["--budget", "-1"], "budget is `-1`"),
        (["--upstream", "groq"], "upstream is `groq`"),
        (["--tenant-header", "a b"], "tenant_header is `a b`"),
        (["--limit", "m:TPM=0"], "limit is `m:TPM=0`"),
        (["--speed", "0"], "speed is 0"),
        (["--store", "redis://127.0.0.1:9/"], "Redis can't be used"),
        (["--fallback", "limits.json"], "it goes with a store in Redis"),
    ] {
        let args = args.map(|arg| if arg == "-1" { "--budget=-1" } else { arg });
        let args: Vec<_> = match args[1] {
            "--budget=-1" => vec!["guard", "--port", "0", args[1]],
            _ => vec!["guard", "--port", "0", args[0], args[1]],
        };
        let output = crate::binary::run(&args, b"");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(error.contains(words), "{args:?}: {error}");
    }
}

#[test]
fn where_redis_is_gone_a_file_keeps_what_is_used_if_that_is_asked_for() {
    let file = fresh("fallback.json");
    let name = file.display().to_string();
    let options = ["--store", "redis://127.0.0.1:9/", "--fallback", &name];
    let (guard, mock) = guarded(&RESERVED, &[&RESERVED[..], &options].concat());
    for _ in 0..3 {
        assert_eq!(chat(&guard, "", &json!({})).0, 200);
    }
    assert_eq!(seen(&mock), [200; 3]);
    let limits = get(&guard, "/status")["models"][MODEL]["limits"].clone();
    let daily = limits.as_array().expect("limits").iter().find(|limit| limit["limit"] == "RPD");
    let left = daily.expect("a day's requests")["left"].as_u64().expect("a count");
    assert!((997..1000).contains(&left), "{left}");
    assert!(fs::read_to_string(&file).expect("a file").contains(MODEL));
}
