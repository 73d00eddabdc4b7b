//! What a chat request asks of the limits.

use alloc::string::{String, ToString};

use groq_calc::{
    Limit, Offer, OptionId, Plan, Tier, Tokens, Workload, capacity::Blocked, catalog::LimitSet,
};
use groq_protocol::Severity;
use groq_tokens::Family;

use crate::{
    body::Body,
    check::{
        cause::Cause,
        checked::{Checked, Finding},
    },
    setting::Setting,
};

/// More rounds of correcting than there are things that bring up another.
const ROUNDS: usize = 4;

/// What a chat request asks of the limits.
pub(super) struct Size {
    model: String,
    pub(super) input: u64,
    pub(super) exact: bool,
    tier: Tier,
}

impl Size {
    pub(super) fn of(body: &Body, setting: &Setting<'_>) -> Option<Self> {
        let model = body.model()?.to_string();
        if body.messages() == 0 || !setting.chats(&model) {
            return None;
        }
        let family = Family::of(&model);
        let counter = setting.counter(family);
        let framed = body.read(family).chat.framed(family);
        let flex = body.value()["service_tier"] == "flex";
        Some(Self {
            input: framed.count(counter),
            exact: counter.is_exact() && framed.is_known(),
            tier: if flex { Tier::Flex } else { Tier::OnDemand },
            model,
        })
    }

    pub(super) fn check(
        &self,
        body: &mut Body,
        plan: Plan,
        setting: &Setting<'_>,
        checked: &mut Checked,
    ) {
        if setting.offered(&self.model).is_none() {
            return;
        }
        let Some(offer) = self.offer(plan, setting) else { return };
        for _ in 0..ROUNDS {
            let workload = self.workload(body.max_completion());
            let Some(blocked) = offer.blocked(&workload) else {
                return self.check_reserve(&offer, body, setting, &workload, checked);
            };
            let (path, most) = self.place(blocked);
            let most = most.filter(|most| body.limit_completion(*most));
            let cause =
                Cause::Size { blocked, plan, tokens: self.input, counted: self.exact, most };
            let path = if most.is_some() { path } else { "messages" };
            let severity = Severity::Refused;
            checked.add(Finding::new(path, severity, cause));
            if most.is_none() {
                checked.is_corrected = false;
                return;
            }
            checked.corrected = body.text();
        }
    }

    /// What the request reserves, where no limit blocks it for sure. A request alone
    /// does not say how long its usual answer is, and that this is what counts is
    /// contested: it is at risk only for who names that rule, and refused otherwise.
    fn check_reserve(
        &self,
        offer: &Offer<'_>,
        body: &mut Body,
        setting: &Setting<'_>,
        workload: &Workload,
        checked: &mut Checked,
    ) {
        let Some(risk) = offer.at_risk(workload).first().copied() else { return };
        let safe = offer.load(workload).safe_reserve(&offer.caps, offer.context);
        let most = safe.filter(|most| *most > 0 && body.limit_completion(*most));
        let (tokens, counted, plan) = (self.input, self.exact, offer.id.plan);
        let cause = Cause::Reserve { risk, plan, tokens, counted, most };
        let severity = match setting.admission {
            Some(_) => Severity::AtRisk,
            None => Severity::Refused,
        };
        checked.add(Finding::new("max_completion_tokens", severity, cause));
        match most {
            Some(_) => checked.corrected = body.text(),
            None => checked.is_corrected = false,
        }
    }

    /// Limits of a model whose figure is not known.
    pub(super) fn unknown(model: &str, plan: Plan, setting: &Setting<'_>) -> Option<LimitSet> {
        let dated = setting.catalog.on(setting.day).ok()?;
        let offer = dated.offer(OptionId::new(model, plan, Tier::OnDemand)).ok()?;
        Some(offer.caps.unknown())
    }

    /// One such request; how long its answer is, nobody knows yet.
    fn workload(&self, reserved: Option<u64>) -> Workload {
        let tokens = |count: u64| count.min(1_000_000_000);
        Workload {
            max_completion_tokens: reserved.map(tokens).map(Tokens::new),
            ..Workload::chat(1, tokens(self.input), 0)
        }
    }

    fn offer<'a>(&'a self, plan: Plan, setting: &Setting<'a>) -> Option<Offer<'a>> {
        let tier = if plan.tiers().contains(&self.tier) { self.tier } else { Tier::OnDemand };
        let dated = setting.catalog.on(setting.day).ok()?.with_admission(setting.admission);
        dated.offer(OptionId::new(&self.model, plan, tier)).ok()
    }

    /// Which field is too large, and what it may be at most, if that helps.
    fn place(&self, blocked: Blocked) -> (&'static str, Option<u64>) {
        let room = match blocked {
            Blocked::TooLarge { limit: Limit::OTPM, cap, .. } | Blocked::Completion { cap, .. } => {
                Some(cap)
            }
            Blocked::TooLarge { limit: Limit::ITPM, .. } | Blocked::Tool { .. } => None,
            Blocked::TooLarge { cap, .. } => cap.checked_sub(self.input),
            Blocked::Context { window, .. } => window.checked_sub(self.input),
        };
        ("max_completion_tokens", room.filter(|room| *room > 0))
    }
}
