//! What Groq says on the wire: every reader of `groq-protocol` under the laws
//! that its property tests use.

use groq_calc_tests::wire;

/// A duration is written so that it reads the same.
///
/// # Panics
///
/// Where it is not.
pub fn duration(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    wire::duration(text);
}

/// A status out of the first byte, then an error body.
///
/// # Panics
///
/// Where a figure is stated that does not stand in the text.
pub fn error(bytes: &[u8]) {
    const STATUSES: [u16; 8] = [200, 400, 403, 404, 413, 429, 498, 503];
    let Some((first, rest)) = bytes.split_first() else { return };
    let Ok(body) = std::str::from_utf8(rest) else { return };
    wire::error(STATUSES[usize::from(first % 8)], body);
}

/// One header a line, the name before a colon.
///
/// # Panics
///
/// Where one is neither read as it stands nor named as unreadable.
pub fn headers(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let pairs: Vec<_> = text.lines().filter_map(|line| line.split_once(':')).collect();
    wire::headers(&pairs);
}

/// Eight lengths of pieces, then a stream.
///
/// # Panics
///
/// Where the pieces give other events than the whole.
pub fn stream(bytes: &[u8]) {
    let (cuts, stream) = bytes.split_at(bytes.len().min(8));
    let cuts: Vec<_> = cuts.iter().copied().map(usize::from).collect();
    wire::stream(stream, &cuts);
}

/// A response with its usage, and the same text as a list of models.
///
/// # Panics
///
/// Where a figure is not in the text, a part exceeds its whole, or an entry is
/// neither read nor counted.
pub fn answer(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    wire::usage(text);
    wire::models(text);
}

/// A completion cap of two bytes, then a request.
///
/// # Panics
///
/// Where what was mended is found again.
pub fn request(bytes: &[u8]) {
    let Some((cap, rest)) = bytes.split_first_chunk() else { return };
    let Ok(text) = std::str::from_utf8(rest) else { return };
    let cap = u16::from_le_bytes(*cap);
    wire::request(text, (cap > 0).then_some(cap.into()));
}
