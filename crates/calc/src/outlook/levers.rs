use alloc::vec::Vec;
use core::{cmp::Reverse, fmt};

use crate::{
    answer::comparison::Floor,
    capacity::headroom::Headroom,
    catalog::{
        model::Model,
        plan::{OptionId, Plan, Tier},
        tables::Catalog,
    },
    error::Error,
    num::{money::Usd, number::people, units::Tokens},
    offer::Offer,
    question::{checked::Question, workload::Workload},
};

/// The most other models that are named: levers are few, not a price list.
const OTHER_MODELS: usize = 3;

/// Something that can be changed about an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
pub enum Lever {
    /// Let the cache serve the whole prompt: the most that caching can bring,
    /// for which the prompt's fixed part must come first.
    CacheMore,
    /// Run as batch what can wait: all of it, at the most.
    Batch,
    /// Reserve no more completion tokens than come out, or no more than is safe
    /// where a request may be refused for what it reserves.
    ReserveLess,
    /// Send a quarter less, or as much less as makes it fit.
    ShorterPrompt,
    /// Ask for a quarter less output, or as much less as makes it fit.
    ShorterCompletion,
    /// Take another model on the same plan and tier.
    AnotherModel,
    /// Go from the free plan to developer.
    Developer,
    /// Go from on demand to flex.
    Flex,
}

impl Lever {
    /// The name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CacheMore => "cache_more",
            Self::Batch => "batch",
            Self::ReserveLess => "reserve_less",
            Self::ShorterPrompt => "shorter_prompt",
            Self::ShorterCompletion => "shorter_completion",
            Self::AnotherModel => "another_model",
            Self::Developer => "developer",
            Self::Flex => "flex",
        }
    }

    /// The field of the question that it changes, if it is one.
    pub const fn field(self) -> Option<&'static str> {
        match self {
            Self::CacheMore => Some("cached_input_tokens"),
            Self::Batch => Some("batch_share_percent"),
            Self::ReserveLess => Some("max_completion_tokens"),
            Self::ShorterPrompt => Some("input_tokens"),
            Self::ShorterCompletion => Some("output_tokens"),
            Self::AnotherModel | Self::Developer | Self::Flex => None,
        }
    }
}

/// How a workload fares on an offer, as far as levers go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Metrics {
    /// Whether it fits.
    pub fits: bool,
    /// What the month costs; `None` where a price is not known.
    pub monthly_usd: Option<Usd>,
    /// How many such requests a day would fit.
    pub requests_per_day: Headroom,
    /// Whether a request may be refused for what it reserves.
    #[cfg_attr(feature = "serde", serde(default))]
    pub at_risk: bool,
}

impl Metrics {
    fn of(offer: &Offer<'_>, workload: &Workload) -> Result<Self, Error> {
        let capacity = offer.capacity(workload)?;
        Ok(Self {
            fits: capacity.fits,
            at_risk: !capacity.at_risk.is_empty(),
            monthly_usd: offer.monthly(workload)?,
            requests_per_day: offer.room(workload)?,
        })
    }
}

/// What one lever changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
#[non_exhaustive]
pub struct Change<'a> {
    /// The lever.
    pub lever: Lever,
    /// The changed field's value before, if it is a field of the question.
    pub from: Option<u64>,
    /// Its value after.
    pub to: Option<u64>,
    /// The option after.
    #[cfg_attr(feature = "serde", serde(flatten, borrow))]
    pub id: OptionId<'a>,
    /// How things stand without it.
    pub before: Metrics,
    /// How things stand with it.
    pub after: Metrics,
}

impl Change<'_> {
    /// Dollars a month that it saves; nothing where it costs more, or where a
    /// price is not known.
    pub fn saves(&self) -> Usd {
        let (before, after) = (self.before.monthly_usd, self.after.monthly_usd);
        before.zip(after).and_then(|(before, after)| before.checked_sub(after)).unwrap_or_default()
    }

    /// Dollars a month that it costs more.
    pub fn costs(&self) -> Usd {
        let (before, after) = (self.before.monthly_usd, self.after.monthly_usd);
        before.zip(after).and_then(|(before, after)| after.checked_sub(before)).unwrap_or_default()
    }

    /// Requests a day for which it makes room; [`Headroom::Unbounded`] where no
    /// known limit is left, [`Headroom::Nothing`] where it makes none.
    pub fn gains(&self) -> Headroom {
        let (before, after) = (self.before.requests_per_day, self.after.requests_per_day);
        match after {
            _ if after <= before => Headroom::Nothing,
            Headroom::Unbounded => Headroom::Unbounded,
            _ => Headroom::UpTo(after.count() - before.count()),
        }
    }

    fn makes_it_fit(&self) -> bool {
        self.after.fits && !self.before.fits
    }

    /// Whether no request may be refused any more.
    fn ends_the_risk(&self) -> bool {
        self.before.at_risk && !self.after.at_risk && self.after.fits
    }

    /// Whether it does anything, and nothing worse: a lever that ends a fit is
    /// none, nor one that puts a fit at risk. Where the workload fits already,
    /// another model is only worth a word if it is cheaper or ends a risk.
    fn is_worth_it(&self) -> bool {
        let worse = !self.after.fits || (self.after.at_risk && !self.before.at_risk);
        if self.before.fits && worse {
            return false;
        }
        let better = self.saves() > Usd::ZERO || self.ends_the_risk();
        let unlocks = self.makes_it_fit() || self.gains() > Headroom::Nothing;
        match self.lever {
            Lever::AnotherModel if self.before.fits => better,
            Lever::AnotherModel => unlocks,
            _ => better || unlocks,
        }
    }
}

