"""What stands against erasing somebody now: rooms say it themselves, downward, in their `apps.ready()`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import orjson


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason to keep: a code, its sentence in both languages, and until when; None: until somebody ends it."""

    code: str
    zh: str
    en: str
    until: date | None = None


Keeps = Callable[[Sequence[int]], Iterable[Obstacle]]
_keepers: list[Keeps] = []


def keeps_with(keeper: Keeps) -> None:
    """Say, in `apps.ready()`, what of some ids (a customer and who was merged into it) has to be kept, why, and until when."""
    _keepers.append(keeper)


def against(customer_ids: Sequence[int], on: date) -> list[Obstacle]:
    """What stands against erasing these, on a day; what was to be kept until then does not any more."""
    found = [each for keeper in _keepers for each in keeper(customer_ids)]
    return [each for each in found if each.until is None or each.until >= on]


def ends(found: Sequence[Obstacle]) -> date | None:
    """The last day on which something is kept; None when something is kept without an end."""
    days = [each.until for each in found if each.until is not None]
    return max(days) if days and len(days) == len(found) else None


def packed(found: Sequence[Obstacle]) -> str:
    """For storing."""
    rows = [[each.code, each.zh, each.en, each.until.isoformat() if each.until else ""] for each in found]
    return orjson.dumps(rows).decode()


def unpacked(text: str) -> list[Obstacle]:
    """What `packed` stored."""
    return [
        Obstacle(code, zh, en, date.fromisoformat(until) if until else None)
        for code, zh, en, until in orjson.loads(text)
    ]
