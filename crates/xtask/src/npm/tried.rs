use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::{
    process::{output, run},
    readme::{self, Printing, examples},
    setup::tools,
    workspace::groq_calc,
};

const PRINTING: Printing = Printing { language: "js", call: "console.log", comment: " // " };
/// What the tests are made of, in `tests/npm`.
const FILES: [&str; 17] = [
    "bad-catalogs.json",
    "bench.mjs",
    "chromium.mjs",
    "index.html",
    "limited.mjs",
    "mock.mjs",
    "node.mjs",
    "package-lock.json",
    "package.json",
    "page.js",
    "sdks.mjs",
    "short.mjs",
    "tsconfig.bare.json",
    "tsconfig.json",
    "types.ts",
    "vectors.js",
    "vite.config.js",
];

/// The packed file in an empty project, in Node, under `tsc`, in a Vite build
/// and in Chromium.
pub(super) fn all(root: &Path, packed: &Path) -> Result<()> {
    let readme = fs::read_to_string(root.join("target/npm/README.md"))?;
    empty(root, packed, &readme)?;
    let browser = tools::for_tests()?;
    let groq_calc = groq_calc(root)?;
    let folder = project(root, packed)?;
    fs::write(folder.join("vectors.json"), serde_json::to_vec(&vectors(root)?)?)?;
    fs::write(
        folder.join("command.json"),
        serde_json::to_vec(&command(root, &groq_calc, &readme)?)?,
    )?;
    fs::write(folder.join("catalog.json"), ask(&groq_calc, &["export", "json"], "")?)?;
    fs::write(folder.join("example.html"), &examples(&readme, "html")?[0])?;
    for test in ["node.mjs", "limited.mjs", "sdks.mjs", "short.mjs"] {
        let mut command = Command::new("node");
        run(command.arg(test).env("GROQ_CALC", &groq_calc).current_dir(&folder))?;
    }
    let tool = |name: &str| Command::new(folder.join("node_modules/.bin").join(name));
    run(tool("tsc").current_dir(&folder))?;
    // Where there is neither a page nor Node.
    run(tool("tsc").args(["--project", "tsconfig.bare.json"]).current_dir(&folder))?;
    run(tool("vite").arg("build").current_dir(&folder))?;
    let chromium = ("CHROMIUM", &browser.chromium);
    run(Command::new("node").arg("chromium.mjs").env(chromium.0, chromium.1).current_dir(&folder))
}

/// An empty project with nothing but the package, and the README's examples.
fn empty(root: &Path, packed: &Path, readme: &str) -> Result<()> {
    let folder = fresh(&root.join("target/npm-empty"))?;
    fs::write(folder.join("package.json"), "{\"type\": \"module\", \"private\": true}\n")?;
    install(&folder, &["install"], Some(packed))?;
    readme::hold(readme, &PRINTING, |code| {
        fs::write(folder.join("example.js"), code)?;
        Ok(output(Command::new("node").arg("example.js").current_dir(&folder)))
    })
}

/// The tests' project with their pinned packages and the packed one.
pub(super) fn project(root: &Path, packed: &Path) -> Result<PathBuf> {
    let folder = root.join("target/npm-tests");
    // Vite and TypeScript stay from one run to the next; what is tried does not.
    fs::create_dir_all(&folder)?;
    for name in FILES {
        let from = root.join("tests/npm").join(name);
        fs::copy(&from, folder.join(name))
            .with_context(|| format!("{} can't be read", from.display()))?;
    }
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("installed-lock.json");
    if fs::read(&installed).is_ok_and(|old| old == lock) {
        println!("vite, typescript and the peer: already there");
    } else {
        install(&folder, &["ci"], None)?;
        fs::write(&installed, &lock)?;
    }
    let place = folder.join("node_modules/groq-calc");
    if place.exists() {
        fs::remove_dir_all(&place)?;
    }
    install(&folder, &["install", "--no-save", "--no-package-lock"], Some(packed))?;
    Ok(folder)
}

fn install(folder: &Path, verb: &[&str], packed: Option<&Path>) -> Result<()> {
    let mut command = Command::new("npm");
    command.args(verb).args(["--no-audit", "--no-fund", "--silent"]).args(packed);
    run(command.current_dir(folder))
}

fn fresh(folder: &Path) -> Result<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    Ok(folder.to_path_buf())
}

fn vectors(root: &Path) -> Result<Vec<Value>> {
    let mut paths: Vec<_> = fs::read_dir(root.join("tests/vectors"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path)?;
        let part: Vec<Value> = serde_json::from_str(&text)
            .with_context(|| format!("{} is no list of vectors", path.display()))?;
        all.extend(part);
    }
    Ok(all)
}

