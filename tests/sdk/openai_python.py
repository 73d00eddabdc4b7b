"""The official Python package `openai`, as it comes, against the stand-in."""

import io
import json
import os
import time
import urllib.request
import wave

import openai
from openai import OpenAI

MODEL = "openai/gpt-oss-120b"
RETRIED = "openai/gpt-oss-20b"
HI = [{"role": "user", "content": "Hi"}]
URL = os.environ["GROQ_BASE_URL"]


def client(**options):
    return OpenAI(api_key="gsk_test", base_url=URL + "/openai/v1", **options)


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


def chat():
    answer = client().chat.completions.create(model=MODEL, messages=HI, max_tokens=20)
    assert answer.choices[0].message.content.startswith("This answer")
    assert answer.usage.completion_tokens == 20
    assert answer.usage.prompt_tokens_details.cached_tokens == 0


def streaming():
    with_usage = {"include_usage": True}
    stream = client().chat.completions.create(
        model=MODEL, messages=HI, stream=True, stream_options=with_usage
    )
    chunks = list(stream)
    assert chunks[-1].choices == [] and chunks[-1].usage.completion_tokens == 64
    assert chunks[-2].choices[0].finish_reason == "stop"


def models():
    ids = [model.id for model in client().models.list()]
    assert MODEL in ids
    assert client().models.retrieve(MODEL).id == MODEL


def transcription():
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(b"\0\0" * 16000)
    answer = client().audio.transcriptions.create(
        model="whisper-large-v3", file=("a.wav", file.getvalue())
    )
    assert "stand-in" in answer.text


def own_retries_after_429():
    control("/mock/reset", {})
    start = time.monotonic()
    for _ in range(3):
        client().chat.completions.create(model=RETRIED, messages=HI, max_tokens=5)
    waited = time.monotonic() - start
    assert log() == [200, 200, 429, 200], log()
    assert waited >= 2, f"retry-after said 2 seconds, it waited {waited}"


def typed_errors():
    control("/mock/reset", {})
    once = client(max_retries=0).chat.completions.create
    wrong = OpenAI(api_key="gsk_invalid", base_url=URL + "/openai/v1")
    assert raises(openai.AuthenticationError, wrong.models.list).code == "invalid_api_key"
    gone = raises(openai.NotFoundError, lambda: once(model="gpt-5", messages=HI))
    assert gone.code == "model_not_found"
    refused = raises(openai.BadRequestError, lambda: once(model=MODEL, messages=HI, n=2))
    assert refused.param == "n"
    large = raises(
        openai.APIStatusError, lambda: once(model=MODEL, messages=HI, max_tokens=9000)
    )
    assert large.status_code == 413 and large.code == "rate_limit_exceeded"
    for _ in range(2):
        once(model=RETRIED, messages=HI, max_tokens=5)
    limited = raises(
        openai.RateLimitError, lambda: once(model=RETRIED, messages=HI, max_tokens=5)
    )
    assert limited.type == "requests" and limited.response.headers["retry-after"] == "2"
    control("/mock/faults", {"fault": "status=503"})
    raises(openai.InternalServerError, lambda: once(model=MODEL, messages=HI))


for claim in (chat, streaming, models, transcription, own_retries_after_429, typed_errors):
    claim()
    print(f"openai {openai.__version__}: {claim.__name__}")
