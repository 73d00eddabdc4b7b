use std::fmt::Write as _;

use groq_catalog_file::{
    Capabilities, Caps, Contested, Entry, Lifecycle, Model, Offered, Prices, Speed, State,
    ToolPrices,
};

use super::{head::HEAD, read::Data, reference, scores};

/// The generated files with their paths.
pub(super) fn files(data: &Data) -> Vec<(String, String)> {
    let file = |name: &str, text: String| (format!("crates/catalog/src/{name}.rs"), text);
    let mut files = vec![
        file("models", models(data)),
        file("tools", tools(data)),
        file("rules", rules(data)),
        file("use_cases", use_cases(data)),
        file("website/use_cases", website_use_cases(data)),
        file("sources", sources(data)),
        file("scores", scores::render(&data.scores, day)),
    ];
    files.extend(reference::files(&data.reference));
    files
}

fn day(text: &str) -> String {
    let parts: Vec<u16> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    format!("Date::constant({}, {}, {})", parts[0], parts[1], parts[2])
}

/// `&[Dated { … }, …]`, each entry's fact written by `value`.
fn list<T: Entry>(entries: &[T], value: impl Fn(&T) -> String) -> String {
    entries.iter().fold("&[".to_owned(), |mut text, entry| {
        let _ = write!(
            text,
            "Dated {{ from: {}, source: {:?}, status: Status::{:?}, note: {:?}, value: {} }},",
            day(entry.from()),
            entry.source(),
            entry.status(),
            entry.note(),
            value(entry),
        );
        text
    }) + "]"
}

fn models(data: &Data) -> String {
    let mut text = format!(
        "{HEAD}use groq_calc::{{Caps, catalog::{{Capabilities, Capability, CapabilitySet, Contested, Context, Dated, Lifecycle, Speed, Status, Tool, ToolSet}}, Date, Kind, Limit, Model, Price, \
         Prices}};\n\n/// Every model, sorted by id.\n\
         pub(crate) static MODELS: &[Model<'static>] = &["
    );
    for (id, model) in &data.models {
        text.push_str(&one(id, model));
    }
    text + "];\n"
}

/// One model as an expression.
pub(super) fn one(id: &str, model: &Model) -> String {
    format!(
        "Model {{ id: {id:?}, name: {:?}, kind: Kind::{:?}, special: {:?}, lifecycle: {}, context: {}, free: {}, \
         developer: {}, prices: {}, contested: {}, batch: {}, tools: {}, speeds: {}, capabilities: {} }},",
        model.name,
        model.kind,
        model.special,
        list(&model.lifecycle, lifecycle),
        list(&model.context, |entry| format!(
            "Context {{ window: {:?}, max_completion: {:?} }}",
            entry.window, entry.max_completion
        )),
        list(&model.limits.free, caps),
        list(&model.limits.developer, caps),
        list(&model.prices, prices),
        list(&model.contested, contested),
        list(&model.batch, |entry| entry.listed.to_string()),
        list(&model.tools, offered),
        list(&model.speed, speed),
        list(&model.capabilities, capabilities),
    )
}

fn lifecycle(entry: &Lifecycle) -> String {
    match entry.state {
        State::Production => "Lifecycle::Production".to_owned(),
        State::Preview => "Lifecycle::Preview".to_owned(),
        State::Listed => "Lifecycle::Listed".to_owned(),
        State::Enterprise | State::Retired => format!(
            "Lifecycle::{:?} {{ replacements: &{:?}, announced: {} }}",
            entry.state,
            entry.replacement,
            match entry.announced.as_str() {
                "" => "None".to_owned(),
                announced => format!("Some({})", day(announced)),
            }
        ),
    }
}

fn contested(entry: &Contested) -> String {
    let (price, against) = (&entry.cached_input, &entry.against);
    format!("Contested {{ cached_input: Price::per_million({price:?}), against: {against:?} }}")
}

fn caps(entry: &Caps) -> String {
    let mut text = String::from("Caps::NONE");
    for (limit, cap) in entry.by_limit() {
        if let Some(cap) = cap {
            let _ = write!(text, ".with(Limit::{limit}, {cap})");
        } else if entry.unknown.iter().any(|name| name == limit.name()) {
            let _ = write!(text, ".with_unknown(Limit::{limit})");
        }
    }
    text
}

fn prices(entry: &Prices) -> String {
    let price = |price: &Option<String>, basis: &str| match price {
        Some(usd) => format!("Some(Price::{basis}({usd:?}))"),
        None => "None".to_owned(),
    };
    format!(
        "Prices {{ input: {}, cached_input: {}, output: {}, audio_hour: {}, characters: {} }}",
        price(&entry.input, "per_million"),
        price(&entry.cached_input, "per_million"),
        price(&entry.output, "per_million"),
        price(&entry.audio_hour, "per_hour"),
        price(&entry.characters, "per_million"),
    )
}

