"""An hour of a public trace, sped up, through the limiter: no 429, and nearly all that
a queue admits in the same time.

Clients of several SDKs drive `groq-calc mock`, whose log is what counts; some go through
`groq-calc guard` instead of a limiter of their own. Each client is a program of its own:
it reads a plan as JSON from its input (url, api, workers, speed, admission, limits and rows
with a second, a prompt, a max_completion_tokens and an answer's length), and sends each
row as soon as its second has come and a worker is free.

GROQ_CALC_COMMAND names the command, TRACE the file of the trace.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
import urllib.request
from datetime import datetime
from pathlib import Path

import groq_calc

MODEL = "openai/gpt-oss-20b"
CAPS = {"RPM": 25, "RPD": 5000, "TPM": 40_000, "TPD": 10_000_000}
# Of the trace one row in eight: bursts that fill the limits, and quiet times between.
EVERY = 8
# What is asked for beyond the answer.
GENEROUS = 4
LEAST_SHARE = 0.98

HERE = Path(__file__).parent
PYTHON = [sys.executable, str(HERE / "hour_python.py")]
# How each client is started, by its name. Those of JavaScript have their place here.
CLIENTS = {
    name: [*PYTHON, name]
    for name in (
        "groq",
        "groq-async",
        "groq-stream",
        "openai",
        "openai-async",
        "openai-async-stream",
    )
}
# One worker that reads streams is busy with their chunks, of which real time has far fewer.
SLOWEST = 15
# The SDK as it comes, at the proxy.
GUARDED = {"guard": [*PYTHON, "groq-unlimited"]}


def words(tokens):
    """A prompt of that many tokens: one each word."""
    return "a" + " a" * (max(tokens, 1) - 1)


def trace(minutes):
    """Second, prompt and answer of each row."""
    with open(os.environ["TRACE"]) as file:
        rows = [
            (
                datetime.fromisoformat(row["TIMESTAMP"][:26]).timestamp(),
                int(row["ContextTokens"]),
                int(row["GeneratedTokens"]),
            )
            for row in csv.DictReader(file)
        ]
    first = rows[0][0]
    return [(at - first, prompt, answer) for at, prompt, answer in rows[::EVERY] if at - first < minutes * 60]


def plan(rows):
    """The rows as they are sent. Every other one asks for more than its answer takes, which
    comes back once it is answered."""
    return [
        {"at": at, "prompt": words(prompt), "answer": answer, "max": answer * (GENEROUS if index % 2 else 1)}
        for index, (at, prompt, answer) in enumerate(rows)
    ]


def prompt_tokens(row):
    """As the limiter and the stand-in count them."""
    body = {"model": MODEL, "messages": [{"role": "user", "content": row["prompt"]}]}
    return groq_calc._native.read_request(json.dumps(body).encode())[2]


def queue(sent, admission, seconds):
    """How many a queue admits, by the replay, which knows every answer beforehand; and the
    seconds that they are counted for."""
    lines = (f"{int(row['at'] * 1e6)},{prompt_tokens(row)},0,{row['answer']}\n" for row in sent)
    report = groq_calc.replay(
        ("t_us,input,cached,output\n" + "".join(lines)).encode(),
        model=MODEL,
        plan="free",
        limits={MODEL: {"free": CAPS}},
        policy="queue",
        admission=admission,
    )
    assert report["oversize"] == 0, report["oversize_by"]
    bins = int(seconds * 1e6 // report["bin_us"])
    admitted = sum(part["admitted"] for part in report["series"][:bins])
    return admitted, bins * report["bin_us"] / 1e6


def serve(*args):
    """Starts the command; what it is reached at."""
    server = subprocess.Popen(
        [os.environ["GROQ_CALC_COMMAND"], *args, "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    return server, server.stdout.readline().split("/openai/v1")[0]


def run(client, command, workers, admission, minutes, speed):
    sent = plan(trace(minutes))
    expected, seconds = queue(sent, admission, minutes * 60)
    options = ["--admission", admission, "--speed", str(speed)]
    options += [f"--limit={MODEL}:{limit}={cap}" for limit, cap in CAPS.items()]
    servers = []
    try:
        mock, url = serve("mock", "--plan", "free", *options)
        servers.append(mock)
        api = url
        if client in GUARDED:
            guard, api = serve("guard", "--plan", "free", "--upstream", url, *options)
            servers.append(guard)
        driver = subprocess.Popen(command, stdin=subprocess.PIPE, text=True)
        servers.append(driver)
        asked = {
            "url": api,
            "model": MODEL,
            "workers": workers,
            "speed": speed,
            "admission": admission,
            "limits": {MODEL: {"free": CAPS}},
            "rows": sent,
        }
        driver.stdin.write(json.dumps(asked))
        driver.stdin.close()
        return judge(url, driver, expected, seconds, speed)
    finally:
        for server in reversed(servers):
            server.kill()
            server.wait()


def log(url):
    with urllib.request.urlopen(url + "/mock/log") as answer:
        return [entry for entry in json.load(answer)["requests"] if entry["path"].endswith("/chat/completions")]


def judge(url, driver, expected, seconds, speed):
    """Waits until the time is over, and counts what the stand-in has answered."""
    while not (entries := log(url)):
        assert driver.poll() is None, "the client has ended before its first request"
        time.sleep(0.05)
    start = entries[0]["at_us"]
    end = start + seconds * 1e6
    deadline = time.monotonic() + seconds / speed + 1
    while time.monotonic() < deadline and driver.poll() is None:
        time.sleep(0.2)
    assert driver.poll() in (None, 0), "the client has failed"
    entries = log(url)
    answered = [entry["status"] for entry in entries if entry["at_us"] <= end]
    others = sorted({entry["status"] for entry in entries} - {200})
    return answered.count(200), expected, [entry["status"] for entry in entries].count(429), others


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--client", action="append", choices=[*CLIENTS, *GUARDED])
    parser.add_argument("--workers", action="append", type=int)
    parser.add_argument("--admission", action="append")
    parser.add_argument("--minutes", type=float, default=57)
    parser.add_argument("--speed", type=int, default=60)
    args = parser.parse_args()
    every = CLIENTS | GUARDED
    failed = []
    print("| client | workers | admission | answered | by the queue | share | 429 |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for client in args.client or every:
        for workers in args.workers or (1, 8, 64):
            reads_alone = workers == 1 and client.endswith("stream")
            speed = min(args.speed, SLOWEST) if reads_alone else args.speed
            for admission in args.admission or ("reserved", "expected"):
                answered, expected, refused, others = run(
                    client, every[client], workers, admission, args.minutes, speed
                )
                share = answered / expected
                row = f"| {client} | {workers} | {admission} | {answered} | {expected} | {share:.1%} | {refused} |"
                print(row, flush=True)
                if refused or others or share < LEAST_SHARE:
                    failed.append(f"{row} other statuses: {others}")
    if failed:
        sys.exit("\n".join(["no 429, no other error, and at least 98 % of what the queue admits:", *failed]))


if __name__ == "__main__":
    main()
