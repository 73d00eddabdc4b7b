use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{self, Command},
};

use anyhow::{Context, Result, bail, ensure};

use crate::{
    process::{cargo, output, run},
    ran::Ran,
    release::msrv,
};

const PACKAGES: [(&str, &str); 3] =
    [("groq-calc", "calc"), ("groq-catalog", "catalog"), ("groq-protocol", "protocol")];

/// Packs the crates to embed, builds them with the oldest compiler that they
/// promise, and adds them to an empty project.
pub(crate) fn check(root: &Path) -> Result<Ran> {
    let mut pack = cargo(&["package", "--locked", "--allow-dirty"]);
    pack.args(PACKAGES.iter().flat_map(|(package, _)| ["--package", package]));
    run(pack.current_dir(root))?;
    let ran = msrv::check(root)?;
    embed(root)?;
    budget(root)?;
    Ok(ran)
}

/// The README's example in an empty project elsewhere prints what the README
/// says.
fn embed(root: &Path) -> Result<()> {
    let readme = fs::read_to_string(root.join("README.md"))?;
    let program = block(&readme, "rust").context("README.md has no example in Rust")?;
    let verdict = readme
        .lines()
        .find_map(|line| line.strip_prefix("> **")?.strip_suffix("**"))
        .context("README.md has no verdict")?;
    let project = Project::new()?;
    let mut init = cargo(&["init", "--quiet", "--vcs", "none", "--name", "embed"]);
    run(init.current_dir(&project.0))?;
    for (_, folder) in PACKAGES {
        let mut add = cargo(&["add", "--quiet", "--path"]);
        run(add.arg(root.join("crates").join(folder)).current_dir(&project.0))?;
    }
    fs::write(project.0.join("src/main.rs"), program)?;
    let target = root.join("target/embed");
    let printed =
        output(cargo(&["run", "--quiet"]).env("CARGO_TARGET_DIR", target).current_dir(&project.0))
            .context("the README's example does not run in an empty project")?;
    println!("{}", printed.trim());
    ensure!(printed.trim() == verdict, "the README says: {verdict}");
    Ok(())
}

/// The first block of a language in a text.
fn block<'a>(text: &'a str, language: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("\n```{language}\n"))?;
    Some(rest.split_once("\n```\n")?.0)
}

/// The example for CI passes what fits its budget, and fails what does not.
fn budget(root: &Path) -> Result<()> {
    let project = Project::new()?;
    for (usd, passes) in [("1000000", true), ("0.01", false)] {
        let file = project.0.join(format!("{passes}.json"));
        fs::write(
            &file,
            format!(
                r#"{{"workload": {{"requests_per_day": 20000, "input_tokens": 1500, "output_tokens": 500}},
                 "requirements": {{"production": true, "monthly_budget_usd": "{usd}"}}}}"#
            ),
        )?;
        let args =
            ["run", "--quiet", "--locked", "-p", "groq-catalog", "--example", "budget", "--"];
        let status = Command::new(cargo(&[]).get_program())
            .args(args)
            .arg(&file)
            .current_dir(root)
            .status()?;
        if status.success() != passes {
            bail!("the example `budget` says {status} to a budget of ${usd}");
        }
    }
    Ok(())
}

/// An empty folder outside the workspace, gone at the end.
struct Project(PathBuf);

impl Project {
    fn new() -> Result<Self> {
        let folder = env::temp_dir().join(format!("groq-calc-embed-{}", process::id()));
        fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}
