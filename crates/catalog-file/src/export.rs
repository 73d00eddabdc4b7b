use groq_calc::{
    Catalog, Limit, Price,
    catalog::{CapabilitySet, Dated, Tool},
};

use crate::{
    build::EPOCH,
    entries::{
        Admission, Batch, Capabilities, Caps, Contested, Context, Kind, Lifecycle, Limits, Model,
        Offered, Prices, Rule, Source, Speed, State, Status, ToolPrices, UseCase,
    },
    file::CatalogFile,
};

impl CatalogFile {
    /// The file of a catalog: read again it gives the same catalog.
    pub fn of(catalog: &Catalog<'_>) -> Self {
        let models = catalog.models.iter().map(|entry| (entry.id.to_owned(), model(entry)));
        Self {
            sources: catalog
                .sources
                .iter()
                .map(|source| Source {
                    id: source.id.to_owned(),
                    title: source.title.to_owned(),
                    publisher: source.publisher.to_owned(),
                    url: source.url.to_owned(),
                    accessed: source.accessed.to_string(),
                })
                .collect(),
            models: models.collect(),
            tools: catalog.tools.iter().map(tool_prices).collect(),
            admission: catalog.admission.iter().map(admission).collect(),
            use_cases: catalog.use_cases.iter().map(use_case).collect(),
        }
    }
}

/// An entry with the four fields that all have.
macro_rules! entry {
    ($name:ident from $dated:expr, { $($field:ident: $value:expr),* $(,)? }) => {
        $name {
            from: $dated.from.to_string(),
            source: $dated.source.to_owned(),
            status: status($dated.status),
            note: $dated.note.to_owned(),
            $($field: $value,)*
        }
    };
}

