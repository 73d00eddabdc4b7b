//! `data/` checked and turned into `crates/catalog`.

mod head;
mod load;
mod read;
mod reference;
mod render;
mod scores;

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use groq_catalog_file::{CatalogFile, Problems, State, UseCase, parse};

use read::Data;

/// One model's file, read, checked and rendered as Rust; what it may refer to
/// is in `sources` and `models`.
///
/// # Errors
///
/// For text that is not such a file: the message names the file and then, for
/// every fault, the line or the field.
pub fn model(id: &str, text: &str, sources: &[&str], models: &[&str]) -> Result<String> {
    let file = format!("data/groq/models/{id}.toml");
    let model = parse(&file, text)?;
    let mut problems = Problems::of(&file).knowing(sources.iter().copied(), models.iter().copied());
    problems.model(&model);
    problems.finish()?;
    Ok(render::one(id, &model))
}

/// All of `data/` as one catalog.
///
/// # Errors
///
/// For data that does not parse.
pub fn whole(root: &Path) -> Result<CatalogFile> {
    let data = read::read(root)?;
    Ok(CatalogFile {
        sources: data.sources.source,
        models: data.models.into_iter().collect(),
        tools: data.tools.prices,
        admission: data.rules.admission,
        use_cases: data.use_cases.use_case,
    })
}

/// Regenerates the catalog, or with `check` fails where it would differ.
///
/// # Errors
///
/// For data that is wrong, with every problem; with `check`, for generated
/// files that are not what `data/` makes them.
pub fn run(root: &Path, check: bool) -> Result<()> {
    let data = read::read(root)?;
    let problems = problems(&data);
    let lines: Vec<_> = problems.found().iter().map(ToString::to_string).collect();
    if !lines.is_empty() {
        bail!("data/ has {} problem(s):\n{}", lines.len(), lines.join("\n"));
    }
    let mut files = render::files(&data);
    files.push(("data/groq/model.schema.json".to_owned(), read::schema()?));
    files.push(("data/catalog.schema.json".to_owned(), CatalogFile::schema()?));
    let mut stale = Vec::new();
    for (path, text) in files {
        let text = if path.ends_with(".rs") { formatted(&text)? } else { text };
        let place = root.join(&path);
        if fs::read_to_string(&place).is_ok_and(|old| old == text) {
            continue;
        }
        if !check {
            fs::write(&place, text).with_context(|| format!("{path} cannot be written"))?;
            println!("catalog: wrote {path}");
        }
        stale.push(path);
    }
    match (check, stale.is_empty()) {
        (true, false) => bail!(
            "{} differ(s) from data/: run `cargo xtask catalog` and commit the result",
            stale.join(", ")
        ),
        (_, true) => println!("catalog: {} models, up to date with data/", data.models.len()),
        (false, false) => {}
    }
    Ok(())
}

/// What is wrong with data that parses: each line names file and field.
fn problems(data: &Data) -> Problems {
    let sources = &data.sources.source;
    let mut problems = Problems::of("data/groq/sources.toml").knowing(
        sources.iter().map(|source| source.id.as_str()),
        data.models.iter().map(|(id, _)| id.as_str()),
    );
    // Stricter than a custom catalog: in order, and with every text.
    let ids: Vec<_> = sources.iter().map(|source| source.id.as_str()).collect();
    problems.sorted("source", &ids);
    problems.sources(sources);
    for (index, source) in sources.iter().enumerate() {
        for (name, text) in [
            ("title", &source.title),
            ("publisher", &source.publisher),
            ("accessed", &source.accessed),
        ] {
            if text.is_empty() {
                problems.add(&format!("source[{index}].{name}"), "is missing");
            }
        }
    }
    problems.in_file("data/groq/tools.toml");
    problems.tools("prices", &data.tools.prices);
    problems.in_file("data/groq/rules.toml");
    problems.admission("admission", &data.rules.admission);
    problems.in_file("data/groq/use-cases.toml");
    advice(&mut problems, data);
    problems.use_cases(&data.use_cases.use_case);
    for (index, case) in data.use_cases.use_case.iter().enumerate() {
        for (name, text) in [
            ("from", &case.from),
            ("title", &case.title),
            ("start", &case.start),
            ("avoid", &case.avoid),
            ("source", &case.source),
            ("title_zh", &case.title_zh),
            ("start_zh", &case.start_zh),
            ("avoid_zh", &case.avoid_zh),
        ] {
            if text.is_empty() {
                problems.add(&format!("use_case[{index}].{name}"), "is missing");
            }
        }
    }
    reference::problems(&mut problems, &data.reference);
    let models: Vec<_> = data.models.iter().map(|(id, _)| id.as_str()).collect();
    scores::problems(&mut problems, &data.scores, &models);
    for (id, model) in &data.models {
        problems.in_file(&format!("data/groq/models/{id}.toml"));
        problems.model(model);
    }
    problems
}

/// Use cases are in order, and name no model on a day on which it is not offered.
fn advice(problems: &mut Problems, data: &Data) {
    let cases = &data.use_cases.use_case;
    let key = |case: &UseCase| (case.id.clone(), case.from.clone());
    for (index, pair) in cases.windows(2).enumerate() {
        if key(&pair[0]) >= key(&pair[1]) {
            let what = format!("is {:?}: sort by id and day", pair[1].id);
            problems.add(&format!("use_case[{}].id", index + 1), &what);
        }
    }
    let stages = |id: &str| data.models.iter().find(|(known, _)| known == id);
    for (index, case) in cases.iter().enumerate() {
        // Days are texts of one length, so they are in the order of their texts.
        let end = cases.get(index + 1).filter(|next| next.id == case.id);
        for (id, model) in case.models.iter().filter_map(|id| stages(id)) {
            let gone = |state| matches!(state, State::Retired | State::Enterprise);
            let begins = model.lifecycle.iter().rfind(|stage| stage.from <= case.from);
            let later = model.lifecycle.iter().find(|stage| {
                stage.from > case.from
                    && end.is_none_or(|end| stage.from < end.from)
                    && gone(stage.state)
            });
            let field = format!("use_case[{index}].models");
            if begins.is_none_or(|stage| gone(stage.state)) {
                problems.add(&field, &format!("names {id}, which is not offered on {}", case.from));
            }
            if let Some(stage) = later {
                problems.add(&field, &format!("names {id}, which ends on {}", stage.from));
            }
        }
    }
}

/// Through rustfmt, so that the output is what `cargo fmt` leaves alone.
fn formatted(text: &str) -> Result<String> {
    use std::{io::Write, process::Stdio};
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("rustfmt is missing: `rustup component add rustfmt`")?;
    child.stdin.take().context("rustfmt has no input")?.write_all(text.as_bytes())?;
    let output = child.wait_with_output()?;
    if !output.status.success() {
        bail!("rustfmt refuses the generated code");
    }
    Ok(String::from_utf8(output.stdout)?)
}
