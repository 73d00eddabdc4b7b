"""Costs are exact, one by one and by the column."""

import array
import datetime
import json
from decimal import Decimal

import groq_calc
import numpy
import pyarrow
import pytest

DAY = "2026-06-04"
IDS = ["openai/gpt-oss-120b", "openai/gpt-oss-20b", "qwen/qwen3-32b"]
ROWS = 200_000


def test_one_request():
    cost = groq_calc.cost("openai/gpt-oss-120b", 4641, 1817, 4608, as_of=DAY)
    assert isinstance(cost, Decimal) and cost == Decimal("0.00144075")
    day = datetime.date.fromisoformat(DAY)
    assert groq_calc.cost("openai/gpt-oss-120b", numpy.int64(4641), 1817, 4608, as_of=day) == cost
    half = groq_calc.cost("openai/gpt-oss-120b", 1000, 500, batch=True, as_of=DAY)
    assert half * 2 == groq_calc.cost("openai/gpt-oss-120b", 1000, 500, as_of=DAY)
    assert groq_calc.cost("whisper-large-v3", 1, 1, as_of=DAY) is None


@pytest.mark.parametrize(
    ("args", "field", "code"),
    [
        (("no/such-model", 1, 1), "model", "unknown"),
        (("openai/gpt-oss-120b", -1, 1), "input_tokens", "out_of_range"),
        (("openai/gpt-oss-120b", 1.5, 1), "input_tokens", "out_of_range"),
        (("openai/gpt-oss-120b", 1, 2**64), "output_tokens", "out_of_range"),
        (("openai/gpt-oss-120b", 1, 1, 2), "cached_input", "out_of_range"),
    ],
)
def test_bad_input_is_named(args, field, code):
    with pytest.raises(groq_calc.Error) as raised:
        groq_calc.cost(*args)
    assert (raised.value.field, raised.value.code) == (field, code)


def test_a_day_without_figures_is_named():
    with pytest.raises(groq_calc.Error, match="as_of"):
        groq_calc.cost("openai/gpt-oss-120b", 1, 1, as_of="1999-01-01")


@pytest.fixture(scope="module")
def usage():
    random = numpy.random.default_rng(3)
    model = random.integers(0, len(IDS), ROWS, dtype=numpy.uint8)
    input = random.integers(0, 200_000, ROWS, dtype=numpy.uint32)
    cached = (input * random.random(ROWS)).astype(numpy.uint32)
    output = random.integers(0, 50_000, ROWS, dtype=numpy.uint32)
    return model, input, output, cached


def of_each(costs):
    return numpy.asarray(costs.picodollars).tolist()


def test_columns_cost_what_their_rows_cost(usage):
    model, input, output, cached = usage
    costs = groq_calc.costs(model, input, output, cached, models=IDS, each=True, as_of=DAY)
    each = of_each(costs)
    assert len(costs.picodollars) == ROWS and sum(each) == costs.total * 10**12
    for row in range(0, ROWS, 4999):
        one = groq_calc.cost(
            IDS[model[row]], input[row], output[row], cached[row], as_of=DAY
        )
        assert one * 10**12 == each[row]
    without = groq_calc.costs(model, input, output, cached, models=IDS, as_of=DAY)
    assert without == (costs.total, None)


def chunked(column, *sizes):
    parts, start = [], 0
    for size in (*sizes, len(column)):
        parts.append(pyarrow.array(column[start : start + size]))
        start += size
    return pyarrow.chunked_array(parts)


