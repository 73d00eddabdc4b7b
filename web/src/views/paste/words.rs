//! What is found in a text, in the page's language.

use groq_calc::{Plan, Tier};
use groq_paste::{Asked, Basis, Form, Note, Origin, Seen, Way};
use groq_protocol::{WaitFrom, Waiting};
use paste_worker::{Explanation, Figures};

use crate::{
    form::fields::NUMBERS,
    i18n::{
        locale::Locale,
        messages::{
            Messages,
            paste::{Diagnosed, Paste},
        },
    },
    page::context::Page,
};

/// The texts of the page's language.
pub(super) fn messages() -> &'static Paste {
    Page::here().messages().paste()
}

fn size(locale: Locale, count: usize) -> String {
    locale.count(count as u64)
}

/// What was seen.
pub(super) fn seen(locale: Locale, seen: &Seen) -> String {
    let m = locale.messages().paste();
    let form = match seen.form {
        Form::Prompt => m.form_prompt,
        Form::Text => m.form_text,
        Form::Curl => m.form_curl,
        Form::Json => m.form_json,
        Form::List => m.form_list,
        Form::Lines => m.form_lines,
        Form::Stream => m.form_stream,
        Form::Code => m.form_code,
        Form::Literal => m.form_literal,
        Form::Http => m.form_http,
        Form::Markdown => m.form_markdown,
        Form::Yaml => m.form_yaml,
        Form::Error => m.form_error,
        Form::Headers => m.form_headers,
        Form::Log => m.form_log,
    };
    let what = match (seen.one, seen.requests, seen.answers) {
        (Some(one), 1, 0) => {
            let what = match one {
                Asked::Chat { messages } => m.asked_chat.with([&size(locale, messages)]),
                Asked::Audio => m.asked_audio.to_string(),
                Asked::Speech => m.asked_speech.to_string(),
            };
            match &seen.model {
                Some(model) => m.for_model.with([&what, model]),
                None => what,
            }
        }
        (_, 0, answers) if answers > 0 && seen.form == Form::Log => {
            m.log_rows.with([&size(locale, answers)])
        }
        (_, 0, 1) => m.an_answer.to_string(),
        (_, 0, 0) if seen.form == Form::Headers => return m.headers_of_answer.to_string(),
        (_, 0, 0) => m.neither.to_string(),
        (_, requests, answers) => m.several.with([&size(locale, requests), &size(locale, answers)]),
    };
    m.seen.with([form, &what])
}

/// The name of a field of the workload.
pub(super) fn field(messages: &Messages, name: &str) -> String {
    let field = NUMBERS.iter().find(|field| field.name == name);
    field.map_or_else(|| name.to_string(), |field| (field.label)(messages).to_string())
}

/// How sure a figure is.
pub(super) fn basis(m: &Paste, basis: Basis) -> &'static str {
    match basis {
        Basis::Measured => m.measured,
        Basis::Counted => m.counted,
        Basis::Estimated => m.estimated,
        Basis::AtMost => m.at_most,
        Basis::AtLeast => m.at_least,
    }
}

/// Where a figure comes from.
pub(super) fn origin(locale: Locale, origin: &Origin) -> String {
    let m = locale.messages().paste();
    let over = |requests: usize| match requests {
        1 => m.one_request.to_string(),
        count => m.mean_requests.with([&size(locale, count)]),
    };
    match origin {
        Origin::Usage { field, answers: 1 } => m.usage_one.with([field]),
        Origin::Usage { field, answers } => m.usage_mean.with([field, &size(locale, *answers)]),
        Origin::Count { way, family, requests } => {
            let way = match way {
                Way::Vocabulary => m.way_vocabulary.with([family]),
                Way::NearFunctions => m.way_near.with([family]),
                Way::Within { percent } => m.way_within.with([family, &locale.count(*percent)]),
                Way::Unmeasured => m.way_unmeasured.to_string(),
            };
            m.joined.with([&way, &over(*requests)])
        }
        Origin::Start { requests, sure_from: None } => m.start.with([&size(locale, *requests)]),
        Origin::Start { requests, sure_from: Some(tokens) } => {
            m.start_short.with([&size(locale, *requests), &locale.count(*tokens)])
        }
        Origin::AtMost => m.as_long.to_string(),
        Origin::Reserved => m.reserves.to_string(),
        Origin::Longest { transcriptions: 1 } => m.transcription_one.to_string(),
        Origin::Longest { transcriptions } => {
            m.transcription_longest.with([&size(locale, *transcriptions)])
        }
        Origin::Spoken { requests } => m.joined.with([m.spoken, &over(*requests)]),
        // One that this page does not know yet says it in English.
        other => other.to_string(),
    }
}

