use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use groq_calc::{
    Limit, Offer, OptionId, Plan, Tier, Tokens, Workload,
    capacity::{AtRisk, Blocked},
    catalog::{Ability, Capability, CapabilitySet},
    num::Grouped,
};
use groq_protocol::{Endpoint, Severity};
use groq_tokens::Family;
use serde::Serialize;
use serde_json::Value;

use crate::{body::Body, error::Error, seen::as_text, setting::Setting};

/// More rounds of correcting than there are things that bring up another.
const ROUNDS: usize = 4;

/// One thing that Groq refuses or ignores.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Where, like `messages[2].name`.
    pub path: String,
    /// What becomes of it.
    pub severity: Severity,
    /// Why.
    #[serde(rename = "reason", serialize_with = "as_text")]
    pub cause: Cause,
}

/// Why Groq refuses or ignores a part of a request; written out it is a sentence
/// without its full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The field itself.
    Field(groq_protocol::Cause),
    /// The model has not what the request uses.
    Capability {
        /// What it lacks.
        capability: Capability,
    },
    /// The size of the request: waiting never lets it pass.
    Size {
        /// What it is above.
        blocked: Blocked,
        /// The plan whose limits count.
        plan: Plan,
        /// The tokens of the prompt.
        tokens: u64,
        /// Whether they were counted rather than estimated.
        counted: bool,
        /// The most completion tokens that may be reserved, where that helps.
        most: Option<u64>,
    },
    /// What the request reserves: Groq may refuse it.
    Reserve {
        /// What it is above with all that it reserves.
        risk: AtRisk,
        /// The plan whose limits count.
        plan: Plan,
        /// The tokens of the prompt.
        tokens: u64,
        /// Whether they were counted rather than estimated.
        counted: bool,
        /// The most completion tokens with which it is safe, where there is room
        /// for any.
        most: Option<u64>,
    },
}

impl Cause {
    /// Whether both say the same but for the figures of one request.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        use groq_protocol::Cause::TooMany;
        match (self, other) {
            (
                Self::Field(TooMany { most, what, .. }),
                Self::Field(TooMany { most: other_most, what: other_what, .. }),
            ) => (most, what) == (other_most, other_what),
            (Self::Field(cause), Self::Field(other)) => cause == other,
            (Self::Capability { .. }, Self::Capability { .. }) => self == other,
            (
                Self::Size { blocked, plan, counted, most, .. },
                Self::Size { blocked: other, plan: p, counted: c, most: m, .. },
            ) => (cap(*blocked), plan, counted, most.is_some()) == (cap(*other), p, c, m.is_some()),
            (
                Self::Reserve { risk, plan, counted, most, .. },
                Self::Reserve { risk: other, plan: p, counted: c, most: m, .. },
            ) => {
                let cap = |risk: &AtRisk| (risk.limit, risk.cap);
                (cap(risk), plan, counted, most.is_some()) == (cap(other), p, c, m.is_some())
            }
            _ => false,
        }
    }
}

/// What a request is above, without its own size.
const fn cap(blocked: Blocked) -> Blocked {
    match blocked {
        Blocked::TooLarge { limit, cap, .. } => Blocked::TooLarge { limit, requested: 0, cap },
        Blocked::Context { window, .. } => Blocked::Context { requested: 0, window },
        Blocked::Completion { cap, .. } => Blocked::Completion { requested: 0, cap },
        Blocked::Tool { tool } => Blocked::Tool { tool },
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (plan, tokens, counted, most) = match self {
            Self::Field(cause) => return cause.fmt(f),
            Self::Capability { capability } => {
                return write!(f, "the model has no {}", capability.title());
            }
            Self::Size { blocked, plan, tokens, counted, most } => {
                let status = match blocked {
                    Blocked::TooLarge { .. } => "",
                    _ => ": HTTP 400",
                };
                write!(f, "{blocked}{status}")?;
                (plan, tokens, counted, most)
            }
            Self::Reserve { risk, plan, tokens, counted, most } => {
                risk.fmt(f)?;
                (plan, tokens, counted, most)
            }
        };
        let how = if *counted { "counted" } else { "estimated" };
        let plan = plan.name();
        let noun = if *tokens == 1 { "token" } else { "tokens" };
        let tokens = Grouped(*tokens);
        write!(f, " (on the {plan} plan, {tokens} {noun} of prompt, {how})")?;
        match (self, most) {
            (_, None) => Ok(()),
            (Self::Reserve { .. }, Some(most)) => {
                write!(f, "; with at most {} it is safe", Grouped(*most))
            }
            (_, Some(most)) => write!(f, "; at most {} may be reserved", Grouped(*most)),
        }
    }
}

impl From<groq_protocol::Finding> for Finding {
    fn from(finding: groq_protocol::Finding) -> Self {
        let groq_protocol::Finding { path, severity, cause, .. } = finding;
        Self { path, severity, cause: Cause::Field(cause) }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.cause)
    }
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The model, after correcting.
    pub model: Option<String>,
    /// All that Groq refuses or ignores, and why.
    pub findings: Vec<Finding>,
    /// The request as JSON without it, as far as that can be corrected; as it was
    /// where nothing is found.
    pub corrected: String,
    /// Whether nothing is left that Groq refuses, or may refuse.
    pub is_corrected: bool,
    /// What the model has to be able to do for it.
    pub needs: CapabilitySet,
    /// The prompt in tokens, where the request is a chat, and whether they were
    /// counted rather than estimated.
    pub input_tokens: Option<(u64, bool)>,
}