/// The custom catalog of the README as JSON.
fn custom_catalog(root: &Path, readme: &str) -> Result<String> {
    let examples = examples(readme, "js")?;
    let example = examples.iter().find(|code| code.contains("openCatalog("));
    let example = example.context("the README opens no custom catalog")?;
    let (_, code) = example.split_once('\n').context("the example is one line")?;
    let print =
        "const openCatalog = (file) => { console.log(JSON.stringify(file)); process.exit() }\n";
    let place = root.join("target/npm-empty/catalog.js");
    fs::write(&place, format!("{print}{code}"))?;
    output(Command::new("node").arg(&place)).context("the README's catalog can't be printed")
}

/// What the command says to the same questions.
fn command(root: &Path, groq_calc: &Path, readme: &str) -> Result<Value> {
    let workload = json!({ "requests_per_day": "2k", "input_tokens": 1500, "output_tokens": 500 });
    let mut plans = Vec::new();
    for question in [
        json!({ "workload": workload }),
        json!({ "workload": workload, "as_of": "2026-06-04", "plans": ["free"] }),
        json!({ "workload": { "requests_per_day": 90, "audio_seconds": 30.5 } }),
        json!({ "workload": { "requests_per_day": 90, "characters": 300, "batch_share_percent": 50 } }),
        json!({ "services": [
            { "name": "chat", "growth_percent_per_month": 12.5, "calls": [workload, { "requests_per_month": 31, "input_tokens": 60 }] },
            { "name": "calls", "calls": [{ "requests_per_day": 90, "audio_seconds": 30.5 }] }
        ] }),
        json!({ "workload": { "requests_per_month": 31, "audio_seconds": 3600 }, "admission": "reserved" }),
        json!({ "workload": { "requests_per_day": 90, "output_tokens": 1, "tools": null }, "as_of": null, "plans": null,
            "requirements": null, "limits": null }),
        json!({ "workload": workload, "requirements": { "use_case": null, "production": true, "monthly_budget_usd": "20.5" },
            "limits": { "openai/gpt-oss-120b": { "free": { "TPD": 300_000 } } } }),
    ] {
        let answer = ask(groq_calc, &["plan", "-", "--json"], &question.to_string())?;
        plans.push(json!({ "question": question, "answer": json(&answer)? }));
    }
    let mut refused = Vec::new();
    for question in [
        json!(null),
        json!([]),
        json!({}),
        json!({ "workload": [1] }),
        json!({ "workload": null }),
        json!({ "workload": {} }),
        json!({ "workload": { "requests": 1 } }),
        json!({ "workload": { "requests_per_day": true } }),
        json!({ "workload": { "requests_per_day": [1] } }),
        json!({ "workload": { "requests_per_day": -1, "input_tokens": "x" } }),
        json!({ "workload": { "requests_per_day": 1, "tools": [1] } }),
        json!({ "workload": { "requests_per_day": 1 } }),
        json!({ "workload": workload, "admission": "perhaps" }),
        json!({ "workload": workload, "requirements": [1] }),
        json!({ "workload": workload, "requirements": { "production": 1 } }),
        json!({ "workload": workload, "limits": [] }),
        json!({ "workload": workload, "limits": { "openai/gpt-oss-120b": { "free": { "TPD": null } } } }),
        json!({ "workload": workload, "plans": "free" }),
        json!({ "workload": workload, "colour": 1 }),
    ] {
        let message = refusal(groq_calc, &question)?;
        refused.push(json!({ "question": question, "message": message }));
    }
    let mut listings = Vec::new();
    for (as_of, all) in [(None, false), (Some("2026-06-04"), true)] {
        let mut args = vec!["models", "--json"];
        args.extend(as_of.iter().flat_map(|day| ["--as-of", day]));
        args.extend(all.then_some("--all"));
        let listing = json(&ask(groq_calc, &args, "")?)?;
        listings.push(json!({ "as_of": as_of, "all": all, "listing": listing }));
    }
    let log = ask(groq_calc, &["sample-log", "--requests", "3000", "--seed", "3"], "")?;
    let mut replays = Vec::new();
    for (args, options) in [
        (
            "--model openai/gpt-oss-120b --plan free",
            json!({ "model": "openai/gpt-oss-120b", "plan": "free" }),
        ),
        (
            "--model openai/gpt-oss-20b --plan developer --tier flex --policy queue --patience 1.5 --batch --scale 3",
            json!({ "model": "openai/gpt-oss-20b", "plan": "developer", "tier": "flex", "policy": "queue",
                "patience_seconds": 1.5, "batch": true, "scale": 3 }),
        ),
        (
            "--model openai/gpt-oss-20b --plan free --limiter fixed --charge total --stretch 0.5 --safety-margin 10 \
             --limit openai/gpt-oss-20b:free:TPM=20k --as-of 2026-06-04",
            json!({ "model": "openai/gpt-oss-20b", "plan": "free", "limiter": "fixed", "charge": "total", "stretch": 0.5,
                "safety_margin_percent": 10, "limits": { "openai/gpt-oss-20b": { "free": { "TPM": "20k" } } },
                "as_of": "2026-06-04" }),
        ),
        (
            "--model openai/gpt-oss-20b --plan free --fix",
            json!({ "model": "openai/gpt-oss-20b", "plan": "free", "fix": true }),
        ),
        (
            "--all --plan developer --most-p99 60 --policy queue",
            json!({ "all": true, "plan": "developer", "most_p99_seconds": 60, "policy": "queue" }),
        ),
    ] {
        let mut words = vec!["replay", "-", "--json"];
        words.extend(args.split_whitespace());
        let report = json(&ask(groq_calc, &words, &log)?)?;
        replays.push(json!({ "options": options, "report": report }));
    }
    let checks = checks(groq_calc)?;
    let file = custom_catalog(root, readme)?;
    let place = root.join("target/npm-empty/catalog.json");
    fs::write(&place, &file)?;
    let place = place.to_str().context("the path is not text")?;
    let question = json!({ "workload": { "requests_per_day": 1000, "input_tokens": 2000, "output_tokens": 500 } });
    let answer =
        ask(groq_calc, &["plan", "-", "--json", "--catalog", place], &question.to_string())?;
    let custom = json!({ "catalog": file, "question": question, "answer": json(&answer)? });
    Ok(
        json!({ "checks": checks, "plans": plans, "refused": refused, "listings": listings, "log": log,
        "replays": replays, "custom": custom }),
    )
}

