//! The article's scenarios, as the fragments that lead to them.

/// A scenario to start from.
pub(crate) struct Preset {
    pub(crate) title: &'static str,
    pub(crate) fragment: &'static str,
}

macro_rules! presets {
    ($($title:literal => $fragment:literal;)*) => {
        /// Every scenario of the article, on the article's day.
        pub(crate) const PRESETS: &[Preset] = &[
            $(Preset { title: $title, fragment: concat!("as_of=2026-06-04&", $fragment) },)*
        ];
    };
}

presets! {
    "Short FAQ bot, 500 tokens" => "requests_per_day=1000&input_tokens=400&output_tokens=100&model=openai/gpt-oss-120b";
    "Medium chat, 2,000 tokens" => "requests_per_day=100&input_tokens=1500&output_tokens=500&model=openai/gpt-oss-120b";
    "Long document answers, 8,000 tokens" => "requests_per_day=25&input_tokens=6000&output_tokens=2000&model=openai/gpt-oss-120b";
    "Fast extraction, 500 tokens" => "requests_per_day=1000&input_tokens=400&output_tokens=100&model=llama-3.1-8b-instant";
    "Llama 3.3 medium chat, 1,000 tokens" => "requests_per_day=100&input_tokens=800&output_tokens=200&model=llama-3.3-70b-versatile";
    "Qwen short coding helper, 500 tokens" => "requests_per_day=1000&input_tokens=400&output_tokens=100&model=qwen/qwen3-32b";
    "Small support bot, 10M + 2M a month (20B)" => "requests_per_day=1000&input_tokens=10k&output_tokens=2k&days_per_month=1&model=openai/gpt-oss-20b";
    "Small support bot, 10M + 2M a month (120B)" => "requests_per_day=1000&input_tokens=10k&output_tokens=2k&days_per_month=1&model=openai/gpt-oss-120b";
    "RAG assistant, 100M + 20M a month" => "requests_per_day=10k&input_tokens=10k&output_tokens=2k&days_per_month=1&model=openai/gpt-oss-120b";
    "RAG assistant with half its input cached" => "requests_per_day=10k&input_tokens=10k&cached_input_tokens=5k&output_tokens=2k&days_per_month=1&model=openai/gpt-oss-120b";
    "Lightweight extraction, 100M + 10M a month" => "requests_per_day=100k&input_tokens=1k&output_tokens=100&days_per_month=1&model=llama-3.1-8b-instant";
    "Qwen coding helper, 50M + 25M a month" => "requests_per_day=10k&input_tokens=5k&output_tokens=2.5k&days_per_month=1&model=qwen/qwen3-32b";
    "Llama 3.3 long-form chat, 50M + 25M a month" => "requests_per_day=10k&input_tokens=5k&output_tokens=2.5k&days_per_month=1&model=llama-3.3-70b-versatile";
    "1,000 hours of transcription" => "requests_per_day=1000&audio_seconds=3600&days_per_month=1&model=whisper-large-v3-turbo";
    "100M input tokens as batch" => "requests_per_day=10k&input_tokens=10k&batch_share_percent=100&days_per_month=1&model=openai/gpt-oss-120b";
    "50 support tickets a day" => "requests_per_day=50&input_tokens=2k&output_tokens=500&model=openai/gpt-oss-20b";
    "2,000 RAG calls a day" => "requests_per_day=2000&input_tokens=1500&output_tokens=500&model=openai/gpt-oss-120b";
    "100 agent runs a day (Llama 3.3)" => "requests_per_day=100&input_tokens=20k&output_tokens=4k&model=llama-3.3-70b-versatile";
    "100 agent runs a day (GPT OSS 120B)" => "requests_per_day=100&input_tokens=20k&output_tokens=4k&model=openai/gpt-oss-120b";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{outcome::Outcome, state::Form};

    #[test]
    fn every_preset_has_an_answer() {
        for preset in PRESETS {
            let read = Form::read(preset.fragment);
            assert!(read.ignored.is_empty(), "{}: {:?}", preset.title, read.ignored);
            let outcome = Outcome::new(&read.form, None);
            assert!(
                outcome.errors.is_empty() && outcome.answer.is_some(),
                "{}: {:?}",
                preset.title,
                outcome.errors
            );
        }
    }
}
