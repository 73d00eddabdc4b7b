"""The SDKs of Groq and OpenAI, unmodified but for one line, meet no 429."""

import asyncio
import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import groq
import groq_calc
import httpx
import openai
import pytest

MODEL = "openai/gpt-oss-20b"
HI = [{"role": "user", "content": "Hi"}]
# A burst is above what a full bucket holds: the last requests have to wait.
CAPS = {"RPM": 1200, "TPM": 9000}
REQUESTS = 70
MOST = 700
# Prompt and answer, by the stand-in.
USED = (72, 64)


def options(admission, caps=CAPS):
    limits = [f"--limit={MODEL}:{limit}={cap}" for limit, cap in caps.items()]
    return ["--admission", admission, *limits]


def transport(admission, kind=groq_calc.Transport, caps=CAPS, **more):
    return kind(plan="free", admission=admission, limits={MODEL: {"free": caps}}, **more)


def sdk(url, transport, of="groq", **more):
    """The line that is different."""
    base = url if of == "groq" else url + "/openai/v1"
    client = groq.Groq if of == "groq" else openai.OpenAI
    return client(api_key="gsk_test", base_url=base, http_client=httpx.Client(transport=transport), **more)


def async_sdk(url, transport, of="groq", **more):
    base = url if of == "groq" else url + "/openai/v1"
    client = groq.AsyncGroq if of == "groq" else openai.AsyncOpenAI
    http = httpx.AsyncClient(transport=transport)
    return client(api_key="gsk_test", base_url=base, http_client=http, **more)


def usage_of(of):
    """OpenAI's SDK has to ask for the usage of a stream; Groq gives it unasked."""
    return {} if of == "groq" else {"stream_options": {"include_usage": True}}


def statuses(url):
    with urllib.request.urlopen(url + "/mock/log") as answer:
        return [entry["status"] for entry in json.load(answer)["requests"]]


@pytest.mark.parametrize("admission", ["reserved", "expected"])
@pytest.mark.parametrize("workers", [1, 8])
@pytest.mark.parametrize("of", ["groq", "openai"])
def test_a_burst_of_threads_meets_no_429(mock, admission, workers, of):
    url = mock(*options(admission))
    limited = transport(admission)
    client = sdk(url, limited, of, max_retries=0)

    def one(_):
        answer = client.chat.completions.create(model=MODEL, messages=HI, max_completion_tokens=MOST)
        return answer.usage.total_tokens

    with ThreadPoolExecutor(workers) as pool:
        tokens = sum(pool.map(one, range(REQUESTS)))
    assert statuses(url) == [200] * REQUESTS
    assert tokens == REQUESTS * sum(USED)
    # All that was not used came back, and what was spent is what was used.
    assert limited.limiter.spent() == (groq_calc.cost(MODEL, *USED) * REQUESTS, 0)


@pytest.mark.parametrize("of", ["groq", "openai"])
def test_a_burst_of_tasks_that_stream_meets_no_429(mock, of):
    url = mock(*options("reserved"))
    limited = transport("reserved", groq_calc.AsyncTransport)

    async def one(client):
        stream = await client.chat.completions.create(
            model=MODEL, messages=HI, max_completion_tokens=MOST, stream=True, **usage_of(of)
        )
        return [chunk async for chunk in stream]

    async def burst():
        client = async_sdk(url, limited, of, max_retries=0)
        return await asyncio.gather(*(one(client) for _ in range(REQUESTS)))

    assert all(asyncio.run(burst()))
    assert statuses(url) == [200] * REQUESTS
    # The usage of the last chunk settled.
    assert limited.limiter.spent() == (groq_calc.cost(MODEL, *USED) * REQUESTS, 0)


@pytest.mark.parametrize("of", ["groq", "openai"])
def test_a_stream_settles_by_its_last_chunk_and_keeps_the_reserve_if_it_is_cut_off(mock, of):
    url = mock(*options("reserved"))
    limited = transport("reserved")
    client = sdk(url, limited, of)
    ask = {"model": MODEL, "messages": HI, "max_completion_tokens": MOST, "stream": True}
    for chunk in client.chat.completions.create(**ask, **usage_of(of)):
        assert chunk
    whole = limited.limiter.spent()
    assert whole.reserved == 0 and whole.spent == groq_calc.cost(MODEL, *USED)
    with client.chat.completions.create(**ask) as stream:
        next(iter(stream))
    cut = limited.limiter.spent()
    assert cut.reserved == 0 and cut.spent > whole.spent + groq_calc.cost(MODEL, *USED)


@pytest.mark.parametrize("of", [groq, openai])
def test_what_never_passes_is_not_sent_and_raises_with_the_shortfall(mock, of):
    url = mock(*options("reserved"))
    client = sdk(url, transport("reserved"), of.__name__)
    ask = {"messages": HI, "max_completion_tokens": 9000}
    with pytest.raises(of.APIStatusError, match=" 72 too many") as raised:
        client.chat.completions.create(model=MODEL, **ask)
    assert raised.value.status_code == 413
    with pytest.raises(of.BadRequestError, match="unknown"):
        client.chat.completions.create(model="no/such-model", **ask)
    assert statuses(url) == []


def test_a_budget_is_not_passed(mock):
    url = mock(*options("reserved"))
    budget = groq_calc.cost(MODEL, 200, MOST) * 2
    limited = transport("reserved", budget=budget)
    client = sdk(url, limited)
    with pytest.raises(groq.BadRequestError, match="budget"):
        for _ in range(100):
            client.chat.completions.create(model=MODEL, messages=HI, max_completion_tokens=MOST)
    assert limited.limiter.spent().spent <= budget and len(statuses(url)) > 1


def test_a_wait_that_groq_names_is_kept_and_the_request_sent_again():
    seen = []

    def answer(request):
        seen.append(request)
        if len(seen) == 1:
            body = {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}
            return httpx.Response(429, json=body, headers={"retry-after": "0.2"})
        return httpx.Response(200, json={"usage": {"prompt_tokens": 8, "completion_tokens": 3}})

    limited = transport("reserved", transport=httpx.MockTransport(answer))
    client = httpx.Client(transport=limited)
    response = client.post("http://x/openai/v1/chat/completions", json={"model": MODEL, "messages": HI})
    assert (response.status_code, len(seen)) == (200, 2)
    assert limited.limiter.spent() == (groq_calc.cost(MODEL, 8, 3), 0)


def test_what_was_never_sent_gives_all_back_and_other_requests_pass_untouched():
    def answer(request):
        if request.url.path.endswith("/models"):
            return httpx.Response(200, json={"data": []})
        raise httpx.ConnectError("no one listens")

    limited = transport("reserved", transport=httpx.MockTransport(answer))
    client = httpx.Client(transport=limited)
    assert client.get("http://x/openai/v1/models").json() == {"data": []}
    with pytest.raises(httpx.ConnectError):
        client.post("http://x/openai/v1/chat/completions", json={"model": MODEL, "messages": HI})
    assert limited.limiter.spent() == (0, 0)
    assert all(level.left == level.cap for level in limited.limiter.levels(MODEL))
