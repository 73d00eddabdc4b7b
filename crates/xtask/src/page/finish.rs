//! What Trunk leaves to do: styles and the first script go into the page itself, so that the first
//! screen waits for one file, and the service worker gets the list of files.

use std::{env, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    page::{
        feed,
        files::{ON_DEMAND, hash},
        offline,
    },
    process,
    setup::tools,
};

/// Finishes the page that Trunk has just built; Trunk calls this and names the folder.
pub(crate) fn run(root: &Path) -> Result<()> {
    let folder = env::var_os("TRUNK_STAGING_DIR")
        .context("TRUNK_STAGING_DIR is not set: Trunk calls this when it builds the page")?;
    let folder = Path::new(&folder);
    let place = folder.join("index.html");
    let page = fs::read_to_string(&place).context("the built page has no index.html")?;
    let (page, taken) = inlined(&page, |name| {
        fs::read_to_string(folder.join(name)).with_context(|| format!("{name} cannot be read"))
    })?;
    fs::write(&place, bare(&page))?;
    for name in taken {
        fs::remove_file(folder.join(name))?;
    }
    let place = folder.join("vocabulary.js");
    let text = fs::read_to_string(&place).context("the built page has no vocabulary.js")?;
    let module = fs::read(folder.join(ON_DEMAND)).context("the built page has no tokenizer")?;
    fs::write(&place, told(&text, &module)?)?;
    minify(folder)?;
    closed(folder)?;
    feed::write(root, folder)?;
    offline::write(root, folder)
}

/// Fails for a style sheet with a rule that does not end: a browser takes all that
/// follows for a part of it, and says nothing.
fn closed(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "css") {
            let text = fs::read_to_string(&path)?;
            if text.matches('{').count() != text.matches('}').count() {
                bail!("{} has a rule that does not end", path.display());
            }
        }
    }
    Ok(())
}

/// Takes white space, comments and long names out of the scripts: those that
/// wasm-bindgen writes shrink by a quarter, packed.
fn minify(folder: &Path) -> Result<()> {
    let mut esbuild = Command::new(tools::esbuild()?);
    esbuild.args(["--minify", "--allow-overwrite", "--log-level=warning", "--outdir=."]);
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "js") {
            esbuild.arg(path.file_name().unwrap_or_default());
        }
    }
    process::run(esbuild.current_dir(folder))
}

/// The script that says how large the module on demand is, with its figures.
fn told(text: &str, module: &[u8]) -> Result<String> {
    let figures = format!("{{ bytes: {}, hash: {:?} }}", module.len(), hash(module));
    let told = text.replacen(r#"{ bytes: 0, hash: "" }"#, &figures, 1);
    if told == text {
        bail!("vocabulary.js has no place for its figures");
    }
    Ok(told)
}

/// The page without the comments for those who build it, and without the lines
/// that they and Trunk's links leave empty.
fn bare(page: &str) -> String {
    let mut left = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, comment)) = rest.split_once("<!--") {
        left.push_str(before);
        // One without an end is left to the browser.
        let Some((_, behind)) = comment.split_once("-->") else {
            left.push_str("<!--");
            rest = comment;
            continue;
        };
        rest = behind;
    }
    left.push_str(rest);
    let lines: Vec<_> = left.lines().filter(|line| !line.trim().is_empty()).collect();
    lines.join("\n") + "\n"
}

const STYLE: &str = "<link rel=\"stylesheet\" href=\"";
const SCRIPT: &str = "<script src=\"";

/// The page with its styles and its plain scripts inside, allowed by hash, and
/// the names of the files that are no longer needed.
fn inlined(page: &str, read: impl Fn(&str) -> Result<String>) -> Result<(String, Vec<String>)> {
    let mut page = page.to_owned();
    let (mut taken, mut styles) = (Vec::new(), String::new());
    let mut at = None;
    while let Some((start, end, name)) = tag(&page, STYLE, "/>") {
        styles.push_str(&read(&name)?);
        page.replace_range(start..end, "");
        at.get_or_insert(start);
        taken.push(name);
    }
    if let Some(at) = at {
        if styles.contains("</") {
            bail!("a style sheet would end its own element");
        }
        page.insert_str(at, &format!("<style>{styles}</style>"));
        allow(&mut page, "style-src 'self'", &styles)?;
    }
    while let Some((start, end, name)) = tag(&page, SCRIPT, "</script>") {
        let script = read(&name)?;
        if script.contains("</") {
            bail!("{name} would end its own element");
        }
        page.replace_range(start..end, &format!("<script>{script}</script>"));
        allow(&mut page, "script-src 'self'", &script)?;
        taken.push(name);
    }
    Ok((page, taken))
}

/// Where the first such tag stands, and the file that it names.
fn tag(page: &str, open: &str, close: &str) -> Option<(usize, usize, String)> {
    let start = page.find(open)?;
    let rest = &page[start + open.len()..];
    let name = rest.split('"').next()?.rsplit('/').next()?.to_owned();
    let end = start + open.len() + rest.find(close)? + close.len();
    Some((start, end, name))
}

/// Lets the policy know a text by its hash.
fn allow(page: &mut String, rule: &str, text: &str) -> Result<()> {
    let Some(at) = page.find(rule) else { bail!("the page's policy has no {rule}") };
    page.insert_str(at + rule.len(), &format!(" '{}'", hash(text.as_bytes())));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<meta content=\"script-src 'self'; style-src 'self'\">\
                        <script src=\"./a.js\"></script>\
                        <link rel=\"stylesheet\" href=\"./x.css\" integrity=\"i\"/>\
                        <link rel=\"stylesheet\" href=\"/sub/y.css\"/>\
                        <script type=\"module\" src=\"./b.js\"></script>";

    #[test]
    fn styles_and_plain_scripts_move_in_with_their_hashes() {
        let read = |name: &str| Ok(format!("/*{name}*/"));
        let (page, taken) = inlined(PAGE, read).expect("a page");
        let style = hash(b"/*x.css*//*y.css*/");
        let script = hash(b"/*a.js*/");
        assert_eq!(
            page,
            format!(
                "<meta content=\"script-src 'self' '{script}'; style-src 'self' '{style}'\">\
                 <script>/*a.js*/</script><style>/*x.css*//*y.css*/</style>\
                 <script type=\"module\" src=\"./b.js\"></script>"
            )
        );
        assert_eq!(taken, ["x.css", "y.css", "a.js"]);
        let (again, none) = inlined(&page, read).expect("a page");
        assert_eq!((again, none.len()), (page, 0), "once is enough");
    }

    #[test]
    fn comments_and_empty_lines_are_for_those_who_build_it() {
        assert_eq!(bare("<a>\n  <!-- why\n so -->\n\n<b><!----></b>\n"), "<a>\n<b></b>\n");
        assert_eq!(bare("<a> <!-- open"), "<a> <!-- open\n");
    }

    #[test]
    fn nothing_slips_past_the_policy() {
        assert!(inlined("<script src=\"a.js\"></script>", |_| Ok(String::new())).is_err());
        assert!(inlined(PAGE, |_| Ok("</style>".to_owned())).is_err());
    }

    #[test]
    fn the_module_on_demand_is_known_by_its_hash() {
        let text = include_str!("../../../../web/vocabulary.js");
        let told = told(text, b"abc").expect("it has its place");
        assert!(told.contains("{ bytes: 3, hash: \"sha256-ungW"), "{told}");
        assert!(super::told(&told, b"abc").is_err(), "once is enough");
    }

    #[test]
    fn the_hash_is_the_browsers() {
        assert_eq!(hash(b"abc"), "sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }
}
