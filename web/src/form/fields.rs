//! The number fields of the form: where they stand, how they are called in the
//! address, and for which work they are asked.

use groq_calc::question::{FIELDS, Field};

use crate::{
    form::{scale::SCALE_FIELDS, unit::Unit, work::Work},
    i18n::messages::Messages,
};

/// A part of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// How many requests.
    Volume,
    /// What makes them of tasks or users.
    Pace,
    /// What one of them takes.
    Size,
    /// More about its tokens.
    Tokens,
    /// How they are spread.
    Rhythm,
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
    /// The kinds of work of which it is asked, by their first letters.
    pub(crate) works: &'static str,
    pub(crate) label: fn(&Messages) -> &'static str,
    pub(crate) hint: fn(&Messages) -> &'static str,
}

impl NumberField {
    /// Whether it is asked for where the workload is counted in that unit.
    pub(crate) fn is_asked_in(&self, unit: Unit) -> bool {
        self.units.contains(&unit.name()[..1])
    }

    /// Whether it is asked of that kind of work.
    pub(crate) fn suits(&self, work: Work) -> bool {
        self.works.contains(&work.name()[..1])
    }
}

macro_rules! numbers {
    ($($group:ident $name:ident $hint:ident $short:literal $units:literal $works:literal;)*) => {
        /// Every number field, in the order of the form.
        pub(crate) const NUMBERS: &[NumberField] = &[$(NumberField {
            name: stringify!($name),
            short: $short,
            group: Group::$group,
            units: $units,
            works: $works,
            label: |messages| messages.form.$name,
            hint: |messages| messages.form.$hint,
        },)*];
    };
}

numbers! {
    Volume requests_per_day requests_per_day_hint "n" "d" "tas";
    Volume tasks_per_day tasks_per_day_hint "tn" "t" "tas";
    Pace calls_per_task calls_per_task_hint "tc" "t" "tas";
    Volume concurrent_users concurrent_users_hint "un" "u" "tas";
    Pace messages_per_minute messages_per_minute_hint "um" "u" "tas";
    Volume requests_per_month requests_per_month_hint "mn" "m" "tas";
    Size input_tokens_per_month input_tokens_per_month_hint "mi" "m" "t";
    Tokens cached_input_tokens_per_month cached_input_tokens_per_month_hint "mc" "m" "t";
    Size output_tokens_per_month output_tokens_per_month_hint "mo" "m" "t";
    Size input_tokens input_tokens_hint "i" "dtu" "t";
    Tokens cached_input_tokens cached_input_tokens_hint "c" "dtu" "t";
    Size output_tokens output_tokens_hint "o" "dtu" "t";
    Tokens max_completion_tokens max_completion_tokens_hint "x" "dtum" "t";
    Rhythm active_hours_per_day active_hours_per_day_hint "h" "dtum" "tas";
    Rhythm peak_requests_per_minute peak_requests_per_minute_hint "p" "dtum" "tas";
    Rhythm days_per_month days_per_month_hint "d" "dtum" "tas";
    Rhythm batch_share_percent batch_share_percent_hint "b" "dtum" "tas";
    Rhythm safety_margin_percent safety_margin_percent_hint "s" "dtum" "tas";
    Rhythm request_seconds request_seconds_hint "r" "dtum" "tas";
    Size audio_seconds audio_seconds_hint "a" "dtum" "a";
    Size characters characters_hint "k" "dtum" "s";
    Tools web_search_basic per_request "ws" "dtum" "t";
    Tools web_search_advanced per_request "wa" "dtum" "t";
    Tools visit_website per_request "wv" "dtum" "t";
    Tools code_execution_seconds per_request "wc" "dtum" "t";
    Tools browser_automation_seconds per_request "wb" "dtum" "t";
    Needs min_context min_context_hint "w" "dtum" "t";
    Needs monthly_budget_usd monthly_budget_usd_hint "y" "dtum" "tas";
}

/// The place of a field in [`NUMBERS`], by either name.
pub(crate) fn index_of(name: &str) -> Option<usize> {
    NUMBERS.iter().position(|field| field.name == name || field.short == name)
}

/// The range of a field, as the engine has it.
pub(crate) fn range_of(name: &str) -> Option<&'static Field> {
    FIELDS.iter().chain(SCALE_FIELDS).find(|field| field.name == name)
}

/// What an absent field stands for, as text; empty where it is not set, or 0.
pub(crate) fn default_text(name: &str) -> String {
    let default = range_of(name).and_then(|field| field.default).filter(|value| *value > 0);
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
