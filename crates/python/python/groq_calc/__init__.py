"""Which Groq API limit binds, what the month costs, which model and plan to take;
what requests cost; what a log would have met; what an error means. Exact, and nothing
is sent anywhere."""

from typing import TYPE_CHECKING, Any

from ._api import (
    Costs,
    TokenCount,
    check_request,
    costs,
    count_tokens,
    models,
    parse_error,
    parse_headers,
    plan,
    replay,
)
from ._error import Error
from ._limiter import Level, Limiter, Permit, Spent
from ._native import __version__, cost

if TYPE_CHECKING:
    from ._transport import AsyncTransport, Transport

__all__ = [
    "AsyncTransport",
    "Costs",
    "Error",
    "Level",
    "Limiter",
    "Permit",
    "Spent",
    "TokenCount",
    "Transport",
    "__version__",
    "check_request",
    "cost",
    "costs",
    "count_tokens",
    "models",
    "parse_error",
    "parse_headers",
    "plan",
    "replay",
]


def __getattr__(name: str) -> Any:
    # They need httpx, which the rest does not.
    if name in ("AsyncTransport", "Transport"):
        from . import _transport

        return getattr(_transport, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
