//! The server for coding agents, driven by the official Python client.
//!
//! `cargo xtask test` installs the client and names its Python in `MCP_PYTHON`.

#[path = "../command.rs"]
mod command;

use std::{env, fs, path::Path, process::Command};

use command::groq_calc;

#[test]
fn by_the_official_client() {
    let python = env::var_os("MCP_PYTHON").expect("MCP_PYTHON names a Python with the client");
    let command = groq_calc();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mcp");
    let allowed = folder.join("logs");
    fs::create_dir_all(&allowed).expect("it can be made");
    let (log, outside) = (allowed.join("log.csv"), folder.join("outside.csv"));
    for path in [&log, &outside] {
        fs::write(path, "t_us,input,cached,output\n0,100,0,10\n1,100,0,10\n").expect("written");
    }
    let link = allowed.join("link.csv");
    fs::remove_file(&link).ok();
    std::os::unix::fs::symlink(&outside, &link).expect("a link can be made");
    let output = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("mcp/client.py"))
        .args([&command, &allowed, &log, &outside])
        .output()
        .expect("Python starts");
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{text}");
}
