//! The values of a catalog's fields.

use alloc::{format, vec::Vec};

use groq_calc::{Date, Decimal, Price};

use crate::{ask::Field, fault::Fault};

pub(super) fn text(field: Field) -> Result<&'static str, Fault> {
    Ok(field.string()?.leak())
}

pub(super) fn texts(field: Field) -> Result<&'static [&'static str], Fault> {
    let mut texts = Vec::new();
    for item in field.items()? {
        texts.push(text(item)?);
    }
    Ok(texts.leak())
}

pub(super) fn date(field: Field) -> Result<Date, Fault> {
    field.text().and_then(Date::parse).ok_or_else(|| field.wrong("a day like 2026-06-04"))
}

pub(super) fn count(field: Field) -> Result<u64, Fault> {
    field.whole().ok_or_else(|| field.wrong("a whole number"))
}

/// A decimal in quotes, of a price that is listed with at most so many places.
pub(super) fn price(field: Field, places: u32) -> Result<Option<Price>, Fault> {
    let decimal = field.text().and_then(Decimal::parse);
    let picodollars = decimal.and_then(|decimal| u64::try_from(decimal.scaled(places)?).ok());
    let exact = picodollars.ok_or_else(|| field.wrong("an exact decimal in quotes"))?;
    Ok(Some(Price::from_picodollars(exact)))
}

/// Which of some names.
pub(super) fn index(field: Field, names: &[&str]) -> Result<usize, Fault> {
    let found = field.text().and_then(|text| names.iter().position(|name| *name == text));
    found.ok_or_else(|| field.wrong(&names.join(", ")))
}

pub(super) fn missing(path: &str, name: &str, range: &str) -> Fault {
    Fault::illegal(&format!("{path}.{name}"), "", range)
}

pub(super) fn needed<T>(value: Option<T>, path: &str, name: &str, range: &str) -> Result<T, Fault> {
    value.ok_or_else(|| missing(path, name, range))
}
