use bumpalo::Bump;
use groq_calc::{
    Catalog, Date, Kind, Limit, Model, Price, Prices,
    catalog::{
        Admission, Capabilities, Capability, CapabilitySet, Contested, Context, Dated, Lifecycle,
        Source, Speed, Status, Tool, ToolPrices, ToolSet, UseCase,
    },
    num::Decimal,
};

use crate::{
    entries::{self, Entry, Rule, State},
    error::Error,
    file::CatalogFile,
};

/// Owns what a catalog refers to: everything that a file says is copied here, so
/// that the catalog lasts as long as the arena.
#[derive(Default)]
pub struct Arena(Bump);

impl CatalogFile {
    /// The catalog that the file describes, as [`groq_calc`] takes it.
    ///
    /// # Errors
    ///
    /// As [`CatalogFile::check`].
    pub fn build<'a>(&self, arena: &'a Arena) -> Result<Catalog<'a>, Error> {
        self.check("the catalog")?;
        // The engine looks ids up in lists that are in order.
        let mut sources: Vec<_> = self.sources.iter().collect();
        sources.sort_unstable_by_key(|source| source.id.as_str());
        let mut use_cases: Vec<_> = self.use_cases.iter().collect();
        use_cases.sort_unstable_by_key(|case| (case.id.as_str(), case.from.as_str()));
        Ok(Catalog {
            models: arena.list(self.models.iter().map(|(id, model)| arena.model(id, model))),
            tools: arena.dated(&self.tools, tool_prices),
            admission: arena.dated(&self.admission, |entry| match entry.rule {
                Rule::Reserved => Admission::Reserved,
                Rule::Expected => Admission::Expected,
            }),
            use_cases: arena.list(use_cases.into_iter().map(|case| arena.use_case(case))),
            sources: arena.list(sources.into_iter().map(|source| Source {
                id: arena.text(&source.id),
                title: arena.text(or_id(&source.title, &source.id)),
                publisher: arena.text(&source.publisher),
                url: arena.text(&source.url),
                accessed: match source.accessed.as_str() {
                    "" => self.last_cited(&source.id),
                    day => date(day),
                },
            })),
            ..Catalog::EMPTY
        })
    }

    /// The day of the newest entry that names a source.
    fn last_cited(&self, source: &str) -> Date {
        fn newest(entries: &[impl Entry], source: &str) -> Option<Date> {
            let cited = entries.iter().filter(|entry| entry.source() == source);
            cited.map(|entry| date(entry.from())).max()
        }
        let of_models = self.models.values().flat_map(|model| {
            [
                newest(&model.lifecycle, source),
                newest(&model.context, source),
                newest(&model.limits.free, source),
                newest(&model.limits.developer, source),
                newest(&model.prices, source),
                newest(&model.contested, source),
                newest(&model.batch, source),
                newest(&model.tools, source),
                newest(&model.speed, source),
                newest(&model.capabilities, source),
            ]
        });
        let rules = [newest(&self.tools, source), newest(&self.admission, source)];
        of_models.chain(rules).flatten().max().unwrap_or(EPOCH)
    }
}

/// The day of a source that nothing names, and of what always counts.
pub(crate) const EPOCH: Date = Date::constant(1970, 1, 1);

fn or_id<'a>(title: &'a str, id: &'a str) -> &'a str {
    if title.is_empty() { id } else { title }
}

impl Arena {
    fn text(&self, text: &str) -> &str {
        self.0.alloc_str(text)
    }

    fn list<T: Copy>(&self, items: impl Iterator<Item = T>) -> &[T] {
        let items: Vec<T> = items.collect();
        self.0.alloc_slice_copy(&items)
    }

