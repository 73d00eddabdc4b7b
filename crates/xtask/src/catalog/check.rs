//! What must hold in `data/` beyond the vocabulary. Every mistake names its file and field.

use std::collections::BTreeSet;

use super::read::{
    Caps, Context, DATA, Data, Day, Entry, Lifecycle, Model, Price, Source, Speed, State,
};

/// Every mistake in the data.
pub(super) fn all(data: &Data) -> Vec<String> {
    let mut errors = Vec::new();
    sources(&data.sources, &mut errors);
    let known = Known {
        sources: data.sources.iter().map(|source| source.id.as_str()).collect(),
        models: data.models.keys().map(String::as_str).collect(),
    };

    for (id, model) in &data.models {
        let mut report = Report::new(format!("models/{id}.toml"), &known, &mut errors);
        self::model(id, model, &mut report);
    }

    let mut report = Report::new("tools.toml".into(), &known, &mut errors);
    report.entries("prices", &data.tools.prices, None);
    for (index, entry) in data.tools.prices.iter().enumerate() {
        for (name, price) in entry.named() {
            report.price(&format!("prices[{index}].{name}"), price);
        }
    }

    let mut report = Report::new("use-cases.toml".into(), &known, &mut errors);
    use_cases(data, &mut report);
    errors
}

struct Known<'a> {
    sources: BTreeSet<&'a str>,
    models: BTreeSet<&'a str>,
}

/// Collects the mistakes of one file.
struct Report<'a> {
    file: String,
    known: &'a Known<'a>,
    errors: &'a mut Vec<String>,
}

impl<'a> Report<'a> {
    fn new(file: String, known: &'a Known<'a>, errors: &'a mut Vec<String>) -> Self {
        Self { file, known, errors }
    }

    fn add(&mut self, field: &str, message: &str) {
        self.errors
            .push(format!("{DATA}/{}: {field}: {message}", self.file));
    }

    fn source(&mut self, field: &str, id: &str) {
        if id.is_empty() {
            self.add(field, "names no source; every figure needs one");
        } else if !self.known.sources.contains(id) {
            self.add(field, &format!("`{id}` is not in {DATA}/sources.toml"));
        }
    }

    fn model(&mut self, field: &str, id: &str) {
        if !self.known.models.contains(id) {
            self.add(field, &format!("`{id}` has no file in {DATA}/models"));
        }
    }

    fn day(&mut self, field: &str, day: Day) {
        if !(2023..=2099).contains(&day.year) {
            self.add(field, &format!("{day} is not a year from 2023 to 2099"));
        }
    }

    fn price(&mut self, field: &str, price: &Price) {
        let text = price.0.as_str();
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || (whole.len() > 1 && whole.starts_with('0')) {
            self.add(
                field,
                &format!("\"{text}\" is not a plain decimal, like \"0.15\""),
            );
        } else if fraction.len() > 6 {
            self.add(
                field,
                &format!("\"{text}\" has {} decimals; at most 6", fraction.len()),
            );
        } else if whole.len() > 6 {
            self.add(field, &format!("\"{text}\" is above 999999"));
        }
    }

    /// Sources and dates of one list; `end` is the day on which the model was retired.
    fn entries<E: Entry>(&mut self, list: &str, entries: &[E], end: Option<Day>) {
        for (index, entry) in entries.iter().enumerate() {
            let field = format!("{list}[{index}].from");
            let from = entry.from();
            self.source(&format!("{list}[{index}].source"), entry.source());
            self.day(&field, from);
            if let Some(before) = index.checked_sub(1).map(|last| entries[last].from()) {
                let last = index - 1;
                if from < before {
                    self.add(
                        &field,
                        &format!(
                            "{from} is before {before} of {list}[{last}]; \
                             entries must be in ascending order"
                        ),
                    );
                } else if from == before {
                    self.add(
                        &field,
                        &format!(
                            "{from} is also the date of {list}[{last}]; \
                             one entry counts from one day"
                        ),
                    );
                }
            }
            if let Some(end) = end.filter(|end| from >= *end) {
                self.add(
                    &field,
                    &format!("{from} is not before {end}, the day the model was retired"),
                );
            }
        }
    }
}

fn sources(sources: &[Source], errors: &mut Vec<String>) {
    let known = Known {
        sources: BTreeSet::new(),
        models: BTreeSet::new(),
    };
    let mut report = Report::new("sources.toml".into(), &known, errors);
    for (index, source) in sources.iter().enumerate() {
        let field = |name: &str| format!("source[{index}].{name}");
        report.day(&field("accessed"), source.accessed);
        for (name, text) in [
            ("id", &source.id),
            ("title", &source.title),
            ("publisher", &source.publisher),
        ] {
            if text.is_empty() {
                report.add(&field(name), "is empty");
            }
        }
        if !source.url.is_empty() && !source.url.starts_with("https://") {
            report.add(&field("url"), "must begin with https://");
        }
        if let Some(before) = index.checked_sub(1).map(|last| &sources[last].id)
            && source.id <= *before
        {
            report.add(
                &field("id"),
                &format!(
                    "`{}` must come after `{before}`; sources are sorted by id, each once",
                    source.id
                ),
            );
        }
    }
}

