//! `cargo xtask catalog`: checks `data/` and writes what is generated from it.

mod check;
mod read;
mod render;
mod schema;

use std::fs;
use std::path::Path;

use anyhow::Context as _;

/// Checks the data, then writes the generated files. With `check`, writes nothing and fails when
/// a committed file differs.
pub fn run(root: &Path, check: bool) -> anyhow::Result<()> {
    let mut errors = Vec::new();
    let data = read::data(root, &mut errors)?;
    if errors.is_empty() {
        errors = check::all(&data);
    }
    if !errors.is_empty() {
        for error in &errors {
            eprintln!("{error}");
        }
        anyhow::bail!("{} in data/", count(errors.len(), "mistake"));
    }

    let mut files = render::files(&data)?;
    files.push((schema::PATH, schema::render()?));
    let mut stale = 0;
    for (path, text) in &files {
        let target = root.join(path);
        if fs::read_to_string(&target).is_ok_and(|committed| committed == *text) {
            continue;
        }
        if check {
            eprintln!("{path}: differs from data/; run `cargo xtask catalog`");
            stale += 1;
        } else {
            fs::write(&target, text).with_context(|| format!("write {}", target.display()))?;
            println!("wrote {path}");
        }
    }
    if stale > 0 {
        anyhow::bail!("{} out of date", count(stale, "generated file"));
    }
    println!(
        "catalog: {}, {}",
        count(data.models.len(), "model"),
        count(data.sources.len(), "source")
    );
    Ok(())
}

fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}