fn offered(entry: &Offered) -> String {
    entry.offered.iter().fold("ToolSet::NONE".to_owned(), |text, name| {
        text + &format!(".with(Tool::{})", variant(name))
    })
}

fn capabilities(entry: &Capabilities) -> String {
    let set = |names: &[String]| {
        names.iter().fold("CapabilitySet::NONE".to_owned(), |text, name| {
            text + &format!(".with(Capability::{})", variant(name))
        })
    };
    let details: Vec<_> = entry.details.iter().collect();
    format!(
        "Capabilities {{ can: {}, cannot: {}, disputed: {}, against: {:?}, strict: {:?}, efforts: \
         &{:?}, default_effort: {:?}, details: &{details:?} }}",
        set(&entry.can),
        set(&entry.cannot),
        set(&entry.disputed),
        entry.against,
        entry.strict,
        entry.efforts,
        entry.default_effort,
    )
}

/// A name in snake case as a variant of an enumeration.
fn variant(name: &str) -> String {
    name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

fn speed(entry: &Speed) -> String {
    let (figure, unit) = match (entry.tokens_per_second, entry.speed_factor) {
        (Some(figure), _) => (figure, "tokens per second"),
        (None, factor) => (factor.unwrap_or_default(), "times real time"),
    };
    format!("Speed {{ figure: {figure}, unit: {unit:?}, page: {:?} }}", entry.page)
}

fn tools(data: &Data) -> String {
    let value = |entry: &ToolPrices| {
        let of = |name: &str, price: &Option<String>, basis: &str| {
            format!("{name}: Price::{basis}({:?}),", price.as_deref().unwrap_or_default())
        };
        format!(
            "ToolPrices {{ {} {} {} {} {} }}",
            of("web_search_basic", &entry.web_search_basic, "per_thousand"),
            of("web_search_advanced", &entry.web_search_advanced, "per_thousand"),
            of("visit_website", &entry.visit_website, "per_thousand"),
            of("code_execution", &entry.code_execution, "per_hour"),
            of("browser_automation", &entry.browser_automation, "per_hour"),
        )
    };
    format!(
        "{HEAD}use groq_calc::{{Date, catalog::{{Dated, Status, ToolPrices}}, Price}};\n\n/// Prices of Groq's tools.\n\
         pub(crate) static TOOLS: &[Dated<'static, ToolPrices>] = {};\n",
        list(&data.tools.prices, value)
    )
}

fn rules(data: &Data) -> String {
    format!(
        "{HEAD}use groq_calc::{{Date, catalog::{{Admission, Dated, Status}}}};\n\n/// How requests \
         are admitted.\n\
         pub(crate) static ADMISSION: &[Dated<'static, Admission>] = {};\n",
        list(&data.rules.admission, |entry| format!("Admission::{:?}", entry.rule))
    )
}

fn use_cases(data: &Data) -> String {
    let mut text = format!(
        "{HEAD}use groq_calc::{{Date, catalog::UseCase}};\n\n/// Use cases, sorted by id and day.\n\
         pub(crate) static USE_CASES: &[UseCase<'static>] = &["
    );
    for case in &data.use_cases.use_case {
        let _ = write!(
            text,
            "UseCase {{ id: {:?}, from: {}, title: {:?}, models: &{:?}, start: {:?}, avoid: {:?}, \
             source: {:?} }},",
            case.id,
            day(&case.from),
            case.title,
            case.models,
            case.start,
            case.avoid,
            case.source
        );
    }
    text + "];\n"
}

fn website_use_cases(data: &Data) -> String {
    let mut text = format!(
        "{HEAD}use groq_calc::Date;\n\nuse crate::website::use_case_text::UseCaseText;\n\n/// Use cases, sorted by id and day.\n\
         pub static USE_CASES: &[UseCaseText] = &["
    );
    for case in &data.use_cases.use_case {
        let _ = write!(
            text,
            "UseCaseText {{ id: {:?}, from: {}, title: {:?}, start: {:?}, avoid: {:?} }},",
            case.id,
            day(&case.from),
            case.title_zh,
            case.start_zh,
            case.avoid_zh
        );
    }
    text + "];\n"
}

fn sources(data: &Data) -> String {
    let mut text = format!(
        "{HEAD}use groq_calc::{{Date, catalog::Source}};\n\n/// Sources, sorted by id.\n\
         pub(crate) static SOURCES: &[Source<'static>] = &["
    );
    for source in &data.sources.source {
        let _ = write!(
            text,
            "Source {{ id: {:?}, title: {:?}, publisher: {:?}, url: {:?}, accessed: {} }},",
            source.id,
            source.title,
            source.publisher,
            source.url,
            day(&source.accessed)
        );
    }
    text + "];\n"
}
