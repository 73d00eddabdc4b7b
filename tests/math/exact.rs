//! Exact figures where random cases seldom tread.

use groq_calc::{
    Caps, Draft, Fraction, Kind, Limit, Offer, OptionId, Plan, Question, Tier, Tokens, Workload,
    capacity::Headroom,
    catalog::{Context, LimitSet},
    outlook::{Change, Lever, levers},
};
use groq_catalog::CATALOG;
use serde_json::{Value, json};

fn question(question: Value) -> Question {
    let draft: Draft = serde_json::from_value(question).expect("a question");
    draft.check().expect("legal")
}

fn workload(workload: Value) -> Workload {
    question(json!({ "workload": workload })).workload
}

#[test]
fn audio_by_the_hour_and_by_the_day() {
    let offer = |caps| Offer {
        caps,
        ..Offer::bare("whisper", Kind::Transcription, Plan::Free, Tier::OnDemand)
    };
    let workload =
        workload(json!({"requests_per_day": 960, "audio_seconds": 30, "active_hours_per_day": 8}));
    let hourly = offer(Caps::NONE.with(Limit::ASH, 7200));
    let capacity = hourly.capacity(&workload).expect("legal");
    // 7200 / 30 an hour, in 8 hours; half of it is used.
    assert_eq!((capacity.per_day, capacity.per_minute), (Some(1920), None));
    assert_eq!(capacity.utilization, Fraction::new(1, 2));
    assert_eq!(capacity.binding, LimitSet::from_iter([Limit::ASH]));
    assert_eq!(hourly.room(&workload), Ok(Headroom::UpTo(1920)));
    let daily = offer(Caps::NONE.with(Limit::ASD, 28_800));
    assert_eq!(daily.capacity(&workload).expect("legal").per_day, Some(960));
    assert_eq!(daily.room(&workload), Ok(Headroom::UpTo(960)));
    let both = offer(hourly.caps.with(Limit::ASD, 28_800));
    assert_eq!(both.capacity(&workload).expect("legal").utilization, Fraction::new(1, 1));
    assert_eq!(both.room(&workload), Ok(Headroom::UpTo(960)));
    // A second that has begun is asked for in full.
    let long = Workload { audio: groq_calc::num::AudioMillis::new(7_200_001), ..workload };
    assert!(hourly.capacity(&long).expect("legal").blocked.is_some());
    let exact = Workload { audio: groq_calc::num::AudioMillis::new(7_200_000), ..workload };
    assert!(hourly.capacity(&exact).expect("legal").blocked.is_none());
    assert_eq!(hourly.room(&exact), Ok(Headroom::UpTo(8)));
}

#[test]
fn a_limit_above_every_legal_volume_is_none() {
    let offer = |rpd| Offer {
        caps: Caps::NONE.with(Limit::RPD, rpd),
        ..Offer::bare("m", Kind::Chat, Plan::Developer, Tier::OnDemand)
    };
    let workload = workload(json!({"requests_per_day": 1, "input_tokens": 1}));
    assert_eq!(offer(999_999_999_999).room(&workload), Ok(Headroom::UpTo(999_999_999_999)));
    assert_eq!(offer(1_000_000_000_000).room(&workload), Ok(Headroom::Unbounded));
    assert_eq!(offer(5_000_000_000_000).room(&workload), Ok(Headroom::Unbounded));
    let batched = Offer { batchable: true, ..offer(10) };
    let half = Workload { batch_share_percent: 75, ..workload };
    assert_eq!(batched.room(&half), Ok(Headroom::UpTo(40)));
    let all = Workload { batch_share_percent: 100, ..workload };
    assert_eq!(batched.room(&all), Ok(Headroom::Unbounded));
}

fn pulled(tpm: u64, max: u64) -> Vec<Change<'static>> {
    let question = question(json!({
        "as_of": "2026-06-04", "plans": ["developer"],
        "workload": {
            "requests_per_day": 10, "input_tokens": 100, "output_tokens": 400,
            "max_completion_tokens": max
        },
        "limits": {"openai/gpt-oss-120b": {"developer": {"TPM": tpm}}}
    }));
    let (plan, tier) = (Plan::Developer, Tier::OnDemand);
    let offer = question
        .on(&CATALOG)
        .and_then(|dated| dated.offer(OptionId::new("openai/gpt-oss-120b", plan, tier)));
    levers(&CATALOG, &question, &offer.expect("it is offered")).expect("legal")
}

