"""genai-prices as `cargo xtask bench peers` asks it: `costs` or `time`."""

import json
import platform
import statistics
import sys
import time

from genai_prices import Usage, calc_price
from genai_prices.data import providers

MILLION = 1_000_000
ROUNDS = 5


def usage_of(input_tokens, cached, output):
    return Usage(input_tokens=input_tokens, cache_read_tokens=cached, output_tokens=output)


def cost(usage, model):
    return calc_price(usage, model_ref=model, provider_id="groq").total_price


def written(usd):
    return format(usd.normalize(), "f")


def costs(job):
    """USD per million of each model that is known, and of every usage."""
    usages = [usage_of(*usage) for usage in job["usages"]]
    units = [usage_of(MILLION, 0, 0), usage_of(MILLION, MILLION, 0), usage_of(0, 0, MILLION)]
    models = []
    for model in job["models"]:
        try:
            prices = [written(cost(unit, model["id"])) for unit in units]
        except LookupError:
            continue
        each = [written(cost(usage, model["id"])) for usage in usages]
        models.append({"id": model["id"], "prices": prices, "costs": each})
    [groq] = [provider for provider in providers if provider.id == "groq"]
    return {"models": models, "all": [model.id for model in groq.models]}


def nanoseconds(price, usages):
    """The thread's own time for one call: the median of some rounds."""
    rounds = []
    for _ in range(ROUNDS + 1):
        start = time.thread_time_ns()
        for usage in usages:
            price(usage)
        rounds.append((time.thread_time_ns() - start) / len(usages))
    return statistics.median(rounds[1:])  # The first warms up.


def times(job, model):
    usages = [usage_of(*usage) for usage in job["usages"]]
    known = calc_price(usages[0], model_ref=model, provider_id="groq").model_price
    return {
        "runtime": f"{platform.python_implementation()} {platform.python_version()}",
        "by_id": nanoseconds(lambda usage: cost(usage, model), usages),
        "known": nanoseconds(known.calc_price, usages),
    }


verb, path, *rest = sys.argv[1:]
with open(path) as file:
    asked = json.load(file)
json.dump(costs(asked) if verb == "costs" else times(asked, *rest), sys.stdout)
