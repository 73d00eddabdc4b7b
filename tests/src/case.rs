//! A random catalog with a random question, read off bytes: whoever chooses
//! the bytes (proptest, libFuzzer, a file of the corpus) chooses the case.

use std::collections::BTreeMap;

use arbitrary::Unstructured;
use groq_calc::{
    Caps, Catalog, Date, Draft, Kind, Limit, Model, Number, Plan, Price, Prices, Question,
    WorkloadDraft,
    catalog::{
        Ability, Admission, Cap, Capabilities, Capability, Context, Dated, Lifecycle, Status, Tool,
        ToolPrices, ToolSet, UseCase,
    },
    question::{RequirementsDraft, ToolsDraft},
};

/// The day every question is about.
pub const DAY: Date = Date::constant(2026, 6, 4);
/// Entries of this day are superseded on [`DAY`].
pub const EARLY: Date = Date::constant(2025, 2, 28);
/// Entries of this day do not hold yet on [`DAY`].
pub const LATE: Date = Date::constant(2026, 6, 5);

/// What is true of a model on [`DAY`], as plain values that the oracle reads.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Its id; ids are in order.
    pub id: String,
    /// What it does.
    pub kind: Kind,
    /// Its stage.
    pub stage: Lifecycle<'static>,
    /// Its window and completion cap.
    pub context: Context,
    /// Caps on the free plan, in the order of [`Limit::ALL`]; `None`: no entry.
    pub free: Option<[Cap; 8]>,
    /// Caps on the developer plan.
    pub developer: Option<[Cap; 8]>,
    /// Picodollars for one of each.
    pub prices: Prices,
    /// Whether it is on the batch list.
    pub batch: bool,
    /// Which tools it offers, in the order of [`Tool::ALL`].
    pub tools: [bool; 5],
    /// How it stands to each of [`Capability::ALL`], as sources say; those that
    /// follow from prices and the batch list are not looked at.
    pub abilities: [Ability; 10],
}

/// A catalog and a question about it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The models, sorted by id.
    pub models: Vec<Facts>,
    /// How requests are admitted on [`DAY`], if known.
    pub admission: Option<Admission>,
    /// Picodollars for one use of each tool, if known.
    pub tool_prices: Option<[u64; 5]>,
    /// The models that the use case `case` names, by index.
    pub use_case: Vec<usize>,
    /// The question; legal by construction.
    pub draft: Draft,
}

/// Values read off bytes; when those end, the least value there is.
pub(crate) struct Bytes<'a>(pub(crate) Unstructured<'a>);

