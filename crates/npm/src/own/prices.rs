//! What a model and the tools cost.

use alloc::{format, string::ToString};

use groq_calc::{
    Price, Prices,
    catalog::{Dated, ToolPrices},
};

use super::{
    datum::{missing, price},
    entry::Reader,
};
use crate::{ask::Field, fault::Fault};

impl Reader {
    pub(super) fn prices(&self, field: Field) -> Result<&'static [Dated<'static, Prices>], Fault> {
        let path = field.path().to_string();
        let list = self.dated(field, Prices::NONE, &mut |value, name, field| {
            match name {
                "input" => value.input = price(field, 6)?,
                "cached_input" => value.cached_input = price(field, 6)?,
                "output" => value.output = price(field, 6)?,
                "audio_hour" => value.audio_hour = price(field, 12)?,
                "characters" => value.characters = price(field, 6)?,
                _ => return Err(field.unknown()),
            }
            Ok(())
        })?;
        match list
            .iter()
            .position(|entry| entry.value.input.is_some() != entry.value.output.is_some())
        {
            None => Ok(list),
            Some(index) => {
                Err(missing(&format!("{path}[{index}]"), "input or output", "there as well"))
            }
        }
    }

    pub(super) fn tools(
        &self,
        field: Field,
    ) -> Result<&'static [Dated<'static, ToolPrices>], Fault> {
        let none = Price::from_picodollars(0);
        let made = ToolPrices {
            web_search_basic: none,
            web_search_advanced: none,
            visit_website: none,
            code_execution: none,
            browser_automation: none,
        };
        self.dated(field, made, &mut |value, name, field| {
            let (slot, places) = match name {
                "web_search_basic" => (&mut value.web_search_basic, 9),
                "web_search_advanced" => (&mut value.web_search_advanced, 9),
                "visit_website" => (&mut value.visit_website, 9),
                "code_execution" => (&mut value.code_execution, 12),
                "browser_automation" => (&mut value.browser_automation, 12),
                _ => return Err(field.unknown()),
            };
            *slot = price(field, places)?.unwrap_or(none);
            Ok(())
        })
    }
}
