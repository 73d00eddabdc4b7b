//! A catalog of one's own, as `data/catalog.schema.json` describes it: other
//! providers, private prices. Read by hand, as questions are.

use alloc::{boxed::Box, format, string::ToString, vec::Vec};

use groq_calc::{
    Caps, Catalog, Context, Date, Dated, Decimal, Kind, Lifecycle, Limit, Model, Price, Prices,
    Source, Speed, Status, Tool, ToolPrices, ToolSet, UseCase,
};

use crate::{ask::Field, fault::Fault};

/// A catalog of one's own, from JSON. It is kept until the module is gone: a
/// program opens one once.
pub(crate) fn open(text: &str) -> Result<Catalog<'static>, Fault> {
    read(Field::parse("catalog", text)?)
}

fn text(field: Field) -> Result<&'static str, Fault> {
    Ok(field.string()?.leak())
}

fn texts(field: Field) -> Result<&'static [&'static str], Fault> {
    let mut texts = Vec::new();
    for item in field.items()? {
        texts.push(text(item)?);
    }
    Ok(texts.leak())
}

fn date(field: Field) -> Result<Date, Fault> {
    field.text().and_then(Date::parse).ok_or_else(|| field.wrong("a day like 2026-06-04"))
}

fn count(field: Field) -> Result<u64, Fault> {
    field.whole().ok_or_else(|| field.wrong("a whole number"))
}

/// A decimal in quotes, of a price that is listed with at most so many places.
fn price(field: Field, places: u32) -> Result<Option<Price>, Fault> {
    let decimal = field.text().and_then(Decimal::parse);
    let picodollars = decimal.and_then(|decimal| u64::try_from(decimal.scaled(places)?).ok());
    let exact = picodollars.ok_or_else(|| field.wrong("an exact decimal in quotes"))?;
    Ok(Some(Price::from_picodollars(exact)))
}

/// Which of some names.
fn index(field: Field, names: &[&str]) -> Result<usize, Fault> {
    let found = field.text().and_then(|text| names.iter().position(|name| *name == text));
    found.ok_or_else(|| field.wrong(&names.join(", ")))
}

const STATUSES: [Status; 3] = [Status::Confirmed, Status::Likely, Status::Speculation];
const KINDS: [Kind; 5] =
    [Kind::Chat, Kind::Transcription, Kind::Speech, Kind::Moderation, Kind::System];
const STAGES: [Lifecycle<'static>; 4] = [
    Lifecycle::Production,
    Lifecycle::Preview,
    Lifecycle::Listed,
    Lifecycle::Retired { replacements: &[] },
];

/// What every entry has besides its own.
struct Head {
    from: Date,
    source: &'static str,
    status: Status,
    note: &'static str,
}

/// What a list of entries is read in.
enum Step<'a> {
    /// A field of the value.
    Field(&'a str, Field),
    /// The end of an entry.
    End(Head),
}

/// The sources that entries may name.
struct Reader {
    sources: Vec<&'static str>,
}

