"""The engine's answers are those of the command and of the published vectors."""

import datetime
import json
from decimal import Decimal
from fractions import Fraction

import groq_calc
import numpy
import pytest

WORKLOAD = {"requests_per_day": "2k", "input_tokens": 1500, "output_tokens": 500}

QUESTIONS = [
    {"workload": WORKLOAD},
    {"workload": WORKLOAD, "as_of": "2026-06-04", "plans": ["free"]},
    {"workload": {"requests_per_day": 90, "audio_seconds": 30.5}},
    {"workload": {"requests_per_month": 31, "audio_seconds": 3600}, "admission": "reserved"},
    {"workload": {"requests_per_day": 90, "output_tokens": 1, "tools": None}, "plans": None},
    {
        "workload": WORKLOAD,
        "requirements": {"production": True, "monthly_budget_usd": "20.5"},
        "limits": {"openai/gpt-oss-120b": {"free": {"TPD": 300_000}}},
    },
    {
        "services": [
            {"name": "chat", "growth_percent_per_month": 12.5, "calls": [WORKLOAD]},
            {"name": "calls", "calls": [{"requests_per_day": 90, "audio_seconds": 30.5}]},
        ]
    },
]

REFUSED = [
    {},
    {"workload": [1]},
    {"workload": {}},
    {"workload": {"requests": 1}},
    {"workload": {"requests_per_day": True}},
    {"workload": {"requests_per_day": -1, "input_tokens": "x"}},
    {"workload": WORKLOAD, "admission": "perhaps"},
    {"workload": WORKLOAD, "plans": "free"},
    {"workload": WORKLOAD, "colour": 1},
]


def contains(place, actual, expected):
    if isinstance(expected, dict):
        for key, value in expected.items():
            contains(f"{place}.{key}", actual[key], value)
    elif isinstance(expected, list) and any(isinstance(item, dict) for item in expected):
        assert len(actual) == len(expected), place
        for index, item in enumerate(expected):
            contains(f"{place}[{index}]", actual[index], item)
    else:
        assert actual == expected, place


def test_the_published_vectors_hold(vectors):
    assert len(vectors) > 30
    for vector in vectors:
        answer = groq_calc.plan(vector["question"], outlook=True)
        place = vector["option"]
        (option,) = (
            option
            for option in answer["options"]
            if all(option[key] == place[key] for key in ("model", "plan", "tier"))
        )
        contains(vector["id"], option, vector["expect"])
        contains(vector["id"], answer["outlook"], vector.get("outlook", {}))
        assert vector.get("blocked", "") in (option["blocked"] or "")


@pytest.mark.parametrize("question", QUESTIONS)
def test_answers_as_the_command(command, question):
    answer = json.loads(command("plan", "-", "--json", text=json.dumps(question)))
    assert groq_calc.plan(question, outlook=True) == answer


@pytest.mark.parametrize("question", REFUSED)
def test_refuses_as_the_command(command, question):
    message = command("plan", "-", "--json", text=json.dumps(question), refused=True)
    # The place in the text means nothing to who has an object.
    message = message.removeprefix("the question is not valid: ").rsplit(" at line ")[0]
    with pytest.raises(groq_calc.Error) as raised:
        groq_calc.plan(question)
    assert str(raised.value).removeprefix("question: ") == message


def test_an_error_names_every_field_its_value_and_its_range():
    with pytest.raises(ValueError) as raised:
        groq_calc.plan({"workload": {"requests_per_day": -1, "input_tokens": "x"}})
    assert [(error.field, error.value, error.code) for error in raised.value.errors] == [
        ("requests_per_day", "-1", "out_of_range"),
        ("input_tokens", "x", "out_of_range"),
    ]
    assert raised.value.field == "requests_per_day"


def test_numbers_of_any_type_are_read_exactly():
    plain = groq_calc.plan({"workload": {"requests_per_day": 2000, "input_tokens": 1500}})
    for number in (numpy.int64, numpy.uint32, Decimal, Fraction):
        figures = {"requests_per_day": number(2000), "input_tokens": number(1500)}
        assert groq_calc.plan({"workload": figures}) == plain
    dated = {"workload": WORKLOAD, "as_of": datetime.date(2026, 6, 4)}
    assert groq_calc.plan(dated) == groq_calc.plan({**dated, "as_of": "2026-06-04"})
    for number in (10**400, float("inf"), float("nan"), Decimal("NaN")):
        with pytest.raises(groq_calc.Error, match="requests_per_day"):
            groq_calc.plan({"workload": {"requests_per_day": number, "input_tokens": 1}})


@pytest.mark.parametrize(("as_of", "all"), [(None, False), ("2026-06-04", True)])
def test_lists_the_models_as_the_command(command, as_of, all):
    args = (["--as-of", as_of] if as_of else []) + (["--all"] if all else [])
    assert groq_calc.models(as_of, all=all) == json.loads(command("models", "--json", *args))