/// What the command finds in requests; their model is one whose tokens it estimates,
/// as the package does.
fn checks(groq_calc: &Path) -> Result<Vec<Value>> {
    let mut checks = Vec::new();
    let messages = json!([{ "role": "user", "content": "Where is my order?", "name": "Ann" }]);
    let model = "qwen/qwen3.8-27b";
    for (plan, body) in [
        (
            "free",
            json!({ "model": model, "messages": messages, "n": 2, "temperature": 0.123456789012345 }),
        ),
        ("free", json!({ "model": model, "messages": messages, "max_completion_tokens": 30_000 })),
        (
            "developer",
            json!({ "model": model, "messages": messages, "max_completion_tokens": 30_000 }),
        ),
        (
            "free",
            json!({ "model": "qwen3.8-27", "messages": [{ "role": "user", "content": "Hi" }] }),
        ),
        ("developer", json!({ "model": "nobody/nothing", "messages": [], "service_tier": "flex" })),
        (
            "free",
            json!({ "model": model, "messages": messages, "response_format": { "type": "json_object" } }),
        ),
    ] {
        let args = ["check-request", "-", "--json", "--plan", plan];
        let text = said(groq_calc, &args, &body.to_string())?.stdout;
        let found = json(&String::from_utf8(text)?)?;
        let check = found.get(0).context("the command checked no request")?;
        checks.push(json!({ "plan": plan, "body": body, "check": check }));
    }
    Ok(checks)
}

fn json(text: &str) -> Result<Value> {
    serde_json::from_str(text).context("the command printed no JSON")
}

fn ask(groq_calc: &Path, args: &[&str], input: &str) -> Result<String> {
    let said = said(groq_calc, args, input)?;
    ensure!(said.status.success(), "`groq-calc {}` failed ({})", args.join(" "), said.status);
    Ok(String::from_utf8(said.stdout)?)
}

/// Why the command refuses a question.
fn refusal(groq_calc: &Path, question: &Value) -> Result<String> {
    let said = said(groq_calc, &["plan", "-", "--json"], &question.to_string())?;
    ensure!(!said.status.success(), "the command answers {question}");
    let message = String::from_utf8(said.stderr)?;
    let message = message.trim().trim_start_matches("error: ");
    let message = message.trim_start_matches("the question is not valid: ");
    // The place in the text means nothing to who has an object.
    Ok(message.rsplit_once(" at line ").map_or(message, |(message, _)| message).to_owned())
}

fn said(groq_calc: &Path, args: &[&str], input: &str) -> Result<Output> {
    let mut child = Command::new(groq_calc)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("the command can't be started")?;
    let mut pipe = child.stdin.take().context("standard input is no pipe")?;
    let text = input.to_owned();
    // Beside reading: neither pipe may fill up.
    let writer = std::thread::spawn(move || pipe.write_all(text.as_bytes()));
    let said = child.wait_with_output()?;
    // A command that takes no input closes the pipe.
    writer.join().ok();
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_in_a_language() {
        let readme = "a\n```js\none()\n```\n```html\n<p>\n```\n```js\ntwo()\n```\n";
        assert_eq!(examples(readme, "js").unwrap(), ["one()\n", "two()\n"]);
        assert_eq!(examples(readme, "html").unwrap(), ["<p>\n"]);
        assert!(examples(readme, "sh").is_err());
    }
}