impl fmt::Display for Change<'_> {
    /// What to do, as a request: `Run 100% as batch`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let to = people(self.to.unwrap_or_default());
        match self.lever {
            Lever::CacheMore => write!(
                f,
                "Let the cache serve the whole prompt of {to} tokens (put its fixed part first)"
            ),
            Lever::Batch => write!(f, "Run {to}% as batch"),
            Lever::ReserveLess if self.ends_the_risk() => write!(
                f,
                "Reserve at most {to} completion tokens, to be safe under either reading of \
                 Groq's rule"
            ),
            Lever::ReserveLess => write!(f, "Reserve {to} completion tokens only"),
            Lever::ShorterPrompt => write!(f, "Shorten the prompt to {to} tokens"),
            Lever::ShorterCompletion => write!(f, "Shorten the output to {to} tokens"),
            Lever::AnotherModel => write!(f, "Take {}", self.id.model),
            Lever::Developer => f.write_str("Take the Developer plan"),
            Lever::Flex => f.write_str("Take flex (may fail with 498)"),
        }
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Change<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("Change", 12)?;
        fields.serialize_field("lever", &self.lever)?;
        fields.serialize_field("field", &self.lever.field())?;
        fields.serialize_field("from", &self.from)?;
        fields.serialize_field("to", &self.to)?;
        fields.serialize_field("model", self.id.model)?;
        fields.serialize_field("plan", &self.id.plan)?;
        fields.serialize_field("tier", &self.id.tier)?;
        fields.serialize_field("saves_usd", &self.saves())?;
        fields.serialize_field("costs_usd", &self.costs())?;
        fields.serialize_field("gains_requests_per_day", &self.gains())?;
        fields.serialize_field("before", &self.before)?;
        fields.serialize_field("after", &self.after)?;
        fields.end()
    }
}

/// What each change would save or unlock for one offer of a question, the most
/// effective first: those that make the workload fit, then those that end the
/// risk of a refusal, then by dollars saved, then by the least dollars that it
/// costs, then by room made. A lever that
/// does nothing is not among them, nor one to an offer of which a limit or
/// price is not known.
///
/// ```
/// use groq_calc::{
///     Caps, Catalog, Kind, Limit, Offer, Plan, Price, Prices, Tier,
///     Question, Workload, outlook::{Lever, levers},
/// };
///
/// let offer = Offer {
///     caps: Caps::NONE.with(Limit::TPM, 250_000),
///     prices: Prices {
///         input: Some(Price::per_million("0.15")),
///         cached_input: Some(Price::per_million("0.075")),
///         output: Some(Price::per_million("0.60")),
///         ..Prices::NONE
///     },
///     batchable: true,
///     ..Offer::bare("openai/gpt-oss-120b", Kind::Chat, Plan::Developer, Tier::OnDemand)
/// };
/// let question = Question::from(Workload::chat(2000, 1500, 500));
/// let changes = levers(&Catalog::EMPTY, &question, &offer)?;
/// // Batch halves 31.50; caching the whole prompt halves its 13.50.
/// assert_eq!((changes[0].lever, changes[0].to_string()), (Lever::Batch, "Run 100% as batch".into()));
/// assert_eq!(changes[0].saves().to_string(), "15.75");
/// assert_eq!(changes[1].lever, Lever::CacheMore);
/// assert_eq!(changes[1].saves().to_string(), "6.75");
/// # Ok::<(), groq_calc::Error>(())
/// ```
///
/// # Errors
///
/// As [`answer`](fn@crate::answer).
pub fn levers<'a>(
    catalog: &Catalog<'a>,
    question: &Question,
    offer: &Offer<'a>,
) -> Result<Vec<Change<'a>>, Error> {
    let workload = &question.workload;
    let before = Metrics::of(offer, workload)?;
    let mut changes = Vec::new();
    let mut evaluate =
        |lever: Lever, values: Option<(u64, u64)>, to: &Offer<'a>, after: &Workload| {
            let after = Metrics::of(to, after)?;
            let change = Change {
                lever,
                from: values.map(|(from, _)| from),
                to: values.map(|(_, to)| to),
                id: to.id,
                before,
                after,
            };
            if change.is_worth_it() {
                changes.push(change);
            }
            Ok::<(), Error>(())
        };
    for (lever, from, to, after) in fields(offer, workload)?.into_iter().flatten() {
        evaluate(lever, Some((from, to)), offer, &after)?;
    }
    for other in other_offers(catalog, question, offer)? {
        let lever = match (other.id.plan, other.id.tier) {
            _ if other.id.model != offer.id.model => Lever::AnotherModel,
            (Plan::Developer, Tier::OnDemand) => Lever::Developer,
            _ => Lever::Flex,
        };
        evaluate(lever, None, &other, workload)?;
    }
    changes.sort_by_key(|change| {
        (
            Reverse(change.makes_it_fit()),
            Reverse(change.ends_the_risk()),
            Reverse(change.saves()),
            change.costs(),
            Reverse(change.gains()),
            change.lever,
            change.id.model,
        )
    });
    let mut models = 0;
    changes.retain(|change| {
        models += usize::from(change.lever == Lever::AnotherModel);
        change.lever != Lever::AnotherModel || models <= OTHER_MODELS
    });
    Ok(changes)
}

