"""The Python package beside genai-prices and aiolimiter, in one run: equal answers first,
then the thread's own time for one call, the median of some rounds, as rows of a table."""

import asyncio
import random
import statistics
import time

import groq_calc
import numpy
import pyarrow
from aiolimiter import AsyncLimiter
from genai_prices import Usage, calc_price

MODEL = "openai/gpt-oss-120b"
ROWS = 1_000_000
CALLS = 2000
ROUNDS = 7
# As many as no limit of the plan keeps waiting.
WIDE = {MODEL: {"developer": dict.fromkeys(("RPM", "RPD", "TPM", "TPD"), 10**12)}}


def usages():
    numbers = random.Random(3)
    for _ in range(CALLS):
        input = numbers.randrange(200_000)
        yield input, numbers.randrange(50_000), numbers.randrange(input + 1)


def theirs(usage):
    input, output, cached = usage
    tokens = Usage(input_tokens=input, cache_read_tokens=cached, output_tokens=output)
    return calc_price(tokens, model_ref=MODEL, provider_id="groq").total_price


def nanoseconds(work, calls):
    rounds = []
    for _ in range(ROUNDS + 1):
        start = time.thread_time_ns()
        work()
        rounds.append((time.thread_time_ns() - start) / calls)
    return statistics.median(rounds[1:])  # The first warms up.


def prices(rows):
    cases = list(usages())
    for usage in cases:
        assert groq_calc.cost(MODEL, *usage) == theirs(usage), usage
    ours = nanoseconds(lambda: [groq_calc.cost(MODEL, *usage) for usage in cases], CALLS)
    other = nanoseconds(lambda: [theirs(usage) for usage in cases], CALLS)
    repeat = ROWS // CALLS
    columns = [numpy.tile(numpy.array(column, numpy.uint32), repeat) for column in zip(*cases)]
    total = sum(theirs(usage) for usage in cases) * repeat
    for kind in (numpy.asarray, pyarrow.array):
        of_kind = [kind(column) for column in columns]
        assert groq_calc.costs(MODEL, *of_kind).total == total
    arrow = nanoseconds(lambda: groq_calc.costs(MODEL, *of_kind), ROWS)
    each = nanoseconds(lambda: groq_calc.costs(MODEL, *of_kind, each=True), ROWS)
    wide = [pyarrow.array(column.astype(numpy.int64)) for column in columns]
    int64 = nanoseconds(lambda: groq_calc.costs(MODEL, *wide), ROWS)
    rows += [
        ("cost, plain values: genai-prices", other, other),
        ("cost, plain values: groq-calc", ours, other),
        ("costs, a row of Arrow columns, the total", arrow, other),
        ("costs, a row of Arrow columns, int64", int64, other),
        ("costs, a row of Arrow columns, each row too", each, other),
    ]


def limiters(rows):
    limiter = groq_calc.Limiter("developer", limits=WIDE)

    def ours():
        for _ in range(CALLS):
            limiter.acquire(MODEL, 1000, 500).settle(1000, 100)

    async def one_count():
        # One count of tokens, which never gives back.
        counted = AsyncLimiter(10**12, 60)
        for _ in range(CALLS):
            await counted.acquire(1500)

    rows += [
        ("acquire and settle, all limits: groq-calc", nanoseconds(ours, CALLS), None),
        ("acquire, one count: aiolimiter", nanoseconds(lambda: asyncio.run(one_count()), CALLS), None),
    ]


def main():
    rows = []
    prices(rows)
    limiters(rows)
    print("| what | time for one | of genai-prices' |\n|---|---|---|")
    for name, took, other in rows:
        share = f"1/{other / took:,.0f}" if other else ""
        print(f"| {name} | {took:,.1f} ns | {share} |")


main()
