//! A model of the catalog.

use alloc::{boxed::Box, string::ToString};

use groq_calc::{
    Caps, Kind, Limit, Model,
    catalog::{Context, Dated, Lifecycle, Speed, Tool, ToolSet},
};

use super::{
    datum::{count, index, missing, needed, text, texts},
    entry::Reader,
};
use crate::{ask::Field, fault::Fault};

const KINDS: [Kind; 5] =
    [Kind::Chat, Kind::Transcription, Kind::Speech, Kind::Moderation, Kind::System];
const STAGES: [Lifecycle<'static>; 4] = [
    Lifecycle::Production,
    Lifecycle::Preview,
    Lifecycle::Listed,
    Lifecycle::Retired { replacements: &[] },
];

impl Reader {
    pub(super) fn model(&self, id: &str, field: Field) -> Result<Model<'static>, Fault> {
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
}
