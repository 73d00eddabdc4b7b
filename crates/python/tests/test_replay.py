"""A replay answers as the command's, whatever holds the log."""

import gzip
import io
import json

import groq_calc
import numpy
import pyarrow
import pytest

REPLAYS = [
    ("--model openai/gpt-oss-120b --plan free", {"model": "openai/gpt-oss-120b", "plan": "free"}),
    (
        "--model openai/gpt-oss-20b --plan developer --tier flex --policy queue --patience 1.5 --batch",
        {
            "model": "openai/gpt-oss-20b",
            "plan": "developer",
            "tier": "flex",
            "policy": "queue",
            "patience_seconds": 1.5,
            "batch": True,
        },
    ),
    (
        "--model openai/gpt-oss-20b --plan free --fix",
        {"model": "openai/gpt-oss-20b", "plan": "free", "fix": True},
    ),
    ("--all --plan developer", {"all": True, "plan": "developer"}),
]


@pytest.fixture(scope="module")
def log(command):
    return command("sample-log", "--requests", "3000", "--seed", "3")


def columns(log):
    names, *rows = (line.split(",") for line in log.split())
    return {name: numpy.array([int(row[at]) for row in rows]) for at, name in enumerate(names)}


@pytest.mark.parametrize(("args", "settings"), REPLAYS)
def test_answers_as_the_command(command, tmp_path, log, args, settings):
    report = json.loads(command("replay", "-", "--json", *args.split(), text=log))
    file = tmp_path / "log.csv"
    file.write_text(log)
    packed = io.BytesIO(gzip.compress(log.encode()))
    chunks = (log.encode()[start : start + 1000] for start in range(0, len(log), 1000))
    for same in (file, str(file), log.encode(), io.BytesIO(log.encode()), gzip.open(packed), chunks):
        assert groq_calc.replay(same, **settings) == report
    rows = columns(log)
    arrow = {name: pyarrow.array(column) for name, column in rows.items()}
    for same in (rows, arrow):
        assert groq_calc.replay(same, **settings) == {**report, "format": None}


@pytest.mark.parametrize(
    ("log", "settings", "field"),
    [
        (b"", {"plan": "free"}, "model"),
        (b"", {"model": "openai/gpt-oss-20b", "plan": "free", "colour": 1}, "colour"),
        (b"t_us,input,cached,output\n1,2,3,x\n", {"model": "openai/gpt-oss-20b", "plan": "free"}, "log"),
        (
            {"t_us": numpy.array([1, 2]), "input": numpy.array([1]), "output": numpy.array([1, 1])},
            {"model": "openai/gpt-oss-20b", "plan": "free"},
            "input",
        ),
    ],
)
def test_bad_input_is_named(log, settings, field):
    with pytest.raises(groq_calc.Error) as raised:
        groq_calc.replay(log, **settings)
    assert raised.value.field == field, raised.value
