//! Published results: read, checked, written.

use std::{collections::BTreeSet, fmt::Write as _, path::Path};

use anyhow::Result;
use groq_calc::{Date, catalog::Points};
use groq_catalog_file::Problems;
use serde::Deserialize;

use super::{head::HEAD, load::load};

/// What `scores.toml` says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scores {
    benchmark: Vec<Benchmark>,
    score: Vec<Score>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Benchmark {
    id: String,
    title: String,
    #[serde(default)]
    lower_is_better: bool,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Served {
    Weights,
    Endpoint,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Score {
    model: String,
    benchmark: String,
    #[serde(default)]
    version: String,
    measurer: String,
    #[serde(default)]
    maker: bool,
    effort: Option<String>,
    score: String,
    low: Option<String>,
    high: Option<String>,
    date: toml::value::Datetime,
    licence: String,
    served: Served,
    source: String,
}

/// Reads the file.
pub(super) fn read(root: &Path) -> Result<Scores> {
    load(root, "data/groq/scores.toml")
}

/// What is wrong with a file that parses.
pub(super) fn problems(problems: &mut Problems, scores: &Scores, models: &[&str]) {
    problems.in_file("data/groq/scores.toml");
    let benchmarks: BTreeSet<_> = scores.benchmark.iter().map(|one| one.id.as_str()).collect();
    let mut seen = BTreeSet::new();
    for (index, score) in scores.score.iter().enumerate() {
        let field = format!("score[{index}]");
        let mut add = |name: &str, what: &str| problems.add(&format!("{field}.{name}"), what);
        if !models.contains(&score.model.as_str()) {
            add("model", &format!("is {:?}, which is not a model", score.model));
        }
        if !benchmarks.contains(score.benchmark.as_str()) {
            add("benchmark", &format!("is {:?}, which is not listed", score.benchmark));
        }
        let day = score.date.to_string();
        if Date::parse(&day).is_none() {
            add("date", &format!("is {day}, which is not a date"));
        }
        let points = Points::parse(&score.score);
        if points.is_none() {
            add("score", &format!("is {:?}, not a decimal like \"73.1\"", score.score));
        }
        match (&score.low, &score.high) {
            (None, None) => {}
            (Some(low), Some(high)) => {
                let ends = (Points::parse(low), Points::parse(high));
                if !(ends.0.is_some() && ends.0 <= points && points <= ends.1) {
                    add("low", "and high do not enclose the score");
                }
            }
            _ => add("low", "and high go together"),
        }
        for (name, text) in [("measurer", &score.measurer), ("licence", &score.licence)] {
            if text.is_empty() {
                add(name, "is empty");
            }
        }
        let key = (
            (&score.model, &score.effort),
            (&score.benchmark, &score.version, &score.measurer, day.clone()),
        );
        if !seen.insert(key) {
            add("model", "is there twice in one set");
        }
        if !problems.knows_source(&score.source) {
            let what = format!("is {:?}, which is not among the sources", score.source);
            problems.add(&format!("{field}.source"), &what);
        }
    }
}

/// The generated file.
pub(super) fn render(scores: &Scores, day: impl Fn(&str) -> String) -> String {
    let mut text = format!(
        "{HEAD}use groq_calc::{{Date, catalog::{{Benchmark, Points, Score}}}};\n\n\
         /// What published results measure, those that are preferred first.\n\
         pub static BENCHMARKS: &[Benchmark<'static>] = &["
    );
    for one in &scores.benchmark {
        let _ = write!(
            text,
            "Benchmark {{ id: {:?}, title: {:?}, lower_is_better: {} }},",
            one.id, one.title, one.lower_is_better
        );
    }
    text.push_str("];\n\n/// Published results.\npub static SCORES: &[Score<'static>] = &[");
    let points = |text: &String| {
        let thousandths = Points::parse(text).unwrap_or_default().thousandths();
        format!("Points::from_thousandths({thousandths})")
    };
    for one in &scores.score {
        let interval = match (&one.low, &one.high) {
            (Some(low), Some(high)) => format!("Some(({}, {}))", points(low), points(high)),
            _ => "None".to_owned(),
        };
        let _ = write!(
            text,
            "Score {{ model: {:?}, effort: {:?}, benchmark: {:?}, version: {:?}, measurer: {:?}, \
             maker: {}, score: {}, interval: {interval}, date: {}, licence: {:?}, endpoint: {}, \
             source: {:?} }},",
            one.model,
            one.effort,
            one.benchmark,
            one.version,
            one.measurer,
            one.maker,
            points(&one.score),
            day(&one.date.to_string()),
            one.licence,
            one.served == Served::Endpoint,
            one.source,
        );
    }
    text + "];\n"
}
