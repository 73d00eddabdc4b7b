//! Random organisations, read off bytes as a [`Case`] is: small figures, so that
//! services often share a limit, exceed it together, or tie.

use arbitrary::Unstructured;
use groq_calc::{
    Draft, Kind, Number, Organisation, Price, Prices, WorkloadDraft,
    catalog::{Cap, Context, Lifecycle},
    question::{RequirementsDraft, ServiceDraft},
};

use crate::case::{Bytes, Case, DAY, Facts};

/// A catalog and a question about an organisation.
#[derive(Clone, Debug)]
pub struct OrganisationCase {
    /// The catalog; its own question is not asked.
    pub case: Case,
    /// The question; legal by construction.
    pub draft: Draft,
}

impl OrganisationCase {
    /// The case that some bytes stand for; any bytes will do.
    pub fn read(bytes: &[u8]) -> Self {
        let mut bytes = Bytes(Unstructured::new(bytes));
        let mut case = Case::read(&[]);
        case.models = (0..=bytes.upto(2) as usize).map(|index| model(&mut bytes, index)).collect();
        case.admission = None;
        // Some models are of any size, with any tools, and not always of the kind.
        if bytes.once_in(6) {
            let index = case.models.len();
            case.models.push(bytes.facts(index, Kind::Chat));
        }
        let models = case.models.len() as u64;
        // Every assignment is tried: four services are few.
        let most = if bytes.once_in(6) { 3 } else { 2 };
        let services =
            (0..=bytes.upto(most)).map(|index| service(&mut bytes, index, models)).collect();
        let plans = match bytes.upto(5) {
            0 => Some(vec!["developer".to_owned()]),
            1 => Some(vec!["free".to_owned()]),
            _ => None,
        };
        let rules = [None, Some("reserved"), Some("expected")];
        let draft = Draft {
            as_of: Some(DAY.to_string()),
            plans,
            services: Some(services),
            requirements: RequirementsDraft {
                models: None,
                ..requirements(&mut bytes, 12, models)
            },
            admission: rules[bytes.upto(2) as usize].map(str::to_owned),
            ..Draft::default()
        };
        Self { case, draft }
    }

    /// The question in its checked form.
    pub fn organisation(&self) -> Organisation {
        self.draft.check_services().expect("a case is legal by construction")
    }
}

/// A figure of a few, so that ties are frequent.
fn one_of(bytes: &mut Bytes<'_>, figures: &[u64]) -> u64 {
    figures[bytes.upto(figures.len() as u64 - 1) as usize]
}

fn caps(bytes: &mut Bytes<'_>) -> Option<[Cap; 8]> {
    if bytes.once_in(12) {
        return None;
    }
    let mut cap = |figures: &[u64]| match bytes.upto(15) {
        0 => Cap::Unknown,
        1..=4 => Cap::Absent,
        _ => Cap::At(one_of(bytes, figures)),
    };
    Some([
        cap(&[2, 5, 10, 30]),
        cap(&[100, 200, 500, 1000]),
        cap(&[60, 120, 200, 600, 1000]),
        cap(&[2000, 5000, 10_000, 40_000]),
        if cap(&[1, 2, 3, 4]) == Cap::At(1) { Cap::At(100) } else { Cap::Absent },
        Cap::Absent,
        Cap::Absent,
        Cap::Absent,
    ])
}

fn model(bytes: &mut Bytes<'_>, index: usize) -> Facts {
    let mut price = |figures: &[u64]| {
        let figure = one_of(bytes, figures);
        (!bytes.once_in(20)).then(|| Price::from_picodollars(figure * 10_000))
    };
    let prices = Prices {
        input: price(&[5, 10, 15]),
        cached_input: price(&[2, 5]),
        output: price(&[20, 30, 60]),
        ..Prices::NONE
    };
    Facts {
        id: format!("model-{index}"),
        kind: Kind::Chat,
        stage: if bytes.once_in(4) { Lifecycle::Preview } else { Lifecycle::Production },
        context: Context {
            window: bytes.once_in(4).then(|| one_of(bytes, &[40, 80, 300])),
            max_completion: bytes.once_in(5).then(|| one_of(bytes, &[10, 30, 100])),
        },
        free: caps(bytes),
        developer: caps(bytes),
        prices: Prices { cached_input: prices.cached_input.filter(|_| bytes.once_in(2)), ..prices },
        batch: bytes.once_in(2),
        tools: [true; 5],
        abilities: [groq_calc::catalog::Ability::Yes; 10],
    }
}

