//! From words, pages, a conversation or a sample to the tokens of the form.

mod sample;

use leptos::prelude::*;

use crate::{
    browser::{address, html::Markup},
    charts::mark::pixel,
    form::{
        conversation::{Conversation, PerRequest, tokens_of_words},
        state::Form,
        view::View,
        work::Work,
        written::plain,
    },
    i18n::locale::Locale,
    page::context::Page,
};

/// What is known of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Words,
    Pages,
    Conversation,
    Sample,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Words, Self::Pages, Self::Conversation, Self::Sample];

    const fn id(self) -> &'static str {
        match self {
            Self::Words => "from-words",
            Self::Pages => "from-pages",
            Self::Conversation => "from-conversation",
            Self::Sample => "from-sample",
        }
    }
}

/// Figures for the form; what is not known of them stays as it is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Figures {
    requests: Option<u64>,
    input: Option<u64>,
    cached: Option<u64>,
    output: Option<u64>,
}

impl Figures {
    /// With their fields.
    fn fields(self) -> [(&'static str, Option<u64>); 4] {
        [
            ("requests_per_day", self.requests),
            ("input_tokens", self.input),
            ("cached_input_tokens", self.cached),
            ("output_tokens", self.output),
        ]
    }

    fn put(self, form: &mut Form) {
        form.leave_month();
        form.set_work(Work::Text);
        if self.requests.is_some() {
            form.set_unit(crate::form::unit::Unit::Day);
        }
        for (field, figure) in self.fields() {
            if let Some(figure) = figure {
                form.set_named(field, &figure.to_string());
            }
        }
        // What was cached of another prompt is not cached of this one.
        if self.input.is_some() && self.cached.is_none() {
            form.set_named("cached_input_tokens", "");
        }
    }
}

/// A whole number as it was typed.
fn whole(text: &str) -> Option<u64> {
    let number = groq_calc::Number::from(plain(text));
    let text = number.as_str().trim().replace(',', "");
    text.parse().ok()
}

/// The view.
#[component]
pub(crate) fn WordsView() -> impl IntoView {
    let page = Page::here();
    let (locale, messages) = (page.locale(), page.messages());
    let m = messages.words();
    let tab = RwSignal::new(Tab::Words);
    let field = |text: &str| RwSignal::new(text.to_string());
    let (prompt, answer) = (field("1125"), field("375"));
    let (pages, per_page) = (field("3"), field("500"));
    let (per_day, turns) = (field("200"), field("10"));
    let (instructions, question, reply) = (field("300"), field("30"), field("120"));
    let history = field("");
    let cached = RwSignal::new(false);
    let text = field("");
    let counted = sample::follow(text);
    let words = move |field: RwSignal<String>| field.with(|text| whole(text)).map(tokens_of_words);
    let conversation = move || {
        let number = |field: RwSignal<String>| field.with(|text| whole(text));
        Some(Conversation {
            per_day: number(per_day)?,
            turns: number(turns)?,
            instructions: words(instructions)?,
            question: words(question)?,
            answer: words(reply)?,
            history: history.with(|history| history.parse().ok()),
        })
    };
    let figures = Memo::new(move |_| match tab.get() {
        Tab::Words => Figures { input: words(prompt), output: words(answer), ..Figures::default() },
        Tab::Pages => {
            let pages = pages.with(|text| whole(text)).zip(per_page.with(|text| whole(text)));
            let tokens = pages.map(|(pages, each)| tokens_of_words(pages.saturating_mul(each)));
            Figures { input: tokens, ..Figures::default() }
        }
        Tab::Conversation => {
            let all = conversation().and_then(Conversation::per_request);
            all.map_or_else(Figures::default, |all| {
                let PerRequest {
                    requests_per_day,
                    input_tokens,
                    cached_input_tokens,
                    output_tokens,
                } = all;
                Figures {
                    requests: Some(requests_per_day),
                    input: Some(input_tokens),
                    cached: cached.get().then_some(cached_input_tokens),
                    output: Some(output_tokens),
                }
            })
        }
        Tab::Sample => {
            let tokens = counted.get().map(|counted| counted.tokens);
            Figures { input: tokens, ..Figures::default() }
        }
    });
    let tabs = Tab::ALL.map(|one| {
        let label = match one {
            Tab::Words => m.words,
            Tab::Pages => m.pages,
            Tab::Conversation => m.conversation,
            Tab::Sample => m.sample,
        };
        view! {
            <label for=one.id()>
                <input type="radio" name="from" id=one.id() prop:checked=move || tab.get() == one on:change=move |_| tab.set(one) />
                {label}
            </label>
        }
    });
    let fields = move || {
        match tab.get() {
        Tab::Words => view! {
            {number("words-prompt", m.prompt, m.in_words, prompt)}
            {number("words-answer", m.answer, m.in_words, answer)}
        }
        .into_any(),
        Tab::Pages => view! {
            {number("words-pages", m.pages_of, "", pages)}
            {number("words-per-page", m.per_page, "", per_page)}
        }
        .into_any(),
        Tab::Conversation => view! {
            {number("words-per-day", m.per_day, m.a_day, per_day)}
            {number("words-turns", m.turns, m.turns_hint, turns)}
            {number("words-instructions", m.instructions, m.in_words, instructions)}
            {number("words-question", m.question, m.in_words, question)}
            {number("words-reply", m.reply, m.in_words, reply)}
            <div class="field">
                <label for="words-history">{m.history}</label>
                <select id="words-history" on:change=move |event| history.set(event_target_value(&event))>
                    {["", "10", "5", "2", "0"].map(|most| {
                        let text = match most {
                            "" => m.history_all.to_string(),
                            "0" => m.history_none.to_string(),
                            most => m.history_last.with([most]),
                        };
                        view! { <option value=most selected=move || history.with(|history| history == most)>{text}</option> }
                    }).into_iter().collect_view()}
                </select>
            </div>
        }
        .into_any(),
        Tab::Sample => view! {
            <div class="field wide">
                <label for="words-sample">{m.sample_text}</label>
                <textarea id="words-sample" rows="8" spellcheck="false" prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))></textarea>
            </div>
        }
        .into_any(),
    }
    };
    let rows = move || {
        let now = figures.get();
        let rows = [
            (m.requests, "requests_per_day", now.requests),
            (m.input, "input_tokens", now.input),
            (m.cached, "cached_input_tokens", now.cached),
            (m.output, "output_tokens", now.output),
        ];
        let rows = rows.into_iter().filter_map(|(label, field, figure)| {
            Some(view! {
                <div><dt>{label}</dt><dd class="b" id=format!("becomes-{field}")>{locale.count(figure?)}</dd></div>
            })
        });
        rows.collect_view()
    };
    let note = move || match tab.get() {
        Tab::Conversation => {
            let all = conversation().and_then(Conversation::per_request);
            all.map(|all| {
                let (sent, input) = (all.cached_input_tokens, all.input_tokens);
                m.sent_before.with([&locale.count(sent), &locale.count(input)])
            })
        }
        Tab::Sample => Some(match counted.get() {
            Some(counted) if counted.is_exact => m.counted.to_string(),
            Some(_) => m.estimated.to_string(),
            None => m.private.to_string(),
        }),
        _ => Some(m.about_words.to_string()),
    };
    let picture = move || {
        (tab.get() == Tab::Conversation)
            .then(conversation)
            .flatten()
            .map(|all| turns_html(locale, all))
    };
    let is_ready = move || figures.with(|figures| figures.input.is_some());
    let take = move |_| {
        let mut form = page.form.get_untracked();
        figures.with_untracked(|figures| figures.put(&mut form));
        address::go(&form.fragment(View::Plan));
    };
    view! {
        <section class="card words" aria-labelledby="view-title">
            <div class="seg" role="radiogroup" aria-label=m.from>{tabs.into_iter().collect_view()}</div>
            <div class="pair">{fields}</div>
            <div class="turns" inner_html=move || picture().unwrap_or_default()></div>
            <dl class="becomes" aria-live="polite">{rows}</dl>
            <p class="note" id="words-note">{note}</p>
            <p class="buttons">
                <button type="button" class="btn pri" id="use-words" disabled=move || !is_ready() on:click=take>{m.take}</button>
                <Show when=move || tab.get() == Tab::Conversation>
                    <label class="chk"><input type="checkbox" id="words-cached" prop:checked=move || cached.get() on:change=move |event| cached.set(event_target_checked(&event)) />{m.count_cached}</label>
                </Show>
            </p>
        </section>
    }
}

