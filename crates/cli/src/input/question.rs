use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use clap::Args as Group;
use groq_calc::{
    Catalog, Draft, Kind, Number, Question,
    question::{FIELDS, Organisation, QualityDraft, RequirementsDraft},
};
use groq_log::usage::ModelName;
use groq_paste::{Note, Reading};

use crate::{
    input::{candidates, catalog, file, paste},
    output::printable,
};

/// The question, by file or by flags; a flag overrides the file.
#[derive(Group, Default)]
pub(crate) struct QuestionArgs {
    /// A question as JSON; `-` reads standard input.
    pub(crate) file: Option<PathBuf>,
    /// Take the figures and the model from a prompt, a request, an answer or several, as `groq-calc
    /// paste` reads them; `-` reads standard input.
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    pub(crate) paste: Option<PathBuf>,
    /// The day the question is about, like 2026-06-04; the newest by default.
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// How requests are admitted: reserved or expected; by the rule of the day by default.
    #[arg(long, value_name = "RULE")]
    pub(crate) admission: Option<String>,
    /// A plan to consider: free or developer; may be repeated.
    #[arg(long = "plan", value_name = "PLAN", add = candidates::plans())]
    pub(crate) plans: Vec<String>,
    /// A model to consider; may be repeated.
    #[arg(long = "model", value_name = "ID", add = candidates::models())]
    pub(crate) models: Vec<String>,
    /// Only the models of a use case.
    #[arg(long, value_name = "ID", add = candidates::use_cases())]
    pub(crate) use_case: Option<String>,
    /// Leave out the free plan and models not meant for production.
    #[arg(long)]
    pub(crate) production: bool,
    /// What the model has to be able to do, like vision,tools: tools, parallel_tools, json_mode,
    /// structured_outputs, vision, reasoning, caching, batch, mcp or translation.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub(crate) needs: Vec<String>,
    /// The benchmark to compare models by, and with >= the least score that will do, like
    /// gpqa-diamond or "gpqa-diamond>=70"; <= where a lower score is better.
    #[arg(long, value_name = "BENCHMARK[>=N]")]
    pub(crate) quality: Option<String>,
    /// Results of your own evaluations, which come before published ones: a JSON list of objects
    /// with model, score and, if you like, benchmark, effort, low and high.
    #[arg(long, value_name = "FILE")]
    pub(crate) scores: Option<PathBuf>,
    /// The least context window, in tokens.
    #[arg(long, value_name = "TOKENS", allow_hyphen_values = true)]
    pub(crate) min_context: Option<String>,
    /// The most a month may cost, in USD.
    #[arg(long, value_name = "USD", allow_hyphen_values = true)]
    pub(crate) budget: Option<String>,
    /// A cap of your own account or project, as MODEL:PLAN:LIMIT=N; may be repeated.
    #[arg(long = "limit", value_name = "MODEL:PLAN:LIMIT=N")]
    pub(crate) limits: Vec<String>,
    #[command(flatten)]
    pub(crate) workload: WorkloadArgs,
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $field:ident, $flag:literal => $name:literal;)*) => {
        /// The numbers of a workload, as they were written.
        #[derive(Group, Default)]
        pub(crate) struct WorkloadArgs {
            $(
                $(#[$doc])*
                #[arg(long = $flag, value_name = "N", allow_hyphen_values = true, help_heading = "Workload")]
                $field: Option<String>,
            )*
        }

        impl WorkloadArgs {
            /// Each number that was given, with its JSON name.
            pub(crate) fn given(&self) -> impl Iterator<Item = (&'static str, &str)> {
                [$(($name, self.$field.as_deref())),*]
                    .into_iter()
                    .filter_map(|(name, text)| text.map(|text| (name, text)))
            }
        }
    };
}

