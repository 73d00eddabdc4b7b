//! Cost against published results, on the real catalog.

use groq_calc::{
    Answer, Catalog, Date, Draft, Number, Question, Workload, WorkloadDraft,
    answer::PassedOver,
    catalog::{Benchmark, Points, Score},
    outlook::ladder,
    question::{QualityDraft, RequirementsDraft, ScoreDraft},
};
use groq_catalog::{CATALOG, SCORES, WITH_SCORES};

const BIG: &str = "openai/gpt-oss-120b";
const SMALL: &str = "openai/gpt-oss-20b";

fn points(text: &str) -> Points {
    Points::parse(text).expect("a score")
}

fn chat(requirements: RequirementsDraft, scores: Vec<ScoreDraft>) -> Question {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(2000)),
        input_tokens: Some(Number::from(1500)),
        output_tokens: Some(Number::from(500)),
        ..WorkloadDraft::default()
    };
    let draft = Draft { workload, requirements, scores, ..Draft::default() };
    draft.check().expect("a legal question")
}

fn asked(benchmark: &str, at_least: Option<&str>) -> RequirementsDraft {
    let quality = QualityDraft {
        benchmark: benchmark.to_owned(),
        at_least: at_least.map(|text| Number::from(text.to_owned())),
    };
    RequirementsDraft { quality: Some(quality), ..RequirementsDraft::default() }
}

fn ids<'a>(answer: &'a Answer<'_>) -> Vec<&'a str> {
    let quality = answer.quality().expect("there are results");
    let models = quality.frontier.iter().map(|point| point.id.model).collect::<Vec<_>>();
    models
        .into_iter()
        .filter_map(|id| answer.options.iter().find(|o| o.id.model == id))
        .map(|o| o.id.model)
        .collect()
}

#[test]
fn the_next_better_model_has_its_price_and_its_score() {
    let answer = WITH_SCORES.answer(&chat(RequirementsDraft::default(), Vec::new())).unwrap();
    assert_eq!(answer.recommended.as_ref().unwrap().id.model, SMALL);
    let quality = answer.quality().unwrap();
    assert_eq!(
        (quality.benchmark, quality.measurer, quality.maker),
        ("gpqa-diamond", "OpenAI", true)
    );
    assert!(CATALOG.source(quality.source).is_some() && !quality.licence.is_empty());
    let next = quality.next.as_ref().expect("one is better");
    assert_eq!((next.id.model, next.more_usd.to_string().as_str()), (BIG, "15.75"));
    assert_eq!((next.score, next.instead_of), (points("73.1"), points("66")));
    assert_eq!(ids(&answer), [SMALL, BIG]);
    assert_eq!(quality.frontier[0].effort.as_deref(), Some("medium"), "Groq's default");
    assert_eq!(quality.frontier[0].other_efforts.len(), 2);
    let silent = quality.unscored.iter().find(|model| model.model == "qwen/qwen3.8-27b").unwrap();
    assert_eq!(
        silent.to_string(),
        "qwen/qwen3.8-27b: no published score at this setting (effort none, Groq's default)"
    );
    assert_eq!(
        CATALOG.answer(&chat(RequirementsDraft::default(), Vec::new())).unwrap().quality(),
        None
    );
}

#[test]
fn overlapping_intervals_are_a_tie() {
    let day = Date::constant(2026, 6, 4);
    let question = Question::from(Workload::chat(2000, 1500, 500)).as_of(day);
    let answer = WITH_SCORES.answer(&question).unwrap();
    let quality = answer.quality().unwrap();
    assert_eq!(
        (quality.measurer, quality.maker, quality.licence),
        ("Epoch AI", false, "CC BY 4.0")
    );
    // Llama 3.3 70B costs more than Scout and is not better beyond the intervals.
    let scout = "meta-llama/llama-4-scout-17b-16e-instruct";
    assert_eq!(ids(&answer), ["llama-3.1-8b-instant", scout]);
    assert_eq!(quality.next.as_ref().map(|next| next.id.model), Some(scout));
    // A score at another effort is not one at this setting.
    let big = quality.unscored.iter().find(|model| model.model == BIG).expect("it fits");
    assert_eq!((big.default_effort, big.other_efforts.len()), (None, 1));
}

#[test]
fn a_floor_passes_over_what_does_not_reach_it() {
    let answer = WITH_SCORES.answer(&chat(asked("gpqa-diamond", Some("70")), Vec::new())).unwrap();
    assert_eq!(answer.recommended.as_ref().unwrap().id.model, BIG);
    let passed = |id: &str| {
        let of = answer.options.iter().filter(|option| option.id.model == id && option.fits);
        of.map(|option| option.passed_over).next().expect("an option fits")
    };
    let (score, at_least) = (points("66"), points("70"));
    assert_eq!(passed(SMALL), Some(PassedOver::LowScore { score, at_least }));
    assert_eq!(passed("qwen/qwen3.8-27b"), Some(PassedOver::NoScore));
    let ladder =
        ladder(&WITH_SCORES, &chat(asked("gpqa-diamond", Some("70")), Vec::new())).unwrap();
    assert!(!ladder.is_empty() && ladder.iter().all(|step| step.id.model == BIG), "{ladder:?}");
    let nothing = WITH_SCORES.answer(&chat(asked("no-such", Some("1")), Vec::new())).unwrap();
    assert!(nothing.recommended.is_none() && nothing.quality().is_none());
}