type FieldChange = Option<(Lever, u64, u64, Workload)>;

/// The levers that change a field of the workload, where there is something to
/// change.
fn fields(offer: &Offer<'_>, workload: &Workload) -> Result<[FieldChange; 5], Error> {
    let (input, output) = (workload.input_tokens.get(), workload.output_tokens.get());
    let cached = workload.cached_input_tokens.get();
    let tokens = Tokens::new;
    let cache = (offer.caches() && cached < input).then(|| {
        let after = Workload { cached_input_tokens: tokens(input), ..*workload };
        (Lever::CacheMore, cached, input, after)
    });
    let share = offer.batch_percent(workload);
    let batch = (offer.has_batch() && share < 100).then_some((
        Lever::Batch,
        share,
        100,
        Workload { batch_share_percent: 100, ..*workload },
    ));
    let reserved = workload.max_completion_tokens.map_or(output, Tokens::get);
    let to = match offer.at_risk(workload).is_empty() {
        true => output,
        false => {
            let safe = offer.load(workload).safe_reserve(&offer.caps, offer.context);
            safe.unwrap_or(output)
        }
    };
    let reserve = (reserved > to).then(|| {
        let after = Workload { max_completion_tokens: Some(tokens(to)), ..*workload };
        (Lever::ReserveLess, reserved, to, after)
    });
    // A quarter less, unless it takes more than that to fit and that much can be had.
    let less = |now: u64, longest: Option<Tokens>| {
        let quarter = now - now.div_ceil(4);
        longest.map(Tokens::get).filter(|longest| (1..quarter).contains(longest)).unwrap_or(quarter)
    };
    let to = less(input, offer.longest_prompt(workload, None)?);
    let prompt = (1..input).contains(&to).then(|| {
        let cached_input_tokens = tokens(cached.min(to));
        let after = Workload { input_tokens: tokens(to), cached_input_tokens, ..*workload };
        (Lever::ShorterPrompt, input, to, after)
    });
    let to = less(output, offer.longest_completion(workload, None)?);
    let completion = (1..output).contains(&to).then(|| {
        // A reservation that the completion fills is lowered with it.
        let filled = workload.max_completion_tokens.filter(|max| max.get() > output);
        let after =
            Workload { output_tokens: tokens(to), max_completion_tokens: filled, ..*workload };
        (Lever::ShorterCompletion, output, to, after)
    });
    Ok([cache, batch, reserve, prompt, completion])
}

/// Other offers for the same workload: the developer plan from the free one,
/// flex from on demand, another model of the kind on the same plan and tier.
/// What the question leaves out may be the way out, so its choice of models and
/// plans does not count here; its other requirements do.
fn other_offers<'a>(
    catalog: &Catalog<'a>,
    question: &Question,
    offer: &Offer<'a>,
) -> Result<Vec<Offer<'a>>, Error> {
    let dated = question.on(catalog)?;
    let mut others = Vec::new();
    let next = match (offer.id.plan, offer.id.tier) {
        (Plan::Free, _) => Some((Plan::Developer, Tier::OnDemand)),
        (Plan::Developer, Tier::OnDemand) => Some((Plan::Developer, Tier::Flex)),
        (Plan::Developer, Tier::Flex) => None,
    };
    let suits = |model: &&Model<'_>| model.is_general(offer.kind);
    let models: Vec<_> = dated.offered().filter(suits).collect();
    let floor = Floor::of(catalog, question, &models, dated.day());
    for model in dated.offered() {
        let low = floor.as_ref().is_some_and(|floor| floor.bar(model).is_some());
        let place = match model.id == offer.id.model {
            true => next,
            false => (suits(&model) && !low).then_some((offer.id.plan, offer.id.tier)),
        };
        let Some((plan, tier)) = place else { continue };
        let other = Offer::new(&dated, model, plan).on(tier);
        let known = other.unknown_limits(&question.workload).is_empty()
            && other.rate(&question.workload)?.is_some();
        if known && question.requirements.bar(&other).is_none() {
            others.push(other);
        }
    }
    Ok(others)
}