numbers! {
    /// Requests a day.
    requests_per_day, "requests-per-day" => "requests_per_day";
    /// Requests a month, billed exactly; in place of requests a day.
    requests_per_month, "requests-per-month" => "requests_per_month";
    /// Prompt tokens.
    input, "input" => "input_tokens";
    /// Prompt tokens served from the cache.
    cached_input, "cached-input" => "cached_input_tokens";
    /// Completion tokens, reasoning included.
    output, "output" => "output_tokens";
    /// Completion tokens reserved.
    max_completion, "max-completion" => "max_completion_tokens";
    /// Seconds of audio to transcribe.
    audio_seconds, "audio-seconds" => "audio_seconds";
    /// Characters to speak.
    characters, "characters" => "characters";
    /// Requests in the busiest minute.
    peak_rpm, "peak-rpm" => "peak_requests_per_minute";
    /// Active hours a day, 1 to 24.
    active_hours, "active-hours" => "active_hours_per_day";
    /// Days a month, 1 to 31.
    days, "days" => "days_per_month";
    /// The share that may run as batch, in percent.
    batch_share, "batch-share" => "batch_share_percent";
    /// Seconds that one request takes.
    request_seconds, "request-seconds" => "request_seconds";
    /// The part of every cap to leave unused, in percent.
    safety_margin, "safety-margin" => "safety_margin_percent";
    /// Basic web searches.
    web_search_basic, "web-search-basic" => "web_search_basic";
    /// Advanced web searches.
    web_search_advanced, "web-search-advanced" => "web_search_advanced";
    /// Pages opened.
    visit_website, "visit-website" => "visit_website";
    /// Seconds of code execution.
    code_execution, "code-execution-seconds" => "code_execution_seconds";
    /// Seconds of browser automation.
    browser_automation, "browser-automation-seconds" => "browser_automation_seconds";
}

/// A question is a page of text; anything larger is a mistake.
const MAX_MIB: u64 = 1;

/// The question that the arguments ask.
pub(crate) fn read(args: &QuestionArgs, catalog: &Catalog<'_>) -> Result<Question, String> {
    checked(&asked(args, catalog)?, catalog)
}

/// The question that the arguments ask, not checked yet: about one workload, or
/// about the services of an organisation.
pub(crate) fn asked(args: &QuestionArgs, catalog: &Catalog<'_>) -> Result<Draft, String> {
    let mut draft = match (&args.file, &args.paste) {
        (Some(path), _) => draft(path)?,
        (None, Some(path)) => {
            let model = args.models.first().map(String::as_str);
            let reading = paste::figures(path, catalog, args.as_of.as_deref(), model)?;
            from_paste(path, reading, catalog, args)?
        }
        (None, None) if args.workload.given().next().is_none() => {
            return Err(
                "no question: name a file, `-`, or give flags like --requests-per-day 2000".into(),
            );
        }
        (None, None) => Draft::default(),
    };
    override_with(&mut draft, args, catalog)?;
    match (&draft.services, args.workload.given().next()) {
        (Some(_), Some((name, _))) => Err(format!(
            "{name} belongs to one workload, and the question has services: state it in their calls"
        )),
        _ => Ok(draft),
    }
}

