//! Error texts as public issue threads quote them, old and new.

use groq_protocol::{
    Action, Advice, Agreement, ApiError, ErrorKind, LimitKind, Nanos, RateHeaders, Waiting,
};

/// A text of a rate limit in the form of 2025 and 2026.
fn new_form(model: &str, name: &str, figures: &str, wait: &str) -> String {
    format!(
        "Rate limit reached for model `{model}` in organization `org_01kjh7p9n8f1` service tier \
         `on_demand` on {name}: {figures}. Please try again in {wait}. Need more tokens? Upgrade \
         to Dev Tier today at https://console.groq.com/settings/billing"
    )
}

/// The same in the form of 2024.
fn old_form(model: &str, name: &str, figures: &str, wait: &str) -> String {
    format!(
        "Rate limit reached for model `{model}` in organization `org_01hqm053avff` on {name}: \
         {figures}. Please try again in {wait}. Visit \
         https://console.groq.com/docs/rate-limits for more information."
    )
}

fn body(message: &str, error_type: &str) -> String {
    format!(
        r#"{{"error":{{"message":"{message}","type":"{error_type}","code":"rate_limit_exceeded"}}}}"#
    )
}

struct Vector {
    name: &'static str,
    text: String,
    kind: Option<LimitKind>,
    figures: [u64; 3],
    approximate: bool,
    printed: u64,
    /// Printed less computed, in nanoseconds; parts of one dropped.
    difference: i128,
}

#[allow(clippy::too_many_arguments, reason = "one row of a table")]
fn vector(
    name: &'static str,
    form: fn(&str, &str, &str, &str) -> String,
    model: &str,
    kind: LimitKind,
    [limit, used, requested]: [u64; 3],
    approximate: bool,
    wait: &str,
    printed: u64,
    difference: i128,
) -> Vector {
    let (words, short) = kind.in_errors();
    let tilde = if approximate { "~" } else { "" };
    let figures = format!("Limit {limit}, Used {used}, Requested {tilde}{requested}");
    Vector {
        name,
        text: form(model, &format!("{words} ({short})"), &figures, wait),
        kind: Some(kind),
        figures: [limit, used, requested],
        approximate,
        printed,
        difference,
    }
}

/// R1 to R15: the retry waits that were quoted in public.
fn vectors() -> Vec<Vector> {
    use LimitKind::{Ash, Otpm, Rpd, Rpm, Tpd, Tpm};
    let turbo = "whisper-large-v3-turbo";
    let mut blank = vector(
        "R14",
        old_form,
        "llama3-70b-8192",
        Tpd,
        [500_000, 500_370, 252],
        false,
        "1m47.5854s",
        107_585_400_000,
        103_800_000,
    );
    blank.text = blank.text.replace("on tokens per day (TPD): ", "on : ");
    blank.kind = None;
    vec![
        vector(
            "R1",
            new_form,
            "llama-3.1-8b-instant",
            Tpm,
            [6000, 5034, 1443],
            false,
            "4.77s",
            4_770_000_000,
            0,
        ),
        vector(
            "R2",
            old_form,
            "llama3-70b-8192",
            Tpm,
            [7000, 0, 12_903],
            true,
            "50.597142857s",
            50_597_142_857,
            0,
        ),
        vector(
            "R3",
            new_form,
            "llama-3.3-70b-versatile",
            Tpd,
            [100_000, 97_050, 3619],
            false,
            "9m38.016s",
            578_016_000_000,
            0,
        ),
        vector(
            "R4",
            new_form,
            "llama-3.3-70b-versatile",
            Tpd,
            [100_000, 99_996, 484],
            false,
            "6m54.72s",
            414_720_000_000,
            0,
        ),
        vector(
            "R5",
            new_form,
            "openai/gpt-oss-120b",
            Tpd,
            [200_000, 197_494, 4035],
            false,
            "11m0.528s",
            660_528_000_000,
            0,
        ),
        vector(
            "R6",
            new_form,
            "openai/gpt-oss-120b",
            Tpd,
            [200_000, 199_336, 1524],
            false,
            "6m 11.52s",
            371_520_000_000,
            0,
        ),
        vector(
            "R7",
            new_form,
            "openai/gpt-oss-20b",
            Rpm,
            [30, 30, 1],
            false,
            "2s",
            2_000_000_000,
            0,
        ),
        vector(
            "R8",
            new_form,
            "openai/gpt-oss-20b",
            Rpd,
            [1000, 1000, 1],
            false,
            "1m26.4s",
            86_400_000_000,
            0,
        ),
        vector("R9", new_form, turbo, Ash, [7200, 6445, 1601], false, "7m3s", 423_000_000_000, 0),
        vector("R10", new_form, turbo, Ash, [7200, 5956, 2336], false, "9m6s", 546_000_000_000, 0),
        vector(
            "R11",
            new_form,
            "qwen/qwen3.8-27b",
            Otpm,
            [1000, 72, 981],
            false,
            "3.179999999s",
            3_179_999_999,
            -1,
        ),
        vector(
            "R12",
            old_form,
            "llama-3.3-70b-versatile",
            Tpm,
            [6000, 3513, 3166],
            false,
            "6.780999999s",
            6_780_999_999,
            -9_000_001,
        ),
        vector(
            "R13",
            old_form,
            "llama3-8b-8192",
            Tpm,
            [5000, 5747, 4251],
            true,
            "59.977s",
            59_977_000_000,
            1_000_000,
        ),
        blank,
        vector(
            "R15",
            new_form,
            turbo,
            Ash,
            [7200, 7170, 230],
            false,
            "1m39.738s",
            99_738_000_000,
            -262_000_000,
        ),
    ]
}

