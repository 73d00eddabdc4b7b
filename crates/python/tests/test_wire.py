"""Errors, headers, requests and tokens are read as the command reads them."""

import json

import groq_calc
import httpx
import pytest

LIMITED = (
    "Rate limit reached for model `openai/gpt-oss-20b` in organization `org_1` service tier "
    "`on_demand` on requests per day (RPD): Limit 1000, Used 1000, Requested 1. Please try again "
    "in 1m26.4s."
)
BODY = {"error": {"message": LIMITED, "type": "requests", "code": "rate_limit_exceeded"}}


def test_an_error_is_explained_as_by_the_command(command):
    explained = groq_calc.parse_error(429, BODY)
    assert explained == json.loads(command("error", "-", "--status", "429", "--json", text=json.dumps(BODY)))
    assert (explained["limit"]["limit"], explained["wait_ms"]) == ("RPD", 86_400)
    assert groq_calc.parse_error(LIMITED)["limit"] == explained["limit"]


def test_headers_say_what_is_left():
    headers = {"x-ratelimit-limit-tokens": "8000", "x-ratelimit-remaining-tokens": "7000", "retry-after": "2"}
    read = groq_calc.parse_headers(headers)
    bucket = {"limit": 8000, "remaining": 7000, "reset": None, "reset_ms": None}
    assert read["tokens_per_minute"] == bucket and read["retry_after_ms"] == 2000
    assert groq_calc.parse_headers(headers.items()) == read
    assert groq_calc.parse_headers(httpx.Headers(headers)) == read


def test_an_exception_of_an_sdk_and_a_response_are_errors_too():
    groq = pytest.importorskip("groq")
    request = httpx.Request("POST", "https://api.groq.com/openai/v1/chat/completions")
    response = httpx.Response(429, json=BODY, headers={"retry-after": "87"}, request=request)
    exception = groq.RateLimitError("limited", response=response, body=BODY)
    expected = groq_calc.parse_error(429, BODY, {"retry-after": "87"})
    assert groq_calc.parse_error(exception) == groq_calc.parse_error(response) == expected


def test_a_request_is_checked_as_by_the_command(command):
    body = {"model": "openai/gpt-oss-120b", "n": 2, "messages": [{"role": "user", "content": "Hi"}]}
    (checked,) = json.loads(command("check-request", "-", "--json", text=json.dumps(body)))
    assert groq_calc.check_request(body) == groq_calc.check_request(json.dumps(body)) == checked
    assert checked["refused"] and checked["findings"][0]["path"] == "n"
    assert "n" not in checked["corrected"]


@pytest.mark.parametrize(
    ("options", "field"),
    [({"plan": "gold"}, "plan"), ({"endpoint": "x"}, "endpoint"), ({"admission": "x"}, "admission")],
)
def test_bad_options_of_a_check_are_named(options, field):
    with pytest.raises(groq_calc.Error) as raised:
        groq_calc.check_request({"model": "openai/gpt-oss-120b"}, **options)
    assert raised.value.field == field


def test_tokens_are_counted_exactly_for_gpt_oss_and_estimated_for_others():
    text = "Where is my order?"
    assert groq_calc.count_tokens(text) == (5, True, None)
    tokens, exact, error = groq_calc.count_tokens(text, "llama-3.3-70b-versatile")
    assert 4 <= tokens <= 8 and not exact and error > 0
    assert groq_calc.count_tokens(text, "allam-2-7b")[1:] == (False, None)