impl Reader {
    /// A list of dated entries; `own` reads a field of the value, `made` is the
    /// value that is not yet read.
    fn dated<T: Copy>(
        &self,
        field: Field,
        made: T,
        own: &mut dyn FnMut(&mut T, &str, Field) -> Result<(), Fault>,
    ) -> Result<&'static [Dated<'static, T>], Fault> {
        let mut list = Vec::new();
        let mut value = made;
        self.entries(field, &mut |step| {
            match step {
                Step::Field(name, field) => own(&mut value, name, field)?,
                Step::End(Head { from, source, status, note }) => {
                    list.push(Dated { from, source, status, note, value });
                    value = made;
                }
            }
            Ok(())
        })?;
        Ok(list.leak())
    }

    /// The same for every kind of value, so that it is there once.
    fn entries(
        &self,
        field: Field,
        step: &mut dyn FnMut(Step<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut after = None;
        for item in field.items()? {
            let head = self.head(item, after, step)?;
            after = Some(head.from);
            step(Step::End(head))?;
        }
        Ok(())
    }

    /// The common part of an entry, which must be later than the one before it.
    fn head(
        &self,
        item: Field,
        after: Option<Date>,
        step: &mut dyn FnMut(Step<'_>) -> Result<(), Fault>,
    ) -> Result<Head, Fault> {
        let path = item.path().to_string();
        let (mut from, mut source, mut status, mut note) = (None, None, None, "");
        item.each(true, &mut |name, field| {
            match name {
                "from" => from = Some(date(field)?),
                "source" => source = Some(text(field)?),
                "note" => note = text(field)?,
                "status" => {
                    status = Some(STATUSES[index(field, &STATUSES.map(Status::name))?]);
                }
                name => step(Step::Field(name, field))?,
            }
            Ok(())
        })?;
        let from = needed(from, &path, "from", "a day like 2026-06-04")?;
        if after.is_some_and(|after| from <= after) {
            let field = format!("{path}.from");
            return Err(Fault::illegal(&field, &from.to_string(), "after the entry before it"));
        }
        let status = needed(status, &path, "status", "confirmed, likely, speculation")?;
        let source = needed(source, &path, "source", "the id of a source")?;
        if !self.sources.contains(&source) {
            return Err(Fault::illegal(&format!("{path}.source"), source, "the id of a source"));
        }
        Ok(Head { from, source, status, note })
    }

    fn model(&self, id: &str, field: Field) -> Result<Model<'static>, Fault> {
        let path = field.path().to_string();
        let (mut name, mut kind) = (None, None);
        let mut model = Model {
            id: Box::leak(Box::from(id)),
            name: "",
            kind: Kind::Chat,
            lifecycle: &[],
            context: &[],
            free: &[],
            developer: &[],
            prices: &[],
            batch: &[],
            tools: &[],
            speeds: &[],
        };
        field.each(true, &mut |key, field| {
            match key {
                "name" => name = Some(text(field)?),
                "kind" => kind = Some(KINDS[index(field, &KINDS.map(Kind::name))?]),
                "lifecycle" => model.lifecycle = self.lifecycle(field)?,
                "context" => {
                    model.context =
                        self.dated(field, Context::default(), &mut |value, name, field| {
                            match name {
                                "window" => value.window = Some(count(field)?),
                                "max_completion" => value.max_completion = Some(count(field)?),
                                _ => return Err(field.unknown()),
                            }
                            Ok(())
                        })?;
                }
                "limits" => field.each(true, &mut |plan, field| {
                    match plan {
                        "free" => model.free = self.caps(field)?,
                        "developer" => model.developer = self.caps(field)?,
                        _ => return Err(field.unknown()),
                    }
                    Ok(())
                })?,
                "prices" => model.prices = self.prices(field)?,
                "batch" => {
                    model.batch = self.dated(field, false, &mut |value, name, field| {
                        if name != "listed" {
                            return Err(field.unknown());
                        }
                        *value = field.boolean()?;
                        Ok(())
                    })?;
                }
                "tools" => {
                    model.tools = self.dated(field, ToolSet::NONE, &mut |value, name, field| {
                        if name != "offered" {
                            return Err(field.unknown());
                        }
                        for tool in field.items()? {
                            *value =
                                value.with(Tool::ALL[index(tool, &Tool::ALL.map(Tool::name))?]);
                        }
                        Ok(())
                    })?;
                }
                "speed" => {
                    let made = Speed { figure: 0, unit: "", page: "" };
                    model.speeds = self.dated(field, made, &mut |value, name, field| {
                        match name {
                            "tokens_per_second" => {
                                (value.figure, value.unit) = (count(field)?, "tokens per second");
                            }
                            "speed_factor" => {
                                (value.figure, value.unit) = (count(field)?, "times real time");
                            }
                            "page" => value.page = text(field)?,
                            _ => return Err(field.unknown()),
                        }
                        Ok(())
                    })?;
                }
                _ => return Err(field.unknown()),
            }
            Ok(())
        })?;
        model.name = needed(name, &path, "name", "a text")?;
        model.kind =
            needed(kind, &path, "kind", "chat, transcription, speech, moderation, system")?;
        if model.lifecycle.is_empty() {
            return Err(missing(&path, "lifecycle", "at least one stage"));
        }
        Ok(model)
    }

    fn lifecycle(
        &self,
        field: Field,
    ) -> Result<&'static [Dated<'static, Lifecycle<'static>>], Fault> {
        // `replacement` comes before `state` in the order of names.
        let mut instead: &'static [&'static str] = &[];
        self.dated(field, Lifecycle::Listed, &mut |value, name, field| {
            match name {
                "replacement" => instead = texts(field)?,
                "state" => {
                    *value = STAGES[index(field, &STAGES.map(|stage| stage.name()))?];
                    let replacements = core::mem::take(&mut instead);
                    if let Lifecycle::Retired { .. } = value {
                        *value = Lifecycle::Retired { replacements };
                    }
                }
                _ => return Err(field.unknown()),
            }
            Ok(())
        })
    }

    fn caps(&self, field: Field) -> Result<&'static [Dated<'static, Caps>], Fault> {
        self.dated(field, Caps::NONE, &mut |value, name, field| {
            if name == "unknown" {
                for limit in field.items()? {
                    let limit = index(limit, &Limit::ALL.map(Limit::name))?;
                    *value = value.with_unknown(Limit::ALL[limit]);
                }
                return Ok(());
            }
            let limit = Limit::parse(name).ok_or_else(|| field.unknown())?;
            let cap = field.whole().filter(|cap| *cap > 0);
            *value = value.with(limit, cap.ok_or_else(|| field.wrong("a whole number above 0"))?);
            Ok(())
        })
    }

    fn prices(&self, field: Field) -> Result<&'static [Dated<'static, Prices>], Fault> {
        let path = field.path().to_string();
        let list = self.dated(field, Prices::NONE, &mut |value, name, field| {
            match name {
                "input" => value.input = price(field, 6)?,
                "cached_input" => value.cached_input = price(field, 6)?,
                "output" => value.output = price(field, 6)?,
                "audio_hour" => value.audio_hour = price(field, 12)?,
                "characters" => value.characters = price(field, 6)?,
                _ => return Err(field.unknown()),
            }
            Ok(())
        })?;
        match list
            .iter()
            .position(|entry| entry.value.input.is_some() != entry.value.output.is_some())
        {
            None => Ok(list),
            Some(index) => {
                Err(missing(&format!("{path}[{index}]"), "input or output", "there as well"))
            }
        }
    }

    fn tools(&self, field: Field) -> Result<&'static [Dated<'static, ToolPrices>], Fault> {
        let none = Price::from_picodollars(0);
        let made = ToolPrices {
            web_search_basic: none,
            web_search_advanced: none,
            visit_website: none,
            code_execution: none,
            browser_automation: none,
        };
        self.dated(field, made, &mut |value, name, field| {
            let (slot, places) = match name {
                "web_search_basic" => (&mut value.web_search_basic, 9),
                "web_search_advanced" => (&mut value.web_search_advanced, 9),
                "visit_website" => (&mut value.visit_website, 9),
                "code_execution" => (&mut value.code_execution, 12),
                "browser_automation" => (&mut value.browser_automation, 12),
                _ => return Err(field.unknown()),
            };
            *slot = price(field, places)?.unwrap_or(none);
            Ok(())
        })
    }
}