#[track_caller]
fn fits_after(changes: &[Change<'_>], lever: Lever) -> (bool, Option<u64>) {
    let change = changes.iter().find(|change| change.lever == lever).expect("it is offered");
    (change.after.fits, change.to)
}

#[test]
fn a_reservation_goes_with_the_completion_that_fills_it() {
    // 100 + 400 are asked for at once.
    let filled = pulled(450, 400);
    assert_eq!(fits_after(&filled, Lever::ShorterCompletion), (true, Some(300)));
    assert_eq!(fits_after(&filled, Lever::ShorterPrompt), (true, Some(50)));
    // A larger one stays, and with it 100 + 1000.
    let larger = pulled(1_050, 1_000);
    assert_eq!(fits_after(&larger, Lever::ShorterCompletion), (false, Some(300)));
    assert_eq!(fits_after(&larger, Lever::ReserveLess), (true, Some(400)));
    assert_eq!(fits_after(&larger, Lever::ShorterPrompt), (true, Some(50)));
}

#[test]
fn more_room_than_any_question_has_no_bound() {
    let question = question(json!({
        "as_of": "2026-06-04", "plans": ["free"],
        "workload": {"requests_per_day": 10, "input_tokens": 10, "output_tokens": 1}
    }));
    let offer = question
        .on(&CATALOG)
        .and_then(|dated| {
            dated.offer(OptionId::new("openai/gpt-oss-120b", Plan::Free, Tier::OnDemand))
        })
        .expect("it is offered");
    let changes = levers(&CATALOG, &question, &offer).expect("legal");
    for change in &changes {
        let (was, is) = (change.before.requests_per_day, change.after.requests_per_day);
        let expected = match is {
            Headroom::Unbounded => Headroom::Unbounded,
            _ if is > was => Headroom::UpTo(is.count() - was.count()),
            _ => Headroom::Nothing,
        };
        assert_eq!(change.gains(), expected, "{:?}", change.lever);
    }
    let bare = Offer::bare("m", Kind::Chat, Plan::Developer, Tier::OnDemand);
    assert_eq!(bare.room(&question.workload), Ok(Headroom::Unbounded));
    assert_eq!(Headroom::Unbounded.count(), 1_000_000_000_000);
    assert_eq!((Headroom::Nothing.count(), Headroom::UpTo(7).count()), (0, 7));
    assert_eq!(serde_json::to_value(Headroom::Unbounded).expect("null"), Value::Null);
    assert_eq!(serde_json::to_value(Headroom::UpTo(7)).expect("a count"), 7);
    assert_eq!(serde_json::to_value(Headroom::Nothing).expect("a count"), 0);
}

#[test]
fn a_request_that_is_just_small_enough_passes() {
    let offer = Offer {
        caps: Caps::NONE.with(Limit::TPM, 1000).with(Limit::ITPM, 600).with(Limit::OTPM, 500),
        context: Context { window: Some(990), max_completion: Some(450) },
        ..Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand)
    };
    let workload = workload(json!({"requests_per_day": 1, "input_tokens": 1}));
    let blocked = |input, output| {
        let shape = Workload {
            input_tokens: Tokens::new(input),
            output_tokens: Tokens::new(output),
            ..workload
        };
        offer.capacity(&shape).expect("legal").blocked.map(|blocked| blocked.to_string())
    };
    assert_eq!(blocked(540, 450), None);
    assert_eq!(blocked(600, 390), None);
    assert!(blocked(541, 450).is_some_and(|words| words.contains("991 tokens")));
    assert!(blocked(0, 451).is_some_and(|words| words.contains("model's cap")));
    assert!(blocked(601, 0).is_some_and(|words| words.contains("ITPM of 600")));
}

