use super::colour::colour;
use crate::{browser::html::Markup, charts::mark::pixel};

/// A bar of parts in hundredths, each in the colour of its service.
pub(super) fn bar(markup: &mut Markup, parts: impl Iterator<Item = (usize, f64)>) {
    let class = [("class", "stack"), ("aria-hidden", "true"), ("focusable", "false")];
    markup.open("svg", &class);
    let mut from = 0.0;
    for (index, part) in parts {
        let (mut x, mut width) = (String::new(), String::new());
        pixel(&mut x, from);
        pixel(&mut width, part);
        let at = [
            ("class", colour(index)),
            ("x", &*format!("{x}%")),
            ("width", &*format!("{width}%")),
            ("height", "100%"),
        ];
        markup.leaf("rect", &at, "");
        from += part;
    }
    markup.close("svg");
}

/// A share in hundredths; only drawn.
pub(super) fn hundredths(part: u128, whole: u128) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 * 100.0 }
}
