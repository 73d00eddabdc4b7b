use groq_calc::{
    Draft, Limit, Number, Plan, Question, Tier, WorkloadDraft, answer, question::Override,
};
use groq_catalog::CATALOG;
use groq_codegen::{Language, Settings};
use groq_mock::Config;

pub(crate) const MODEL: &str = "openai/gpt-oss-20b";

/// One more than ten requests; of the tokens a minute somewhat more as well.
pub(crate) const PROMPTS: [&str; 11] = [
    "Say one.",
    "Say \"two\".",
    "Say 'three'.",
    "Say \\four.",
    "Say $five.",
    "Say `six`.",
    "Say seven %d.",
    "Say acht, größer.",
    "Say 九.",
    "Say {ten}.",
    "Say eleven!",
];

/// A plan whose limits are reached within seconds, and the program for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Free, bound by TPM.
    Free,
    /// Developer on demand, bound by RPM.
    Developer,
    /// The same with its limits forgotten.
    Unthrottled,
    /// Flex, bound by ten times RPM.
    Flex,
    /// Free, bound by RPD.
    DayRequests,
    /// Free, bound by TPD.
    DayTokens,
    /// Developer, a part of it as batch.
    Share,
    /// The batch program of that.
    ShareBatch,
    /// Free, with room for a few requests and a TPM that a long prompt exceeds.
    Faults,
    /// The same, printed as it is generated.
    Stream,
    /// The same as the first, with a timeout of three seconds.
    Timeout,
    /// Developer, bound by RPM, in short by the package.
    Short,
}

impl Case {
    /// Those that stand by themselves.
    pub(crate) const ALL: [Self; 11] = [
        Self::Free,
        Self::Developer,
        Self::Unthrottled,
        Self::Flex,
        Self::DayRequests,
        Self::DayTokens,
        Self::Share,
        Self::ShareBatch,
        Self::Faults,
        Self::Stream,
        Self::Timeout,
    ];

    pub(crate) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    const fn plan(self) -> Plan {
        match self {
            Self::Developer | Self::Unthrottled | Self::Flex => Plan::Developer,
            Self::Share | Self::ShareBatch | Self::Short => Plan::Developer,
            _ => Plan::Free,
        }
    }

    const fn tier(self) -> Tier {
        match self {
            Self::Flex => Tier::Flex,
            _ => Tier::OnDemand,
        }
    }

    /// A cap of the account that binds.
    const fn cap(self) -> (Limit, u64) {
        match self {
            // Eleven requests use about 3,580, a little more than 50 come back in a second.
            Self::Free => (Limit::TPM, 3200),
            Self::Developer | Self::Unthrottled | Self::Short => (Limit::RPM, 10),
            // Flex has ten times as many.
            Self::Flex => (Limit::RPM, 1),
            Self::DayRequests => (Limit::RPD, 3),
            // A request reserves 380 and uses some 325: two pass, the third would be too much.
            Self::DayTokens => (Limit::TPD, 800),
            Self::Share | Self::ShareBatch => (Limit::RPM, 100),
            Self::Faults | Self::Stream | Self::Timeout => (Limit::TPM, 4000),
        }
    }

    /// The stand-in on that plan.
    pub(crate) fn config(self) -> Config {
        let (limit, cap) = self.cap();
        Config {
            plan: self.plan(),
            limits: vec![(MODEL.into(), limit, cap)],
            completion_tokens: 250,
            tokens_per_second: 5000,
            batch_seconds: 0,
            ..Config::default()
        }
    }

    fn question(self) -> Question {
        let workload = WorkloadDraft {
            requests_per_day: Some(Number::from(100)),
            // What the model adds to a prompt is counted, too.
            input_tokens: Some(Number::from(80)),
            output_tokens: Some(Number::from(250)),
            max_completion_tokens: Some(Number::from(300)),
            batch_share_percent: Some(Number::from(match self {
                Self::Share | Self::ShareBatch => 40,
                _ => 0,
            })),
            ..WorkloadDraft::default()
        };
        let mut draft = Draft { workload, ..Draft::default() };
        draft.plans = Some(vec![self.plan().name().into()]);
        draft.requirements.models = Some(vec![MODEL.into()]);
        let mut question = draft.check().expect("a question");
        let (limit, cap) = self.cap();
        question.limits.push(Override { model: MODEL.into(), plan: self.plan(), limit, cap });
        question
    }

    /// The program, as the command prints it.
    pub(crate) fn code(self, language: Language) -> String {
        let question = self.question();
        let answer = answer(&CATALOG, &question).expect("an answer");
        let option = answer.options.iter().find(|option| option.id.tier == self.tier());
        let option = option.expect("the plan has the tier");
        let mut settings = Settings::new(&CATALOG, &question, option).expect("it has code");
        match self {
            Self::ShareBatch => return settings.batch(language).expect("it has batch"),
            Self::Stream => return settings.stream(language),
            Self::Short => return settings.with_package(language).expect("it has a package"),
            Self::Timeout => settings.timeout_seconds = 3,
            Self::Unthrottled => {
                for limit in settings.tiers.iter_mut().flat_map(|(_, limits)| limits) {
                    limit.usable = 1_000_000_000;
                }
            }
            _ => {}
        }
        settings.code(language)
    }
}
