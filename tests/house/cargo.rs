//! The floors of the workspace: a crate depends on those below it.

/// From the ground up.
pub(crate) const FLOORS: [&[&str]; 7] = [
    &["groq-calc", "groq-protocol", "groq-tokens"],
    &["groq-catalog", "groq-catalog-file", "groq-log"],
    &["groq-codegen", "groq-paste"],
    &["groq-limiter", "groq-mock"],
    &[
        "groq-calc-cli",
        "groq-calc-npm",
        "groq-calc-python",
        "paste-worker",
        "replay-worker",
        "xtask",
    ],
    &["groq-calc-tests", "web"],
    &["groq-calc-fuzz"],
];

/// A package and what it depends on; its tests may depend on anything.
pub(crate) struct Package {
    name: String,
    depends: Vec<String>,
}

impl Package {
    /// Reads a manifest, which has one dependency a line.
    pub(crate) fn read(manifest: &str) -> Self {
        let (mut name, mut depends, mut table) = (String::new(), Vec::new(), "");
        for line in manifest.lines() {
            let key = line.split(['=', '.']).next().unwrap_or_default().trim();
            match table {
                _ if line.starts_with('[') => table = line.trim(),
                "[package]" if key == "name" => {
                    name = line.split('"').nth(1).unwrap_or_default().to_owned();
                }
                "[dependencies]" if !key.is_empty() => depends.push(key.to_owned()),
                _ => {}
            }
        }
        Self { name, depends }
    }
}

/// What depends on a crate that is not below it.
pub(crate) fn upward(packages: &[Package], floors: &[&[&str]]) -> Vec<String> {
    let floor = |name: &str| floors.iter().position(|crates| crates.contains(&name));
    let mut found = Vec::new();
    for Package { name, depends } in packages {
        let Some(above) = floor(name) else {
            found.push(format!("{name} stands on no floor"));
            continue;
        };
        let upward =
            depends.iter().filter(|other| floor(other).is_some_and(|below| below >= above));
        found.extend(
            upward.map(|other| format!("{name} depends on {other}, which is not below it")),
        );
    }
    found
}
