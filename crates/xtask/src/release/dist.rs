use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    process::{cargo, output, run},
    setup::tools,
};

const MUSL: &str = "x86_64-unknown-linux-musl";

/// Builds the command as one stripped file that needs no library of the machine
/// it runs on, with its manual page and completions, into `target/dist-files`.
pub(crate) fn build(root: &Path) -> Result<()> {
    let host = output(Command::new("rustc").arg("-vV"))
        .and_then(|text| {
            Some(text.lines().find_map(|line| line.strip_prefix("host: "))?.to_owned())
        })
        .context("rustc is missing")?;
    let target = if host == "x86_64-unknown-linux-gnu" { musl().unwrap_or(host) } else { host };
    let args = [
        "build",
        "--package",
        "groq-calc-cli",
        "--profile",
        "dist",
        "--locked",
        "--target",
        &target,
    ];
    let mut command = cargo(&args);
    if target != MUSL {
        // What is linked by default asks for the C library of this very machine.
        command.env("RUSTFLAGS", "-Ctarget-feature=+crt-static");
    }
    run(command.current_dir(root))?;
    let name = if target.contains("windows") { "groq-calc.exe" } else { "groq-calc" };
    let built = root.join("target").join(&target).join("dist").join(name);
    let folder = root.join("target/dist-files");
    fs::create_dir_all(&folder)?;
    let binary = folder.join(name);
    fs::copy(&built, &binary).with_context(|| format!("{} is not there", built.display()))?;
    beside(&binary, &folder, "groq-calc.1", &["man"])?;
    for (shell, name) in
        [("bash", "groq-calc.bash"), ("zsh", "_groq-calc"), ("fish", "groq-calc.fish")]
    {
        beside(&binary, &folder, name, &["completions", shell])?;
    }
    check(&binary, &target)?;
    println!("{}: {} bytes, for {target}", binary.display(), fs::metadata(&binary)?.len());
    Ok(())
}

/// What the command writes of itself.
fn beside(binary: &Path, folder: &Path, name: &str, args: &[&str]) -> Result<()> {
    let text = output(Command::new(binary).args(args))
        .with_context(|| format!("the built command fails at `{}`", args.join(" ")))?;
    fs::write(folder.join(name), text)?;
    Ok(())
}

/// Nothing is loaded at its start, and no symbol is left.
fn check(binary: &Path, target: &str) -> Result<()> {
    if !target.contains("linux") {
        println!("not checked: whether the binary for {target} is static");
        return Ok(());
    }
    let Some(headers) = output(Command::new("readelf").args(["--program-headers"]).arg(binary))
    else {
        println!("not checked: readelf (binutils) is not there to tell whether it is static");
        return Ok(());
    };
    if headers.contains("INTERP") {
        bail!("{} asks for a loader: it is not static", binary.display());
    }
    let sections = output(Command::new("readelf").args(["--sections", "--wide"]).arg(binary));
    if sections.is_some_and(|text| text.contains(" .symtab")) {
        bail!("{} still has its symbols", binary.display());
    }
    Ok(())
}

/// The target that links statically by itself, where it can be had.
fn musl() -> Option<String> {
    let compiler = ["musl-gcc", "x86_64-linux-musl-gcc"].into_iter().find_map(tools::which);
    let Some(compiler): Option<PathBuf> = compiler else {
        println!(
            "no musl-gcc here (on Debian: apt install musl-tools), so the binary links glibc statically"
        );
        return None;
    };
    match tools::target(MUSL) {
        Ok(()) => {
            println!("{MUSL}, C by {}", compiler.display());
            Some(MUSL.to_owned())
        }
        Err(error) => {
            println!("{error:#}: so the binary links glibc statically");
            None
        }
    }
}