/// The question that a text asks: its figures, what it needs, and its model where
/// the model is a part of what is asked for.
fn from_paste(
    path: &Path,
    reading: Reading,
    catalog: &Catalog<'_>,
    args: &QuestionArgs,
) -> Result<Draft, String> {
    let needs = reading.needs.iter().map(|need| need.name().to_owned()).collect();
    let mut requirements = RequirementsDraft { needs, ..RequirementsDraft::default() };
    let states = |name| args.workload.given().any(|(given, _)| given == name);
    let model = reading.model.as_deref();
    let named = model.and_then(|name| ModelName::find(catalog, name).model());
    // The model that the text names stays; several are an average of none.
    let is_one = !reading.notes.iter().any(|note| matches!(note, Note::Models { .. }));
    let day = catalog::day(catalog, args.as_of.as_deref())?;
    let offered = named.filter(|model| model.is_offered(day) && is_one);
    if let Some(model) = offered {
        requirements.models = Some(vec![model.id.to_owned()]);
    }
    let is_audio =
        reading.has_audio || named.is_some_and(|model| model.kind == Kind::Transcription);
    let figures = &reading.figures;
    let has_audio = figures.iter().any(|figure| figure.field == "audio_seconds");
    if is_audio && !has_audio && !states("audio_seconds") {
        return Err(format!(
            "{} asks for a transcription, and how long its audio is does not stand in it: give \
             --audio-seconds",
            path.display()
        ));
    }
    if figures.is_empty() && args.workload.given().all(|(name, _)| name.starts_with("requests")) {
        let notes: Vec<_> = reading.notes.iter().map(ToString::to_string).collect();
        let notes = notes.join("; ");
        return Err(format!("{} has no figures: {notes}", path.display()));
    }
    // What is left out of a figure is left out of the plan.
    for note in reading.notes.iter().filter(|note| note.is_about_figures()) {
        anstream::eprintln!("{}", printable::message(&format!("note: {note}")));
    }
    Ok(Draft { workload: reading.workload, requirements, ..Draft::default() })
}

/// The question that a file asks, not checked yet.
pub(crate) fn draft(path: &Path) -> Result<Draft, String> {
    let text = load(path)?;
    let name = path.display().to_string();
    parse(&text).map_err(|error| match path == Path::new("-") {
        true => error,
        false => format!("{name}: {error}"),
    })
}

/// A checked question, or all that is wrong with it.
pub(crate) fn checked(draft: &Draft, catalog: &Catalog<'_>) -> Result<Question, String> {
    draft.check_for(catalog).map_err(|errors| joined(&errors))
}

/// A checked question about services, or all that is wrong with it.
pub(crate) fn checked_services(
    draft: &Draft,
    catalog: &Catalog<'_>,
) -> Result<Organisation, String> {
    draft.check_services_for(catalog).map_err(|errors| joined(&errors))
}

/// All errors in one line.
pub(crate) fn joined(errors: &[groq_calc::Error]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

fn load(path: &Path) -> Result<String, String> {
    let name = path.display();
    let text = file::text(path, MAX_MIB, "; a question is a small JSON file")?;
    if text.trim().is_empty() {
        return Err(format!(
            "{name} is empty; a question is JSON like {{\"workload\":{{\"requests_per_day\":2000}}}}"
        ));
    }
    Ok(text)
}

/// Reads JSON; an error names the path to the field.
pub(crate) fn parse(text: &str) -> Result<Draft, String> {
    let mut json = serde_json::Deserializer::from_str(text);
    let draft = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let field = path.rsplit('.').next().unwrap_or_default();
        let inner = error.inner();
        // A number that even a float can't hold ends the parser before the
        // engine sees it: say what the engine would have said.
        if let Some(field) = FIELDS.iter().find(|known| known.name == field && inner.is_syntax()) {
            let value = number_before(text, inner.line(), inner.column());
            if !value.is_empty() {
                return format!("{} is `{value}`; it must be {}", field.name, field.range());
            }
        }
        match path.as_str() {
            "." | "?" => invalid(inner),
            path => format!("{path}: {inner}"),
        }
    })?;
    json.end().map_err(|error| invalid(&error))?;
    Ok(draft)
}

fn invalid(error: &serde_json::Error) -> String {
    let json = if error.is_syntax() || error.is_eof() { " JSON" } else { "" };
    format!("the question is not valid{json}: {error}")
}

/// The number that ends at a place in the text.
fn number_before(text: &str, line: usize, column: usize) -> String {
    let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let end = column.min(line.len());
    let Some(before) = line.get(..end) else { return String::new() };
    let part = |byte: char| byte.is_ascii_alphanumeric() || matches!(byte, '.' | '+' | '-');
    let start = before
        .trim_end_matches(|byte| !part(byte))
        .rfind(|byte| !part(byte))
        .map_or(0, |at| at + 1);
    let tail = &line[start..];
    tail[..tail.find(|byte| !part(byte)).unwrap_or(tail.len())].chars().take(40).collect()
}