#[test]
fn a_day_has_one_form() {
    let texts =
        ["2026/06-04", "2026-06/04", "2026-06-4", "2026-06-004", "0000-01-01", "2026-00-01"];
    for text in texts.into_iter().chain(["2026-01-00", "+026-01-01", "2026-0a-01", "1900-02-29"]) {
        assert_eq!(groq_calc::Date::parse(text), None, "{text}");
    }
    for text in ["0001-01-01", "9999-12-31", "2000-02-29"] {
        assert_eq!(groq_calc::Date::parse(text).map(|day| day.to_string()), Some(text.to_owned()));
    }
}

#[test]
fn batch_and_a_prompt_cached_in_full_cost_the_same_at_half_price() {
    let price = groq_calc::Price::from_picodollars;
    let offer = |cached| Offer {
        prices: groq_calc::Prices {
            input: Some(price(1_000)),
            cached_input: Some(price(cached)),
            output: Some(price(0)),
            ..groq_calc::Prices::NONE
        },
        batchable: true,
        ..Offer::bare("m", Kind::Chat, Plan::Developer, Tier::OnDemand)
    };
    let workload = workload(json!({"requests_per_day": 10, "input_tokens": 100}));
    let at = |cached| {
        let both = offer(cached).batch_against_cache(&workload).expect("legal").expect("both");
        (both.cached_input_tokens, both.always)
    };
    assert_eq!(at(500), (Fraction::new(100, 1), false));
    assert_eq!(at(501), (Fraction::new(50_000, 499), true));
    assert_eq!(at(499), (Fraction::new(50_000, 501), false));
    let none = Offer { batchable: false, ..offer(500) };
    assert_eq!(none.batch_against_cache(&workload), Ok(None));
}

#[test]
fn a_product_above_64_bits_is_divided_all_the_same() {
    let offer = Offer {
        caps: Caps::NONE.with(Limit::TPM, u64::MAX),
        ..Offer::bare("m", Kind::Chat, Plan::Free, Tier::OnDemand)
    };
    let most = |input: u64| {
        let workload = workload(json!({"requests_per_day": 1, "input_tokens": input}));
        let capacity = offer.capacity(&workload).expect("legal");
        (capacity.per_minute, capacity.per_day)
    };
    let a_day = u128::from(u64::MAX) * 1440;
    let expected = u64::try_from(a_day / 2000).expect("it fits");
    assert_eq!(most(2000), (Some(u64::MAX / 2000), Some(expected)));
    // And where the answer itself does not fit, it is the most there is.
    assert_eq!(most(1), (Some(u64::MAX), Some(u64::MAX)));
}

#[test]
fn a_replay_as_json() {
    use groq_calc::replay::{Policy, Replay, Request, Rules};
    let caps = Caps::NONE.with(Limit::RPM, 30).with(Limit::TPM, 6000).with_unknown(Limit::TPD);
    let prices = groq_calc::Prices {
        input: Some(groq_calc::Price::per_million("1")),
        output: Some(groq_calc::Price::per_million("2")),
        ..groq_calc::Prices::NONE
    };
    let rows = [Request::new(0, 2000, 0, 500).expect("legal"); 3];
    let report = |policy| {
        let mut replay = Replay::new(Rules { policy, ..Rules::new(caps, prices) });
        assert_eq!(replay.rules().policy, policy);
        replay.feed(&rows).expect("in order");
        let mut json = serde_json::to_value(replay.finish().expect("legal")).expect("JSON");
        let bins = json["series"].as_array().expect("a list of bins").clone();
        json["series"] = json!(bins.len());
        (json, bins)
    };
    let (json, bins) = report(Policy::Drop);
    assert_eq!(
        json,
        json!({
            "requests": 3, "admitted": 2, "rejected": 1, "last_start_us": 0, "oversize": 0,
            "oversize_by": {"RPM": 0, "TPM": 0}, "over_context": 0, "batched": 0,
            "tokens_charged": 5000, "failed_by": {"RPM": 0, "TPM": 1},
            "longest_wait_by": {"RPM": 0, "TPM": 1},
            "first": {"row": 2, "t_us": 0, "limit": "TPM", "retry_after_us": 15_000_000},
            "unknown_limits": ["TPD"], "cost_admitted_usd": "0.006",
            "cost_offered_usd": "0.009", "cost_batched_usd": "0",
            "bin_us": json["bin_us"], "series": 1
        })
    );
    assert_eq!(
        bins[0],
        json!({
            "t_us": 0, "requests": 3, "admitted": 2, "rejected": 1, "abandoned": 0, "oversize": 0,
            "waiting": 0, "failed_by": {"TPM": 1}, "left": bins[0]["left"]
        })
    );
    let (json, _) = report(Policy::Queue { patience_us: Some(20_000_000) });
    let wanted = json!({
        "admitted": 3, "delayed": 1, "abandoned": 0, "patience_us": 20_000_000, "wait_p50_us": 0,
        "wait_p99_us": 15_000_000, "wait_max_us": 15_000_000, "waits_exact": true,
        "last_start_us": 15_000_000
    });
    for (name, value) in wanted.as_object().expect("fields") {
        assert_eq!(&json[name], value, "{name}");
    }
    assert_eq!(json.get("rejected"), None);
}

