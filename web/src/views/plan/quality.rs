use groq_calc::{Answer, answer::Quality, catalog::Benchmark};
use groq_catalog::{SCORES, WITH_SCORES};
use leptos::prelude::*;

use crate::{
    browser::{address, html::Markup},
    form::{
        state::{Choice, Form},
        view::View,
    },
    i18n::{locale::Locale, sentences},
    page::{context::Page, scores::Scores},
    views::benchmarks,
};

/// How good the models are, by a benchmark of the visitor's choice, and what the next
/// better one costs. The results come with the module of the other views.
#[component]
pub(super) fn QualityCard() -> impl IntoView {
    let page = Page::here();
    let (locale, m) = (page.locale(), &page.messages().answer);
    let answer = Memo::new(move |_| {
        page.outcome.with(|outcome| WITH_SCORES.answer(outcome.question.as_deref()?).ok())
    });
    // The table of options shows them too.
    Effect::new(move |_| {
        let quality = |answer: &Option<Answer<'static>>| {
            answer.as_ref().and_then(Answer::quality).map(|quality| scores(locale, &quality))
        };
        answer.with(quality).unwrap_or_default().announce();
    });
    let content = move || {
        answer
            .with(|answer| answer.as_ref().map(|answer| table(locale, answer)))
            .unwrap_or_default()
    };
    let choose = move |event| {
        let mut form = page.form.get_untracked();
        form.set_choice(Choice::Benchmark, event_target_value(&event));
        address::go(&form.fragment(View::Plan));
    };
    let has_results = |id: &str, answer: &Answer<'_>| {
        let is_option = |model: &str| answer.options.iter().any(|option| option.id.model == model);
        SCORES.iter().any(|score| score.benchmark == id && is_option(score.model))
    };
    let options = move || {
        let now = page.form.with(|form: &Form| form.choice(Choice::Benchmark).to_string());
        answer.with(|answer| {
            let has = |id: &str| answer.as_ref().is_some_and(|answer| has_results(id, answer));
            benchmarks::choices(locale, &now, has)
        })
    };
    view! {
        <section aria-labelledby="quality-title" class="card">
            <div class="head">
                <h2 id="quality-title">{m.column_quality}</h2>
                <label class="r sm mu">{m.quality_by} " " <select class="s" id="benchmark" inner_html=options on:change=choose></select></label>
            </div>
            <div id="quality" inner_html=content></div>
        </section>
    }
}

/// The scores, the best first.
fn scores(locale: Locale, quality: &Quality<'_>) -> Scores {
    let mut ranked = quality.scores.clone();
    ranked.sort_by_key(|(_, score)| *score);
    if !quality.lower_is_better {
        ranked.reverse();
    }
    let models = ranked.into_iter().map(|(model, score)| (model.to_string(), score.to_string()));
    let title = sentences::benchmark(locale, quality.benchmark, quality.title);
    Scores { benchmark: title.to_string(), models: models.collect() }
}

/// The models that have a score, the cheapest first, and where the scores come from.
fn table(locale: Locale, answer: &Answer<'static>) -> String {
    let m = &locale.messages().answer;
    let mut markup = Markup::default();
    let Some(quality) = answer.quality() else {
        markup.leaf("p", &[("class", "note")], m.no_scores);
        return markup.finish();
    };
    if let Some(next) = &quality.next {
        let plan = answer.option(next.id).map(|option| sentences::plan_of(locale, option));
        let name = m.model_at.with([next.id.short_model(), &plan.unwrap_or_default()]);
        let text = m.next_better.with([
            &name,
            &locale.money(next.monthly_usd),
            &next.score.to_string(),
            &next.instead_of.to_string(),
            &locale.money(next.more_usd),
        ]);
        markup.leaf("p", &[("id", "next-better")], &text);
    }
    rows(&mut markup, locale, answer, &quality);
    let benchmark = Benchmark {
        id: quality.benchmark,
        title: quality.title,
        lower_is_better: quality.lower_is_better,
    };
    markup.open("p", &[("class", "note")]);
    let from = (quality.measurer, quality.date, quality.source);
    benchmarks::origin(&mut markup, locale, benchmark, from);
    markup.close("p");
    markup.finish()
}

fn rows(markup: &mut Markup, locale: Locale, answer: &Answer<'static>, quality: &Quality<'_>) {
    let m = &locale.messages().answer;
    let mut seen: Vec<&str> = Vec::new();
    let mut options: Vec<_> = answer.options.iter().filter(|option| option.fits).collect();
    options.sort_by_key(|option| option.monthly.total_usd);
    markup.open("table", &[("class", "plain")]);
    markup.leaf("caption", &[("class", "hidden")], m.column_quality);
    markup.open("thead", &[]);
    markup.open("tr", &[]);
    markup.leaf("th", &[("scope", "col")], m.column_model);
    let title = sentences::benchmark(locale, quality.benchmark, quality.title);
    markup.leaf("th", &[("scope", "col"), ("class", "num")], title);
    markup.leaf("th", &[("scope", "col"), ("class", "num")], m.column_month);
    markup.close("tr");
    markup.close("thead");
    markup.open("tbody", &[]);
    for option in options {
        if seen.contains(&option.id.model) {
            continue;
        }
        seen.push(option.id.model);
        let score = quality.score_of(option.id.model);
        let score = score.map_or_else(|| m.no_score.to_string(), |score| score.to_string());
        markup.open("tr", &[]);
        let plan = sentences::plan_of(locale, option);
        markup.row_head(&m.model_at.with([option.id.short_model(), &plan]));
        markup.leaf("td", &[("class", "num")], &score);
        let usd = locale.money_or_unknown(option.monthly.total_usd);
        markup.leaf("td", &[("class", "num")], &usd);
        markup.close("tr");
    }
    markup.close("tbody");
    markup.close("table");
}
