"""What `groq-calc guard` adds to a request: the same requests to `groq-calc mock`, directly
and through the proxy, in turns on open connections.

GROQ_CALC_COMMAND names the command. It prints percentiles and fails on nothing but wrong
answers: times depend on the machine.
"""

import http.client
import json
import os
import statistics
import time

from hour import MODEL, serve

REQUESTS = 2000
WARM_UP = 100
WIDE = [f"--limit={MODEL}:{limit}=1000000000" for limit in ("RPM", "RPD", "TPM", "TPD")]
BODY = json.dumps(
    {
        "model": MODEL,
        "messages": [{"role": "user", "content": "Where is my order? " * 40}],
        "max_completion_tokens": 50,
    }
)
HEADERS = {"content-type": "application/json", "authorization": "Bearer gsk_test"}


def milliseconds(connection):
    start = time.perf_counter_ns()
    connection.request("POST", "/openai/v1/chat/completions", BODY, HEADERS)
    answer = connection.getresponse()
    text = answer.read()
    took = (time.perf_counter_ns() - start) / 1e6
    assert answer.status == 200, text
    return took


def main():
    # The fastest stand-in there is: what it takes itself is not of interest.
    mock, direct = serve("mock", "--speed", "1000", *WIDE)
    guard, guarded = serve("guard", "--upstream", direct, "--speed", "1000", *WIDE)
    try:
        ways = [http.client.HTTPConnection(url.removeprefix("http://")) for url in (direct, guarded)]
        times = [[milliseconds(way) for way in ways] for _ in range(WARM_UP + REQUESTS)][WARM_UP:]
    finally:
        guard.kill()
        mock.kill()
    print("| of 2,000 requests | p50 | p90 | p99 |\n|---|---|---|---|")
    hundredths = [statistics.quantiles(way, n=100) for way in zip(*times)]
    added = [through - alone for alone, through in zip(*hundredths)]
    for name, of in (("directly", hundredths[0]), ("through the guard", hundredths[1]), ("added", added)):
        print(f"| {name} | {of[49]:.3f} ms | {of[89]:.3f} ms | {of[98]:.3f} ms |")


if __name__ == "__main__":
    main()
