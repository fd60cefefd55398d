"""The forecast: what is to be expected in the coming months, and from whom."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from kedang.deals.counting import Total, totals
from kedang.deals.opportunities import month_of
from kedang.deals.sight import TEAM
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID

AHEAD = 12
OVERDUE, LATER = "overdue", "later"
_FIRST, _LAST = 0, 999_999
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)

ByCurrency = dict[str, Total]


@dataclass(frozen=True, slots=True)
class Forecast:
    """By month in order (`overdue`, 2026-11, …, `later`) and by owner, whoever expects most first."""

    months: dict[str, ByCurrency]
    people: dict[int, ByCurrency]


def forecast(actor: Actor, *, whose: str = TEAM) -> Forecast:
    """What the open opportunities in sight let expect. What should have closed in a month that is over is `overdue`."""
    months: dict[str, ByCurrency] = {name: {} for name in (OVERDUE, *_ahead(), LATER)}
    people: dict[int, ByCurrency] = defaultdict(dict)
    grouped = totals(actor, whose, "expected_month", "owner_id", "currency")
    for (month, owner, currency), total in grouped.items():
        _add(months[_name(int(month))], str(currency), total)
        _add(people[int(owner)], str(currency), total)
    record_read(actor, "opportunities.counted", count=sum(total.count for total in grouped.values()))
    best = sorted(people.items(), key=lambda item: (-max(t.weighted for t in item[1].values()), item[0]))
    return Forecast(
        {name: found for name, found in months.items() if found or name not in (OVERDUE, LATER)}, dict(best)
    )


def _add(into: ByCurrency, currency: str, total: Total) -> None:
    have = into.get(currency, Total(0, 0, 0))
    into[currency] = Total(have.count + total.count, have.amount + total.amount, have.weighted + total.weighted)


def _ahead() -> list[str]:
    first = today()
    counted = [first.year * 12 + first.month - 1 + n for n in range(AHEAD)]
    return [f"{each // 12:04}-{each % 12 + 1:02}" for each in counted]


def _name(month: int) -> str:
    ahead = _ahead()
    name = f"{month // 100:04}-{month % 100:02}"
    if name < ahead[0]:
        return OVERDUE
    return name if name <= ahead[-1] else LATER


def months_for(name: str) -> tuple[int, int]:
    """The first and the last month that a name of the forecast means."""
    ahead = _ahead()
    if name == OVERDUE:
        return _FIRST, _number(ahead[0]) - 1
    if name == LATER:
        return _number(ahead[-1]) + 1, _LAST
    return _number(name), _number(name)


def _number(name: str) -> int:
    matched = _MONTH.fullmatch(name)
    if matched is None or matched[1] == "0000":
        raise INVALID(what="month")
    return month_of(date(int(matched[1]), int(matched[2]), 1))
