use alloc::vec::Vec;

use crate::{
    catalog::{
        difference::{CatalogChange, Difference},
        limits::{Cap, Caps, Limit},
        model::{Dated, Lifecycle, Model, Provenance},
        plan::Plan,
        pricing::{Item, Prices, Tool},
        tables::Catalog,
    },
    num::date::Date,
};

/// Collects the changes of one model, or of the tools.
struct Changes<'a> {
    model: Option<&'a str>,
    list: Vec<CatalogChange<'a>>,
}

impl<'a> Changes<'a> {
    fn push<T>(
        &mut self,
        difference: Difference<'a>,
        before: Option<&Dated<'a, T>>,
        after: &Dated<'a, T>,
    ) {
        self.list.push(CatalogChange {
            model: self.model,
            difference,
            before: before.map(Provenance::of),
            after: Provenance::of(after),
        });
    }

    /// Whether the model is there on both days, so that its figures compare.
    fn life(&mut self, model: &Model<'a>, from: Date, to: Date) -> bool {
        let Some(after) = model.stage(to) else { return false };
        let gone = |day| model.ended_on().is_some_and(|end| end <= day);
        let replacements = after.value.replacements();
        let Some(before) = model.stage(from) else {
            let first = model.lifecycle.first().unwrap_or(after);
            if !matches!(first.value, Lifecycle::Retired { .. }) {
                self.push(Difference::Added { stage: first.value }, None, first);
            }
            if gone(to) {
                self.push(Difference::Retired { replacements }, None, after);
            }
            return false;
        };
        if gone(to) {
            if !gone(from) {
                self.push(Difference::Retired { replacements }, Some(before), after);
            }
            return false;
        }
        let (then, now) = (before.value, after.value);
        if then != now {
            self.push(Difference::Stage { before: then, after: now }, Some(before), after);
        }
        now.is_offered()
    }

