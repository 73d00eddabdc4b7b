"""USD per million tokens of Groq's models by other price lists, where they are installed."""

import importlib.util
import json
import sys
from pathlib import Path

MILLION = 1_000_000


def written(usd):
    return format(usd.normalize(), "f")


def genai_prices(ids):
    from genai_prices import Usage, calc_price

    def price(model, **usage):
        result = calc_price(Usage(**usage), model_ref=model, provider_id="groq")
        return written(result.total_price)

    found = {}
    for model in ids:
        try:
            found[model] = {
                "input": price(model, input_tokens=MILLION, output_tokens=0),
                "cached_input": price(model, input_tokens=MILLION, cache_read_tokens=MILLION, output_tokens=0),
                "output": price(model, input_tokens=0, output_tokens=MILLION),
            }
        except LookupError:
            continue
    return found


def litellm(ids):
    from decimal import Decimal

    folder = Path(importlib.util.find_spec("litellm").submodule_search_locations[0])
    text = (folder / "model_prices_and_context_window_backup.json").read_text()
    entries = json.loads(text, parse_float=Decimal)
    found = {}
    for model in ids:
        entry = entries.get(f"groq/{model}")
        if entry is None:
            continue
        names = {
            "input": "input_cost_per_token",
            "cached_input": "cache_read_input_token_cost",
            "output": "output_cost_per_token",
        }
        found[model] = {
            ours: written(Decimal(entry[theirs]) * MILLION)
            for ours, theirs in names.items()
            if entry.get(theirs)
        }
    return found


ids = json.load(sys.stdin)
lists = {"genai_prices": genai_prices, "litellm": litellm}
at_hand = {name: read for name, read in lists.items() if importlib.util.find_spec(name)}
json.dump({name: read(ids) for name, read in at_hand.items()}, sys.stdout)