fn call(bytes: &mut Bytes<'_>) -> WorkloadDraft {
    let number = |figure: u64| Some(Number::from(figure));
    let input = bytes.upto(40);
    let month = bytes.once_in(4);
    let requests = 1 + bytes.upto(150);
    WorkloadDraft {
        requests_per_day: (!month).then(|| Number::from(requests)),
        requests_per_month: month.then(|| Number::from(requests * 20)),
        input_tokens: number(input),
        cached_input_tokens: if bytes.once_in(3) { number(bytes.upto(input)) } else { None },
        output_tokens: number(1 + bytes.upto(20)),
        max_completion_tokens: bytes.once_in(4).then(|| Number::from(bytes.upto(200))),
        peak_requests_per_minute: bytes.once_in(4).then(|| Number::from(bytes.upto(8))),
        active_hours_per_day: bytes.once_in(3).then(|| Number::from(1 + bytes.upto(23))),
        days_per_month: bytes.once_in(4).then(|| Number::from(1 + bytes.upto(30))),
        batch_share_percent: bytes.once_in(5).then(|| Number::from(one_of(bytes, &[30, 50, 100]))),
        safety_margin_percent: bytes.once_in(5).then(|| Number::from(bytes.upto(60))),
        ..WorkloadDraft::default()
    }
}

fn requirements(bytes: &mut Bytes<'_>, once_in: u64, models: u64) -> RequirementsDraft {
    RequirementsDraft {
        production: bytes.once_in(once_in),
        min_context: bytes.once_in(once_in).then(|| Number::from(60)),
        monthly_budget_usd: bytes
            .once_in(once_in)
            .then(|| Number::from(["0.01", "0.05", "0.5"][bytes.upto(2) as usize])),
        models: bytes.once_in(once_in).then(|| {
            (0..=bytes.upto(1)).map(|_| format!("model-{}", bytes.upto(models - 1))).collect()
        }),
        ..RequirementsDraft::default()
    }
}

fn service(bytes: &mut Bytes<'_>, index: u64, models: u64) -> ServiceDraft {
    let growth = [0, 0, 5, 10, 50, 100, 1000];
    let percent = one_of(bytes, &growth);
    let half = if bytes.once_in(4) { ".25" } else { "" };
    // Services that are alike tie.
    let calls: Vec<_> = match bytes.once_in(6) {
        true => vec![WorkloadDraft {
            requests_per_day: Some(Number::from(20)),
            output_tokens: Some(Number::from(10)),
            ..WorkloadDraft::default()
        }],
        false => (0..=bytes.upto(1)).map(|_| call(bytes)).collect(),
    };
    let percent = if percent == 1000 { "1000".to_owned() } else { format!("{percent}{half}") };
    ServiceDraft {
        name: format!("service {index}"),
        growth_percent_per_month: Some(Number::from(percent)),
        requirements: requirements(bytes, 10, models),
        calls,
        profile: None,
    }
}

/// Four services as a team has them: two that chat, one with two kinds of call,
/// one that transcribes.
///
/// # Panics
///
/// Never: the question is legal.
pub fn usual() -> Organisation {
    let chat = |requests: u64, input: u64, output: u64| WorkloadDraft {
        requests_per_day: Some(Number::from(requests)),
        input_tokens: Some(Number::from(input)),
        output_tokens: Some(Number::from(output)),
        ..WorkloadDraft::default()
    };
    let calls = WorkloadDraft {
        requests_per_day: Some(Number::from(400)),
        audio_seconds: Some(Number::from(180)),
        ..WorkloadDraft::default()
    };
    organisation([
        vec![chat(20_000, 1500, 500)],
        vec![chat(4000, 6000, 400), chat(4000, 60, 5)],
        vec![chat(30_000, 400, 30)],
        vec![calls],
    ])
}

/// Questions with twelve services over all chat models, each hard in its own way.
///
/// # Panics
///
/// Never: the questions are legal.
pub fn hardest() -> [(&'static str, Organisation); 4] {
    let twelve = |requests: fn(u64) -> u64, input: fn(u64) -> u64, output: fn(u64) -> u64| {
        organisation((0..12).map(|index| {
            vec![WorkloadDraft {
                requests_per_day: Some(Number::from(requests(index))),
                input_tokens: Some(Number::from(input(index))),
                output_tokens: Some(Number::from(output(index))),
                ..WorkloadDraft::default()
            }]
        }))
    };
    [
        // Everything fits everywhere: only the lowest highest utilisation decides.
        ("12, free, all divisions fit", twelve(|i| 3 + i, |i| 100 + 7 * i, |i| 20 + i)),
        // The cheapest model has room for some, and which is the question.
        (
            "12, the cheapest models are too small for all",
            twelve(|i| 9000 + 517 * i, |i| 2500 + 331 * i, |i| 300 + 41 * i),
        ),
        // No division fits.
        ("12, none fits", twelve(|i| 400_000 + 9001 * i, |i| 2500 + 331 * i, |i| 300 + 41 * i)),
        // Twelve that are alike.
        ("12 alike", twelve(|_| 15_000, |_| 2000, |_| 500)),
    ]
}

fn organisation(services: impl IntoIterator<Item = Vec<WorkloadDraft>>) -> Organisation {
    let services = services.into_iter().enumerate().map(|(index, calls)| ServiceDraft {
        name: format!("service {index}"),
        growth_percent_per_month: Some(Number::from(10)),
        calls,
        ..ServiceDraft::default()
    });
    let draft = Draft { services: Some(services.collect()), ..Draft::default() };
    draft.check_services().expect("it is legal")
}