#[test]
fn your_own_results_come_first() {
    let own = |model: &str, score: &str| ScoreDraft {
        model: model.to_owned(),
        score: Number::from(score.to_owned()),
        ..ScoreDraft::default()
    };
    let scores = vec![own(SMALL, "0.91"), own("qwen/qwen3.8-27b", "0.97"), own(BIG, "0.9")];
    let answer = WITH_SCORES.answer(&chat(RequirementsDraft::default(), scores)).unwrap();
    let quality = answer.quality().unwrap();
    assert_eq!((quality.measurer, quality.benchmark, quality.source), ("you", "yours", ""));
    assert_eq!(ids(&answer), [SMALL, "qwen/qwen3.8-27b"]);
    assert!(quality.unscored.is_empty(), "{:?}", quality.unscored);
    let bad =
        ScoreDraft { low: Some(Number::from("2")), high: Some(Number::from("1")), ..own(BIG, "1") };
    let draft = Draft { scores: vec![bad, own("", "x")], ..Draft::default() };
    let errors = draft.check().unwrap_err();
    let fields: Vec<_> = errors.iter().map(|error| error.field()).collect();
    assert!(["low", "model", "score"].iter().all(|field| fields.contains(field)), "{fields:?}");
}

#[test]
fn of_an_error_rate_the_lower_is_better() {
    let workload = WorkloadDraft {
        requests_per_day: Some(Number::from(10_000)),
        audio_seconds: Some(Number::from(60)),
        ..WorkloadDraft::default()
    };
    let question = Draft { workload, ..Draft::default() }.check().unwrap();
    let answer = WITH_SCORES.answer(&question).unwrap();
    assert_eq!(answer.recommended.as_ref().unwrap().id.model, "whisper-large-v3-turbo");
    let quality = answer.quality().unwrap();
    assert!(quality.lower_is_better);
    let next = quality.next.as_ref().expect("the larger one errs less");
    assert_eq!((next.score, next.instead_of), (points("7.44"), points("7.83")));
}

#[test]
fn nothing_is_known_before_it_was_published() {
    let day = Date::constant(2025, 12, 31);
    let known = SCORES.iter().filter(|score| score.date <= day).count();
    assert!(known > 0 && known < SCORES.len());
    let question = Question::from(Workload::chat(10, 100, 10)).as_of(day);
    let answer = WITH_SCORES.answer(&question).unwrap();
    assert!(answer.quality().is_none_or(|quality| quality.date <= day));
}

#[test]
fn every_result_has_a_source_and_one_set_has_a_model_once() {
    for (index, score) in SCORES.iter().enumerate() {
        assert!(CATALOG.source(score.source).is_some(), "{}", score.source);
        assert!(CATALOG.model(score.model).is_some(), "{}", score.model);
        let same = |other: &Score<'_>| {
            other.compares(score) && (other.model, other.effort) == (score.model, score.effort)
        };
        assert!(!SCORES[index + 1..].iter().any(same), "{score:?}");
    }
    let known = |id: &str| groq_catalog::BENCHMARKS.iter().any(|one: &Benchmark<'_>| one.id == id);
    assert!(SCORES.iter().all(|score| known(score.benchmark)));
    let bare = Catalog { scores: SCORES, ..Catalog::EMPTY };
    assert!(bare.benchmarks.is_empty());
}

#[test]
fn models_compare_without_a_question() {
    let day = CATALOG.newest();
    let of = |ids: &[&str], benchmark| {
        let models: Vec<_> = ids.iter().filter_map(|id| CATALOG.model(id)).collect();
        WITH_SCORES.comparison(&models, benchmark, day)
    };
    let best = of(&[BIG, SMALL], None).expect("there are results");
    let score = |id| best.of(CATALOG.model(id).expect("it is known")).map(|score| score.score);
    assert_eq!((best.benchmark.id, best.scores[0].measurer), ("gpqa-diamond", "OpenAI"));
    assert_eq!((score(BIG), score(SMALL)), (Some(points("73.1")), Some(points("66"))));
    assert_eq!(score("qwen/qwen3.8-27b"), None, "another measurer does not compare");
    let mmlu = of(&[BIG], Some("mmlu")).expect("there are results");
    assert_eq!(mmlu.benchmark.id, "mmlu");
    assert_eq!(of(&[BIG], Some("wer-long-form")), None);
    assert_eq!(of(&["canopylabs/orpheus-v1-english"], None), None);
}
