"""The counts of a run: reasons and sums, added up batch by batch."""

from collections import Counter
from typing import Any

import orjson

from kedang.commerce_import.deciding import Work
from kedang.commerce_import.models import Run

Sums = dict[str, dict[str, list[int]]]


def added(run: Run, work: Work) -> tuple[str, str]:
    """A run's reasons and sums with those of one more batch, as they are stored."""
    reasons = Counter(reasons_of(run)) + work.reasons
    sums = sums_of(run)
    for (currency, kind), (lines, amount, customers) in work.sums.items():
        before = sums.setdefault(currency, {}).get(kind, [0, 0])
        sums[currency][kind] = [before[0] + lines, before[1] + amount, customers]
    return orjson.dumps(reasons).decode(), orjson.dumps(sums).decode()


def reasons_of(run: Run) -> dict[str, int]:
    """Refused lines by reason."""
    found: dict[str, int] = orjson.loads(run.reasons)
    return found


def sums_of(run: Run) -> Sums:
    """Currency → kind → [lines, amount in minor units, customers]."""
    found: dict[str, Any] = orjson.loads(run.sums)
    return found