#[test]
fn fifteen_quoted_waits() {
    for vector in vectors() {
        let error = ApiError::parse(429, &body(&vector.text, "tokens"));
        let name = vector.name;
        let figures = error.limit().expect(name);
        assert_eq!(figures.kind(), vector.kind, "{name}");
        let [limit, used, requested] = vector.figures;
        assert_eq!(figures.limit(), Some(limit), "{name}");
        assert_eq!(figures.used(), Some(used), "{name}");
        assert_eq!(figures.requested(), Some(requested), "{name}");
        assert_eq!(figures.is_approximate(), vector.approximate, "{name}");
        assert_eq!(figures.wait(), Some(Nanos::new(vector.printed)), "{name}");
        assert_eq!(error.code(), Some("rate_limit_exceeded"));
        assert!(!error.message().contains("org_0"), "{name}: {}", error.message());

        // R14 names no limit: nothing is computed until the caller gives a window.
        let computed = match vector.kind {
            Some(_) => figures.computed_wait(),
            None => {
                assert_eq!(figures.computed_wait(), None);
                assert_eq!(figures.agreement(), Agreement::Unknown);
                figures.wait_over(LimitKind::Tpd.window())
            }
        }
        .expect(name);
        let floor = i128::from(computed.floor().expect("it is short").get());
        assert_eq!(i128::from(vector.printed) - floor, vector.difference, "{name}");
        if vector.kind.is_some() {
            assert_eq!(figures.agreement(), Agreement::Agrees, "{name}");
        }

        let advice = Advice::new(&error, &RateHeaders::default());
        if name == "R2" {
            // The old form of what is a 413 today.
            assert_eq!(error.kind(), ErrorKind::RequestTooLarge);
            assert_eq!((advice.waiting, advice.wait), (Waiting::Never, None));
        } else {
            assert_eq!(error.kind(), ErrorKind::RateLimited, "{name}");
            assert_eq!((advice.action, advice.waiting), (Action::WaitAndRetry, Waiting::Helps));
            assert_eq!(advice.wait, Some(Nanos::new(vector.printed)), "{name}");
        }
    }
}

#[test]
fn the_same_text_out_of_logs() {
    // Wrapped by a log, in Python's spelling, with the quotes lost.
    let wrapped = "Error code: 429 - {'error': {'message': 'Rate limit reached for model\n\
        llama-3.3-70b-versatile in organization\norg_01kes94v04f9 service tier on_demand on tokens\n\
        per minute (TPM): Limit 12000, Used 2542, Requested 9855. Please try\nagain in 1.984999999s. \
        Need more tokens%3F Upgrade', 'type': 'tokens'}}";
    let error = ApiError::parse(429, wrapped);
    let figures = error.limit().unwrap();
    assert_eq!(figures.kind(), Some(LimitKind::Tpm));
    assert_eq!(figures.requested(), Some(9855));
    assert_eq!(figures.wait(), Some(Nanos::new(1_984_999_999)));
    assert_eq!(figures.agreement(), Agreement::Agrees);
    assert_eq!(error.model(), Some("llama-3.3-70b-versatile"));
    assert_eq!(error.service_tier(), Some("on_demand"));
}

