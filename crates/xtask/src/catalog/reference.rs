//! Error codes, the guide and the article's rows: read, checked, written.

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use anyhow::Result;
use groq_catalog_file::{Problems, Status};
use serde::Deserialize;

use super::{head::HEAD, load::load};

/// What `errors.toml`, `guide.toml` and `article.toml` say.
pub(super) struct Reference {
    errors: Errors,
    guide: Guide,
    article: Article,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    en: String,
    zh: String,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Waiting {
    Never,
    Told,
    Backoff,
    Reset,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Errors {
    error: Vec<ErrorCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ErrorCode {
    id: String,
    codes: Vec<String>,
    kinds: Vec<String>,
    title: Text,
    meaning: Text,
    first_fix: Text,
    production_fix: Text,
    waiting: Waiting,
    source: String,
    status: Status,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Guide {
    topic: Vec<Topic>,
    check: Vec<Check>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    id: String,
    title: Text,
    summary: Text,
    fact: Vec<Fact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fact {
    text: Text,
    source: String,
    status: Status,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Check {
    id: String,
    text: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Article {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    wrong: bool,
    what: Text,
    said: Text,
    right: Text,
    why: Text,
    #[serde(default)]
    question: String,
}

/// Reads the three files.
pub(super) fn read(root: &Path) -> Result<Reference> {
    Ok(Reference {
        errors: load(root, "data/groq/errors.toml")?,
        guide: load(root, "data/groq/guide.toml")?,
        article: load(root, "data/groq/article.toml")?,
    })
}

/// What is wrong with files that parse.
pub(super) fn problems(problems: &mut Problems, reference: &Reference) {
    let mut review = Review(problems);
    review.errors(&reference.errors);
    review.guide(&reference.guide);
    review.article(&reference.article);
}

/// Adds what is wrong with the three files.
struct Review<'a>(&'a mut Problems);

impl Review<'_> {
    fn text(&mut self, field: &str, text: &Text) {
        for (language, text) in [("en", &text.en), ("zh", &text.zh)] {
            if text.trim().is_empty() {
                self.0.add(&format!("{field}.{language}"), "is empty");
            }
        }
        for text in [&text.en, &text.zh] {
            if text.matches('`').count() % 2 == 1 {
                self.0.add(field, "has a backtick without its other half");
            }
        }
        if text.en.chars().any(is_chinese) {
            self.0.add(&format!("{field}.en"), "has Chinese in it");
        }
        // A figure, a formula or a name reads the same in both.
        if text.en.split(' ').count() > 3 && !text.zh.chars().any(is_chinese) {
            self.0.add(&format!("{field}.zh"), "has no Chinese in it");
        }
    }

    fn source(&mut self, field: &str, source: &str) {
        if !self.0.knows_source(source) {
            let what = format!("is {source:?}, which is not among the sources");
            self.0.add(&format!("{field}.source"), &what);
        }
    }

    fn errors(&mut self, errors: &Errors) {
        self.0.in_file("data/groq/errors.toml");
        let ids: Vec<_> = errors.error.iter().map(|error| error.id.as_str()).collect();
        self.0.sorted("error", &ids);
        for (index, error) in errors.error.iter().enumerate() {
            let field = format!("error[{index}]");
            let status = error.id.split('-').next().unwrap_or_default();
            if status.len() != 3 || !status.bytes().all(|byte| byte.is_ascii_digit()) {
                let what = format!("is {:?}, which begins with no HTTP status", error.id);
                self.0.add(&format!("{field}.id"), &what);
            }
            self.text(&format!("{field}.title"), &error.title);
            self.text(&format!("{field}.meaning"), &error.meaning);
            self.text(&format!("{field}.first_fix"), &error.first_fix);
            self.text(&format!("{field}.production_fix"), &error.production_fix);
            self.source(&field, &error.source);
        }
    }

    fn guide(&mut self, guide: &Guide) {
        self.0.in_file("data/groq/guide.toml");
        let ids: Vec<_> = guide.topic.iter().map(|topic| topic.id.as_str()).collect();
        self.0.sorted("topic", &ids);
        for (index, topic) in guide.topic.iter().enumerate() {
            let field = format!("topic[{index}]");
            self.text(&format!("{field}.title"), &topic.title);
            self.text(&format!("{field}.summary"), &topic.summary);
            for (fact_index, fact) in topic.fact.iter().enumerate() {
                let field = format!("{field}.fact[{fact_index}]");
                self.text(&format!("{field}.text"), &fact.text);
                self.source(&field, &fact.source);
            }
        }
        let mut seen = BTreeSet::new();
        for (index, check) in guide.check.iter().enumerate() {
            if !seen.insert(&check.id) {
                self.0.add(&format!("check[{index}].id"), &format!("is {:?} again", check.id));
            }
            self.text(&format!("check[{index}].text"), &check.text);
        }
    }

    fn article(&mut self, article: &Article) {
        self.0.in_file("data/groq/article.toml");
        let ids: Vec<_> = article.row.iter().map(|row| row.id.as_str()).collect();
        self.0.sorted("row", &ids);
        for (index, row) in article.row.iter().enumerate() {
            let field = format!("row[{index}]");
            self.text(&format!("{field}.what"), &row.what);
            self.text(&format!("{field}.said"), &row.said);
            self.text(&format!("{field}.right"), &row.right);
            self.text(&format!("{field}.why"), &row.why);
            if row.wrong && row.question.is_empty() {
                self.0.add(&format!("{field}.question"), "is missing: a wrong row can be checked");
            }
        }
    }
}

fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// The generated files with their paths.
pub(super) fn files(reference: &Reference) -> Vec<(String, String)> {
    let file = |name: &str, text: String| (format!("crates/catalog/src/{name}.rs"), text);
    vec![
        file("errors", errors(&reference.errors)),
        file("topics", guide(&reference.guide)),
        file("article", rows(&reference.article)),
        ("docs/article.md".to_owned(), page(&reference.article)),
    ]
}

fn text(text: &Text) -> String {
    format!("Text {{ en: {:?}, zh: {:?} }}", text.en, text.zh)
}

fn errors(errors: &Errors) -> String {
    let mut out = format!(
        "{HEAD}use groq_calc::catalog::Status;\n\nuse crate::{{ErrorCode, Text, Waiting}};\n\n\
         /// What the API answers instead of a result, sorted by id.\n\
         pub static ERRORS: &[ErrorCode] = &["
    );
    for error in &errors.error {
        let _ = write!(
            out,
            "ErrorCode {{ id: {:?}, codes: &{:?}, kinds: &{:?}, title: {}, meaning: {}, first_fix: {}, \
             production_fix: {}, waiting: Waiting::{:?}, source: {:?}, status: Status::{:?} }},",
            error.id,
            error.codes,
            error.kinds,
            text(&error.title),
            text(&error.meaning),
            text(&error.first_fix),
            text(&error.production_fix),
            error.waiting,
            error.source,
            error.status,
        );
    }
    out + "];\n"
}

fn guide(guide: &Guide) -> String {
    let mut out = format!(
        "{HEAD}use groq_calc::catalog::Status;\n\nuse crate::{{Check, Fact, Text, Topic}};\n\n\
         /// What to know of batch, flex, caching and spend limits, sorted by id.\n\
         pub static TOPICS: &[Topic] = &["
    );
    for topic in &guide.topic {
        let _ = write!(
            out,
            "Topic {{ id: {:?}, title: {}, summary: {}, facts: &[",
            topic.id,
            text(&topic.title),
            text(&topic.summary)
        );
        for fact in &topic.fact {
            let _ = write!(
                out,
                "Fact {{ text: {}, source: {:?}, status: Status::{:?} }},",
                text(&fact.text),
                fact.source,
                fact.status
            );
        }
        out.push_str("] },");
    }
    out.push_str(
        "];\n\n/// What to have done before a launch, in order.\npub static CHECKS: &[Check] = &[",
    );
    for check in &guide.check {
        let _ = write!(out, "Check {{ id: {:?}, text: {} }},", check.id, text(&check.text));
    }
    out + "];\n"
}

fn rows(article: &Article) -> String {
    let mut out = format!(
        "{HEAD}use crate::{{ArticleRow, Text}};\n\n\
         /// Rows of the article that are wrong or imprecise, sorted by id.\n\
         pub static ARTICLE: &[ArticleRow] = &["
    );
    for row in &article.row {
        let _ = write!(
            out,
            "ArticleRow {{ id: {:?}, wrong: {}, what: {}, said: {}, right: {}, why: {}, \
             question: {:?} }},",
            row.id,
            row.wrong,
            text(&row.what),
            text(&row.said),
            text(&row.right),
            text(&row.why),
            row.question,
        );
    }
    out + "];\n"
}

/// The rows for people who read the repository.
fn page(article: &Article) -> String {
    let mut out = String::from(
        "<!-- Generated by `cargo xtask catalog` from data/groq/article.toml. Do not edit. -->\n\
         # Where the article is wrong, row by row\n\n\
         The project started from \"Groq API Access 2026\" (TokenMix Research Lab, 2026-06-04). Its \
         limits and prices agree with Groq's pages of that time, and `as_of` 2026-06-04 reproduces \
         them. Three of its calculated rows do not follow from them; all three are test vectors \
         (`tests/vectors`).\n",
    );
    for (wrong, title) in [(true, ""), (false, "\nLess than wrong, but imprecise:\n")] {
        out.push_str(title);
        out.push_str("\n| row | about | article | right | why |\n|---|---|---|---|---|\n");
        for row in article.row.iter().filter(|row| row.wrong == wrong) {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {} |",
                row.id, row.what.en, row.said.en, row.right.en, row.why.en
            );
        }
    }
    out.push_str(
        "\nSince then most of its models have been retired; the catalog knows when, and what Groq \
         names instead.\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use groq_catalog_file::parse;

    use super::*;

    fn lines(check: impl FnOnce(&mut Review<'_>)) -> Vec<String> {
        let mut problems = Problems::default().knowing(["t"], []);
        check(&mut Review(&mut problems));
        problems.found().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_text_has_both_languages() {
        let text = |en: &str, zh: &str| Text { en: en.to_owned(), zh: zh.to_owned() };
        let of = |text: Text| lines(|review| review.text("title", &text));
        assert!(of(text("Wait a little while.", "稍等。")).is_empty());
        assert!(of(text("$19.50", "$19.50")).is_empty());
        assert_eq!(of(text("Wait", "")), [": title.zh is empty"]);
        assert_eq!(of(text("`a", "`a`")), [": title has a backtick without its other half"]);
        assert_eq!(of(text("等待", "等待")), [": title.en has Chinese in it"]);
        let same = "Wait a little while.";
        assert_eq!(of(text(same, same)), [": title.zh has no Chinese in it"]);
    }

    #[test]
    fn an_error_has_a_status_a_known_source_and_no_other_key() {
        let entry = |id: &str, rest: &str| {
            let text = "{ en = \"a\", zh = \"啊\" }";
            format!(
                "[[error]]\nid = {id:?}\ncodes = []\nkinds = []\ntitle = {text}\nmeaning = {text}\n\
                 first_fix = {text}\nproduction_fix = {text}\nwaiting = \"never\"\n\
                 source = \"s\"\nstatus = \"likely\"\n{rest}"
            )
        };
        let of = |file: &str| {
            let errors = parse::<Errors>("x", file).expect("it parses");
            lines(|review| review.errors(&errors))
        };
        let two = of(&(entry("413", "") + &entry("40x", "")));
        assert!(two.iter().any(|line| line.contains("sort by id")), "{two:?}");
        assert!(two.iter().any(|line| line.contains("begins with no HTTP status")), "{two:?}");
        assert!(two.iter().any(|line| line.contains("not among the sources")), "{two:?}");
        assert!(parse::<Errors>("x", &entry("413", "colour = 1\n")).is_err());
    }
}
