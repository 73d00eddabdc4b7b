"""Which Groq API limit binds, what the month costs, which model and plan to take;
what requests cost; what a log would have met; what an error means. Exact, and nothing
is sent anywhere."""

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
from ._native import __version__, cost

__all__ = [
    "Costs",
    "Error",
    "TokenCount",
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