impl Bytes<'_> {
    /// A number from 0 to `most`.
    pub(crate) fn upto(&mut self, most: u64) -> u64 {
        self.0.int_in_range(0..=most).unwrap_or(0)
    }

    /// A number from 0 to `most` of any magnitude, its ends among them.
    fn count(&mut self, most: u64) -> u64 {
        match self.upto(7) {
            0 => 0,
            1 | 2 => self.upto(most.min(9)),
            3 | 4 => self.upto(most.min(5_000)),
            5 => self.upto(most.min(3_000_000)),
            6 => self.upto(most),
            _ => most,
        }
    }

    /// True once in `n`.
    pub(crate) fn once_in(&mut self, n: u64) -> bool {
        self.upto(n - 1) == n - 1
    }

    fn maybe(&mut self, most: u64) -> Option<u64> {
        self.once_in(2).then(|| self.count(most))
    }

    fn caps(&mut self) -> Option<[Cap; 8]> {
        if self.once_in(8) {
            return None;
        }
        Some(std::array::from_fn(|_| match self.upto(9) {
            0..=4 => Cap::Absent,
            5 => Cap::Unknown,
            6 => Cap::At(self.count(u64::MAX).max(1)),
            _ => Cap::At(self.count(3_000_000_000_000).max(1)),
        }))
    }

    /// Up to 50 dollars for a million, or for an hour.
    fn price(&mut self, most: u64) -> Option<Price> {
        (!self.once_in(6)).then(|| Price::from_picodollars(self.count(most)))
    }

    pub(crate) fn facts(&mut self, index: usize, kind: Kind) -> Facts {
        const PER_MILLION: u64 = 50_000_000;
        let kind = match self.upto(9) {
            0 => Kind::Moderation,
            1 => Kind::System,
            2 => Kind::Transcription,
            _ => kind,
        };
        let stage = match self.upto(7) {
            0 => Lifecycle::RETIRED,
            1 => Lifecycle::Preview,
            2 => Lifecycle::Listed,
            _ => Lifecycle::Production,
        };
        Facts {
            id: format!("model-{index}"),
            kind,
            stage,
            context: Context {
                window: self.maybe(3_000_000_000),
                max_completion: self.maybe(1_500_000_000),
            },
            free: self.caps(),
            developer: self.caps(),
            prices: Prices {
                input: self.price(PER_MILLION),
                cached_input: self.price(PER_MILLION),
                output: self.price(PER_MILLION),
                audio_hour: self.price(50_000_000_000_000),
                characters: self.price(PER_MILLION),
            },
            batch: self.once_in(2),
            tools: std::array::from_fn(|_| !self.once_in(4)),
            abilities: std::array::from_fn(|_| match self.upto(9) {
                0 => Ability::No,
                1 => Ability::Disputed,
                2 => Ability::Unknown,
                _ => Ability::Yes,
            }),
        }
    }

    fn number(&mut self, most: u64) -> Option<Number> {
        self.maybe(most).map(Number::from)
    }

    /// Thousandths written as people do.
    fn seconds(&mut self, most: u64) -> Option<Number> {
        self.maybe(most * 1000)
            .map(|millis| Number::from(format!("{}.{:03}", millis / 1000, millis % 1000)))
    }

    pub(crate) fn workload(&mut self, kind: Kind) -> WorkloadDraft {
        const TOKENS: u64 = 1_000_000_000;
        // Often nobody has counted the tokens of speech.
        let uncounted = kind == Kind::Speech && self.once_in(2);
        let most = if uncounted { 0 } else { TOKENS };
        let input = self.count(most);
        let cached = if self.once_in(2) { self.upto(input) } else { 0 };
        let counted = |number: Option<Number>, wanted: bool| match number {
            None if wanted => Some(Number::from(1)),
            number => number.filter(|_| wanted),
        };
        let audio = self.seconds(1_000_000);
        let characters = self.number(TOKENS);
        let uses_tools = self.once_in(4);
        let output = self.count(most);
        let month = self.once_in(4);
        let workload = WorkloadDraft {
            requests_per_day: (!month).then(|| Number::from(self.count(1_000_000_000_000))),
            requests_per_month: month.then(|| Number::from(self.count(31_000_000_000_000))),
            input_tokens: Some(Number::from(input)),
            cached_input_tokens: Some(Number::from(cached)),
            output_tokens: Some(Number::from(output)),
            max_completion_tokens: self.number(TOKENS),
            audio_seconds: counted(audio, kind == Kind::Transcription),
            characters: counted(characters, kind == Kind::Speech),
            peak_requests_per_minute: self.number(1_000_000_000),
            active_hours_per_day: Some(Number::from(1 + self.upto(23))),
            days_per_month: Some(Number::from(1 + self.upto(30))),
            batch_share_percent: self.number(100),
            request_seconds: self.seconds(86_400),
            safety_margin_percent: self.number(99),
            tools: match uses_tools {
                false => ToolsDraft::default(),
                true => ToolsDraft {
                    web_search_basic: self.number(1_000_000),
                    web_search_advanced: self.number(1_000_000),
                    visit_website: self.number(1_000_000),
                    code_execution_seconds: self.seconds(1_000_000),
                    browser_automation_seconds: self.seconds(1_000_000),
                },
            },
        };
        // A request of nothing is refused: then it answers with a token.
        let draft = Draft { workload, ..Draft::default() };
        let nothing = draft.check().is_err();
        let workload = draft.workload;
        if nothing { WorkloadDraft { output_tokens: Some(1.into()), ..workload } } else { workload }
    }

    fn requirements(&mut self, models: usize) -> RequirementsDraft {
        let id = |index: u64| format!("model-{index}");
        RequirementsDraft {
            models: self
                .once_in(3)
                .then(|| (0..self.upto(3)).map(|_| id(self.upto(models as u64))).collect()),
            use_case: self.once_in(6).then(|| "case".to_owned()),
            production: self.once_in(4),
            quality: None,
            needs: Capability::ALL
                .into_iter()
                .filter(|_| self.once_in(20))
                .map(|capability| capability.name().to_owned())
                .collect(),
            min_context: self.number(1_000_000_000),
            monthly_budget_usd: self.once_in(4).then(|| Number::from(self.count(1_000_000_000))),
        }
    }

    fn overrides(&mut self, models: usize) -> Limits {
        let mut limits = Limits::new();
        for _ in 0..self.upto(5).saturating_sub(2) {
            let model = format!("model-{}", self.upto(models as u64 - 1));
            let plan = Plan::ALL[self.upto(1) as usize].name().to_owned();
            let limit = Limit::ALL[self.upto(7) as usize].name().to_owned();
            let cap = Number::from(self.count(1_000_000_000_000_000).max(1));
            limits.entry(model).or_default().entry(plan).or_default().insert(limit, cap);
        }
        limits
    }
}

