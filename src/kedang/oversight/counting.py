"""What somebody did, hour by hour, counted from the rows of both logs. Pure: rows in, counts out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from kedang.engine.worktime import WorkTime
from kedang.oversight.rules import Counted

HOUR = timedelta(hours=1)
# Whoever comes early or stays late is no burglar, and nobody is one over lunch.
GRACE_MINUTES = 120
SLOT = timedelta(minutes=10)
SEARCHES = frozenset(("customers.searched", "customers.listed", "documents.searched"))
EXPORTS = frozenset(("customers.exported",))
Key = tuple[int, datetime]


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the log of reads, as far as it is counted. `customer` is the one it is about, or 0; `customers` how many left."""

    at: datetime
    token_id: int
    verb: str
    customer: int
    customers: int
    found: int
    query: str
    new_place: bool = False
    canary: bool = False


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    outside: int = 0
    edits: int = 0
    exported: int = 0
    elsewhere: int = 0
    canaries: int = 0
    seen: set[int] = field(default_factory=set)
    seen_outside: set[int] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)
    asked: dict[datetime, set[str]] = field(default_factory=lambda: defaultdict(set))

    def counted(self) -> Counted:
        return Counted(
            rows=self.rows + len(self.seen),
            outside=self.outside + len(self.seen_outside),
            opened=len(self.opened),
            edits=self.edits,
            thin=_densest(self.asked),
            exported=self.exported,
            elsewhere=self.elsewhere,
            canaries=self.canaries,
        )


def hour_of(moment: datetime) -> datetime:
    """The hour a moment lies in."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def count(looks: Iterable[Look], edits: Iterable[tuple[datetime, int]], work: WorkTime) -> dict[Key, Counted]:
    """What each token (0: none) did in each hour."""
    tallies: dict[Key, _Tally] = defaultdict(_Tally)
    clock = Outside(work)
    for look in looks:
        _add(tallies[look.token_id, hour_of(look.at)], look, outside=clock(look.at))
    for at, token_id in edits:
        tallies[token_id, hour_of(at)].edits += 1
    return {key: tally.counted() for key, tally in tallies.items()}


def _add(tally: _Tally, look: Look, *, outside: bool) -> None:
    if look.customer:
        # The page of one customer asks a dozen questions about them: that is one customer, and so is whoever comes back to them.
        tally.seen.add(look.customer)
        tally.seen_outside.update({look.customer} if outside else ())
    else:
        tally.rows += look.customers
        tally.outside += look.customers if outside else 0
    if look.customer and look.verb.startswith("customer."):
        tally.opened.add(look.customer)
    if look.verb in EXPORTS:
        tally.exported += look.customers
        tally.elsewhere += look.customers if look.new_place else 0
    if look.verb in SEARCHES and look.query and look.found <= 1:
        tally.asked[_minute(look.at)].add(look.query)
    tally.canaries += look.canary


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _densest(asked: dict[datetime, set[str]]) -> int:
    """The most different questions within ten minutes."""
    return max((len(set[str]().union(*_within(asked, start))) for start in asked), default=0)


def _within(asked: dict[datetime, set[str]], start: datetime) -> Iterator[set[str]]:
    return (questions for minute, questions in asked.items() if start <= minute < start + SLOT)


class Outside:
    """Whether people work at a moment, give or take; each day is asked for once."""

    def __init__(self, work: WorkTime) -> None:
        self._work = work
        self._days: dict[date, tuple[int, int] | None] = {}

    def __call__(self, moment: datetime) -> bool:
        """Whether a moment lies outside working time by more than a little."""
        local = moment.astimezone(self._work.zone)
        day = local.date()
        if day not in self._days:
            spans = self._work.hours(day)
            self._days[day] = (spans[0].start - GRACE_MINUTES, spans[-1].end + GRACE_MINUTES) if spans else None
        open_from = self._days[day]
        minute = local.hour * 60 + local.minute
        return open_from is None or not open_from[0] <= minute < open_from[1]
