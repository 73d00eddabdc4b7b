//! Transcriptions and translations: the fields of their form.

use alloc::string::ToString;

use serde_json::{Value, json};

use crate::{
    cause::Cause,
    request::{fields, report::Severity, state::Check},
};

impl Check {
    pub(super) fn audio(&mut self, translation: bool) {
        let known = fields::TRANSCRIPTION;
        let is_known = |name: &str| known.iter().any(|(known, _)| *known == name);
        let stamps = |name: &str| name.starts_with("timestamp_granularities");
        let unknown: alloc::vec::Vec<_> = self
            .fields
            .keys()
            .filter(|name| !is_known(name) || (translation && stamps(name)))
            .cloned()
            .collect();
        for name in unknown {
            self.leave_out(&name);
            self.refuse(&name, Cause::UnknownParam { name: name.clone() });
        }
        // A form has nothing but texts.
        if let Some(number) = self.given("temperature").and_then(Value::as_str)
            && let Ok(number) = number.trim().parse::<f64>()
        {
            if !(0.0..=1.0).contains(&number) {
                self.set("temperature", json!(number.clamp(0.0, 1.0).to_string()));
                let (low, high) = ("0".into(), "1".into());
                self.refuse("temperature", Cause::OutOfRange { low, high });
            }
        } else {
            self.values(&known);
        }
        let taken = ["json", "text", "verbose_json"];
        if let Some(format) = self.given("response_format") {
            let format = format.as_str().unwrap_or_default();
            if !taken.contains(&format) {
                self.set("response_format", json!("verbose_json"));
                self.refuse("response_format", Cause::Subtitles);
            }
        }
        let verbose = self.given("response_format").is_some_and(|format| format == "verbose_json");
        let names = ["timestamp_granularities", "timestamp_granularities[]"];
        if let Some(name) = names.iter().find(|name| self.given(name).is_some())
            && !verbose
        {
            self.set("response_format", json!("verbose_json"));
            self.refuse(name, Cause::NeedsVerbose);
        }
        if translation && self.given("language").is_some_and(|language| language != "en") {
            self.leave_out("language");
            self.find("language", Severity::AtRisk, Cause::EnglishOnly);
        }
    }
}