/// What else there is to know.
pub(super) fn note(locale: Locale, note: &Note) -> String {
    let m = locale.messages().paste();
    let size = |count: usize| size(locale, count);
    match note {
        Note::Models { models } => m.note_models.with([&size(*models)]),
        Note::GroqsCount => m.note_groqs_count.to_string(),
        Note::Uncounted { parts } => m.note_uncounted.with([&size(*parts)]),
        Note::NoCache { model } => m.note_no_cache.with([model]),
        Note::OneRequest => m.note_one_request.to_string(),
        Note::FewShared { tokens, least } => {
            m.note_few_shared.with([&locale.count(*tokens), &locale.count(*least)])
        }
        Note::NoOutput => m.note_no_output.to_string(),
        Note::NoReserve => m.note_no_reserve.to_string(),
        Note::Errors { answers } => m.note_errors.with([&size(*answers)]),
        Note::Others { values } => m.note_others.with([&size(*values)]),
        Note::OutOfRange { field: name } => {
            m.note_out_of_range.with([&field(locale.messages(), name)])
        }
        Note::File { name } => m.note_file.with([name]),
        Note::DataNotJson { error } => m.note_data_no_json.with([error]),
        Note::LogUnread { error } => m.log_unread.with([error]),
        Note::NoData => m.note_no_data.to_string(),
        Note::NotJson { error } => m.note_no_json.with([error]),
        Note::LinesLeft { lines } => m.note_lines_left.with([&size(*lines)]),
        other => other.to_string(),
    }
}

/// With a capital at its start.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

/// Whether waiting helps, and how long to wait.
pub(super) fn waiting(locale: Locale, error: &Explanation) -> String {
    if locale == Locale::En {
        return error.wait_text.clone();
    }
    let m = &Diagnosed::ZH;
    match (error.waiting, &error.wait) {
        (Waiting::Never, _) => m.wait_never.to_string(),
        (_, Some(wait)) => {
            let from = match error.wait_from {
                Some(WaitFrom::Text) | None => m.from_text,
                Some(WaitFrom::RetryAfter) => m.from_retry_after,
                Some(WaitFrom::Figures) => m.from_figures,
                Some(WaitFrom::Reset) => m.from_reset,
            };
            m.wait.with([wait, from])
        }
        (Waiting::Helps, None) => m.wait_helps.to_string(),
        (Waiting::MayHelp, None) => m.wait_may_help.to_string(),
    }
}

/// What an error is, in a sentence with its figures.
pub(super) fn what(locale: Locale, error: &Explanation) -> String {
    if locale == Locale::En {
        return sentence(&error.what) + ".";
    }
    let m = &Diagnosed::ZH;
    let count = |count: u64| locale.count(count);
    let model = error.model.as_deref().unwrap_or(m.the_model);
    match &error.figures {
        Some(Figures { limit, cap, requested, above: Some(above), .. }) => {
            m.too_large.with([model, &count(*requested), limit, &count(*cap), &count(*above)])
        }
        Some(Figures { limit, cap, used: Some(used), requested, .. }) => {
            m.used_up.with([model, limit, &count(*used), &count(*cap), &count(*requested)])
        }
        Some(Figures { limit, cap, requested, .. }) => {
            m.used_up_of.with([model, limit, &count(*cap), &count(*requested)])
        }
        None => m.answered.with([&error.message]),
    }
}

/// What was not checked.
pub(super) fn not_checked(locale: Locale, (code, text): &(String, String)) -> String {
    let m = &Diagnosed::ZH;
    let translated = match (locale, &**code) {
        (Locale::En, _) => text,
        (_, "account") => m.unchecked_account,
        (_, "left") => m.unchecked_left,
        (_, "limits") => m.unchecked_limits,
        (_, "images") => m.unchecked_images,
        (_, "audio") => m.unchecked_audio,
        (_, "tokens") => m.unchecked_tokens,
        (_, "remote_tools") => m.unchecked_remote_tools,
        (_, "responses") => m.unchecked_responses,
        (_, "model") => m.unchecked_model,
        _ => text,
    };
    translated.to_string()
}

/// A plan, by its name for people.
pub(super) fn place(locale: Locale, plan: Plan) -> &'static str {
    locale.place(plan, Tier::OnDemand)
}

/// Bytes as megabytes with one place.
pub(super) fn megabytes(locale: Locale, bytes: u64) -> String {
    locale.decimal(&format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_reads_well() {
        let mut one = Seen {
            form: Form::Curl,
            requests: 1,
            answers: 0,
            one: Some(Asked::Chat { messages: 1 }),
            model: Some("openai/gpt-oss-20b".to_string()),
        };
        assert_eq!(
            seen(Locale::En, &one),
            "A curl command: a chat request with 1 message, for openai/gpt-oss-20b."
        );
        (one.one, one.requests, one.answers) = (None, 1, 2);
        assert_eq!(seen(Locale::En, &one), "A curl command: 1 request and 2 answers.");
        assert_eq!(seen(Locale::ZhHans, &one), "curl 命令：1 个请求和 2 条响应。");
    }

    #[test]
    fn figures_say_where_they_come_from() {
        let way = Way::Within { percent: 37 };
        let count = Origin::Count { way, family: "Llama 3".to_string(), requests: 1 };
        assert_eq!(
            origin(Locale::En, &count),
            "as for Llama 3, where 95 of 100 texts of a sample were within 37 %, the request"
        );
        assert_eq!(megabytes(Locale::En, 4_690_000), "4.6");
    }
}