impl Checked {
    /// Whether Groq would answer with an error.
    pub fn is_refused(&self) -> bool {
        self.finds(Severity::Refused)
    }

    /// Whether Groq might answer with an error.
    pub fn is_at_risk(&self) -> bool {
        self.finds(Severity::AtRisk)
    }

    fn finds(&self, severity: Severity) -> bool {
        self.findings.iter().any(|finding| finding.severity == severity)
    }
}

/// Checks a request for all that Groq refuses or ignores: the fields by
/// [`groq_protocol::check`], the model by the catalog, and the size by the limits
/// of a plan, above which no request ever passes.
///
/// # Errors
///
/// For a request that is not a JSON object.
pub fn check(body: &Body, plan: Plan, setting: &Setting<'_>) -> Result<Checked, Error> {
    let mut value = body.value().clone();
    if let (Some(model), Value::Object(fields)) = (setting.model, &mut value) {
        fields.insert("model".into(), model.into());
    }
    let mut checked = Checked {
        model: None,
        findings: Vec::new(),
        corrected: value.to_string(),
        is_corrected: true,
        needs: body.needs(),
        input_tokens: None,
    };
    // A replacement for a model that is gone has a cap of its own.
    for _ in 0..ROUNDS {
        let model = value["model"].as_str().unwrap_or_default();
        let report = groq_protocol::check(body.endpoint, &checked.corrected, setting.facts(model))?;
        let done = report.findings.is_empty();
        checked.findings.extend(report.findings.into_iter().map(Finding::from));
        checked.corrected = report.mended;
        value = serde_json::from_str(&checked.corrected).unwrap_or_default();
        if done {
            break;
        }
    }
    let mut corrected = Body::new(body.endpoint, value);
    checked.model = corrected.model().map(ToString::to_string);
    if body.endpoint == Endpoint::Chat {
        lacking(&corrected, setting, &mut checked);
        let size = Size::of(&corrected, setting);
        checked.input_tokens = size.as_ref().map(|size| (size.input, size.exact));
        if let (Some(size), false) = (size, body.batch) {
            size.check(&mut corrected, plan, setting, &mut checked);
        }
    }
    Ok(checked)
}

/// What the request uses and its model is known not to have.
fn lacking(body: &Body, setting: &Setting<'_>, checked: &mut Checked) {
    let Some(model) = body.model().and_then(|id| setting.offered(id)) else { return };
    let abilities = model.abilities(setting.day);
    for capability in body.needs().iter() {
        if abilities.get(capability) == Ability::No {
            let path = match capability {
                Capability::Vision => "messages",
                Capability::ParallelTools => "parallel_tool_calls",
                Capability::JsonMode | Capability::StructuredOutputs => "response_format",
                Capability::Reasoning => "reasoning_effort",
                _ => "tools",
            };
            let cause = Cause::Capability { capability };
            let finding = Finding { path: path.into(), severity: Severity::Refused, cause };
            checked.findings.push(finding);
            checked.is_corrected = false;
        }
    }
}

/// What a chat request asks of the limits.
struct Size {
    model: String,
    input: u64,
    exact: bool,
    tier: Tier,
}

impl Size {
    fn of(body: &Body, setting: &Setting<'_>) -> Option<Self> {
        let model = body.model()?.to_string();
        if body.messages() == 0 || !setting.chats(&model) {
            return None;
        }
        let family = Family::of(&model);
        let counter = setting.counter(family);
        let framed = body.read().chat.framed(family);
        let flex = body.value()["service_tier"] == "flex";
        Some(Self {
            input: framed.count(counter),
            exact: counter.is_exact() && framed.is_known(),
            tier: if flex { Tier::Flex } else { Tier::OnDemand },
            model,
        })
    }

    fn check(&self, body: &mut Body, plan: Plan, setting: &Setting<'_>, checked: &mut Checked) {
        if setting.offered(&self.model).is_none() {
            return;
        }
        let Some(offer) = self.offer(plan, setting) else { return };
        for _ in 0..ROUNDS {
            let workload = self.workload(body.max_completion());
            let Some(blocked) = offer.blocked(&workload) else {
                return self.check_reserve(&offer, body, &workload, checked);
            };
            let (path, most) = self.place(blocked);
            let most = most.filter(|most| body.limit_completion(*most));
            let cause =
                Cause::Size { blocked, plan, tokens: self.input, counted: self.exact, most };
            let path = if most.is_some() { path } else { "messages" };
            let severity = Severity::Refused;
            checked.findings.push(Finding { path: path.into(), severity, cause });
            if most.is_none() {
                checked.is_corrected = false;
                return;
            }
            checked.corrected = body.text();
        }
    }

    /// What the request reserves, where no limit blocks it for sure.
    fn check_reserve(
        &self,
        offer: &Offer<'_>,
        body: &mut Body,
        workload: &Workload,
        checked: &mut Checked,
    ) {
        let Some(risk) = offer.at_risk(workload).first().copied() else { return };
        let safe = offer.load(workload).safe_reserve(&offer.caps, offer.context);
        let most = safe.filter(|most| *most > 0 && body.limit_completion(*most));
        let (tokens, counted, plan) = (self.input, self.exact, offer.id.plan);
        checked.findings.push(Finding {
            path: "max_completion_tokens".into(),
            severity: Severity::AtRisk,
            cause: Cause::Reserve { risk, plan, tokens, counted, most },
        });
        match most {
            Some(_) => checked.corrected = body.text(),
            None => checked.is_corrected = false,
        }
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
