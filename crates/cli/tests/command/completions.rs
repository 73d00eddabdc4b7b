//! What a shell offers when a line is completed: in bash, zsh and fish, where
//! they are installed.

use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

use crate::binary::text;

/// A folder with the command by its name and its script for a shell.
fn folder(shell: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("completions").join(shell);
    fs::create_dir_all(&folder).expect("it can be made");
    let link = folder.join("groq-calc");
    fs::remove_file(&link).ok();
    symlink(env!("CARGO_BIN_EXE_groq-calc"), link).expect("a link can be made");
    fs::write(folder.join("script"), text(&["completions", shell], 0)).expect("it can be written");
    folder
}

/// What a program prints in the folder of a shell; `None` where the shell is
/// not installed.
fn run(shell: &str, args: &[&str], program: &str) -> Option<String> {
    let folder = folder(shell);
    let path = format!("{}:{}", folder.display(), env::var("PATH").unwrap_or_default());
    let output = Command::new(shell)
        .args(args)
        .arg(program)
        .current_dir(&folder)
        .env("PATH", path)
        .env("HOME", &folder)
        .env("XDG_CONFIG_HOME", &folder)
        .env("TERM", "dumb")
        .output()
        .ok()?;
    assert!(output.stderr.is_empty(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("text"))
}

/// What bash, zsh and fish offer for the last word of a line. Bash and zsh have
/// their completion function called with the words of the line, as their line
/// editors do; fish can be asked.
fn offered(shell: &str, words: &[&str]) -> Option<Vec<String>> {
    let quoted: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    let (line, last) = (quoted.join(" "), words.len() - 1);
    let program = match shell {
        "bash" => format!(
            "source ./script; COMP_WORDS=({line}); COMP_CWORD={last}; COMP_TYPE=9; \
             compopt() {{ :; }}; set -- $(complete -p groq-calc); \
             while [ \"$1\" != -F ]; do shift; done; \"$2\" groq-calc \"${{COMP_WORDS[-1]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        ),
        "zsh" => format!(
            "autoload -Uz compinit; compinit -u -D; source ./script; words=({line}); CURRENT={}; \
             _describe() {{ local list=$argv[3]; print -l -- ${{(P)list}} }}; $_comps[groq-calc]",
            last + 1
        ),
        _ => format!("source ./script; complete --do-complete '{}'", words.join(" ")),
    };
    let args: &[&str] = match shell {
        "bash" => &["--norc", "--noprofile", "-c"],
        "zsh" => &["-f", "-c"],
        _ => &["--no-config", "-c"],
    };
    let text = run(shell, args, &program)?;
    // Zsh and fish have a description behind each word.
    let word = |line: &str| line.split(['\t', ':']).next().unwrap_or_default().trim().to_owned();
    Some(text.lines().map(word).filter(|word| !word.is_empty()).collect())
}

#[track_caller]
fn offers(shell: &str, words: &[&str], expected: &[&str]) {
    let Some(found) = offered(shell, words) else {
        eprintln!("{shell} is not installed");
        return;
    };
    for word in expected {
        assert!(found.iter().any(|found| found == word), "{words:?}: {word} is not in {found:?}");
    }
    let start = words.last().expect("a word");
    assert!(found.iter().all(|word| word.starts_with(start)), "{words:?}: {found:?}");
}

fn every(shell: &str) {
    offers(shell, &["groq-calc", ""], &["plan", "check-request", "completions"]);
    offers(shell, &["groq-calc", "check-"], &["check-request"]);
    offers(shell, &["groq-calc", "plan", "--requests"], &["--requests-per-day"]);
    offers(shell, &["groq-calc", "plan", "--plan", ""], &["free", "developer"]);
    offers(shell, &["groq-calc", "plan", "--model", "openai/"], &["openai/gpt-oss-20b"]);
    offers(shell, &["groq-calc", "plan", "--format", ""], &["json", "csv", "markdown"]);
    offers(shell, &["groq-calc", "plan", "--use-case", ""], &[]);
    offers(shell, &["groq-calc", "code", "--language", "p"], &["python-groq", "python-openai"]);
    offers(shell, &["groq-calc", "code", "--tier", ""], &["on_demand", "flex"]);
    offers(shell, &["groq-calc", "check-request", "--cor"], &["--corrected"]);
    offers(shell, &["groq-calc", "replay", "scr"], &["script"]);
    offers(
        shell,
        &["groq-calc", "completions", ""],
        &["bash", "zsh", "fish", "elvish", "powershell"],
    );
}

#[test]
fn bash_completes_verbs_flags_and_values() {
    every("bash");
}

#[test]
fn zsh_completes_verbs_flags_and_values() {
    every("zsh");
}

#[test]
fn fish_completes_verbs_flags_and_values() {
    every("fish");
}

#[test]
fn elvish_and_powershell_have_scripts() {
    for shell in ["elvish", "powershell"] {
        assert!(text(&["completions", shell], 0).contains("groq-calc"), "{shell}");
    }
}
