//! How long to wait, by the texts, the headers and the figures.

use groq_protocol::{
    Action, Advice, Agreement, ApiError, ErrorKind, LimitKind, Nanos, RateHeaders, Waiting,
};

use super::quoted::{body, new_form, vectors};

#[test]
fn twenty_quoted_waits() {
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
        let shown = error.message();
        assert!(!shown.contains("org_0") && !shown.contains("project_0"), "{name}: {shown}");

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
fn a_header_of_whole_seconds_is_the_printed_wait_rounded_up() {
    let vectors = vectors();
    let r17 = vectors.iter().find(|vector| vector.name == "R17").expect("R17");
    let error = ApiError::parse(429, &body(&r17.text, "tokens"));
    let advice = Advice::new(&error, &RateHeaders::read([("retry-after", "35")]));
    assert_eq!(advice.wait, Some(Nanos::new(34_147_500_000)));
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
