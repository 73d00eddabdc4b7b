use crate::i18n::messages::Messages;

/// A view of the page; one at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum View {
    /// The workload and the answer.
    #[default]
    Plan,
    /// A prompt or a request, to figures of the workload.
    Paste,
    /// Scenarios side by side.
    Compare,
    /// A log against the limits.
    Replay,
    /// Programs that keep to the plan.
    Code,
    /// The plan to take away.
    Share,
    /// One page to hand on.
    Report,
    /// From words to tokens.
    Words,
    /// Models, limits and prices with their sources.
    Facts,
    /// Errors, batch, flex, caching, and what to check before launch.
    Reference,
    /// Groq itself, with the visitor's own key.
    Live,
}

impl View {
    /// The places of the navigation, each with its picture.
    pub(crate) const PLACES: [(Self, &'static str); 4] =
        [(Self::Plan, "est"), (Self::Paste, "diag"), (Self::Replay, "sim"), (Self::Facts, "mod")];

    pub(crate) const ALL: [Self; 11] = [
        Self::Plan,
        Self::Paste,
        Self::Compare,
        Self::Replay,
        Self::Code,
        Self::Share,
        Self::Report,
        Self::Words,
        Self::Facts,
        Self::Reference,
        Self::Live,
    ];

    /// The module that draws it, apart from the first screen.
    pub(crate) const fn module(self) -> &'static str {
        match self {
            Self::Plan => "planning",
            Self::Compare | Self::Code | Self::Share | Self::Report => "actions",
            Self::Paste | Self::Live => "diagnose",
            Self::Replay | Self::Facts | Self::Reference | Self::Words => "tools",
        }
    }

    /// The name in the address.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Plan => "estimate",
            Self::Paste => "diagnose",
            Self::Compare => "compare",
            Self::Replay => "simulate",
            Self::Code => "code",
            Self::Share => "share",
            Self::Report => "report",
            Self::Words => "words",
            Self::Facts => "models",
            Self::Reference => "guide",
            Self::Live => "live",
        }
    }

    /// The view with that name, or with the one that it had in earlier addresses.
    pub(crate) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "plan" => Self::Plan,
            "paste" => Self::Paste,
            "replay" => Self::Replay,
            "facts" => Self::Facts,
            "reference" => Self::Reference,
            _ => return Self::ALL.into_iter().find(|view| view.name() == name),
        })
    }

    /// The place to which it belongs.
    pub(crate) const fn place(self) -> Self {
        match self {
            Self::Code | Self::Share | Self::Report | Self::Compare | Self::Words => Self::Plan,
            Self::Live => Self::Paste,
            other => other,
        }
    }

    /// Its name in the navigation.
    pub(crate) const fn label(self, messages: &Messages) -> &'static str {
        match self {
            Self::Plan => messages.shell.plan,
            Self::Paste => messages.shell.paste,
            Self::Compare => messages.shell.compare,
            Self::Replay => messages.shell.replay,
            Self::Code => messages.shell.code,
            Self::Share => messages.shell.share,
            Self::Report => messages.shell.report,
            Self::Words => messages.shell.words,
            Self::Facts => messages.shell.facts,
            Self::Reference => messages.shell.reference,
            Self::Live => messages.shell.live,
        }
    }

    /// Its heading, and the title of the window.
    pub(crate) const fn title(self, messages: &Messages) -> &'static str {
        match self {
            Self::Plan => messages.shell.plan_title,
            Self::Paste => messages.shell.paste_title,
            Self::Compare => messages.shell.compare_title,
            Self::Replay => messages.shell.replay_title,
            Self::Code => messages.shell.code_title,
            Self::Share => messages.shell.share_title,
            Self::Report => messages.shell.report_title,
            Self::Words => messages.shell.words,
            Self::Facts => messages.shell.facts_title,
            Self::Reference => messages.shell.reference_title,
            Self::Live => messages.shell.live_title,
        }
    }
}