    fn prices(&mut self, entries: &[Dated<'a, Prices>], from: Date, to: Date) {
        let (before, Some(after)) = (Dated::at(entries, from), Dated::at(entries, to)) else {
            return;
        };
        let (then, now) = (before.map_or(Prices::NONE, |entry| entry.value), after.value);
        for (item, then, now) in [
            (Item::Input, then.input, now.input),
            (Item::CachedInput, then.cached_input, now.cached_input),
            (Item::Output, then.output, now.output),
            (Item::Audio, then.audio_hour, now.audio_hour),
            (Item::Characters, then.characters, now.characters),
        ] {
            if then != now {
                self.push(Difference::Price { item, before: then, after: now }, before, after);
            }
        }
    }

    fn limits(&mut self, plan: Plan, entries: &[Dated<'a, Caps>], from: Date, to: Date) {
        let (before, Some(after)) = (Dated::at(entries, from), Dated::at(entries, to)) else {
            return;
        };
        for limit in Limit::ALL {
            let now = after.value.get(limit);
            let then = match before {
                Some(entry) => entry.value.get(limit),
                // A limit that is not there is no news where nothing was known.
                None if now == Cap::Absent => Cap::Absent,
                None => Cap::Unknown,
            };
            if then != now {
                let difference = Difference::Limit { plan, limit, before: then, after: now };
                self.push(difference, before, after);
            }
        }
    }

    fn context(&mut self, model: &Model<'a>, from: Date, to: Date) {
        let (before, Some(after)) = (Dated::at(model.context, from), Dated::at(model.context, to))
        else {
            return;
        };
        let (then, now) = (before.map(|entry| entry.value).unwrap_or_default(), after.value);
        if then.window != now.window {
            let difference = Difference::Window { before: then.window, after: now.window };
            self.push(difference, before, after);
        }
        if then.max_completion != now.max_completion {
            let difference = Difference::MaxCompletion {
                before: then.max_completion,
                after: now.max_completion,
            };
            self.push(difference, before, after);
        }
    }

    fn abilities(&mut self, model: &Model<'a>, from: Date, to: Date) {
        if let (before, Some(after)) = (Dated::at(model.batch, from), Dated::at(model.batch, to))
            && before.is_some_and(|entry| entry.value) != after.value
        {
            self.push(Difference::Batch { listed: after.value }, before, after);
        }
        if let (before, Some(after)) = (Dated::at(model.tools, from), Dated::at(model.tools, to)) {
            let then = model.tools_at(from);
            for tool in Tool::ALL {
                let offered = after.value.contains(tool);
                if then.contains(tool) != offered {
                    self.push(Difference::Tool { tool, offered }, before, after);
                }
            }
        }
    }
}

impl<'a> Catalog<'a> {
    /// What is different on a later day: models in the order of their ids, then
    /// the tools' prices and the rule of admission. A figure that was only read
    /// again is no change.
    ///
    /// Of a model that came or went in between, that alone is said. Nothing is
    /// different where `to` is not after `from`.
    ///
    /// ```
    /// use groq_calc::{Catalog, Date, catalog::{Dated, Difference, Item, Status, ToolPrices}, Price};
    ///
    /// const fn prices(from: Date, search: &'static str) -> Dated<'static, ToolPrices> {
    ///     let (search, other) = (Price::per_thousand(search), Price::per_thousand("1"));
    ///     let value = ToolPrices {
    ///         web_search_basic: search,
    ///         web_search_advanced: other,
    ///         visit_website: other,
    ///         code_execution: other,
    ///         browser_automation: other,
    ///     };
    ///     Dated { from, source: "a page", status: Status::Confirmed, note: "", value }
    /// }
    /// const MAY: Date = Date::constant(2026, 5, 1);
    /// const JUNE: Date = Date::constant(2026, 6, 1);
    /// const TOOLS: &[Dated<'static, ToolPrices>] = &[prices(MAY, "5"), prices(JUNE, "8")];
    ///
    /// let catalog = Catalog { tools: TOOLS, ..Catalog::EMPTY };
    /// let changes = catalog.changes(MAY, JUNE);
    /// assert_eq!(changes.len(), 1);
    /// assert_eq!(changes[0].after.from, JUNE);
    /// let Difference::Price { item, before, after } = changes[0].difference else { panic!() };
    /// assert_eq!(item, Item::WebSearchBasic);
    /// assert!(before < after);
    /// assert!(catalog.changes(JUNE, JUNE).is_empty());
    /// ```
    pub fn changes(&self, from: Date, to: Date) -> Vec<CatalogChange<'a>> {
        let mut changes = Changes { model: None, list: Vec::new() };
        if to <= from {
            return changes.list;
        }
        for model in self.models {
            changes.model = Some(model.id);
            if changes.life(model, from, to) {
                changes.prices(model.prices, from, to);
                changes.limits(Plan::Free, model.free, from, to);
                changes.limits(Plan::Developer, model.developer, from, to);
                changes.context(model, from, to);
                changes.abilities(model, from, to);
            }
        }
        changes.model = None;
        if let (before, Some(after)) = (Dated::at(self.tools, from), Dated::at(self.tools, to)) {
            for tool in Tool::ALL {
                let then = before.map(|entry| entry.value.get(tool));
                let now = Some(after.value.get(tool));
                if then != now {
                    let item = Item::of(tool);
                    let difference = Difference::Price { item, before: then, after: now };
                    changes.push(difference, before, after);
                }
            }
        }
        let (before, after) = (self.admission_at(from), self.admission_at(to));
        if let Some(after) = after {
            let then = before.map(|entry| entry.value).unwrap_or_default();
            if then != after.value {
                let difference = Difference::Admission { before: then, after: after.value };
                changes.push(difference, before, after);
            }
        }
        changes.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{
        model::{Context, Kind, Status},
        pricing::{Price, ToolPrices, ToolSet},
    };

    const MAY: Date = Date::constant(2026, 5, 1);
    const JUNE: Date = Date::constant(2026, 6, 1);

    const fn since<T>(from: Date, value: T) -> Dated<'static, T> {
        Dated { from, source: "s", status: Status::Likely, note: "", value }
    }

    const fn prices(input: &'static str, output: &'static str) -> Prices {
        let (input, output) = (Price::per_million(input), Price::per_million(output));
        Prices { input: Some(input), output: Some(output), ..Prices::NONE }
    }

    const MODEL: Model<'static> = Model {
        lifecycle: &[since(MAY, Lifecycle::Preview), since(JUNE, Lifecycle::Production)],
        context: &[
            since(MAY, Context { window: Some(8192), max_completion: Some(100) }),
            since(JUNE, Context { window: Some(131_072), max_completion: Some(100) }),
        ],
        free: &[
            since(MAY, Caps::NONE.with(Limit::RPM, 30).with(Limit::TPM, 6000)),
            since(JUNE, Caps::NONE.with(Limit::RPM, 30).with(Limit::TPM, 8000)),
        ],
        developer: &[since(JUNE, Caps::NONE.with(Limit::RPM, 1000))],
        prices: &[since(MAY, prices("1", "2")), since(JUNE, prices("1", "3"))],
        batch: &[since(MAY, false), since(JUNE, true)],
        tools: &[since(JUNE, ToolSet::NONE.with(Tool::VisitWebsite))],
        ..Model::bare("m", Kind::Chat)
    };

