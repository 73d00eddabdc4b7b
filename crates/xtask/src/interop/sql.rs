use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{
    process::{output, run},
    ran::Ran,
    setup::tools,
    workspace::{self, COMMAND, groq_calc},
};

const DUCKDB: &str = "2.0.1";
const PYSPARK: &str = "4.3.0";
/// The oldest that this Spark runs on.
const JAVA: u32 = 17;

/// The engines that the exported SQL is tested on. What can't be had is `None`,
/// and why has been printed.
pub(crate) struct Engines {
    /// A Python that has `duckdb` and `pyspark`.
    pub(crate) python: Option<PathBuf>,
    /// Whether there is a Java for Spark.
    pub(crate) java: bool,
    /// The folder of PostgreSQL's programs.
    pub(crate) postgres: Option<PathBuf>,
}

/// Installs them into the tools folder, or by apt.
pub(crate) fn set_up(root: &Path) -> Engines {
    let had = |engine: &str, result: Result<PathBuf>| match result {
        Ok(place) => Some(place),
        Err(error) => {
            println!("skipped: the exported SQL on {engine}, which can't be had: {error:#}");
            None
        }
    };
    Engines {
        python: had("DuckDB and Spark", python(root)),
        java: had("Spark", java()).is_some(),
        postgres: had("PostgreSQL", postgres()),
    }
}

fn python(root: &Path) -> Result<PathBuf> {
    let versions = "import duckdb, pyspark; print(duckdb.__version__, pyspark.__version__)";
    let requirements = root.join("tests/sql/requirements.txt");
    tools::python(
        &format!("duckdb {DUCKDB} and pyspark {PYSPARK}"),
        &format!("python-duckdb-{DUCKDB}-pyspark-{PYSPARK}"),
        (versions, &format!("{DUCKDB} {PYSPARK}")),
        &["--requirement".as_ref(), requirements.as_ref()],
    )
}

/// Java, new enough.
fn java() -> Result<PathBuf> {
    let found = || {
        let java = tools::which("java")?;
        // `openjdk 17.0.15 2025-04-15`, on standard output since Java 9.
        let text = output(Command::new(&java).arg("--version"))?;
        let version = text.split_whitespace().nth(1)?.split('.').next()?.parse::<u32>().ok()?;
        (version >= JAVA).then_some(java)
    };
    if let Some(java) = found() {
        println!("java: already there");
        return Ok(java);
    }
    println!("java: installing by apt");
    tools::apt(&["openjdk-17-jre-headless"])?;
    found().with_context(|| format!("java is not there, or older than {JAVA}"))
}

/// The folder with PostgreSQL's programs, which Debian keeps off PATH.
fn postgres() -> Result<PathBuf> {
    // A PATH may have links to some of them: whole is the folder they lead to.
    let whole = |folder: &PathBuf| {
        ["initdb", "pg_ctl", "postgres", "psql"].iter().all(|name| folder.join(name).is_file())
    };
    let found = || {
        let on_path = || {
            let program = fs::canonicalize(tools::which("initdb")?).ok()?;
            Some(program.parent()?.to_path_buf()).filter(whole)
        };
        let versions = || {
            let folders = fs::read_dir("/usr/lib/postgresql").ok()?;
            folders.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).filter(whole).max()
        };
        on_path().or_else(versions)
    };
    if let Some(folder) = found() {
        println!("postgresql: already there");
        return Ok(folder);
    }
    println!("postgresql: installing by apt");
    tools::apt(&["postgresql"])?;
    found().context("no folder has initdb, pg_ctl, postgres and psql")
}

/// Runs the exported SQL on each engine there is.
pub(crate) fn test(root: &Path) -> Result<Ran> {
    let engines = set_up(root);
    let mut command = workspace::test(root, "sql");
    command.args(["--", "--nocapture"]).env(COMMAND, groq_calc(root)?);
    let mut missing = Vec::new();
    match &engines.python {
        Some(python) => {
            command.env("SQL_PYTHON", python);
            match engines.java {
                true => drop(command.env("SQL_SPARK", "1")),
                false => missing.push("Spark"),
            }
        }
        None => missing.extend(["DuckDB", "Spark"]),
    }
    match &engines.postgres {
        Some(postgres) => drop(command.env("SQL_POSTGRES", postgres)),
        None => missing.push("PostgreSQL"),
    }
    run(&mut command)?;
    Ok(Ran::without(&missing))
}