type Limits = BTreeMap<String, BTreeMap<String, BTreeMap<String, Number>>>;

impl Case {
    /// The case that some bytes stand for; any bytes will do.
    pub fn read(bytes: &[u8]) -> Self {
        let mut bytes = Bytes(Unstructured::new(bytes));
        let kind = match bytes.upto(4) {
            3 => Kind::Transcription,
            4 => Kind::Speech,
            _ => Kind::Chat,
        };
        let workload = bytes.workload(kind);
        let models: Vec<_> =
            (0..=bytes.upto(2) as usize).map(|index| bytes.facts(index, kind)).collect();
        let tool_prices =
            (!bytes.once_in(4)).then(|| std::array::from_fn(|_| bytes.count(10_000_000_000_000)));
        let rule = |bytes: &mut Bytes<'_>| {
            [None, Some(Admission::Reserved), Some(Admission::Expected)][bytes.upto(2) as usize]
        };
        let (admission, asked) = (rule(&mut bytes), rule(&mut bytes));
        let use_case = (0..models.len()).filter(|_| bytes.once_in(2)).collect();
        let requirements = bytes.requirements(models.len());
        let limits = bytes.overrides(models.len());
        let plans = match bytes.upto(4) {
            0 => Some(vec!["developer".to_owned()]),
            1 => Some(vec!["free".to_owned()]),
            _ => None,
        };
        let as_of = Some(DAY.to_string());
        let asked = asked.map(|rule| rule.name().to_owned());
        let draft = Draft {
            as_of,
            plans,
            workload,
            services: None,
            requirements,
            limits,
            admission: asked,
            scores: Vec::new(),
        };
        Self { models, admission, tool_prices, use_case, draft }
    }

    /// The question in its checked form.
    pub fn question(&self) -> Question {
        self.draft.check().expect("a case is legal by construction")
    }

    /// The facts of a model.
    pub fn facts(&self, id: &str) -> &Facts {
        self.models.iter().find(|facts| facts.id == id).expect("an option is of a known model")
    }

    /// Lends the catalog, in which each fact stands among others that do not
    /// hold on [`DAY`].
    pub fn with_catalog<R>(&self, then: impl FnOnce(&Catalog<'_>) -> R) -> R {
        let parts: Vec<_> = self.models.iter().map(Parts::new).collect();
        let models: Vec<_> = parts.iter().map(Parts::model).collect();
        let named: Vec<&str> =
            self.use_case.iter().map(|index| self.models[*index].id.as_str()).collect();
        let use_cases = [UseCase {
            id: "case",
            from: EARLY,
            title: "A case",
            models: &named,
            start: "",
            avoid: "",
            source: "random",
        }];
        let tools = match self.tool_prices {
            None => vec![dated(LATE, tool_prices([1; 5]))],
            Some(prices) => {
                let other = tool_prices(prices.map(|price| price + 1));
                let (now, early) = (tool_prices(prices), other);
                vec![dated(EARLY, early), dated(DAY, now), dated(LATE, other)]
            }
        };
        let other = |rule: Admission| match rule {
            Admission::Reserved => Admission::Expected,
            Admission::Expected => Admission::Reserved,
        };
        let admission = match self.admission {
            None => vec![dated(LATE, Admission::Expected)],
            Some(rule) => {
                vec![dated(EARLY, other(rule)), dated(DAY, rule), dated(LATE, other(rule))]
            }
        };
        then(&Catalog {
            models: &models,
            tools: &tools,
            admission: &admission,
            use_cases: &use_cases,
            ..Catalog::EMPTY
        })
    }
}

