//! The examples of a README, which run as they stand.

use anyhow::{Context, Result, ensure};

/// How a language prints a line, and what stands before a comment.
pub(crate) struct Printing {
    pub(crate) language: &'static str,
    pub(crate) call: &'static str,
    pub(crate) comment: &'static str,
}

/// The examples of a README in a language, of which there is one at least.
pub(crate) fn examples(readme: &str, language: &str) -> Result<Vec<String>> {
    let fence = format!("```{language}\n");
    let parts = readme.split(&fence).skip(1);
    let examples: Vec<_> =
        parts.filter_map(|part| Some(part.split_once("```")?.0.to_owned())).collect();
    ensure!(!examples.is_empty(), "the README has no example in {language}");
    Ok(examples)
}

/// Runs each example of a language, and compares what it prints with what stands
/// behind each of its lines that print.
pub(crate) fn hold(
    readme: &str,
    printing: &Printing,
    mut run: impl FnMut(&str) -> Result<Option<String>>,
) -> Result<()> {
    let Printing { language, call, comment } = printing;
    for code in examples(readme, language)? {
        let said = run(&code)?.with_context(|| format!("an example in {language} failed"))?;
        let promised: Vec<&str> = code
            .lines()
            .filter(|line| line.starts_with(call))
            .filter_map(|line| Some(line.rsplit_once(comment)?.1))
            .collect();
        ensure!(!promised.is_empty(), "an example of the README prints nothing");
        ensure!(
            said.lines().eq(promised.iter().copied()),
            "an example of the README prints\n{said}not\n{}",
            promised.join("\n")
        );
    }
    println!("the README's examples in {language} print what they say");
    Ok(())
}
