//! The official SDKs, unmodified, against the stand-in: chat, streams, models,
//! transcription, their own retries and their typed errors.
//!
//! `cargo xtask prove` installs them and names the interpreters in `SDK_PYTHON`
//! and `SDK_NODE_MODULES`.

use std::{env, path::Path, process::Command, sync::mpsc, thread};

use groq_calc::{Limit, Plan};
use groq_mock::Config;

/// Starts a server for the rest of the process and gives its address. Time goes
/// fifteen times as fast, and the model of the retries takes two requests a
/// minute: one comes back every two seconds.
fn server(plan: Plan) -> String {
    let (sender, receiver) = mpsc::channel();
    let config = Config {
        plan,
        speed: 15,
        limits: vec![("openai/gpt-oss-20b".into(), Limit::RPM, 2)],
        batch_seconds: 10,
        ..Config::default()
    };
    thread::spawn(move || {
        let ready = |url: &str, _: &groq_mock::Mock| sender.send(url.to_owned()).expect("awaited");
        groq_mock::run(config, 0, ready).expect("it serves");
    });
    receiver.recv().expect("it listens")
}

/// Runs a script to its end; its own words say what does not hold.
fn run(command: &mut Command, script: &str) {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("sdk").join(script);
    let output = command
        .arg(place)
        .env("GROQ_BASE_URL", server(Plan::Free))
        .env("DEVELOPER_URL", server(Plan::Developer))
        .output()
        .expect("the interpreter starts");
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(output.status.success(), "{script}:\n{text}");
    print!("{text}");
}

fn python() -> Command {
    Command::new(env::var_os("SDK_PYTHON").expect("SDK_PYTHON names a Python with both SDKs"))
}

#[test]
fn groq_for_python() {
    run(&mut python(), "groq_python.py");
}

#[test]
fn openai_for_python() {
    run(&mut python(), "openai_python.py");
}

#[test]
fn groq_for_node() {
    let modules = env::var_os("SDK_NODE_MODULES").expect("SDK_NODE_MODULES names the folder");
    run(Command::new("node").env("NODE_PATH", modules), "groq_node.mjs");
}