#[test]
fn too_large_never_passes() {
    let tpm = "Request too large for model `llama-3.3-70b-versatile` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 12000, Requested 14137, please reduce your message size and try again. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing";
    let audio = "Request too large for model `whisper-large-v3` in organization `org_1` service tier `on_demand` on seconds of audio per hour (ASPH): Limit 7200, Requested 10200, please reduce your message size and try again.";
    // Answered with 400 and another type.
    let output = "Request too large for model `qwen/qwen3.8-27b` in organization `org_1` service tier `on_demand` on output tokens per minute (OTPM): Limit 1000, Requested 1295. The request's expected output tokens exceed the enforced limit; reduce max_tokens or upgrade.";
    for (status, text, kind, limit, requested) in [
        (413, tpm, LimitKind::Tpm, 12_000, 14_137),
        (413, audio, LimitKind::Ash, 7200, 10_200),
        (400, output, LimitKind::Otpm, 1000, 1295),
    ] {
        let error = ApiError::parse(status, &body(text, "tokens"));
        assert_eq!(error.kind(), ErrorKind::RequestTooLarge);
        let figures = error.limit().unwrap();
        assert_eq!(figures.kind(), Some(kind));
        assert_eq!(figures.limit(), Some(limit));
        assert_eq!(figures.used(), None);
        assert_eq!(figures.requested(), Some(requested));
        assert_eq!(figures.wait(), None);
        assert_eq!(figures.exceeds_limit(), Some(true));
        let header = RateHeaders::read([("retry-after", "7")]);
        let advice = Advice::new(&error, &header);
        assert_eq!((advice.action, advice.waiting), (Action::Shrink, Waiting::Never));
        assert_eq!(advice.wait, None, "no header makes it pass");
    }
}

