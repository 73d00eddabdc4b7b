//! Error texts as public issue threads quote them, old and new.

mod quoted;
mod waits;

use groq_protocol::{Action, Advice, ApiError, ErrorKind, LimitKind, RateHeaders, Waiting};
use quoted::body;

#[test]
fn too_large_never_passes() {
    let tpm = "Request too large for model `llama-3.3-70b-versatile` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 12000, Requested 14137, please reduce your message size and try again. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing";
    let audio = "Request too large for model `whisper-large-v3` in organization `org_1` service tier `on_demand` on seconds of audio per hour (ASPH): Limit 7200, Requested 10200, please reduce your message size and try again.";
    // Answered with 400 and another type.
    let output = "Request too large for model `qwen/qwen3.8-27b` in organization `org_1` service tier `on_demand` on output tokens per minute (OTPM): Limit 1000, Requested 1295. The request's expected output tokens exceed the enforced limit; reduce max_tokens or upgrade.";
    let long_audio = "Request too large for model `whisper-large-v3` in organization `org_1` service tier `on_demand` on seconds of audio per day (ASPD): Limit 28800, Requested 42762, please reduce your message size and try again. Need more tokens? Upgrade to Dev Tier today at https://console.groq.com/settings/billing";
    let input = "Request too large for model `qwen/qwen3.8-27b` in organization `org_1` service tier `on_demand` on input tokens per minute (ITPM): Limit 7000, Requested 12630, please reduce your message size and try again.";
    // Answered with 429 and no wait, as if waiting helped.
    let expected = "Request too large for model `qwen/qwen3.8-27b` in organization `org_1` service tier `on_demand` on output tokens per minute (OTPM): Limit 1000, Requested 1500. The request's expected output tokens exceed the enforced limit; reduce max_tokens (or the request's expected output) and try again.";
    for (status, text, kind, limit, requested) in [
        (413, long_audio, LimitKind::Asd, 28_800, 42_762),
        (413, input, LimitKind::Itpm, 7000, 12_630),
        (429, input, LimitKind::Itpm, 7000, 12_630),
        (429, expected, LimitKind::Otpm, 1000, 1500),
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
        let header = RateHeaders::read([("retry-after", "19")]);
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
        (400, json("model_terms_required"), K::TermsRequired, A::AcceptTerms, W::Never),
        (400, json("tool_use_failed"), K::FailedGeneration, A::TryAgain, W::MayHelp),
        (400, json("json_validate_failed"), K::FailedGeneration, A::TryAgain, W::MayHelp),
        (400, json("output_parse_failed"), K::FailedGeneration, A::TryAgain, W::MayHelp),
        (400, json("unsupported_audio_format"), K::UnsupportedAudio, A::ConvertAudio, W::Never),
        (400, json("context_length_exceeded"), K::ContextTooLong, A::Shrink, W::Never),
        (400, json("string_above_max_length"), K::TextTooLong, A::Shrink, W::Never),
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
    let blocked = r#"{"error":{"message":"Organization has blocked API access because a spend alert threshold was met. Please visit https://console.groq.com/settings/billing to manage your spend alerts.","type":"invalid_request_error","code":"spend_limit_reached"}}"#;
    assert_eq!(ApiError::parse(400, blocked).kind(), K::SpendLimit);
    let html = ApiError::parse(502, "<html><head><title>502 Bad Gateway</title></head><body>x");
    assert_eq!(html.message(), "502 Bad Gateway");
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
