//! The visitor's own month, caps and budget. Every figure is the engine's: the
//! same workload is put to it with one thing changed.

use groq_calc::{Limit, Offer, OptionId, Plan, Question, Tier, Tokens, Usd, Workload};
use groq_catalog::CATALOG;
use leptos::prelude::*;

use crate::{
    browser::html::Markup,
    i18n::{
        locale::{Locale, short},
        sentences,
    },
    page::context::Page,
};

/// What the visitor plans, and the option that answers it.
pub(super) struct Planned {
    question: Question,
    offer: Offer<'static>,
}

impl Planned {
    /// `None` while a field is bad or nothing can be answered.
    pub(super) fn here(page: Page) -> Option<Self> {
        let question = page.form.with(|form| form.draft().check()).ok()?;
        let id = page
            .picked
            .get()
            .or_else(|| page.outcome.with(|outcome| Some(outcome.answer.as_deref()?.best()?.id)))?;
        let offer = question.on(&CATALOG).and_then(|dated| dated.offer(id)).ok()?;
        Some(Self { question, offer })
    }

    /// The same model on the developer plan.
    fn developer(&self, tier: Tier) -> Option<Offer<'static>> {
        let question = &self.question;
        question
            .on(&CATALOG)
            .and_then(|dated| {
                dated.offer(OptionId::new(self.offer.id.model, Plan::Developer, tier))
            })
            .ok()
    }

    /// A month at list price.
    fn list_price(&self, workload: Workload) -> Option<Usd> {
        Some(self.offer.bill(&workload).ok()??.total)
    }

    /// The ways to spend the month, each with what it costs.
    fn ways(&self, locale: Locale) -> Vec<(String, String)> {
        let reference = locale.messages().reference();
        let asked = self.question.workload;
        let plain =
            Workload { cached_input_tokens: Tokens::new(0), batch_share_percent: 0, ..asked };
        let usd = |workload| {
            self.list_price(workload)
                .map_or_else(|| reference.no_price.to_string(), |usd| locale.usd(usd))
        };
        let mut ways = vec![(reference.plain.to_string(), usd(plain))];
        if self.offer.caches() {
            let [cached, input] = [asked.cached_input_tokens, asked.input_tokens]
                .map(|tokens| locale.count(tokens.get()));
            let as_asked = Workload { batch_share_percent: 0, ..asked };
            ways.push((reference.as_asked.with([&cached, &input]), usd(as_asked)));
            let all = Workload { cached_input_tokens: asked.input_tokens, ..plain };
            ways.push((reference.all_cached.to_string(), usd(all)));
        }
        let batch = self.developer(Tier::OnDemand).filter(|offer| offer.batchable);
        let batch = batch.map(|offer| {
            let all = Workload { batch_share_percent: 100, ..asked };
            offer.bill(&all).ok().flatten().map(|bill| bill.total)
        });
        ways.push((
            reference.all_batch.to_string(),
            match batch {
                Some(usd) => locale.usd_or_unknown(usd),
                None => reference.not_batch.to_string(),
            },
        ));
        ways
    }

    /// The month plain, cached and as batch.
    pub(super) fn month(&self, markup: &mut Markup, locale: Locale) {
        let messages = locale.messages();
        let reference = messages.reference();
        let place = locale.place(self.offer.id.plan, self.offer.id.tier);
        let name = messages.shell.model_on_plan.with([short(self.offer.id.model), place]);
        markup.leaf("h3", &[], reference.your_numbers);
        markup.open("p", &[("id", "own-option")]);
        markup.text(&reference.for_option.with([&name]));
        for (said, text) in [
            (self.offer.id.plan == Plan::Free, reference.list_price),
            (!self.offer.caches(), reference.no_cache),
        ] {
            if said {
                markup.text(" ");
                markup.text(text);
            }
        }
        markup.close("p");
        markup.open_table("own-month", reference.month_table, &[reference.way, reference.month]);
        for (way, usd) in self.ways(locale) {
            markup.open("tr", &[]);
            markup.row_head(&way);
            markup.figure(&usd);
            markup.close("tr");
        }
        markup.close_table();
    }

    /// The caps on demand and on flex, and what fits under them.
    pub(super) fn caps(&self, markup: &mut Markup, locale: Locale) {
        let reference = locale.messages().reference();
        let tiers = [Tier::OnDemand, Tier::Flex].map(|tier| self.developer(tier));
        let [Some(on_demand), Some(flex)] = tiers else {
            markup.leaf("p", &[("class", "hint")], reference.no_developer);
            return;
        };
        let caption = reference.caps_table.with([short(self.offer.id.model)]);
        let heads = [reference.limit, reference.on_demand, reference.flex];
        markup.open_table("own-caps", &caption, &heads);
        let mut row = |name: &str, figures: [String; 2]| {
            markup.open("tr", &[]);
            markup.row_head(name);
            for figure in figures {
                markup.figure(&figure);
            }
            markup.close("tr");
        };
        for limit in Limit::ALL {
            if let (Some(one), Some(ten)) = (on_demand.caps.figure(limit), flex.caps.figure(limit))
            {
                row(limit.name(), [one, ten].map(|cap| locale.count(cap)));
            }
        }
        let fits = [on_demand, flex].map(|offer| {
            let capacity = offer.capacity(&self.question.workload).ok();
            capacity.map(|capacity| locale.most(capacity.per_day)).unwrap_or_default()
        });
        row(reference.requests_a_day, fits);
        markup.close_table();
    }

    /// The month against the budget that was entered.
    pub(super) fn spend(&self, markup: &mut Markup, locale: Locale) {
        markup.leaf("p", &[("id", "own-spend")], &self.spending(locale));
    }

    fn spending(&self, locale: Locale) -> String {
        let reference = locale.messages().reference();
        let Some(budget) = self.question.requirements.monthly_budget else {
            return reference.no_budget.to_string();
        };
        if self.offer.id.plan == Plan::Free {
            return reference.no_spend.to_string();
        }
        match self.offer.spend(&self.question.workload, budget) {
            Ok(Some(spend)) => sentences::spend(locale, &spend),
            _ => reference.no_price.to_string(),
        }
    }
}