#[test]
fn every_status_has_its_advice() {
    use {Action as A, ErrorKind as K, Waiting as W};
    let json = |code: &str| format!(r#"{{"error":{{"message":"m","type":"t","code":"{code}"}}}}"#);
    for (status, body, kind, action, waiting) in [
        (401, json("invalid_api_key"), K::InvalidApiKey, A::FixKey, W::Never),
        (401, String::new(), K::InvalidApiKey, A::FixKey, W::Never),
        (404, json("model_not_found"), K::ModelNotFound, A::ChangeModel, W::Never),
        (400, json("model_decommissioned"), K::ModelDecommissioned, A::ChangeModel, W::Never),
        (400, json("blocked_api_access"), K::SpendLimit, A::RaiseSpendLimit, W::MayHelp),
        (400, json("spend_limit_reached"), K::SpendLimit, A::RaiseSpendLimit, W::MayHelp),
        (498, json("capacity_exceeded"), K::CapacityExceeded, A::BackOff, W::MayHelp),
        (498, String::new(), K::CapacityExceeded, A::BackOff, W::MayHelp),
        (
            403,
            r#"{"error":{"message":"Access denied. Please check your network settings."}}"#.into(),
            K::NetworkRefused,
            A::ChangeNetwork,
            W::Never,
        ),
        (403, "error code: 1010".into(), K::NetworkRefused, A::ChangeNetwork, W::Never),
        (
            403,
            "<!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title>".into(),
            K::NetworkRefused,
            A::ChangeNetwork,
            W::Never,
        ),
        (403, json("permissions_error"), K::Forbidden, A::AskPermission, W::Never),
        (
            404,
            "<html><head><title>404 Not Found</title></head></html>".into(),
            K::NotFound,
            A::FixRequest,
            W::Never,
        ),
        (400, json("x"), K::BadRequest, A::FixRequest, W::Never),
        (413, "Request Entity Too Large".into(), K::RequestTooLarge, A::Shrink, W::Never),
        (422, json("x"), K::Unprocessable, A::FixRequest, W::MayHelp),
        (424, json("x"), K::FailedDependency, A::FixDependency, W::MayHelp),
        (429, json("x"), K::RateLimited, A::WaitAndRetry, W::Helps),
        (499, json("x"), K::Cancelled, A::Nothing, W::MayHelp),
        (500, json("x"), K::Server, A::BackOff, W::MayHelp),
        (503, "<html>".into(), K::Server, A::BackOff, W::MayHelp),
        (418, "".into(), K::Unknown, A::BackOff, W::MayHelp),
    ] {
        let error = ApiError::parse(status, &body);
        assert_eq!((error.status(), error.kind()), (status, kind), "{body}");
        let advice = Advice::new(&error, &RateHeaders::default());
        assert_eq!((advice.action, advice.waiting, advice.wait), (action, waiting, None), "{body}");
    }
    let html = ApiError::parse(502, "<html><head><title>502 Bad Gateway</title></head><body>x");
    assert_eq!(html.message(), "502 Bad Gateway");
}

#[test]
fn the_wait_comes_from_where_it_is_stated() {
    let text =
        new_form("m", "tokens per minute (TPM)", "Limit 6000, Used 5034, Requested 1443", "4.77s");
    let error = ApiError::parse(429, &body(&text, "tokens"));
    let wait = |error: &ApiError, header: &str| {
        Advice::new(error, &RateHeaders::read([("retry-after", header)])).wait
    };
    let nanos = |text: &str| Some(text.parse::<Nanos>().unwrap());
    assert_eq!(wait(&error, "5"), nanos("4.77s"), "the header is the wait rounded up");
    assert_eq!(wait(&error, "1"), nanos("4.77s"), "the longer of two that contradict");
    assert_eq!(wait(&error, "60"), nanos("60s"));
    assert_eq!(wait(&error, "soon"), nanos("4.77s"));
    let bare = ApiError::parse(429, "");
    assert_eq!(wait(&bare, "3"), nanos("3s"));
    assert_eq!(wait(&bare, "Wed, 21 Oct 2026 07:28:00 GMT"), None);
    let cut = ApiError::parse(429, &body(&text.replace("4.77s", "?"), "tokens"));
    assert_eq!(wait(&cut, ""), nanos("4.77s"), "by the refill rule");
    let server = ApiError::parse(503, "");
    assert_eq!(wait(&server, "3"), nanos("3s"));
}

#[test]
fn the_completion_cap_of_a_refusal() {
    let cap = |message: &str| {
        ApiError::parse(400, &body(message, "invalid_request_error")).completion_cap()
    };
    let quoted = "`max_tokens` must be less than or equal to `8192`, the maximum value for `max_tokens` is less than the `context_window` for this model";
    assert_eq!(cap(quoted), Some(8192));
    assert_eq!(
        cap(
            "max_completion_tokens must be less than or equal to 40960, the maximum value for max_completion_tokens is less than the context_window for this model"
        ),
        Some(40_960)
    );
    assert_eq!(cap("temperature must be less than or equal to 2, or so"), None);
    assert_eq!(cap("max_completion_tokens must be less than or equal to 409"), None);
}

#[test]
fn the_bucket_of_an_error_fills_as_its_wait_says() {
    let body = |wait: &str| {
        format!(
            r#"{{"error":{{"message":"Rate limit reached for model `m` in organization `org_1` on tokens per day (TPD): Limit 200000, Used 197494, Requested 4035. Please try again in {wait}."}}}}"#
        )
    };
    let bucket = |wait| ApiError::parse(429, &body(wait)).limit().unwrap().bucket();
    let real = bucket("11m0.528s");
    assert_eq!((real.limit, real.remaining), (Some(200_000), Some(2_506)));
    // 197494 x 86400 / 200000 seconds.
    assert_eq!(real.reset, Some(Nanos::new(85_317_408_000_000)));
    let fast = bucket("1.1s");
    assert!(fast.reset < Some(Nanos::from_seconds(143)), "a server whose minute is a second");
    let bare = ApiError::parse(429, "on tokens per minute (TPM): Limit 8000, Requested 9000, ");
    let bare = bare.limit().unwrap().bucket();
    assert_eq!((bare.limit, bare.remaining, bare.reset), (Some(8000), None, None));
}
