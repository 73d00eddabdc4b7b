use groq_calc::{Catalog, Date, OptionId};
use groq_catalog::ErrorCode;
use groq_paste::{Body, Explained, Passes};
use groq_protocol::{Bucket, ErrorText, RateHeaders, WaitFrom, Waiting};
use serde::{Deserialize, Serialize};

/// An error of the API with what it means, and its headers; each sentence is that
/// of the command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The HTTP status; 0 where it is not known.
    pub status: u16,
    /// The entry of the guide.
    pub entry: Option<String>,
    /// The model that it names.
    pub model: Option<String>,
    /// What it is, in English.
    pub what: String,
    /// Its message, without keys and ids.
    pub message: String,
    /// The limit and its figures, where it is about one.
    pub figures: Option<Figures>,
    /// Whether the same request passes later.
    pub waiting: Waiting,
    /// Whether waiting helps, and how long to wait, in English.
    pub wait_text: String,
    /// How long to wait, as the API writes it.
    pub wait: Option<String>,
    /// What says so.
    pub wait_from: Option<WaitFrom>,
    /// The next step, in English.
    pub next: String,
    /// What the request beside it reserves.
    pub reserve: Option<Reserve>,
    /// Where it would pass.
    pub passes: Vec<Place>,
}

/// What a request that is too large reserves for its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserve {
    /// The completion tokens that it reserves.
    pub now: u64,
    /// The rest of what it asks for: its prompt.
    pub prompt: u64,
    /// The most that it may reserve to pass, where that alone helps.
    pub most: Option<u64>,
    /// Whether a shorter prompt alone helps.
    pub prompt_helps: bool,
}

/// The figures of a limit that an error names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The limit, by name.
    pub limit: String,
    /// Its cap.
    pub cap: u64,
    /// What is used of it.
    pub used: Option<u64>,
    /// What was asked for.
    pub requested: u64,
    /// By how much the request alone is above it: it never passes.
    pub above: Option<u64>,
    /// By how much it is above what is left.
    pub over: u64,
}

/// An option under which the request passes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The model's id.
    pub model: String,
    /// The plan, by name.
    pub plan: String,
    /// Its cap; `None` where it has no such limit.
    pub cap: Option<u64>,
}

/// What the headers of an answer tell of a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The limit, by name.
    pub limit: String,
    /// Its cap.
    pub cap: Option<u64>,
    /// What is left.
    pub remaining: Option<u64>,
    /// How long until it is full, as the API writes it.
    pub full_in: Option<String>,
}

impl From<&Passes<'_>> for Place {
    fn from(Passes { id: OptionId { model, plan, .. }, cap }: &Passes<'_>) -> Self {
        Self { model: (*model).to_owned(), plan: plan.name().to_owned(), cap: *cap }
    }
}

impl Explanation {
    /// The error that a text is, or has beside its request.
    pub(crate) fn find(
        text: &str,
        request: Option<&Body>,
        catalog: &Catalog<'_>,
        day: Date,
    ) -> Option<Self> {
        // Behind a request it is a paragraph of its own.
        let beside = || {
            request.filter(|body| !body.partial)?;
            text.split("\n\n").find_map(ErrorText::find)
        };
        let found = ErrorText::find(text).or_else(beside)?;
        let reserved = request.and_then(Body::max_completion);
        let explained = Explained::new(found.error(), &found.rate_headers(), catalog, day);
        let Explained { error, advice, passes } = &explained;
        let figures = error.limit().and_then(|figures| {
            let (cap, used, requested) = (figures.limit()?, figures.used(), figures.requested()?);
            let asked = requested.saturating_add(used.unwrap_or(0));
            Some(Figures {
                limit: figures.kind()?.name().to_owned(),
                cap,
                used,
                requested,
                above: error.shortfall(),
                over: asked.saturating_sub(cap),
            })
        });
        let reserve = reserved.and_then(|now| {
            // Only what counts prompt and answer together is split so.
            let Figures { requested, cap, .. } = figures
                .as_ref()
                .filter(|one| one.above.is_some() && one.limit.starts_with("TP"))?;
            let (prompt, most) = (requested.checked_sub(now)?, explained.most_completion(now));
            Some(Reserve { now, prompt, most, prompt_helps: now < *cap })
        });
        let entry = ErrorCode::of(error.kind().name(), error.status());
        Some(Self {
            status: error.status(),
            entry: entry.map(|entry| entry.id.to_owned()),
            model: error.model().map(str::to_owned),
            what: explained.what(),
            message: error.message().to_owned(),
            figures,
            waiting: advice.waiting,
            wait_text: explained.waiting(),
            wait: advice.wait.map(|wait| wait.to_string()),
            wait_from: advice.wait_from,
            next: advice.action.to_string(),
            reserve,
            passes: passes.iter().map(Place::from).collect(),
        })
    }
}

impl Left {
    /// What the headers in a text tell of limits.
    pub(crate) fn find(text: &str) -> Vec<Self> {
        let RateHeaders { requests_per_day, tokens_per_minute, .. } =
            ErrorText::read(text).rate_headers();
        let of = |limit: &str, Bucket { limit: cap, remaining, reset }: Bucket| {
            let told = cap.is_some() || remaining.is_some();
            let full_in = reset.map(|reset| reset.to_string());
            told.then(|| Self { limit: limit.to_owned(), cap, remaining, full_in })
        };
        let both = [of("RPD", requests_per_day), of("TPM", tokens_per_minute)];
        both.into_iter().flatten().collect()
    }
}
