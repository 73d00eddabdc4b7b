//! Why Groq refuses or ignores something, in the page's language.

use groq_calc::{Plan, catalog::Capability};
use groq_protocol::Listed;
use paste_worker::Cause;

use super::words;
use crate::i18n::{locale::Locale, messages::paste::Causes, sentences};

/// Why Groq refuses or ignores something.
pub(super) fn cause(locale: Locale, cause: &Cause) -> String {
    let m = locale.messages().paste();
    match cause {
        Cause::Field(field) => field_cause(locale, field),
        Cause::Lacks(capability) => {
            let name = capability.parse::<Capability>().map(|known| match locale {
                Locale::En => known.title(),
                Locale::ZhHans => sentences::capability(locale.messages(), known).0,
            });
            m.cause_lacks.with([name.unwrap_or(capability)])
        }
        Cause::Reserve { limit, requested, cap, most } => {
            let said = m.reserve_risk.with([&locale.count(*requested), limit, &locale.count(*cap)]);
            match most {
                Some(most) => m.size_most.with([&said, &locale.count(*most)]),
                None => said,
            }
        }
        Cause::Other { text, .. } if locale == Locale::En => text.clone(),
        Cause::Other { code, text, values } => other(locale, code, text, values),
        Cause::Size { tokens, counted, most, .. } => {
            let Some((blocked, plan)) = cause.blocked() else {
                return m.cause_unknown.to_string();
            };
            let sentence = if *counted { &m.size_counted } else { &m.size_estimated };
            let said = sentence.with([
                &sentences::blocked(locale, blocked),
                words::place(locale, plan),
                &locale.count(*tokens),
            ]);
            match most {
                Some(most) => m.size_most.with([&said, &locale.count(*most)]),
                None => said,
            }
        }
    }
}

fn field_cause(locale: Locale, cause: &groq_protocol::Cause) -> String {
    use groq_protocol::Cause as Field;

    let m = locale.messages().paste();
    match cause {
        Field::Retired { replacement: Some(model) } => m.cause_retired.with([model]),
        Field::Retired { replacement: None } => m.cause_retired_alone.to_string(),
        Field::Unsupported => m.cause_unsupported.to_string(),
        Field::NotOne => m.cause_not_one.to_string(),
        Field::TooMany { most, given, what } => {
            let what = match what {
                Listed::Tools => m.listed_tools,
                Listed::Functions => m.listed_functions,
                Listed::StopSequences => m.listed_stops,
            };
            let behind = locale.count(given.saturating_sub(*most) as u64);
            m.cause_too_many.with([&locale.count(*most as u64), what, &behind])
        }
        Field::AboveCap { cap } => m.cause_above_cap.with([&locale.count(*cap)]),
        Field::BesideFormat => m.cause_beside_format.to_string(),
        Field::NoEffort => m.cause_no_effort.to_string(),
        Field::OtherEffort { taken } => m.cause_other_effort.with([taken]),
        Field::ZeroTemperature => m.cause_zero_temperature.to_string(),
        Field::NoPenalty => m.cause_no_penalty.to_string(),
        Field::NoEffect => m.cause_no_effect.to_string(),
        Field::Subtitles => m.cause_subtitles.to_string(),
        other if locale == Locale::En => other.to_string(),
        other => body_cause(other),
    }
}

/// In Chinese: what the page has no English of its own for.
fn body_cause(cause: &groq_protocol::Cause) -> String {
    use groq_protocol::Cause as Field;

    let m = &Causes::ZH;
    let text = match cause {
        Field::UnknownProperty { name } => return m.unknown_property.with([name]),
        Field::UnknownParam { name } => return m.unknown_param.with([name]),
        Field::WrongType { expected } => return m.wrong_type.with([type_name(expected)]),
        Field::OutOfRange { low, high } => return m.out_of_range.with([low, high]),
        Field::NotOneOf { taken } => return m.not_one_of.with([taken]),
        Field::OtherRole { taken } => return m.other_role.with([taken]),
        Field::NotRequired { names } => return m.not_required.with([names]),
        Field::SchemaKeyword { keyword } => return m.schema_keyword.with([keyword]),
        Field::UnknownTool { name } => return m.unknown_tool.with([name]),
        Field::Missing => m.missing,
        Field::Empty => m.empty,
        Field::BadName => m.bad_name,
        Field::NoWordJson => m.no_word_json,
        Field::ToolsBesideFormat => m.tools_beside_format,
        Field::RawReasoning => m.raw_reasoning,
        Field::StreamedSchema => m.streamed_schema,
        Field::RequiredWithoutProperties => m.required_without_properties,
        Field::OpenObject => m.open_object,
        Field::RootNotObject => m.root_not_object,
        Field::NoReasoning => m.no_reasoning,
        Field::NeedsVerbose => m.needs_verbose,
        Field::EnglishOnly => m.english_only,
        Field::BatchWithoutBody => m.batch_without_body,
        // One that this page does not know yet says it in English.
        other => return other.to_string(),
    };
    text.to_string()
}