fn missing(path: &str, name: &str, range: &str) -> Fault {
    Fault::illegal(&format!("{path}.{name}"), "", range)
}

fn needed<T>(value: Option<T>, path: &str, name: &str, range: &str) -> Result<T, Fault> {
    value.ok_or_else(|| missing(path, name, range))
}

fn read(catalog: Field) -> Result<Catalog<'static>, Fault> {
    let (mut models, mut sources, mut tools, mut use_cases) = (None, None, None, None);
    catalog.each(false, &mut |name, field| {
        let slot = match name {
            "models" => &mut models,
            "sources" => &mut sources,
            "tools" => &mut tools,
            "use_cases" => &mut use_cases,
            _ => return Err(field.unknown()),
        };
        *slot = Some(field);
        Ok(())
    })?;
    let sources = sources.map_or(Ok(Vec::new()), source_ids)?;
    let reader = Reader { sources: sources.iter().map(|source| source.id).collect() };
    let mut list = Vec::new();
    let models = models.ok_or_else(|| Fault::illegal("models", "", "models by their ids"))?;
    // An object's names come in order, which is that of the ids.
    models.each(true, &mut |id, field| {
        list.push(reader.model(id, field)?);
        Ok(())
    })?;
    Ok(Catalog {
        models: list.leak(),
        tools: tools.map_or(Ok(&[][..]), |field| reader.tools(field))?,
        use_cases: use_cases.map_or(Ok(&[][..]), cases)?,
        sources: sources.leak(),
    })
}

/// The sources, without the texts that no answer has.
fn source_ids(field: Field) -> Result<Vec<Source<'static>>, Fault> {
    let mut sources = Vec::new();
    for item in field.items()? {
        let (path, mut id) = (item.path().to_string(), None);
        item.each(true, &mut |name, field| {
            match name {
                "id" => id = Some(text(field)?),
                "title" | "publisher" | "url" | "accessed" => {}
                _ => return Err(field.unknown()),
            }
            Ok(())
        })?;
        let id = needed(id, &path, "id", "a text")?;
        let accessed = Date::constant(1970, 1, 1);
        sources.push(Source { id, title: "", publisher: "", url: "", accessed });
    }
    Ok(sources)
}

/// The use cases, of which a question needs the models alone.
fn cases(field: Field) -> Result<&'static [UseCase<'static>], Fault> {
    let mut cases = Vec::new();
    for item in field.items()? {
        let (path, mut id, mut models) = (item.path().to_string(), None, None);
        item.each(true, &mut |name, field| {
            match name {
                "id" => id = Some(text(field)?),
                "models" => models = Some(texts(field)?),
                "title" | "start" | "avoid" | "title_zh" | "start_zh" | "avoid_zh" | "source" => {}
                _ => return Err(field.unknown()),
            }
            Ok(())
        })?;
        let id = needed(id, &path, "id", "a text")?;
        let models = needed(models, &path, "models", "ids of models")?;
        let (title, start, avoid, chinese, source) = ("", "", "", [""; 3], "");
        cases.push(UseCase { id, title, models, start, avoid, chinese, source });
    }
    Ok(cases.leak())
}
