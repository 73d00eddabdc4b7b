//! A catalog of one's own, as `data/catalog.schema.json` describes it: other
//! providers, private prices. Read by hand, as questions are.

mod datum;
mod entry;
mod model;
mod prices;

use alloc::{string::ToString, vec::Vec};

use groq_calc::{
    Catalog, Date,
    catalog::{Source, UseCase},
};

use crate::{ask::Field, fault::Fault};
use datum::{needed, text, texts};
use entry::Reader;

/// A catalog of one's own, from JSON. It is kept until the module is gone: a
/// program opens one once.
pub(crate) fn open(text: &str) -> Result<Catalog<'static>, Fault> {
    read(Field::parse("catalog", text)?)
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
    let reader = Reader::knowing(sources.iter().map(|source| source.id).collect());
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