def test_every_kind_of_column_gives_the_same(usage):
    model, input, output, cached = usage
    expected = groq_calc.costs(model, input, output, cached, models=IDS, each=True, as_of=DAY)
    names = pyarrow.array(IDS).take(pyarrow.array(model))
    same = [
        (model, input.astype("int64"), output.astype("uint64"), cached.astype("int32")),
        (model.astype("int16"), *map(pyarrow.array, (input, output, cached))),
        (chunked(model, 7, 0, 70_000), chunked(input, 100), output, chunked(cached, 65_537)),
        (array.array("B", model), array.array("I", input), array.array("q", output), cached),
    ]
    for columns in same:
        costs = groq_calc.costs(*columns, models=IDS, each=True, as_of=DAY)
        assert costs.total == expected.total and of_each(costs) == of_each(expected)
    for named in (names, names.dictionary_encode(), names.cast("large_string"), chunked(names, 9)):
        costs = groq_calc.costs(named, input, output, cached, each=True, as_of=DAY)
        assert costs.total == expected.total and of_each(costs) == of_each(expected)
    one = groq_calc.costs(IDS[0], input, output, as_of=DAY)
    nothing = numpy.zeros(ROWS, numpy.uint8)
    assert one == groq_calc.costs(nothing, input, output, models=IDS, as_of=DAY)
    assert groq_calc.costs(IDS[0], input[:0], output[:0]).total == 0


def test_a_slice_of_an_arrow_column_is_read_from_its_start(usage):
    _, input, output, _ = usage
    costs = groq_calc.costs(IDS[0], pyarrow.array(input)[1000:2000], pyarrow.array(output)[1000:2000])
    assert costs == groq_calc.costs(IDS[0], input[1000:2000], output[1000:2000])


U32 = numpy.uint32


@pytest.mark.parametrize(
    ("columns", "options", "field"),
    [
        ((IDS[0], numpy.array([1, -2]), numpy.array([1, 1])), {}, "input[1]"),
        ((IDS[0], numpy.array([1, 2**32]), numpy.array([1, 1])), {}, "input[1]"),
        ((IDS[0], numpy.array([1.5]), numpy.array([1])), {}, "input"),
        ((IDS[0], [1, 2], [3, 4]), {}, "input"),
        ((IDS[0], pyarrow.array([1, None]), numpy.array([1, 1])), {}, "input[1]"),
        ((IDS[0], numpy.array([1, 2]), numpy.array([1])), {}, "output"),
        ((IDS[0], numpy.array([1]), numpy.array([1]), numpy.array([2])), {}, "cached_input[0]"),
        ((numpy.array([3]), numpy.array([1]), numpy.array([1])), {"models": IDS}, "model[0]"),
        ((numpy.array([3]), numpy.array([1]), numpy.array([1])), {"models": ["?"]}, "models"),
        ((pyarrow.array([IDS[0], "?"]), numpy.array([1, 1]), numpy.array([1, 1])), {}, "model[1]"),
        ((pyarrow.array([IDS[0], None]), numpy.array([1, 1]), numpy.array([1, 1])), {}, "model[1]"),
        (("whisper-large-v3", numpy.array([1]), numpy.array([1])), {}, "model"),
    ],
)
def test_a_bad_row_is_named(columns, options, field):
    with pytest.raises(groq_calc.Error) as raised:
        groq_calc.costs(*columns, **options, as_of=DAY)
    assert raised.value.field == field, raised.value


def test_a_bad_row_far_down_is_named_by_its_number():
    input = numpy.ones(ROWS, U32)
    cached = numpy.ones(ROWS, U32)
    cached[ROWS - 3] = 2
    for column in (cached, cached.astype("int64"), chunked(cached, 5)):
        with pytest.raises(groq_calc.Error) as raised:
            groq_calc.costs(IDS[0], input, input, column)
        assert raised.value.field == f"cached_input[{ROWS - 3}]"


def test_the_command_prices_the_same(command, tmp_path):
    file = tmp_path / "usage.csv"
    file.write_text(f"model,input,cached,output\n{IDS[0]},4641,4608,1817\n{IDS[1]},10,0,3\n")
    report = json.loads(command("cost", str(file), "--as-of", DAY, "--json"))
    columns = (pyarrow.array(IDS[:2]), *(numpy.array(c) for c in ([4641, 10], [1817, 3], [4608, 0])))
    assert str(groq_calc.costs(*columns, as_of=DAY).total) in json.dumps(report)