/// What a value must be, in Chinese.
fn type_name(expected: &str) -> &str {
    let m = &Causes::ZH;
    match expected {
        "a text" => m.type_text,
        "a list" => m.type_list,
        "an object" => m.type_object,
        "an object with url" => m.type_object_with_url,
        "a number" => m.type_number,
        "true or false" => m.type_flag,
        "a JSON schema" => m.type_schema,
        "a text or a list of parts" => m.type_text_or_parts,
        "a text or a list of texts" => m.type_text_or_texts,
        "a text with JSON in it" => m.type_text_with_json,
        "a text that names the line" => m.type_name_of_line,
        "the address of the audio: batch takes no file" => m.type_address,
        "left out: batch does not stream" => m.type_left_out,
        other => other,
    }
}

/// In Chinese: what is about the model, the plan or a batch file.
fn other(locale: Locale, code: &str, text: &str, values: &[String; 2]) -> String {
    let m = &Causes::ZH;
    let [first, second] = values;
    let instead = |text: &str| match &**second {
        "" => text.to_string(),
        id => m.instead.with([text, id]),
    };
    match code {
        "unknown_model" => instead(&m.unknown_model.with([first])),
        "wrong_kind" => instead(match &**first {
            "transcription" => m.takes_audio,
            "speech" => m.speaks,
            _ => m.no_audio,
        }),
        "images" => m.images.with([first, second]),
        "not_strict" => m.not_strict.to_string(),
        "not_batchable" => m.not_batchable.to_string(),
        "plan" => {
            let place = words::place(locale, Plan::parse(first).unwrap_or(Plan::Free));
            let what = if second == "batch" { m.batch } else { second };
            m.plan_lacks.with([place, what])
        }
        "line" => m.wrong_type.with([type_name(first)]),
        _ => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use groq_protocol::Cause as Field;

    use super::*;

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|letter| ('\u{3400}'..='\u{9fff}').contains(&letter))
    }

    #[test]
    fn every_cause_is_told_in_chinese() {
        let name = || "x".to_string();
        let fields = [
            Field::Retired { replacement: None },
            Field::Retired { replacement: Some(name()) },
            Field::Unsupported,
            Field::NotOne,
            Field::TooMany { most: 1, given: 2, what: Listed::Tools },
            Field::AboveCap { cap: 1 },
            Field::BesideFormat,
            Field::NoEffort,
            Field::OtherEffort { taken: name() },
            Field::ZeroTemperature,
            Field::NoPenalty,
            Field::NoEffect,
            Field::Subtitles,
            Field::UnknownProperty { name: name() },
            Field::UnknownParam { name: name() },
            Field::Missing,
            Field::Empty,
            Field::WrongType { expected: "a text".to_string() },
            Field::OutOfRange { low: name(), high: name() },
            Field::NotOneOf { taken: name() },
            Field::OtherRole { taken: name() },
            Field::BadName,
            Field::NoWordJson,
            Field::ToolsBesideFormat,
            Field::RawReasoning,
            Field::StreamedSchema,
            Field::RequiredWithoutProperties,
            Field::OpenObject,
            Field::NotRequired { names: name() },
            Field::SchemaKeyword { keyword: name() },
            Field::RootNotObject,
            Field::UnknownTool { name: name() },
            Field::NoReasoning,
            Field::NeedsVerbose,
            Field::EnglishOnly,
            Field::BatchWithoutBody,
        ];
        for field in fields {
            let field = Cause::Field(field);
            let [english, chinese] = Locale::ALL.map(|locale| cause(locale, &field));
            assert!(is_chinese(&chinese) && !is_chinese(&english), "{english} {chinese}");
        }
        for (code, values) in [
            ("unknown_model", ["2026-10-10", "openai/gpt-oss-20b"]),
            ("wrong_kind", ["transcription", ""]),
            ("wrong_kind", ["speech", "openai/gpt-oss-20b"]),
            ("wrong_kind", ["chat", ""]),
            ("images", ["5", "6"]),
            ("not_strict", ["", ""]),
            ("not_batchable", ["", ""]),
            ("plan", ["free", "batch"]),
            ("plan", ["free", "flex"]),
            ("line", ["a text that names the line", ""]),
        ] {
            let text = "in English".to_string();
            let values = values.map(str::to_string);
            let other = Cause::Other { code: code.to_string(), text, values };
            assert_eq!(cause(Locale::En, &other), "in English");
            assert!(is_chinese(&cause(Locale::ZhHans, &other)), "{code}");
        }
        for capability in Capability::ALL {
            let lacks = Cause::Lacks(capability.name().to_string());
            assert!(!cause(Locale::En, &lacks).contains('_'), "{capability:?}");
            assert!(is_chinese(&cause(Locale::ZhHans, &lacks)), "{capability:?}");
        }
    }
}
