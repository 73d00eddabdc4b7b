//! Bars of counts, with the same figures in a table.

use groq_calc::Fraction;

use super::spread::{Bar, Spread};
use crate::{
    browser::html::Markup,
    i18n::locale::{Locale, bare_percent},
};

/// The most bars.
const BARS: usize = 12;
const BAR_NAMES: [&str; BARS] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

/// How the counts are spread, as HTML.
pub(super) fn draw(locale: Locale, spread: &Spread) -> String {
    let m = locale.messages().live();
    let bars = spread.bars(BARS);
    let tallest = bars.iter().map(|bar| bar.count).max().unwrap_or(1);
    let range = |bar: &Bar| {
        let (from, to) = (locale.count(bar.from), locale.count(bar.to));
        if bar.from == bar.to { from } else { m.bars_range.with([&from, &to]) }
    };
    let mut markup = Markup::default();
    let columns = bars.len().to_string();
    let frame = format!("0 0 {columns} 1");
    // The table below says the same.
    let svg = [
        ("class", "bars"),
        ("viewBox", &*frame),
        ("preserveAspectRatio", "none"),
        ("aria-hidden", "true"),
        ("focusable", "false"),
    ];
    markup.open("svg", &svg);
    for (bar, x) in bars.iter().zip(BAR_NAMES) {
        let height = bare_percent(Fraction::new(bar.count as u128, tallest as u128));
        // Drawn from the top, then turned over by the style.
        let rect = [("x", x), ("width", "0.92"), ("height", &*format!("{height}%"))];
        markup.leaf("rect", &rect, "");
    }
    markup.close("svg");
    markup.open_table("live-bars", m.bars_title, &[m.output_tokens, m.answers]);
    for bar in &bars {
        markup.open("tr", &[]);
        markup.row_head(&range(bar));
        markup.figure(&locale.count(bar.count as u64));
        markup.close("tr");
    }
    markup.close_table();
    markup.finish()
}
