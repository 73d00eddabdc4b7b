//! What the workflows may run and write.

use super::files::{named, read};

fn workflows() -> Vec<(String, String)> {
    let mut files = Vec::new();
    named(".github/workflows", &[".yml", ".yaml"], &mut files);
    assert!(files.len() >= 3, "{files:?}");
    files.into_iter().map(|file| (file.clone(), read(&file).expect("a workflow"))).collect()
}

/// `uses: owner/name@` a whole commit, and the version that it is as a comment.
fn is_pinned(uses: &str) -> bool {
    let (_, pin) = uses.split_once('@').unwrap_or_default();
    let (commit, version) = pin.split_once(" # v").unwrap_or_default();
    commit.len() == 40 && commit.bytes().all(|c| c.is_ascii_hexdigit()) && !version.is_empty()
}

#[test]
fn actions_are_pinned_by_commit() {
    for (file, text) in workflows() {
        let uses: Vec<_> = text.lines().filter(|line| line.contains("uses:")).collect();
        assert!(!uses.is_empty(), "{file} uses no action");
        uses.into_iter().for_each(|line| assert!(is_pinned(line), "{file}: {line}"));
    }
    assert!(!is_pinned("uses: actions/checkout@v4") && !is_pinned("uses: a/b@0123abc # v1"));
}

/// What stands before the last job, and that job, where it may write.
fn writer<'a>(text: &'a str, job: &str) -> (&'a str, &'a str) {
    text.split_once(&format!("\n  {job}:\n")).unwrap_or((text, ""))
}

#[test]
fn only_the_last_job_may_write_and_it_runs_no_code_of_ours() {
    for (file, text) in workflows() {
        assert!(text.contains("\npermissions:\n  contents: read\n"), "{file}");
        let (before, publish) = writer(&text, "publish");
        let (before, open) = writer(before, "open");
        assert!(!before.contains(": write"), "{file}: a job before the last may write");
        assert!(!publish.contains("run:") && !publish.contains("checkout"), "{file}: it runs code");
        // It opens a pull request: of what is checked out, git alone reads anything.
        let script = open.split_once("run: |\n").map_or("", |(_, script)| script);
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let is_known = ["git ", "gh ", "branch="].iter().any(|word| line.starts_with(word));
            assert!(is_known, "{file}: {line}");
        }
        assert_eq!(open.matches("run:").count(), usize::from(!open.is_empty()), "{file}");
    }
}