fn model(id: &str, model: &Model, report: &mut Report<'_>) {
    if model.name.is_empty() {
        report.add("name", "is empty");
    }
    let end = lifecycle(id, &model.lifecycle, report);
    report.entries("context", &model.context, end);
    report.entries("limits.free", &model.limits.free, end);
    report.entries("limits.developer", &model.limits.developer, end);
    report.entries("prices", &model.prices, end);
    report.entries("batch", &model.batch, end);
    report.entries("tools", &model.tools, end);
    report.entries("speed", &model.speed, end);

    for (index, entry) in model.context.iter().enumerate() {
        context(&format!("context[{index}]"), entry, report);
    }
    for (plan, entries) in [
        ("free", &model.limits.free),
        ("developer", &model.limits.developer),
    ] {
        for (index, entry) in entries.iter().enumerate() {
            caps(&format!("limits.{plan}[{index}]"), entry, report);
        }
    }
    for (index, entry) in model.prices.iter().enumerate() {
        let field = format!("prices[{index}]");
        for (name, price) in entry.named() {
            if let Some(price) = price {
                report.price(&format!("{field}.{name}"), price);
            }
        }
        if entry.named().iter().all(|(_, price)| price.is_none()) {
            report.add(&field, "holds no price; leave out what is not known");
        }
    }
    for (index, entry) in model.speed.iter().enumerate() {
        speed(&format!("speed[{index}]"), entry, report);
    }
}

/// Checks the stages and gives the day of retirement.
fn lifecycle(id: &str, stages: &[Lifecycle], report: &mut Report<'_>) -> Option<Day> {
    report.entries("lifecycle", stages, None);
    if stages.is_empty() {
        report.add("lifecycle", "is empty; say since when the model is known");
    }
    let mut end = None;
    for (index, stage) in stages.iter().enumerate() {
        let field = format!("lifecycle[{index}]");
        if let Some(end) = end {
            report.add(
                &format!("{field}.from"),
                &format!("{} stands after {end}, the day the model was retired", stage.from),
            );
        }
        if stage.state == State::Retired {
            end = end.or(Some(stage.from));
        } else if !stage.replacement.is_empty() {
            report.add(
                &format!("{field}.replacement"),
                "only a retired model has replacements",
            );
        }
        for (place, replacement) in stage.replacement.iter().enumerate() {
            let field = format!("{field}.replacement[{place}]");
            if replacement == id {
                report.add(&field, "a model cannot replace itself");
            }
            report.model(&field, replacement);
        }
    }
    end
}

fn context(field: &str, entry: &Context, report: &mut Report<'_>) {
    if entry.window.is_none() && entry.max_completion.is_none() {
        report.add(field, "holds neither window nor max_completion");
    }
}

fn caps(field: &str, entry: &Caps, report: &mut Report<'_>) {
    let mut seen = Vec::new();
    for limit in &entry.unknown {
        let name = format!("{limit:?}").to_uppercase();
        if seen.contains(limit) {
            report.add(&format!("{field}.unknown"), &format!("names {name} twice"));
        }
        seen.push(*limit);
    }
    for (limit, cap) in entry.named() {
        let name = format!("{limit:?}").to_uppercase();
        if cap == Some(0) {
            report.add(&format!("{field}.{name}"), "0 is not a cap; leave it out");
        }
        if cap.is_some() && entry.unknown.contains(&limit) {
            report.add(
                &format!("{field}.unknown"),
                &format!("{name} has a figure, so it is not unknown"),
            );
        }
    }
    if entry.unknown.is_empty() && entry.named().iter().all(|(_, cap)| cap.is_none()) {
        report.add(field, "holds no cap and names none as unknown");
    }
}

fn speed(field: &str, entry: &Speed, report: &mut Report<'_>) {
    if entry.tokens_per_second.is_some() == entry.speed_factor.is_some() {
        report.add(field, "needs one of tokens_per_second and speed_factor");
    }
}

fn use_cases(data: &Data, report: &mut Report<'_>) {
    for (index, case) in data.use_cases.iter().enumerate() {
        let field = format!("use_case[{index}]");
        let slug = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if case.id.is_empty() || !case.id.bytes().all(slug) {
            report.add(
                &format!("{field}.id"),
                &format!("`{}` must be of a-z, 0-9 and -", case.id),
            );
        }
        if let Some(before) = index.checked_sub(1).map(|last| &data.use_cases[last].id)
            && case.id <= *before
        {
            report.add(
                &format!("{field}.id"),
                &format!(
                    "`{}` must come after `{before}`; use cases are sorted by id, each once",
                    case.id
                ),
            );
        }
        for (place, id) in case.models.iter().enumerate() {
            report.model(&format!("{field}.models[{place}]"), id);
        }
        report.source(&format!("{field}.source"), &case.source);
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
