"""The official Python package `groq`, as it comes, against the stand-in.

GROQ_BASE_URL names a server on the free plan, DEVELOPER_URL one on the developer
plan. Each function is one claim; the first that does not hold ends the run.
"""

import io
import json
import os
import time
import urllib.request
import wave

import groq
import httpx
from groq import Groq

MODEL = "openai/gpt-oss-120b"
RETRIED = "openai/gpt-oss-20b"
HI = [{"role": "user", "content": "Hi"}]
URL = os.environ["GROQ_BASE_URL"]


def client(**options):
    return Groq(api_key="gsk_test", **options)


def control(path, body):
    request = urllib.request.Request(URL + path, json.dumps(body).encode(), method="POST")
    urllib.request.urlopen(request).close()


def log():
    with urllib.request.urlopen(URL + "/mock/log") as answer:
        return [entry["status"] for entry in json.load(answer)["requests"]]


def raises(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} was not raised")


def wav(seconds):
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(b"\0\0" * 16000 * seconds)
    return file.getvalue()


def chat():
    answer = client().chat.completions.create(model=MODEL, messages=HI, max_completion_tokens=20)
    assert answer.choices[0].finish_reason == "length"
    assert answer.choices[0].message.content.startswith("This answer")
    assert answer.usage.completion_tokens == 20 and answer.usage.prompt_tokens == 8
    assert answer.usage.total_time > 0 and answer.x_groq.id.startswith("req_")


def headers():
    raw = client().chat.completions.with_raw_response.create(model=MODEL, messages=HI)
    assert raw.headers["x-ratelimit-limit-requests"] == "1000"
    assert int(raw.headers["x-ratelimit-remaining-tokens"]) <= 8000
    assert raw.parse().model == MODEL


def streaming():
    chunks = list(client().chat.completions.create(model=MODEL, messages=HI, stream=True))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text.startswith("This answer comes from a local stand-in")
    assert chunks[0].x_groq.id and chunks[-1].x_groq.usage.completion_tokens == 64
    assert chunks[-1].choices[0].finish_reason == "stop"


def models():
    ids = [model.id for model in client().models.list().data]
    assert MODEL in ids and "llama-3.3-70b-versatile" not in ids
    assert client().models.retrieve(MODEL).owned_by == "openai"


def transcription():
    audio = client().audio.transcriptions
    for form in ("json", "verbose_json"):
        answer = audio.create(
            model="whisper-large-v3-turbo", file=("a.wav", wav(2)), response_format=form
        )
        assert "stand-in" in answer.text


def own_retries_after_429():
    control("/mock/reset", {})
    create = client().chat.completions.create
    start = time.monotonic()
    for _ in range(3):
        create(model=RETRIED, messages=HI, max_completion_tokens=5)
    waited = time.monotonic() - start
    assert log() == [200, 200, 429, 200], log()
    assert waited >= 2, f"retry-after said 2 seconds, it waited {waited}"


def own_retries_after_503():
    control("/mock/reset", {})
    control("/mock/faults", {"fault": "status=503", "times": 2})
    client().chat.completions.create(model=MODEL, messages=HI)
    assert log() == [503, 503, 200], log()


def typed_errors():
    control("/mock/reset", {})
    create = client().chat.completions.create
    wrong_key = Groq(api_key="gsk_invalid").models.list
    assert raises(groq.AuthenticationError, wrong_key).status_code == 401
    gone = raises(
        groq.NotFoundError, lambda: create(model="llama-3.3-70b-versatile", messages=HI)
    )
    assert gone.body["error"]["code"] == "model_not_found"
    raises(groq.BadRequestError, lambda: create(model=MODEL, messages=HI, logprobs=True))
    large = raises(
        groq.APIStatusError,
        lambda: create(model=MODEL, messages=HI, max_completion_tokens=9000),
    )
    assert large.status_code == 413 and "Requested 9008" in large.message
    assert log() == [401, 404, 400, 413], f"none of these is retried: {log()}"
    once = client(max_retries=0)
    for _ in range(2):
        once.chat.completions.create(model=RETRIED, messages=HI, max_completion_tokens=5)
    limited = raises(
        groq.RateLimitError,
        lambda: once.chat.completions.create(model=RETRIED, messages=HI, max_completion_tokens=5),
    )
    assert limited.response.headers["retry-after"] == "2"
    assert limited.body["error"]["type"] == "requests"
    for fault, kind, status in [
        ("status=500", groq.InternalServerError, 500),
        ("status=498", groq.APIStatusError, 498),
        ("status=403", groq.PermissionDeniedError, 403),
        ("status=422", groq.UnprocessableEntityError, 422),
        ("spend", groq.BadRequestError, 400),
    ]:
        control("/mock/faults", {"fault": fault})
        error = raises(kind, lambda: once.chat.completions.create(model=MODEL, messages=HI))
        assert error.status_code == status


def a_stream_that_breaks_off():
    steer = {"x-mock-fault": "cut=4"}
    stream = client().chat.completions.create(
        model=MODEL, messages=HI, stream=True, extra_headers=steer
    )
    kept = []

    def read():
        for chunk in stream:
            kept.append(chunk.choices[0].delta.content)

    raises(httpx.RemoteProtocolError, read)
    assert kept == ["", "This", " answer", " comes"], kept


def batch():
    paid = Groq(api_key="gsk_test", base_url=os.environ["DEVELOPER_URL"])
    body = {"model": MODEL, "messages": HI}
    line = {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": body}
    file = paid.files.create(file=("in.jsonl", json.dumps(line).encode()), purpose="batch")
    job = paid.batches.create(
        input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h"
    )
    while job.status == "in_progress":
        time.sleep(0.2)
        job = paid.batches.retrieve(job.id)
    assert job.status == "completed" and job.request_counts.completed == 1
    row = json.loads(paid.files.content(job.output_file_id).read())
    assert row["custom_id"] == "a" and row["response"]["body"]["model"] == MODEL


for claim in (
    chat,
    headers,
    streaming,
    models,
    transcription,
    own_retries_after_429,
    own_retries_after_503,
    typed_errors,
    a_stream_that_breaks_off,
    batch,
):
    claim()
    print(f"groq {groq.__version__}: {claim.__name__}")
