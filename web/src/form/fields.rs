//! The number fields of the form: where they stand, how they are called in the
//! address, and how their sliders run.

use groq_calc::question::{FIELDS, Field};

use crate::{
    form::{scale::SCALE_FIELDS, slider::Slider, unit::Unit},
    i18n::messages::Messages,
};

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
#[derive(Clone, Copy)]
pub(crate) struct NumberField {
    /// Its name in JSON, in the document, and in addresses of the first version.
    pub(crate) name: &'static str,
    /// Its name in addresses.
    pub(crate) short: &'static str,
    /// Where it stands.
    pub(crate) group: Group,
    /// The units in which it is asked for, by their first letters.
    pub(crate) units: &'static str,
    /// Its slider.
    pub(crate) slider: Slider,
    pub(crate) label: fn(&Messages) -> &'static str,
    pub(crate) hint: fn(&Messages) -> &'static str,
}

impl NumberField {
    /// Whether it is asked for where the workload is counted in that unit.
    pub(crate) fn is_asked_in(&self, unit: Unit) -> bool {
        self.units.contains(&unit.name()[..1])
    }
}

macro_rules! numbers {
    ($($group:ident $name:ident $hint:ident $short:literal $units:literal $slider:expr;)*) => {
        /// Every number field, in the order of the form.
        pub(crate) const NUMBERS: &[NumberField] = &[$(NumberField {
            name: stringify!($name),
            short: $short,
            group: Group::$group,
            units: $units,
            slider: $slider,
            label: |messages| messages.form.$name,
            hint: |messages| messages.form.$hint,
        },)*];
    };
}

numbers! {
    Request requests_per_day requests_per_day_hint "n" "d" Slider::Log(7);
    Request tasks_per_day tasks_per_day_hint "tn" "t" Slider::Log(6);
    Request calls_per_task calls_per_task_hint "tc" "t" Slider::Log(2);
    Request concurrent_users concurrent_users_hint "un" "u" Slider::Log(5);
    Request messages_per_minute messages_per_minute_hint "um" "u" Slider::None;
    Request requests_per_month requests_per_month_hint "mn" "m" Slider::Log(8);
    Request input_tokens_per_month input_tokens_per_month_hint "mi" "m" Slider::Log(11);
    Request cached_input_tokens_per_month cached_input_tokens_per_month_hint "mc" "m" Slider::Log(11);
    Request output_tokens_per_month output_tokens_per_month_hint "mo" "m" Slider::Log(11);
    Request input_tokens input_tokens_hint "i" "dtu" Slider::Log(5);
    Request cached_input_tokens cached_input_tokens_hint "c" "dtu" Slider::Log(5);
    Request output_tokens output_tokens_hint "o" "dtu" Slider::Log(5);
    Request max_completion_tokens max_completion_tokens_hint "x" "dtum" Slider::Log(5);
    Rhythm active_hours_per_day active_hours_per_day_hint "h" "dtum" Slider::Linear(1, 24);
    Rhythm peak_requests_per_minute peak_requests_per_minute_hint "p" "dtum" Slider::Log(4);
    Rhythm days_per_month days_per_month_hint "d" "dtum" Slider::Linear(1, 31);
    Rhythm batch_share_percent batch_share_percent_hint "b" "dtum" Slider::Linear(0, 100);
    Rhythm safety_margin_percent safety_margin_percent_hint "s" "dtum" Slider::Linear(0, 99);
    Rhythm request_seconds request_seconds_hint "r" "dtum" Slider::None;
    Audio audio_seconds audio_seconds_hint "a" "dtum" Slider::Log(4);
    Audio characters characters_hint "k" "dtum" Slider::Log(5);
    Tools web_search_basic per_request "ws" "dtum" Slider::None;
    Tools web_search_advanced per_request "wa" "dtum" Slider::None;
    Tools visit_website per_request "wv" "dtum" Slider::None;
    Tools code_execution_seconds per_request "wc" "dtum" Slider::None;
    Tools browser_automation_seconds per_request "wb" "dtum" Slider::None;
    Needs min_context min_context_hint "w" "dtum" Slider::None;
    Needs monthly_budget_usd monthly_budget_usd_hint "y" "dtum" Slider::None;
}

/// The place of a field in [`NUMBERS`], by either name.
pub(crate) fn index_of(name: &str) -> Option<usize> {
    NUMBERS.iter().position(|field| field.name == name || field.short == name)
}

/// The range of a field, as the engine has it.
pub(crate) fn range_of(name: &str) -> Option<&'static Field> {
    FIELDS.iter().chain(SCALE_FIELDS).find(|field| field.name == name)
}

/// What an absent field stands for, as text; empty where it is not set.
pub(crate) fn default_text(name: &str) -> String {
    if name == "min_context" {
        return "0".to_string();
    }
    let default = range_of(name).and_then(|field| field.default);
    default.map_or_else(String::new, |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_a_workload_has_a_field() {
        for field in FIELDS.iter().chain(SCALE_FIELDS) {
            assert!(index_of(field.name).is_some(), "{}", field.name);
        }
    }

    #[test]
    fn every_name_leads_to_one_field() {
        for (index, field) in NUMBERS.iter().enumerate() {
            assert_eq!(index_of(field.name), Some(index));
            assert_eq!(index_of(field.short), Some(index), "{}", field.short);
        }
    }
}