fn override_with(
    draft: &mut Draft,
    args: &QuestionArgs,
    catalog: &Catalog<'_>,
) -> Result<(), String> {
    let stated: Vec<&str> = args.workload.given().map(|(name, _)| name).collect();
    for (name, text) in args.workload.given() {
        let workload = &mut draft.workload;
        // One stands in place of the other; both as flags are an error.
        match name {
            "requests_per_day" if !stated.contains(&"requests_per_month") => {
                workload.requests_per_month = None;
            }
            "requests_per_month" if !stated.contains(&"requests_per_day") => {
                workload.requests_per_day = None;
            }
            _ => {}
        }
        let number = match workload.tools.number_mut(name) {
            Some(number) => number,
            None => workload
                .number_mut(name)
                .ok_or_else(|| format!("unknown field `{name}` of a question"))?,
        };
        *number = Some(Number::from(text));
    }
    if args.as_of.is_some() {
        draft.as_of.clone_from(&args.as_of);
    }
    if args.admission.is_some() {
        draft.admission.clone_from(&args.admission);
    }
    if !args.plans.is_empty() {
        draft.plans = Some(args.plans.clone());
    }
    let requirements = &mut draft.requirements;
    if !args.models.is_empty() {
        let ids = args.models.iter().map(|name| match ModelName::find(catalog, name) {
            // The engine says what is wrong with a name that is like none.
            ModelName::Unknown(None) => Ok(name.clone()),
            _ => catalog::model(catalog, name).map(str::to_owned),
        });
        requirements.models = Some(ids.collect::<Result<_, _>>()?);
    }
    if args.use_case.is_some() {
        requirements.use_case.clone_from(&args.use_case);
    }
    requirements.production |= args.production;
    if let Some(text) = &args.quality {
        let (benchmark, at_least) = match text.split_once(">=").or_else(|| text.split_once("<=")) {
            Some((benchmark, floor)) => (benchmark, Some(Number::from(floor.trim()))),
            None => (text.as_str(), None),
        };
        let benchmark = benchmark.trim().to_owned();
        requirements.quality = Some(QualityDraft { benchmark, at_least });
    }
    if let Some(path) = &args.scores {
        let text = file::text(path, MAX_MIB, "; results are a small JSON list")?;
        draft.scores = serde_json::from_str(&text)
            .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    }
    if !args.needs.is_empty() {
        requirements.needs.clone_from(&args.needs);
    }
    if let Some(text) = &args.min_context {
        requirements.min_context = Some(Number::from(text.as_str()));
    }
    if let Some(text) = &args.budget {
        requirements.monthly_budget_usd = Some(Number::from(text.as_str()));
    }
    for (model, plans) in account_limits(&args.limits)? {
        let known = draft.limits.entry(model).or_default();
        for (plan, caps) in plans {
            known.entry(plan).or_default().extend(caps);
        }
    }
    Ok(())
}

/// Caps of your account: model, then plan, then limit.
type AccountLimits = BTreeMap<String, BTreeMap<String, BTreeMap<String, Number>>>;

/// Reads caps of your account, each like `MODEL:PLAN:LIMIT=N`.
pub(crate) fn account_limits(limits: &[String]) -> Result<AccountLimits, String> {
    let mut read = AccountLimits::new();
    for limit in limits {
        let parts = limit.split_once('=').and_then(|(name, cap)| {
            let (rest, limit) = name.rsplit_once(':')?;
            let (model, plan) = rest.rsplit_once(':')?;
            Some((model, plan, limit, cap))
        });
        let Some((model, plan, name, cap)) = parts else {
            return Err(format!(
                "--limit is `{limit}`; it must be like openai/gpt-oss-120b:free:TPD=300k"
            ));
        };
        let plans = read.entry(model.to_owned()).or_default();
        plans.entry(plan.to_owned()).or_default().insert(name.to_owned(), Number::from(cap));
    }
    Ok(read)
}
