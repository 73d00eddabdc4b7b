//! The number fields of the form: names for people, hints, and defaults.

use groq_calc::FIELDS;

/// A part of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Requests and their tokens.
    Request,
    /// How they are spread.
    Rhythm,
    /// Audio and speech.
    Audio,
    /// Groq's own tools.
    Tools,
    /// Conditions.
    Needs,
}

/// A number field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumberField {
    /// Its name in JSON, in the URL and in the document.
    pub(crate) name: &'static str,
    /// Its name for people.
    pub(crate) label: &'static str,
    /// What to write.
    pub(crate) hint: &'static str,
    /// Where it stands.
    pub(crate) group: Group,
}

const fn field(
    group: Group,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
) -> NumberField {
    NumberField { name, label, hint, group }
}

/// Every number field, in the order of the form.
pub(crate) const NUMBERS: &[NumberField] = &[
    field(Group::Request, "requests_per_day", "Requests a day", "2000, 1.5k, 20M"),
    field(Group::Request, "input_tokens", "Input tokens", "prompt, per request"),
    field(Group::Request, "cached_input_tokens", "Of these cached", "served from the prompt cache"),
    field(Group::Request, "output_tokens", "Output tokens", "reasoning tokens included"),
    field(
        Group::Request,
        "max_completion_tokens",
        "Max completion tokens",
        "reserved; empty: as the output",
    ),
    field(Group::Rhythm, "peak_requests_per_minute", "Peak per minute", "empty: spread evenly"),
    field(Group::Rhythm, "active_hours_per_day", "Active hours a day", "1 to 24"),
    field(Group::Rhythm, "days_per_month", "Days a month", "1 to 31; Groq's examples take 30"),
    field(Group::Rhythm, "batch_share_percent", "Batch share, %", "can wait up to 24 hours"),
    field(Group::Rhythm, "request_seconds", "Seconds a request", "optional; for the worker count"),
    field(Group::Rhythm, "safety_margin_percent", "Safety margin, %", "of every limit left unused"),
    field(Group::Audio, "audio_seconds", "Audio seconds", "to transcribe, per request"),
    field(Group::Audio, "characters", "Characters", "to speak, per request"),
    field(Group::Tools, "web_search_basic", "Basic searches", "per request"),
    field(Group::Tools, "web_search_advanced", "Advanced searches", "per request"),
    field(Group::Tools, "visit_website", "Pages visited", "per request"),
    field(Group::Tools, "code_execution_seconds", "Code execution, s", "seconds per request"),
    field(Group::Tools, "browser_automation_seconds", "Browser use, s", "seconds per request"),
    field(Group::Needs, "min_context", "Least context window", "in tokens"),
    field(Group::Needs, "monthly_budget_usd", "Monthly budget, $", "optional"),
];

/// The place of a field in [`NUMBERS`].
pub(crate) fn index_of(name: &str) -> Option<usize> {
    NUMBERS.iter().position(|field| field.name == name)
}

/// What an absent field stands for, as text; empty where it is not set.
pub(crate) fn default_text(name: &str) -> String {
    if name == "min_context" {
        return "0".to_string();
    }
    FIELDS
        .iter()
        .find(|field| field.name == name)
        .and_then(|field| field.default)
        .map_or_else(String::new, |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_a_workload_has_a_field() {
        for field in FIELDS {
            assert!(index_of(field.name).is_some(), "{}", field.name);
        }
    }
}
