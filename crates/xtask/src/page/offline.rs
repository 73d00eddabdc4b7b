//! What makes a built page work without a network: the list of its files in its service worker.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::page::{
    feed,
    files::{ON_DEMAND, collect, hash},
};

const WORKER: &str = "service-worker.js";

/// Not part of the page itself, or kept by whoever asks for it.
const LEFT_OUT: [&str; 3] = [WORKER, "robots.txt", ON_DEMAND];

/// Writes the worker of a built page.
pub(crate) fn write(root: &Path, folder: &Path) -> Result<()> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    let mut files = Vec::new();
    for path in paths {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        if !LEFT_OUT.contains(&name.as_str()) && !feed::FILES.contains(&name.as_str()) {
            files.push((name, fs::read(&path)?));
        }
    }
    files.sort();
    let template = fs::read_to_string(root.join("web").join(WORKER))?;
    let text = worker(&files, &template)?;
    fs::write(folder.join(WORKER), text)
        .with_context(|| format!("{WORKER} cannot be written into {}", folder.display()))
}

/// The worker with the list of files, and a version that follows from their
/// contents and its own.
fn worker(files: &[(String, Vec<u8>)], template: &str) -> Result<String> {
    if !files.iter().any(|(name, _)| name == "index.html") {
        bail!("the built page has no index.html");
    }
    let mut all = Sha256::new();
    all.update(template);
    let mut list = String::new();
    for (name, bytes) in files {
        let hash = hash(bytes);
        // The page is asked for by its folder.
        let path = if name == "index.html" { "./" } else { name };
        writeln!(list, "  [{path:?}, {hash:?}],")?;
        all.update(name);
        all.update(hash);
    }
    let version = all.finalize();
    let version = version.iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    Ok(format!("const VERSION = \"{version}\";\nconst FILES = [\n{list}];\n\n{template}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(files: &[(&str, &str)], template: &str) -> String {
        let files: Vec<_> = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
            .collect();
        let text = worker(&files, template).expect("a page");
        text.lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_version_follows_every_file_and_the_worker() {
        let page = [("index.html", "a"), ("web.js", "b")];
        let first = version(&page, "t");
        assert_eq!(version(&page, "t"), first, "the same page, the same version");
        assert_ne!(version(&page, "u"), first);
        assert_ne!(version(&[("index.html", "a"), ("web.js", "c")], "t"), first);
        assert_ne!(version(&[("index.html", "a"), ("wab.js", "b")], "t"), first);
    }

    #[test]
    fn the_list_has_hashes_that_a_browser_checks() {
        let text = worker(&[("index.html".to_owned(), b"abc".to_vec())], "// the rest\n");
        let text = text.expect("a page");
        let hash = hash(b"abc");
        assert!(text.contains(&format!("[\"./\", \"{hash}\"]")), "{text}");
        assert!(text.ends_with("\n// the rest\n"));
        assert!(worker(&[], "").is_err());
    }
}
