use std::{collections::BTreeSet, path::Path};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::{
    process::{cargo, output, run},
    workspace::{COMMAND, groq_calc, workspace},
};

/// Every test that needs neither a browser nor something that others made, then
/// the examples of the documentation: one build of the workspace.
pub(super) fn test(root: &Path) -> Result<()> {
    let built = groq_calc(root)?;
    let mut command = workspace(root, "test");
    command.args(["--lib", "--bins", "--no-fail-fast"]);
    command.args(plain(root)?.iter().flat_map(|name| ["--test", name]));
    let tests = run(command.env(COMMAND, built));
    let examples = run(workspace(root, "test").arg("--doc"));
    tests.and(examples)
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
    #[serde(default, rename = "required-features")]
    required_features: Vec<String>,
}

/// The test targets that ask for no feature: the others have steps of their own.
fn plain(root: &Path) -> Result<BTreeSet<String>> {
    let args = ["metadata", "--format-version", "1", "--no-deps", "--locked"];
    let text = output(cargo(&args).current_dir(root)).context("cargo metadata failed")?;
    names(&text)
}

fn names(metadata: &str) -> Result<BTreeSet<String>> {
    let Metadata { packages } = serde_json::from_str(metadata)?;
    let targets = packages.into_iter().flat_map(|package| package.targets);
    let (apart, plain): (Vec<_>, Vec<_>) = targets
        .filter(|target| target.kind == ["test"])
        .partition(|target| !target.required_features.is_empty());
    let plain: BTreeSet<_> = plain.into_iter().map(|target| target.name).collect();
    for Target { name, .. } in &apart {
        ensure!(!plain.contains(name), "two tests are called `{name}`, and one asks for a feature");
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(tests: &[(&str, &str, &str)]) -> String {
        let targets: Vec<_> = tests
            .iter()
            .map(|(kind, name, features)| {
                format!(
                    r#"{{"kind": ["{kind}"], "name": "{name}", "required-features": [{features}]}}"#
                )
            })
            .collect();
        format!(r#"{{"packages": [{{"targets": [{}]}}]}}"#, targets.join(","))
    }

    #[test]
    fn a_test_that_asks_for_a_feature_stands_apart() {
        let text = metadata(&[
            ("lib", "a", ""),
            ("test", "b", ""),
            ("test", "c", "\"x\""),
            ("test", "d", ""),
        ]);
        assert_eq!(names(&text).unwrap(), ["b".to_owned(), "d".to_owned()].into());
    }

    #[test]
    fn refuses_a_name_that_stands_for_both_kinds() {
        let text = metadata(&[("test", "b", ""), ("test", "b", "\"x\"")]);
        assert!(names(&text).unwrap_err().to_string().contains("`b`"));
    }
}
