from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

__version__: str

class Array:
    """An Arrow array."""

    def __len__(self) -> int: ...
    def __arrow_c_array__(self, requested_schema: object = None) -> tuple[object, object]: ...
    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any: ...
    def to_numpy(self) -> Any: ...

def plan(question: str, outlook: bool) -> str: ...
def models(as_of: str | None, all: bool) -> str: ...
def cost(
    model: str,
    input_tokens: int,
    output_tokens: int,
    cached_input_tokens: int | None = None,
    *,
    batch: bool = False,
    as_of: str | date | None = None,
) -> Decimal | None:
    """What one request costs in dollars, exact; `None` where the model's tokens have no
    known price. `batch` is half the price, whatever was cached; `as_of` is the day, the
    newest by default."""

def costs(
    model: object,
    input: object,
    output: object,
    cached_input: object,
    models: list[str] | None,
    each: bool,
    as_of: str | None,
) -> tuple[Decimal, Array | None]: ...
def parse_headers(pairs: list[tuple[str, str]]) -> str: ...
def parse_error(status: int | None, text: str, pairs: list[tuple[str, str]], as_of: str | None) -> str: ...
def check_request(body: str, plan: str, endpoint: str, admission: str | None, as_of: str | None) -> str: ...
def count_tokens(text: str, model: str) -> tuple[int, bool, int | None]: ...
def replay(settings: str, chunks: Iterable[bytes]) -> str: ...
def replay_columns(
    settings: str,
    t_us: object,
    input: object,
    output: object,
    cached: object = None,
    max_completion: object = None,
    audio_ms: object = None,
    batch: object = None,
) -> str: ...
