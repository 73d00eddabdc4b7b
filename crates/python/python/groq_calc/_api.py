"""The functions of the package. There is no rule and no arithmetic here."""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO, NamedTuple

from . import _native
from ._native import Array
from ._text import Json, read, written

_CHUNK = 1 << 20

Day = str | date


def _day(as_of: Day | None) -> str | None:
    return None if as_of is None else str(as_of)


def plan(question: Mapping[str, Any], *, outlook: bool = False) -> Json:
    """Judges every model, plan and tier for a workload, and says which to take.

    The question and the answer are those of `groq-calc plan --json`; with `outlook`
    the levers, thresholds and spend limits are there too, which takes as long again.
    Raises `Error`, which names every field that is wrong.
    """
    return read(_native.plan(written(question), outlook))


def models(as_of: Day | None = None, *, all: bool = False) -> Json:
    """The models of a day with their limits and prices, each figure with its source
    and date; with `all` retired ones too."""
    return read(_native.models(_day(as_of), all))


class Costs(NamedTuple):
    """What rows cost."""

    total: Decimal
    """Of all rows together, in dollars, exact."""
    picodollars: Array | None
    """Of each row in millionths of a millionth of a dollar, if that was asked for: an
    Arrow array of `uint64`, which NumPy takes too (`numpy.asarray`)."""


def costs(
    model: object,
    input: object,
    output: object,
    cached_input: object = None,
    *,
    models: Iterable[str] | None = None,
    each: bool = False,
    as_of: Day | None = None,
) -> Costs:
    """What the requests of a log cost, a row each.

    A column is a NumPy array of whole numbers, an Arrow array or chunked array of any
    library (pyarrow, polars, ...), or another object with the buffer protocol. Columns
    are not copied; those that are not `uint32` are converted some rows at a time. Others
    may run meanwhile. `model` is one id for all rows, a column of ids (best as an Arrow
    dictionary), or a column of indices into `models`.
    """
    total, picodollars = _native.costs(
        model, input, output, cached_input, None if models is None else list(models), each, _day(as_of)
    )
    return Costs(total, picodollars)


def replay(log: "str | os.PathLike[str] | bytes | BinaryIO | Iterable[bytes] | Mapping[str, object]", **settings: Any) -> Json:
    """What the limits of an option would have done with a log of requests.

    The log is the path of a file, its bytes, an open binary file, chunks of bytes, or
    columns by their names (`t_us`, `input`, `output` and if there are `cached`,
    `max_completion`, `audio_ms`, `batch`), as in `costs`. The formats, the settings
    (`model`, `plan`, `tier`, `policy`, `all`, ...) and the answer are those of
    `groq-calc replay --json`.
    """
    if isinstance(log, Mapping):
        return read(_native.replay_columns(written(settings), **log))
    return read(_native.replay(written(settings), _chunks(log)))


def _chunks(log: "str | os.PathLike[str] | bytes | BinaryIO | Iterable[bytes]") -> Iterator[bytes]:
    if isinstance(log, (str, os.PathLike)):
        with open(log, "rb") as file:
            yield from _chunks(file)
    elif isinstance(log, bytes):
        yield log
    elif hasattr(log, "read"):
        while chunk := log.read(_CHUNK):
            yield chunk
    else:
        yield from log


def _pairs(headers: object) -> list[tuple[str, str]]:
    """Headers of any library: a mapping, or pairs of names and values."""
    if headers is None:
        return []
    items: Any = headers.items() if hasattr(headers, "items") else headers
    return [(str(name), str(value)) for name, value in items]


def parse_headers(headers: object) -> Json:
    """What the rate-limit headers of an answer say: what is left of which limit, and
    when it is full again."""
    return read(_native.parse_headers(_pairs(headers)))


def parse_error(error: object, body: object = "", headers: object = None, *, as_of: Day | None = None) -> Json:
    """What an error of the API is about and what to do: whether waiting helps, and how
    long.

    `error` is a status with its body and headers, an exception of the SDKs of Groq or
    OpenAI, a response of httpx, or a text as it was printed. The answer is that of
    `groq-calc error --json`.
    """
    if isinstance(error, int):
        text = body if isinstance(body, str) else written(body)
        return read(_native.parse_error(error, text, _pairs(headers), _day(as_of)))
    response: Any = getattr(error, "response", error)
    if hasattr(response, "status_code"):
        return parse_error(response.status_code, response.text, response.headers, as_of=as_of)
    return read(_native.parse_error(None, str(error), [], _day(as_of)))


def check_request(
    body: "Mapping[str, Any] | str",
    *,
    plan: str = "free",
    endpoint: str = "chat",
    admission: str | None = None,
    as_of: Day | None = None,
) -> Json:
    """What Groq would refuse or ignore in the body of a request, and the request
    without it (`corrected`).

    `endpoint` is `chat`, `audio` or `translation`. The answer is that of
    `groq-calc check-request --json`.
    """
    text = body if isinstance(body, str) else written(body)
    return read(_native.check_request(text, plan, endpoint, admission, _day(as_of)))


class TokenCount(NamedTuple):
    """The tokens of a text."""

    tokens: int
    exact: bool
    """Whether they were counted by the model's own vocabulary; else they are estimated."""
    error_permille: int | None
    """How far off estimates were in 95 of 100 texts; `None` for an exact count, and where
    nothing was measured."""


def count_tokens(text: str, model: str = "openai/gpt-oss-120b") -> TokenCount:
    """Counts the tokens of a text, without what a chat's format takes: exactly for
    gpt-oss, estimated for other models."""
    return TokenCount(*_native.count_tokens(text, model))
