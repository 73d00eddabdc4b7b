//! `groq-calc mock` as people run it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
};

/// The server, ended whatever the test comes to.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_groq-calc"));
    command.arg("mock").args(args).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[test]
fn it_says_where_it_is_and_what_it_enforces() {
    let args = ["--port", "0", "--speed", "60", "--limit", "openai/gpt-oss-20b:TPM=6k"];
    let mut server = Server(command(&args).spawn().expect("it starts"));
    let mut lines = BufReader::new(server.0.stdout.take().expect("a pipe")).lines();
    let mut line = || lines.next().expect("a line").expect("text");
    let first = line();
    let (url, rest) = first.split_once("/openai/v1 ").expect("a base URL");
    assert_eq!(
        rest.split(" as of ").next(),
        Some("plays the Groq API on the free plan"),
        "{first}"
    );
    assert!(rest.ends_with(", 60 times as fast as the clock."), "{first}");
    let mut enforced = Vec::new();
    loop {
        match line() {
            end if end.starts_with("Stop it") => break,
            other => enforced.push(other),
        }
    }
    let own = "  openai/gpt-oss-20b: RPM 30, RPD 1000, TPM 6000, TPD 200000".to_owned();
    assert!(enforced.contains(&own), "{enforced:?}");

    let address = url.strip_prefix("http://").expect("http");
    let mut stream = TcpStream::connect(address).expect("it listens");
    let request = "GET /openai/v1/models HTTP/1.1\r\nhost: x\r\nauthorization: Bearer k\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).expect("it reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("it answers");
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("\"id\":\"openai/gpt-oss-20b\""), "{answer}");
}

#[test]
fn a_port_that_is_taken_and_settings_that_cannot_be() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("it is bound").port().to_string();
    let taken =
        format!("error: port {port} on 127.0.0.1 is taken; choose another one, or 0 for any\n");
    for (args, error) in [
        (vec!["--port", &port], taken.as_str()),
        (vec!["--plan", "gold"], "error: plan is `gold`; it must be free or developer\n"),
        (vec!["--as-of", "now"], "error: as_of is `now`; it must be a date like 2026-06-04\n"),
        (
            vec!["--default-reservation", "x"],
            "error: default_reservation is `x`; it must be a whole number or `max`\n",
        ),
        (vec!["--speed", "0"], "error: speed is 0; it must be 1 or more\n"),
        (
            vec!["--limit", "m:TPM=0"],
            "error: limit is `m:TPM=0`; it must be like openai/gpt-oss-120b:TPM=300k\n",
        ),
        (vec!["--limit", "m:TPM=1"], "error: limit names `m`, which is unknown\n"),
    ] {
        let output = command(&args).output().expect("it ends");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), error);
        assert!(output.stdout.is_empty());
    }
}
