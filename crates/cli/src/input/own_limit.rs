use groq_calc::{Limit, num::Decimal};

/// `MODEL:LIMIT=N`; the number as people write it.
pub(crate) fn read(text: &str) -> Result<(String, Limit, u64), String> {
    let wrong = || format!("limit is `{text}`; it must be like openai/gpt-oss-120b:TPM=300k");
    let (name, figure) = text.split_once('=').ok_or_else(wrong)?;
    let (model, limit) = name.rsplit_once(':').ok_or_else(wrong)?;
    let limit = Limit::parse(limit).ok_or_else(wrong)?;
    let figure = Decimal::parse(figure).and_then(|figure| figure.scaled(0)).ok_or_else(wrong)?;
    let figure = u64::try_from(figure).ok().filter(|figure| *figure > 0).ok_or_else(wrong)?;
    Ok((model.to_owned(), limit, figure))
}
