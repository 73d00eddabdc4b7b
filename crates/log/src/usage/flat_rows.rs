use std::prelude::rust_2024::*;

use groq_protocol::{CachedPart, UsageField, holds_usage};

use crate::{
    text::{
        figure,
        flat::{FlatFields, Scalar},
    },
    usage::columns::flag,
};

/// The most fields of a row.
const MOST: usize = 32;

/// Reads the rows of a log in which each line is an object with its figures side by
/// side, as most exports are. What it reads is what [`groq_protocol::usage_records`]
/// finds in the line; a line that might say anything else is left to that.
pub(crate) struct FlatRows {
    /// How the line before was built.
    shape: Option<Shape>,
}

/// The names of a line, and where what counts is; `None` where they say more than
/// figures.
struct Shape {
    names: Vec<Box<str>>,
    places: Option<Places>,
}

struct Places {
    model: usize,
    input: usize,
    output: usize,
    cached: Option<usize>,
    total: Option<usize>,
    time: Option<usize>,
    batch: Option<usize>,
    /// Whether it has a duration, which is one of audio where there are no tokens.
    has_duration: bool,
    by: Vec<Option<usize>>,
}

/// What one line says.
pub(crate) struct FlatRow<'a, 'b> {
    pub(crate) model: &'a [u8],
    pub(crate) tokens: [u64; 3],
    /// As it is written; nothing where there is no time.
    pub(crate) time: &'a [u8],
    pub(crate) batch: bool,
    values: [Scalar<'a>; MOST],
    by: &'b [Option<usize>],
}

impl<'a> FlatRow<'a, '_> {
    /// The value of a column to add up by.
    pub(crate) fn by(&self, index: usize) -> &'a [u8] {
        match self.by[index].map(|place| self.values[place]) {
            Some(Scalar::Text(text) | Scalar::Whole(text)) => text.as_bytes(),
            Some(Scalar::Bool(true)) => b"true",
            Some(Scalar::Bool(false)) => b"false",
            _ => b"",
        }
    }
}

impl FlatRows {
    /// Before the first line.
    pub(crate) const fn new() -> Self {
        Self { shape: None }
    }

    /// Reads a line; `by` names the columns to add up by.
    pub(crate) fn read<'a>(&mut self, line: &'a [u8], by: &[String]) -> Option<FlatRow<'a, '_>> {
        let mut values = [Scalar::Null; MOST];
        if !self.shape.as_ref().is_some_and(|shape| shape.matches(line, &mut values)) {
            self.shape = Some(Shape::of(line, by)?);
            self.shape.as_ref().filter(|shape| shape.matches(line, &mut values))?;
        }
        let places = self.shape.as_ref()?.places.as_ref()?;
        let count = |place: usize| match values[place] {
            Scalar::Whole(digits) => figure::read("", digits.as_bytes(), u64::MAX).ok(),
            _ => None,
        };
        let optional = |place: Option<usize>| match place {
            Some(place) if values[place] != Scalar::Null => count(place).map(Some),
            _ => Some(None),
        };
        let (input, output) = (count(places.input)?, count(places.output)?);
        let (cached, total) = (optional(places.cached)?.unwrap_or(0), optional(places.total)?);
        let part = CachedPart::Included.told([input, cached, 0, output], total);
        let has_tokens = input > 0 || output > 0;
        if part != CachedPart::Included || cached > input || (places.has_duration && !has_tokens) {
            return None;
        }
        let Scalar::Text(model) = values[places.model] else { return None };
        let time = match places.time.map(|place| values[place]) {
            Some(Scalar::Text(text)) if !text.trim().is_empty() => text.trim(),
            Some(Scalar::Whole(digits)) => digits,
            Some(_) => return None,
            None => "",
        };
        let batch = match places.batch.map(|place| values[place]) {
            Some(Scalar::Bool(batch)) => batch,
            Some(Scalar::Text(text) | Scalar::Whole(text)) => flag(text.as_bytes()).ok()?,
            Some(Scalar::Number) => return None,
            Some(Scalar::Null) | None => false,
        };
        let is_number =
            |place: &Option<usize>| place.is_some_and(|place| values[place] == Scalar::Number);
        if model.is_empty() || places.by.iter().any(is_number) {
            return None;
        }
        Some(FlatRow {
            model: model.as_bytes(),
            tokens: [input, cached, output],
            time: time.as_bytes(),
            batch,
            values,
            by: &places.by,
        })
    }
}

impl Shape {
    /// That of a line; `None` where it is not flat.
    fn of(line: &[u8], by: &[String]) -> Option<Self> {
        let fields = FlatFields::new(line)?.all()?;
        let names: Vec<_> = fields.into_iter().map(|(name, _)| name).collect();
        if names.len() > MOST {
            return None;
        }
        let places = Places::find(&names, by);
        Some(Self { names: names.into_iter().map(Box::from).collect(), places })
    }

    /// Whether a line has these names in this order; its values go into `values`.
    fn matches<'a>(&self, line: &'a [u8], values: &mut [Scalar<'a>; MOST]) -> bool {
        let Some(mut fields) = FlatFields::new(line) else { return false };
        for (own, place) in self.names.iter().zip(values) {
            let Some(value) = fields.value_of(own) else { return false };
            *place = value;
        }
        fields.is_over()
    }
}

impl Places {
    /// `None` where a name may say more than a figure, or two say the same.
    fn find(names: &[&str], by: &[String]) -> Option<Self> {
        const OTHERS: [&str; 4] = ["object", "type", "service_tier", "custom_id"];
        let mut places = [None; 4];
        let (mut model, mut time) = (None, None);
        let mut has_duration = false;
        let first = |place: &mut Option<(usize, usize)>, rank, index| match *place {
            Some((known, _)) if known == rank => false,
            Some((known, _)) if known < rank => true,
            _ => {
                *place = Some((rank, index));
                true
            }
        };
        for (index, name) in names.iter().enumerate() {
            let more = name.contains('.') || holds_usage(name) || OTHERS.contains(name);
            if more || names[..index].contains(name) {
                return None;
            }
            let place = match UsageField::of(name) {
                None | Some((UsageField::Batch, _)) => continue,
                Some((field @ (UsageField::Model | UsageField::Time), rank)) => {
                    let is_model = field == UsageField::Model;
                    match first(if is_model { &mut model } else { &mut time }, rank, index) {
                        true => continue,
                        false => return None,
                    }
                }
                Some((UsageField::AudioSeconds | UsageField::AudioMillis, _)) => {
                    if name.to_ascii_lowercase().contains("audio") {
                        return None;
                    }
                    has_duration = true;
                    continue;
                }
                Some((UsageField::Input, _)) => 0,
                Some((UsageField::Output, _)) => 1,
                Some((UsageField::Cached(CachedPart::Included), _)) => 2,
                Some((UsageField::Total, _)) => 3,
                Some((UsageField::Cached(_) | UsageField::CacheWrite, _)) => return None,
            };
            if places[place].replace(index).is_some() {
                return None;
            }
        }
        let named = |wanted: &str| names.iter().position(|name| *name == wanted);
        let [input, output, cached, total] = places;
        Some(Self {
            model: model?.1,
            input: input?,
            output: output?,
            cached,
            total,
            time: time.map(|(_, index)| index),
            batch: named("batch").or_else(|| named("is_batch")),
            has_duration,
            by: by.iter().map(|name| named(name)).collect(),
        })
    }
}
