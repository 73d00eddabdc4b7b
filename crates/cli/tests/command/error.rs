//! `groq-calc error`: whatever people have of an error is told what it is.

use crate::binary::{file, json, run, text};

const BODY: &str = r#"{"error":{"message":"Request too large for model `openai/gpt-oss-20b` in organization `org_1` service tier `on_demand` on tokens per minute (TPM): Limit 8000, Requested 12871, please reduce your message size and try again.","type":"tokens","code":"rate_limit_exceeded"}}"#;

#[test]
fn a_shortfall_in_figures_and_where_it_passes() {
    let path = file("error-413.json", BODY);
    let shown = text(&["error", &path], 0);
    assert!(shown.contains("12,871, the TPM is 8,000: 4,871 too many"), "{shown}");
    assert!(shown.contains("Waiting never helps."), "{shown}");
    assert!(shown.contains("openai/gpt-oss-20b on the developer plan (250,000)"), "{shown}");
    assert!(!shown.contains("org_1"), "{shown}");
    let facts = json(&["error", &path, "--json"], 0);
    assert_eq!(facts["shortfall"], 4871);
    assert_eq!((&facts["entry"], &facts["status"]), (&"413".into(), &serde_json::Value::Null));
    assert_eq!(facts["passes_under"][0]["plan"], "developer");
    let stated = json(&["error", &path, "--status", "413", "--json"], 0);
    assert_eq!(stated["status"], 413);
}

#[test]
fn a_wait_from_the_headers_where_nothing_else_says_one() {
    let head = "HTTP/2 429\nx-ratelimit-limit-requests: 1000\nx-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 24h0m0s\n";
    let path = file("error-head.txt", head);
    let facts = json(&["error", &path, "--json"], 0);
    assert_eq!((&facts["wait"], &facts["wait_from"]), (&"1m26.4s".into(), &"reset".into()));
    let path = file("error-both.txt", format!("{head}retry-after: 7\n"));
    let facts = json(&["error", &path, "--json"], 0);
    assert_eq!((&facts["wait"], &facts["wait_from"]), (&"7s".into(), &"retry_after".into()));
}

#[test]
fn each_kind_has_its_entry_and_its_next_step() {
    for (error, entry, action) in [
        (
            "{'error': {'message': 'x', 'code': 'organization_restricted'}}",
            "400-restricted",
            "contact_support",
        ),
        (
            "groq.BadRequestError: Error code: 400 - {'error': {'message': 'x', 'type': 'invalid_request_error', 'code': 'tool_use_failed', 'failed_generation': 'y'}}",
            "400-generation",
            "try_again",
        ),
        (
            "{\"error\":{\"message\":\"x\",\"code\":\"json_validate_failed\",\"failed_generation\":\"max completion tokens reached before generating a valid document\"}}",
            "400-length",
            "raise_reserve",
        ),
        (
            "Error: 403 {\"error\":{\"message\":\"batch API is not available for your plan\",\"type\":\"invalid_request_error\",\"code\":\"not_available_for_plan\"}}",
            "403-plan",
            "change_plan",
        ),
        (
            "<html><head><title>Attention Required! | Cloudflare</title></head></html>",
            "403-network",
            "change_network",
        ),
        (
            "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><center>nginx</center></body></html>",
            "502",
            "back_off",
        ),
        (
            "{\"error\":{\"message\":\"Request Entity Too Large\",\"code\":\"request_too_large\"}}",
            "413-file",
            "shrink_file",
        ),
        (
            "{\"error\":{\"message\":\"Unknown request URL: POST /x\",\"code\":\"unknown_url\"}}",
            "404-address",
            "fix_address",
        ),
    ] {
        let facts = json(&["error", &file("error-kind.txt", error), "--json"], 0);
        assert_eq!((&facts["entry"], &facts["action"]), (&entry.into(), &action.into()), "{error}");
    }
}

#[test]
fn what_is_no_error_is_said_to_be_none_and_keys_are_not_repeated() {
    let path = file("error-none.txt", "Where is my order?");
    let output = run(&["error", &path], b"");
    assert_eq!(output.status.code(), Some(2));
    let key = "gsk_abcDEF0123456789";
    let error = format!(
        r#"{{"error":{{"message":"bad key {key}","param":"{key}","code":"invalid_api_key"}}}}"#
    );
    for format in ["table", "json", "csv", "markdown"] {
        let output = run(&["error", "-", "--format", format], error.as_bytes());
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(shown.contains("[key]") && !shown.contains("abcDEF"), "{shown}");
    }
}