fn tool_prices(prices: [u64; 5]) -> ToolPrices {
    let [basic, advanced, visit, code, browser] = prices.map(Price::from_picodollars);
    ToolPrices {
        web_search_basic: basic,
        web_search_advanced: advanced,
        visit_website: visit,
        code_execution: code,
        browser_automation: browser,
    }
}

fn dated<T>(from: Date, value: T) -> Dated<'static, T> {
    Dated { from, source: "random", status: Status::Likely, note: "", value }
}

/// What a [`Model`] borrows.
struct Parts<'a> {
    facts: &'a Facts,
    lifecycle: Vec<Dated<'static, Lifecycle<'static>>>,
    context: Vec<Dated<'static, Context>>,
    free: Vec<Dated<'static, Caps>>,
    developer: Vec<Dated<'static, Caps>>,
    prices: Vec<Dated<'static, Prices>>,
    batch: Vec<Dated<'static, bool>>,
    tools: Vec<Dated<'static, ToolSet>>,
    capabilities: Vec<Dated<'static, Capabilities<'static>>>,
}

impl<'a> Parts<'a> {
    fn new(facts: &'a Facts) -> Self {
        let caps = |caps: &Option<[Cap; 8]>| match caps {
            None => vec![dated(LATE, Caps::NONE)],
            Some(caps) => {
                let early = Caps::NONE.with(Limit::RPD, 1);
                let now =
                    Limit::ALL.into_iter().zip(caps).fold(
                        Caps::NONE,
                        |set, (limit, cap)| match cap {
                            Cap::Absent => set,
                            Cap::Unknown => set.with_unknown(limit),
                            Cap::At(cap) => set.with(limit, *cap),
                        },
                    );
                vec![dated(EARLY, early), dated(DAY, now), dated(LATE, early)]
            }
        };
        let offered = Tool::ALL.into_iter().zip(facts.tools).filter(|(_, offered)| *offered);
        let tools = offered.fold(ToolSet::NONE, |set, (tool, _)| set.with(tool));
        let set = |wanted: Ability| {
            let all = Capability::ALL.into_iter().zip(facts.abilities);
            all.filter(|(_, ability)| *ability == wanted).map(|(one, _)| one).collect()
        };
        let none = Capabilities::default();
        // Superseded on the day, except for what nothing says then.
        let early = Capabilities { can: set(Ability::No), cannot: set(Ability::Yes), ..none };
        let gone = Lifecycle::Retired { replacements: &["model-0"], announced: None };
        Self {
            facts,
            lifecycle: vec![
                dated(EARLY, Lifecycle::Production),
                dated(DAY, facts.stage),
                dated(LATE, gone),
            ],
            context: vec![
                dated(EARLY, Context { window: Some(1), max_completion: Some(1) }),
                dated(DAY, facts.context),
                dated(LATE, Context::default()),
            ],
            free: caps(&facts.free),
            developer: caps(&facts.developer),
            prices: vec![
                dated(EARLY, Prices::NONE),
                dated(DAY, facts.prices),
                dated(LATE, Prices::NONE),
            ],
            batch: vec![dated(EARLY, !facts.batch), dated(DAY, facts.batch)],
            tools: vec![dated(EARLY, ToolSet::NONE), dated(DAY, tools)],
            capabilities: vec![
                dated(EARLY, early),
                dated(DAY, Capabilities { cannot: set(Ability::No), ..none }),
                dated(
                    DAY,
                    Capabilities {
                        can: set(Ability::Yes),
                        disputed: set(Ability::Disputed),
                        against: "other",
                        ..none
                    },
                ),
                dated(LATE, Capabilities { can: Capability::ALL.into_iter().collect(), ..none }),
            ],
        }
    }

    fn model(&self) -> Model<'_> {
        Model {
            lifecycle: &self.lifecycle,
            context: &self.context,
            free: &self.free,
            developer: &self.developer,
            prices: &self.prices,
            batch: &self.batch,
            tools: &self.tools,
            capabilities: &self.capabilities,
            ..Model::bare(&self.facts.id, self.facts.kind)
        }
    }
}
