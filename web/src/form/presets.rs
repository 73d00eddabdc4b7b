//! Workloads to start from, as the fragments that lead to them.

use crate::i18n::messages::Messages;

/// A workload to start from.
pub(crate) struct Preset {
    pub(crate) id: &'static str,
    pub(crate) title: fn(&Messages) -> &'static str,
    /// What it assumes; nothing for the article's scenarios.
    pub(crate) about: Option<fn(&Messages) -> &'static str>,
    pub(crate) fragment: &'static str,
}

macro_rules! templates {
    ($($id:ident $about:ident => $fragment:literal;)*) => {
        /// Workloads described by what they are for; figures to be replaced by one's own.
        pub(crate) const TEMPLATES: &[Preset] = &[$(Preset {
            id: stringify!($id),
            title: |messages| messages.presets.$id,
            about: Some(|messages| messages.presets.$about),
            fragment: $fragment,
        },)*];
    };
}
macro_rules! scenarios {
    ($($id:ident => $fragment:literal;)*) => {
        /// Every scenario of the article, on the article's day.
        pub(crate) const SCENARIOS: &[Preset] = &[$(Preset {
            id: stringify!($id),
            title: |messages| messages.presets.$id,
            about: None,
            fragment: concat!("as_of=2026-06-04&", $fragment),
        },)*];
    };
}

templates! {
    support_bot support_bot_about => "requests_per_day=2000&input_tokens=1500&output_tokens=500";
    rag rag_about => "requests_per_day=2000&input_tokens=6000&cached_input_tokens=1000&output_tokens=500&active_hours_per_day=12";
    agent agent_about => "unit=tasks&tasks_per_day=200&calls_per_task=8&input_tokens=6000&cached_input_tokens=4000&output_tokens=700&active_hours_per_day=10";
    coding_agent coding_agent_about => "unit=tasks&tasks_per_day=40&calls_per_task=25&input_tokens=40k&cached_input_tokens=36k&output_tokens=800&active_hours_per_day=8&days_per_month=22";
    chat_users chat_users_about => "unit=users&concurrent_users=100&messages_per_minute=1&input_tokens=800&output_tokens=250&active_hours_per_day=10";
    extraction extraction_about => "requests_per_day=20k&input_tokens=1500&cached_input_tokens=500&output_tokens=200&batch_share_percent=80";
    transcription transcription_about => "requests_per_day=300&audio_seconds=5&length=minutes&active_hours_per_day=10";
    speech speech_about => "requests_per_day=400&characters=600&active_hours_per_day=12";
}

scenarios! {
    f1 => "requests_per_day=1000&input_tokens=400&output_tokens=100&model=openai/gpt-oss-120b";
    f2 => "requests_per_day=100&input_tokens=1500&output_tokens=500&model=openai/gpt-oss-120b";
    f3 => "requests_per_day=25&input_tokens=6000&output_tokens=2000&model=openai/gpt-oss-120b";
    f4 => "requests_per_day=1000&input_tokens=400&output_tokens=100&model=llama-3.1-8b-instant";
    f5 => "requests_per_day=100&input_tokens=800&output_tokens=200&model=llama-3.3-70b-versatile";
    f6 => "requests_per_day=1000&input_tokens=400&output_tokens=100&model=qwen/qwen3-32b";
    c1 => "requests_per_day=1000&input_tokens=10k&output_tokens=2k&days_per_month=1&model=openai/gpt-oss-20b";
    c2 => "requests_per_day=1000&input_tokens=10k&output_tokens=2k&days_per_month=1&model=openai/gpt-oss-120b";
    c3 => "requests_per_day=10k&input_tokens=10k&output_tokens=2k&days_per_month=1&model=openai/gpt-oss-120b";
    c4 => "requests_per_day=10k&input_tokens=10k&cached_input_tokens=5k&output_tokens=2k&days_per_month=1&model=openai/gpt-oss-120b";
    c5 => "requests_per_day=100k&input_tokens=1k&output_tokens=100&days_per_month=1&model=llama-3.1-8b-instant";
    c6 => "requests_per_day=10k&input_tokens=5k&output_tokens=2.5k&days_per_month=1&model=qwen/qwen3-32b";
    c7 => "requests_per_day=10k&input_tokens=5k&output_tokens=2.5k&days_per_month=1&model=llama-3.3-70b-versatile";
    c8 => "requests_per_day=1000&audio_seconds=3600&days_per_month=1&model=whisper-large-v3-turbo";
    c9 => "requests_per_day=10k&input_tokens=10k&batch_share_percent=100&days_per_month=1&model=openai/gpt-oss-120b";
    e1 => "requests_per_day=50&input_tokens=2k&output_tokens=500&model=openai/gpt-oss-20b";
    e2 => "requests_per_day=2000&input_tokens=1500&output_tokens=500&model=openai/gpt-oss-120b";
    e3a => "requests_per_day=100&input_tokens=20k&output_tokens=4k&model=llama-3.3-70b-versatile";
    e3b => "requests_per_day=100&input_tokens=20k&output_tokens=4k&model=openai/gpt-oss-120b";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{form::state::Form, page::outcome::Outcome};

    #[test]
    fn every_preset_has_an_answer() {
        for preset in TEMPLATES.iter().chain(SCENARIOS) {
            let read = Form::read(preset.fragment);
            assert!(read.ignored.is_empty(), "{}: {:?}", preset.id, read.ignored);
            let outcome = Outcome::new(&read.form, None);
            assert!(
                outcome.errors.is_empty() && outcome.answer.is_some(),
                "{}: {:?}",
                preset.id,
                outcome.errors
            );
        }
    }
}
