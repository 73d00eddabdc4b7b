//! Published results: which of them the visitor may choose, and where they come from.

use groq_calc::{Date, catalog::Benchmark};
use groq_catalog::BENCHMARKS;

use crate::{
    browser::html::Markup,
    i18n::{locale::Locale, sentences},
    views::facts::words,
};

/// The options of a list of benchmarks, of those that have results here.
pub(crate) fn choices(locale: Locale, chosen: &str, has: impl Fn(&str) -> bool) -> String {
    let mut markup = Markup::default();
    let mut option = |value: &str, text: &str| {
        let attributes = [("value", value), ("selected", "")];
        markup.leaf("option", &attributes[..if value == chosen { 2 } else { 1 }], text);
    };
    option("", locale.messages().answer.quality_best);
    for benchmark in BENCHMARKS.iter().filter(|one| has(one.id)) {
        option(benchmark.id, sentences::benchmark(locale, benchmark.id, benchmark.title));
    }
    markup.finish()
}

/// What was measured, by whom and when, with the source.
pub(crate) fn origin(
    markup: &mut Markup,
    locale: Locale,
    benchmark: Benchmark<'_>,
    (measurer, date, source): (&str, Date, &str),
) {
    let m = &locale.messages().answer;
    let title = sentences::benchmark(locale, benchmark.id, benchmark.title);
    markup.text(&m.quality_note.with([title, measurer, &date.to_string()]));
    if benchmark.lower_is_better {
        markup.text(m.lower_is_better);
    }
    markup.text(" · ");
    words::source(markup, source);
}