/// A field for a whole number.
fn number(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    text: RwSignal<String>,
) -> AnyView {
    let m = Page::here().messages().words();
    let is_bad = move || text.with(|text| whole(text).is_none());
    let left = RwSignal::new(false);
    let shows = move || left.get() && is_bad();
    view! {
        <div class="field" class:bad=shows>
            <span class="label"><label for=id>{label}</label><span class="h" id=format!("{id}-hint")>{hint}</span></span>
            <input id=id type="text" autocomplete="off" aria-describedby=format!("{id}-hint {id}-error")
                aria-invalid=move || shows().to_string() prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event)) on:change=move |_| left.set(true) />
            <p class="msg" id=format!("{id}-error")>{move || shows().then_some(m.whole)}</p>
        </div>
    }
    .into_any()
}

/// What each turn sends, as bars: what is new in it on top of what was sent before.
fn turns_html(locale: Locale, conversation: Conversation) -> String {
    const MOST: usize = 40;
    let m = locale.messages().words();
    let turns: Vec<_> = conversation.each().collect();
    let shown = &turns[..turns.len().min(MOST)];
    let most = shown.iter().map(|turn| turn.input).max().unwrap_or(0).max(1) as f64;
    let each = 100.0 / shown.len().max(1) as f64;
    let mut html = Markup::default();
    html.leaf("h2", &[], m.by_turn);
    html.open("svg", &[("class", "turnbars"), ("aria-hidden", "true"), ("focusable", "false")]);
    for (index, turn) in shown.iter().enumerate() {
        let mut bar = |class: &str, from: f64, height: f64| {
            let texts = [each * index as f64, from, each * 0.9, height].map(|figure| {
                let mut text = String::new();
                pixel(&mut text, figure);
                text + "%"
            });
            let at = [
                ("class", class),
                ("x", &*texts[0]),
                ("y", &*texts[1]),
                ("width", &*texts[2]),
                ("height", &*texts[3]),
            ];
            html.leaf("rect", &at, "");
        };
        let (input, before) = (turn.input as f64 / most * 100.0, turn.before as f64 / most * 100.0);
        bar("t-new", 100.0 - input, input - before);
        bar("t-before", 100.0 - before, before);
    }
    html.close("svg");
    if let (Some(first), Some(last)) = (turns.first(), turns.last()) {
        let (count, first, last) =
            (turns.len().to_string(), locale.count(first.input), locale.count(last.input));
        html.leaf(
            "p",
            &[("class", "note"), ("id", "turns")],
            &m.turns_note.with([&first, &count, &last]),
        );
    }
    html.open("p", &[("class", "note")]);
    for (class, text) in [("sw t-new", m.new), ("sw t-before", m.before)] {
        html.leaf("span", &[("class", class)], "");
        html.text(text);
        html.text(" ");
    }
    html.close("p");
    html.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_become_a_question_and_other_fields_stay() {
        let mut form = Form::read("v=2&n=9&i=5&c=5&o=7&y=20").form;
        Figures { input: Some(1500), ..Figures::default() }.put(&mut form);
        assert_eq!(form.fragment(View::Plan), "v=2&n=9&i=1500&o=7&y=20");
        let all = Figures {
            requests: Some(2000),
            input: Some(1340),
            cached: Some(1116),
            output: Some(160),
        };
        let mut form = Form::read("v=2&unit=tasks&tn=9&tc=2&i=5&o=7").form;
        all.put(&mut form);
        let (question, _) = form.question().unwrap();
        assert_eq!(question.workload.requests_per_day(), 2000);
        assert_eq!(question.workload.cached_input_tokens.get(), 1116);
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, number) in [("1,125", Some(1125)), ("２０", Some(20)), ("x", None), ("", None)]
        {
            assert_eq!(whole(text), number, "{text}");
        }
    }
}
