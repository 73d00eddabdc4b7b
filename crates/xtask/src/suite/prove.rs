use std::path::Path;

use anyhow::Result;
use clap::ValueEnum;

use super::{browser, run::Run};
use crate::{
    engine::{coverage, fuzz, miri, mutants},
    interop::{limiter, redis, sdk, snippets, sql},
    npm,
    page::site,
    python,
    ran::Ran,
    release::{crates, deny, dist},
    setup::tools,
};

/// What takes long and seldom fails.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Proof {
    /// The crates as they are embedded: packed, and built by the oldest compiler.
    Crates,
    /// The official SDKs against the stand-in.
    Sdk,
    /// The programs for a plan, in every language, against the stand-in.
    Programs,
    /// Processes that share limits in Redis.
    Redis,
    /// The exported SQL on DuckDB, Spark and PostgreSQL.
    Sql,
    /// The page in Chromium in every theme, language and width, with pictures.
    Page,
    /// The npm package in Node, tsc, Vite and Chromium, within its budget.
    Npm,
    /// The Python package as it is installed.
    Python,
    /// An hour of a trace through the limiter, by the SDKs and by the proxy; only by name.
    Limiter,
    /// The page by Lighthouse.
    Lighthouse,
    /// The engine's unit tests under Miri.
    Miri,
    /// The lints of `fuzz/`, then every target for 30 s.
    Fuzz,
    /// The lines of the engine that its tests reach; only by name.
    Coverage,
    /// Licences, sources and advisories of the dependencies; only by name.
    Deny,
    /// The command as one static file; only by name.
    Dist,
    /// Mutants of the whole engine, for hours; only by name.
    Mutants,
}

/// Seconds for each fuzz target.
pub(crate) const FUZZ_SECONDS: u64 = 30;

impl Proof {
    /// Whether it runs only where it is named.
    fn by_name_only(self) -> bool {
        matches!(self, Self::Limiter | Self::Coverage | Self::Deny | Self::Dist | Self::Mutants)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Crates => "the crates as they are embedded",
            Self::Sdk => "the official SDKs against the stand-in",
            Self::Programs => "the programs for a plan against the stand-in",
            Self::Redis => "processes that share limits in Redis",
            Self::Sql => "the exported SQL on DuckDB, Spark and PostgreSQL",
            Self::Page => "the page in Chromium in every look",
            Self::Npm => "the npm package in Node, tsc, Vite and Chromium",
            Self::Python => "the Python package as it is installed",
            Self::Limiter => "an hour of a trace through the limiter",
            Self::Lighthouse => "the page by Lighthouse",
            Self::Miri => "the engine's unit tests under Miri",
            Self::Fuzz => "fuzzing, 30 s for each target",
            Self::Coverage => "the lines that the engine's tests reach",
            Self::Deny => "licences, sources and advisories",
            Self::Dist => "the command as one static file",
            Self::Mutants => "mutants of the engine",
        }
    }

    fn run(self, root: &Path) -> Result<Ran> {
        let whole = |result: Result<()>| result.map(|()| Ran::Whole);
        match self {
            Self::Crates => crates::check(root),
            Self::Sdk => whole(sdk::test(root)),
            Self::Programs => snippets::test(root),
            Self::Redis => whole(redis::test(root)),
            Self::Sql => sql::test(root),
            Self::Page => whole(tools::for_tests().and_then(|tools| {
                site::build(root, "./").and_then(|()| browser::pictures(root, &tools))
            })),
            Self::Npm => whole(npm::run_all(root)),
            Self::Python => whole(python::run_all(root, false)),
            Self::Limiter => limiter::test(root),
            Self::Lighthouse => whole(browser::lighthouse(root)),
            Self::Miri => miri::unit_tests(root),
            Self::Fuzz => {
                fuzz::lints(root)?;
                fuzz::run_for(root, FUZZ_SECONDS, None)
            }
            Self::Coverage => whole(coverage::lines(root)),
            Self::Deny => whole(deny::check(root, false)),
            Self::Dist => whole(dist::build(root)),
            Self::Mutants => whole(mutants::run(root, None, None)),
        }
    }
}

/// Runs the named proofs, or all but those that are run by name only. With
/// `complete`, whatever can't be had here is a failure.
pub(crate) fn run(root: &Path, named: &[Proof], complete: bool) -> Result<()> {
    let mut run = Run::new(root, false);
    for proof in chosen(named) {
        run.proof(proof.name(), |root| proof.run(root));
    }
    run.end(complete)
}

fn chosen(named: &[Proof]) -> Vec<Proof> {
    let all = Proof::value_variants().iter().copied();
    all.filter(|proof| match named {
        [] => !proof.by_name_only(),
        named => named.contains(proof),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_name_the_long_ones_stay_out() {
        let all = chosen(&[]);
        assert!(all.len() > 5 && !all.contains(&Proof::Mutants));
        assert!(chosen(&[Proof::Mutants, Proof::Sql]) == [Proof::Sql, Proof::Mutants]);
    }
}