#[test]
fn what_does_not_fit_128_bits_is_an_error() {
    let dear = Offer {
        prices: groq_calc::Prices {
            input: Some(groq_calc::Price::from_picodollars(u64::MAX)),
            output: Some(groq_calc::Price::from_picodollars(u64::MAX)),
            ..groq_calc::Prices::NONE
        },
        ..Offer::bare("m", Kind::Chat, Plan::Developer, Tier::OnDemand)
    };
    let workload = workload(json!({
        "requests_per_day": 1_000_000_000_000u64, "input_tokens": 1_000_000_000,
        "output_tokens": 1_000_000_000, "days_per_month": 31
    }));
    let error = dear.bill(&workload).expect_err("it does not fit");
    assert!(error.is_overflow());
    assert_eq!(error.to_string(), "input is too large: the result does not fit 128 bits");
    let spend = dear.spend(&workload, groq_calc::Usd::ZERO).expect_err("it does not fit");
    assert!(spend.is_overflow());
    // Without a price there is nothing to spend.
    let bare = Offer::bare("m", Kind::Chat, Plan::Developer, Tier::OnDemand);
    assert_eq!(bare.spend(&workload, groq_calc::Usd::ZERO), Ok(None));
    assert_eq!(bare.monthly(&workload), Ok(None));
}

#[test]
fn a_number_is_kept_as_it_was_written() {
    use groq_calc::Number;
    let number = Number::from("1,500".to_owned());
    assert_eq!((number.as_str(), number.to_string().as_str()), ("1,500", "1,500"));
    let read = |text: &str| serde_json::from_str::<Number>(text);
    for (text, number) in [("7", "7"), ("-7", "-7"), ("2.5", "2.5"), ("\"1k\"", "1k")] {
        assert_eq!(read(text).expect("a number").as_str(), number);
    }
    for text in ["7", "\"007\"", "\"+7\"", "\"7.0\"", "18446744073709551615"] {
        let number = read(text).expect("a number");
        assert_eq!(serde_json::to_string(&number).expect("JSON"), text);
    }
    let error = read("true").expect_err("no number").to_string();
    assert!(error.contains("expected a number"), "{error}");
}

#[test]
fn speech_that_is_not_spoken_has_no_uncounted_tokens() {
    let offer = Offer {
        caps: Caps::NONE.with(Limit::TPM, 1000).with(Limit::RPM, 10),
        ..Offer::bare("m", Kind::Speech, Plan::Free, Tier::OnDemand)
    };
    let unknown = |spoken| offer.unknown_limits(&workload(spoken)).to_string();
    assert_eq!(unknown(json!({"requests_per_day": 1, "input_tokens": 1})), "");
    assert_eq!(unknown(json!({"requests_per_day": 1, "characters": 5})), "TPM");
    let counted = json!({"requests_per_day": 1, "characters": 5, "output_tokens": 1});
    assert_eq!(unknown(counted), "");
}