    const REREAD: Model<'static> = Model {
        context: &[
            since(MAY, Context { window: Some(8192), max_completion: None }),
            since(JUNE, Context { window: Some(8192), max_completion: Some(7) }),
        ],
        ..MODEL
    };

    fn between(
        from: Date,
        to: Date,
        models: &'static [Model<'static>],
    ) -> Vec<Difference<'static>> {
        let catalog = Catalog { models, ..Catalog::EMPTY };
        catalog.changes(from, to).into_iter().map(|change| change.difference).collect()
    }

    #[test]
    fn lists_every_figure_that_moved_and_no_other() {
        let differences = between(MAY, JUNE, &[MODEL]);
        assert_eq!(
            differences,
            [
                Difference::Stage { before: Lifecycle::Preview, after: Lifecycle::Production },
                Difference::Price {
                    item: Item::Output,
                    before: Some(Price::per_million("2")),
                    after: Some(Price::per_million("3")),
                },
                Difference::Limit {
                    plan: Plan::Free,
                    limit: Limit::TPM,
                    before: Cap::At(6000),
                    after: Cap::At(8000),
                },
                Difference::Limit {
                    plan: Plan::Developer,
                    limit: Limit::RPM,
                    before: Cap::Unknown,
                    after: Cap::At(1000),
                },
                Difference::Window { before: Some(8192), after: Some(131_072) },
                Difference::Batch { listed: true },
                Difference::Tool { tool: Tool::VisitWebsite, offered: true },
            ]
        );
        assert!(between(JUNE, Date::constant(2026, 7, 1), &[MODEL]).is_empty());
        let said = Difference::MaxCompletion { before: None, after: Some(7) };
        assert!(between(MAY, JUNE, &[REREAD]).contains(&said));
    }

    #[test]
    fn a_tools_price_that_was_read_again_is_no_change() {
        let price = Price::per_thousand("5");
        const fn all(price: Price) -> ToolPrices {
            ToolPrices {
                web_search_basic: price,
                web_search_advanced: price,
                visit_website: price,
                code_execution: price,
                browser_automation: price,
            }
        }
        let tools = [
            since(MAY, all(price)),
            since(JUNE, ToolPrices { visit_website: Price::per_thousand("6"), ..all(price) }),
        ];
        let catalog = Catalog { tools: &tools, ..Catalog::EMPTY };
        let changes = catalog.changes(MAY, JUNE);
        let [change] = changes[..] else { panic!("one change: {changes:?}") };
        assert!(
            matches!(change.difference, Difference::Price { item: Item::VisitWebsite, before: Some(before), .. } if before == price)
        );
    }
}