fn status(status: groq_calc::catalog::Status) -> Status {
    match status {
        groq_calc::catalog::Status::Confirmed => Status::Confirmed,
        groq_calc::catalog::Status::Likely => Status::Likely,
        groq_calc::catalog::Status::Speculation => Status::Speculation,
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn model(model: &groq_calc::Model<'_>) -> Model {
    Model {
        name: model.name.to_owned(),
        kind: Kind::of(model.kind),
        special: model.special.to_owned(),
        lifecycle: model.lifecycle.iter().map(lifecycle).collect(),
        context: model
            .context
            .iter()
            .map(|entry| {
                entry!(Context from entry, {
                    window: entry.value.window,
                    max_completion: entry.value.max_completion,
                })
            })
            .collect(),
        limits: Limits {
            free: model.free.iter().map(caps).collect(),
            developer: model.developer.iter().map(caps).collect(),
        },
        prices: model.prices.iter().map(prices).collect(),
        contested: model
            .contested
            .iter()
            .map(|entry| {
                entry!(Contested from entry, {
                    cached_input: entry.value.cached_input.listed_per_million().to_string(),
                    against: entry.value.against.to_owned(),
                })
            })
            .collect(),
        batch: model
            .batch
            .iter()
            .map(|entry| entry!(Batch from entry, { listed: entry.value }))
            .collect(),
        tools: model
            .tools
            .iter()
            .map(|entry| {
                let offered = Tool::ALL.into_iter().filter(|tool| entry.value.contains(*tool));
                let offered = offered.map(|tool| tool.name().to_owned()).collect();
                entry!(Offered from entry, { offered: offered })
            })
            .collect(),
        speed: model.speeds.iter().map(speed).collect(),
        capabilities: model.capabilities.iter().map(capabilities).collect(),
    }
}

fn lifecycle(entry: &Dated<'_, groq_calc::catalog::Lifecycle<'_>>) -> Lifecycle {
    let state = match entry.value {
        groq_calc::catalog::Lifecycle::Production => State::Production,
        groq_calc::catalog::Lifecycle::Preview => State::Preview,
        groq_calc::catalog::Lifecycle::Listed => State::Listed,
        groq_calc::catalog::Lifecycle::Enterprise { .. } => State::Enterprise,
        groq_calc::catalog::Lifecycle::Retired { .. } => State::Retired,
    };
    entry!(Lifecycle from entry, {
        state: state,
        replacement: owned(entry.value.replacements()),
        announced: entry.value.announced().map_or_else(String::new, |day| day.to_string()),
    })
}

fn caps(entry: &Dated<'_, groq_calc::Caps>) -> Caps {
    let cap = |limit| entry.value.figure(limit);
    entry!(Caps from entry, {
        rpm: cap(Limit::RPM),
        rpd: cap(Limit::RPD),
        tpm: cap(Limit::TPM),
        tpd: cap(Limit::TPD),
        itpm: cap(Limit::ITPM),
        otpm: cap(Limit::OTPM),
        ash: cap(Limit::ASH),
        asd: cap(Limit::ASD),
        unknown: entry.value.unknown().iter().map(|limit| limit.name().to_owned()).collect(),
    })
}

fn prices(entry: &Dated<'_, groq_calc::Prices>) -> Prices {
    let million = |price: Option<Price>| price.map(|price| price.listed_per_million().to_string());
    entry!(Prices from entry, {
        input: million(entry.value.input),
        cached_input: million(entry.value.cached_input),
        output: million(entry.value.output),
        audio_hour: entry.value.audio_hour.map(|price| price.listed().to_string()),
        characters: million(entry.value.characters),
    })
}

fn speed(entry: &Dated<'_, groq_calc::catalog::Speed<'_>>) -> Speed {
    let (figure, tokens) = (entry.value.figure, entry.value.unit == "tokens per second");
    entry!(Speed from entry, {
        tokens_per_second: tokens.then_some(figure),
        speed_factor: (!tokens).then_some(figure),
        page: entry.value.page.to_owned(),
    })
}

fn capabilities(entry: &Dated<'_, groq_calc::catalog::Capabilities<'_>>) -> Capabilities {
    let said = entry.value;
    let names = |set: CapabilitySet| set.iter().map(|one| one.name().to_owned()).collect();
    entry!(Capabilities from entry, {
        can: names(said.can),
        cannot: names(said.cannot),
        disputed: names(said.disputed),
        against: said.against.to_owned(),
        strict: said.strict,
        efforts: owned(said.efforts),
        default_effort: said.default_effort.to_owned(),
        details: said.details.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
    })
}

fn tool_prices(entry: &Dated<'_, groq_calc::catalog::ToolPrices>) -> ToolPrices {
    let thousand = |price: Price| Some(price.listed_per_thousand().to_string());
    let hour = |price: Price| Some(price.listed().to_string());
    entry!(ToolPrices from entry, {
        web_search_basic: thousand(entry.value.web_search_basic),
        web_search_advanced: thousand(entry.value.web_search_advanced),
        visit_website: thousand(entry.value.visit_website),
        code_execution: hour(entry.value.code_execution),
        browser_automation: hour(entry.value.browser_automation),
    })
}

fn admission(entry: &Dated<'_, groq_calc::catalog::Admission>) -> Admission {
    let rule = match entry.value {
        groq_calc::catalog::Admission::Reserved => Rule::Reserved,
        groq_calc::catalog::Admission::Expected => Rule::Expected,
    };
    entry!(Admission from entry, { rule: rule })
}

fn use_case(case: &groq_calc::catalog::UseCase<'_>) -> UseCase {
    UseCase {
        id: case.id.to_owned(),
        from: match case.from {
            EPOCH => String::new(),
            from => from.to_string(),
        },
        title: case.title.to_owned(),
        models: owned(case.models),
        start: case.start.to_owned(),
        avoid: case.avoid.to_owned(),
        title_zh: String::new(),
        start_zh: String::new(),
        avoid_zh: String::new(),
        source: case.source.to_owned(),
    }
}
