use groq_protocol::CachedPart;

/// What `--input-includes-cached` says of a log's prompt tokens.
pub(crate) fn named(answer: Option<&str>) -> Option<CachedPart> {
    answer.map(|answer| match answer {
        "yes" => CachedPart::Included,
        _ => CachedPart::Separate,
    })
}
