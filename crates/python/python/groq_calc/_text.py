"""What crosses to the native part as JSON."""

import json
import math
from collections.abc import Mapping
from typing import Any, TypeAlias

# The answers are those of the command's `--json`.
Json: TypeAlias = dict[str, Any]


def plain(value: object) -> object:
    """A value as JSON has it. What JSON can't hold becomes its text, which is read
    exactly or named in the error."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return int(value) if -(2**63) <= value < 2**64 else str(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    # NumPy's whole numbers, decimals, days.
    return int(value) if hasattr(value, "__index__") else str(value)


def written(value: object) -> str:
    """A value as the text of its JSON."""
    return json.dumps(plain(value))


def read(text: str) -> Json:
    """An answer of the native part."""
    answer: Json = json.loads(text)
    return answer
