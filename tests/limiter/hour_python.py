"""The SDKs of Groq and OpenAI for Python as clients of hour.py, unmodified but for one line."""

import asyncio
import json
import sys
import threading
import time

import groq
import groq_calc
import httpx
import openai

PLAN = json.load(sys.stdin)
KIND = sys.argv[1]
SDK = openai if KIND.startswith("openai") else groq
STREAMS = KIND.endswith("stream")
ROWS = iter(PLAN["rows"])
LOCK = threading.Lock()


def limits():
    names = ("admission", "limits", "speed")
    return {"plan": "free"} | {name: PLAN[name] for name in names}


def options():
    base = PLAN["url"] + ("/openai/v1" if SDK is openai else "")
    return {"api_key": "gsk_test", "base_url": base, "max_retries": 0, "timeout": 3600}


def ask(row):
    asked = {
        "model": PLAN["model"],
        "messages": [{"role": "user", "content": row["prompt"]}],
        "max_completion_tokens": row["max"],
        "extra_headers": {"x-mock-completion-tokens": str(row["answer"])},
    }
    if STREAMS:
        asked["stream"] = True
        if SDK is openai:
            asked["stream_options"] = {"include_usage": True}
    return asked


def client():
    wide = httpx.Limits(max_connections=None)
    if KIND == "groq-unlimited":
        return groq.Groq(**options(), http_client=httpx.Client(limits=wide, timeout=3600))
    limited = groq_calc.Transport(**limits(), transport=httpx.HTTPTransport(limits=wide))
    sdk = SDK.OpenAI if SDK is openai else SDK.Groq
    return sdk(**options(), http_client=httpx.Client(transport=limited, timeout=3600))


def async_client():
    wide = httpx.Limits(max_connections=None)
    limited = groq_calc.AsyncTransport(**limits(), transport=httpx.AsyncHTTPTransport(limits=wide))
    sdk = SDK.AsyncOpenAI if SDK is openai else SDK.AsyncGroq
    return sdk(**options(), http_client=httpx.AsyncClient(transport=limited, timeout=3600))


def due(start, row):
    return max(0.0, start + row["at"] / PLAN["speed"] - time.monotonic())


def threads():
    shared, start = client(), time.monotonic()

    def work():
        while True:
            with LOCK:
                row = next(ROWS, None)
            if row is None:
                return
            time.sleep(due(start, row))
            answer = shared.chat.completions.create(**ask(row))
            if STREAMS:
                assert list(answer)

    workers = [threading.Thread(target=work) for _ in range(PLAN["workers"])]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


async def tasks():
    shared, start = async_client(), time.monotonic()

    async def work():
        for row in ROWS:
            await asyncio.sleep(due(start, row))
            answer = await shared.chat.completions.create(**ask(row))
            if STREAMS:
                assert [chunk async for chunk in answer]

    await asyncio.gather(*(work() for _ in range(PLAN["workers"])))


if "async" in KIND:
    asyncio.run(tasks())
else:
    threads()