    fn texts<'a>(&'a self, texts: &[String]) -> &'a [&'a str] {
        self.list(texts.iter().map(|text| self.text(text)))
    }

    fn dated<'a, E: Entry, T: Copy>(
        &'a self,
        entries: &[E],
        value: impl Fn(&E) -> T,
    ) -> &'a [Dated<'a, T>] {
        self.list(entries.iter().map(|entry| Dated {
            from: date(entry.from()),
            source: self.text(entry.source()),
            status: match entry.status() {
                entries::Status::Confirmed => Status::Confirmed,
                entries::Status::Likely => Status::Likely,
                entries::Status::Speculation => Status::Speculation,
            },
            note: self.text(entry.note()),
            value: value(entry),
        }))
    }

    fn model<'a>(&'a self, id: &str, model: &entries::Model) -> Model<'a> {
        Model {
            id: self.text(id),
            name: self.text(&model.name),
            kind: match model.kind {
                entries::Kind::Chat => Kind::Chat,
                entries::Kind::Transcription => Kind::Transcription,
                entries::Kind::Speech => Kind::Speech,
                entries::Kind::Moderation => Kind::Moderation,
                entries::Kind::System => Kind::System,
            },
            special: self.text(&model.special),
            lifecycle: self.dated(&model.lifecycle, |entry| match entry.state {
                State::Production => Lifecycle::Production,
                State::Preview => Lifecycle::Preview,
                State::Listed => Lifecycle::Listed,
                State::Enterprise => Lifecycle::Enterprise {
                    replacements: self.texts(&entry.replacement),
                    announced: Date::parse(&entry.announced),
                },
                State::Retired => Lifecycle::Retired {
                    replacements: self.texts(&entry.replacement),
                    announced: Date::parse(&entry.announced),
                },
            }),
            context: self.dated(&model.context, |entry| Context {
                window: entry.window,
                max_completion: entry.max_completion,
            }),
            free: self.dated(&model.limits.free, caps),
            developer: self.dated(&model.limits.developer, caps),
            prices: self.dated(&model.prices, prices),
            contested: self.dated(&model.contested, |entry| Contested {
                cached_input: usd(&entry.cached_input, 6).unwrap_or(Price::from_picodollars(0)),
                against: self.text(&entry.against),
            }),
            batch: self.dated(&model.batch, |entry| entry.listed),
            tools: self.dated(&model.tools, |entry| {
                entry
                    .offered
                    .iter()
                    .filter_map(|name| Tool::ALL.into_iter().find(|tool| tool.name() == name))
                    .fold(ToolSet::NONE, ToolSet::with)
            }),
            speeds: self.dated(&model.speed, |entry| {
                let (figure, unit) = match (entry.tokens_per_second, entry.speed_factor) {
                    (Some(figure), _) => (figure, "tokens per second"),
                    (None, factor) => (factor.unwrap_or_default(), "times real time"),
                };
                Speed { figure, unit, page: self.text(&entry.page) }
            }),
            capabilities: self.dated(&model.capabilities, |entry| Capabilities {
                can: set(&entry.can),
                cannot: set(&entry.cannot),
                disputed: set(&entry.disputed),
                against: self.text(&entry.against),
                strict: entry.strict,
                efforts: self.texts(&entry.efforts),
                default_effort: self.text(&entry.default_effort),
                details: self.list(
                    entry.details.iter().map(|(name, value)| (self.text(name), self.text(value))),
                ),
            }),
        }
    }

    fn use_case<'a>(&'a self, case: &entries::UseCase) -> UseCase<'a> {
        UseCase {
            id: self.text(&case.id),
            from: date(&case.from),
            title: self.text(or_id(&case.title, &case.id)),
            models: self.texts(&case.models),
            start: self.text(&case.start),
            avoid: self.text(&case.avoid),
            source: self.text(&case.source),
        }
    }
}

// The file has been checked: every date is one, and every price is there.

fn date(text: &str) -> Date {
    Date::parse(text).unwrap_or(EPOCH)
}

fn tool_prices(entry: &entries::ToolPrices) -> ToolPrices {
    let of =
        |text: &Option<String>, places| price(text, places).unwrap_or(Price::from_picodollars(0));
    ToolPrices {
        web_search_basic: of(&entry.web_search_basic, 9),
        web_search_advanced: of(&entry.web_search_advanced, 9),
        visit_website: of(&entry.visit_website, 9),
        code_execution: of(&entry.code_execution, 12),
        browser_automation: of(&entry.browser_automation, 12),
    }
}

/// A price that is listed with at most `places` decimals.
fn price(text: &Option<String>, places: u32) -> Option<Price> {
    usd(text.as_deref()?, places)
}

fn usd(text: &str, places: u32) -> Option<Price> {
    let picodollars = Decimal::parse(text)?.scaled(places)?;
    u64::try_from(picodollars).ok().map(Price::from_picodollars)
}

fn set(names: &[String]) -> CapabilitySet {
    names.iter().filter_map(|name| name.parse::<Capability>().ok()).collect()
}

fn caps(entry: &entries::Caps) -> groq_calc::Caps {
    let unknown = |limit: Limit| entry.unknown.iter().any(|name| name == limit.name());
    entry.by_limit().into_iter().fold(groq_calc::Caps::NONE, |caps, (limit, cap)| match cap {
        Some(cap) => caps.with(limit, cap),
        None if unknown(limit) => caps.with_unknown(limit),
        None => caps,
    })
}

fn prices(entry: &entries::Prices) -> Prices {
    Prices {
        input: price(&entry.input, 6),
        cached_input: price(&entry.cached_input, 6),
        output: price(&entry.output, 6),
        audio_hour: price(&entry.audio_hour, 12),
        characters: price(&entry.characters, 6),
    }
}
