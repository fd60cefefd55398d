"""The dashboard: how good the records in one's reach are, now and over time, by department and by owner."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from kedang.accounts.queries import directory
from kedang.archive import rights
from kedang.archive.policy import policy_for
from kedang.finding.conditions import today
from kedang.history.reads import record_read
from kedang.kit.actor import Actor, Scope
from kedang.quality.defects import counts
from kedang.quality.models import QualityScore, Snapshot
from kedang.quality.scoring import share

LONGEST_TREND = 366
# In the order of the fields of Sums.
_AGGREGATES = {
    "n1": Count("customer_id"),
    "n2": Sum("overall"),
    "n3": Sum("completeness"),
    "n4": Sum("validity"),
    "n5": Sum("freshness"),
    "n6": Count("freshness"),
    "n7": Sum("verified"),
    "n8": Count("verified"),
    "n9": Count("customer_id", filter=Q(suspects=0)),
    "n10": Count("suspects"),
}
Place = tuple[int, int]


@dataclass(slots=True)
class Sums:
    """Added up over some customers; `…_of` says over how many of them there was something to measure."""

    customers: int = 0
    overall: int = 0
    completeness: int = 0
    validity: int = 0
    freshness: int = 0
    freshness_of: int = 0
    verified: int = 0
    verified_of: int = 0
    alone: int = 0
    alone_of: int = 0

    def add(self, that: "Sums") -> None:
        """Take in others."""
        for name in NAMES:
            setattr(self, name, getattr(self, name) + getattr(that, name))

    def mean(self, name: str) -> int | None:
        """The mean score of a measure; None when nobody could be measured."""
        if name == "uniqueness":
            return share(100 * self.alone, 100 * self.alone_of) if self.alone_of else None
        of = getattr(self, f"{name}_of", self.customers)
        # Rounded down: 100 says that nobody is worse.
        return getattr(self, name) // of if of else None


NAMES = tuple(each.name for each in fields(Sums))


@dataclass(frozen=True, slots=True)
class Part:
    """The figures of one department with everything below it, or of one owner. Id 0: customers without one."""

    id: int
    name: str
    depth: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class Figures:
    """What the dashboard shows. `defects` counts customers by what is wrong with them."""

    now: Sums
    defects: dict[str, int]
    trend: list[tuple[date, Sums]]
    departments: list[Part]
    owners: list[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The part of one's reach that is asked about: a department with everything below it, one owner."""

    department_id: int | None = None
    owner_id: int | None = None

    def condition(self) -> Q:
        """As a filter on owner and department, which scores and snapshots name alike."""
        found = Q()
        if self.department_id is not None:
            found &= Q(department_id__in=directory().below(self.department_id))
        if self.owner_id is not None:
            found &= Q(owner_id=self.owner_id or None) | Q(owner_id=self.owner_id)
        return found


def scores(actor: Actor, cut: Cut) -> QuerySet[QualityScore]:
    """The scores in one's reach that a cut leaves. Who may not read owners cannot cut by them."""
    found = QualityScore.objects.visible_to(actor).filter(cut.condition())
    return found.none() if cut.owner_id is not None and not sees_owners(actor) else found


def sees_owners(actor: Actor) -> bool:
    """Whether lists show the actor whose customers they are."""
    return policy_for(actor, own=False, place="list").clear("owner")


def figures(actor: Actor, cut: Cut, *, days: int) -> Figures:
    """The figures of what is in reach. Recorded as counted."""
    actor.require(rights.VIEW)
    groups, defects = _groups(scores(actor, cut))
    now = _total(groups.values())
    owners = _owners(groups) if sees_owners(actor) else []
    record_read(actor, "customers.counted", count=now.customers, fields=["quality"])
    return Figures(now, defects, _trend(actor, cut, days, now), _departments(actor, groups), owners)


def _groups(found: QuerySet[QualityScore]) -> tuple[dict[Place, Sums], dict[str, int]]:
    """Sums by (department, owner), 0 for none, and how many customers have each defect; read in one pass."""
    asked = {f"d_{name}": count for name, count in counts().items()}
    rows = found.order_by().values_list("department_id", "owner_id").annotate(**_AGGREGATES, **asked)
    groups: dict[Place, Sums] = {}
    defects = dict.fromkeys((name.removeprefix("d_") for name in asked), 0)
    for department_id, owner_id, *numbers in rows:
        groups[department_id or 0, owner_id or 0] = Sums(*_numbers(numbers[: len(NAMES)]))
        for name, count in zip(defects, numbers[len(NAMES) :], strict=True):
            defects[name] += count
    return groups, defects


def _total(parts: Iterable[Sums]) -> Sums:
    total = Sums()
    for part in parts:
        total.add(part)
    return total


def _departments(actor: Actor, groups: dict[Place, Sums]) -> list[Part]:
    """Each department in scope with the figures of everything below it, in the order of the tree."""
    known = directory()
    by_department: dict[int, Sums] = defaultdict(Sums)
    for (department_id, _), sums in groups.items():
        for above in known.above(department_id) or ((0,) if not department_id else ()):
            by_department[above].add(sums)
    allowed = [d for d in by_department if actor.scope == Scope.ALL or d in actor.department_ids]
    parts = [Part(d, known.department_name(d), max(0, len(known.above(d)) - 1), by_department[d]) for d in allowed]
    return sorted(parts, key=lambda part: (part.id == 0, _path(part.id)))


def _path(department_id: int) -> tuple[str, ...]:
    known = directory()
    return tuple(known.department_name(each) for each in known.above(department_id))


def _owners(groups: dict[Place, Sums]) -> list[Part]:
    """Each owner's figures, the worst first."""
    known = directory()
    by_owner: dict[int, Sums] = defaultdict(Sums)
    for (_, owner_id), sums in groups.items():
        by_owner[owner_id].add(sums)
    parts = [Part(owner_id, known.name(owner_id), 0, sums) for owner_id, sums in by_owner.items()]
    return sorted(parts, key=lambda part: (part.sums.mean("overall") or 0, part.name, part.id))


def _trend(actor: Actor, cut: Cut, days: int, now: Sums) -> list[tuple[date, Sums]]:
    """One point a day that was written down; today's is what is true now."""
    first = today() - timedelta(days=min(max(days, 1), LONGEST_TREND))
    kept = Snapshot.objects.filter(day__gte=first, day__lt=today()).filter(_reach(actor)).filter(cut.condition())
    rows = kept.order_by("day").values_list("day").annotate(**{f"n_{name}": Sum(name) for name in NAMES})
    points = [(row[0], Sums(*_numbers(row[1:]))) for row in rows]
    return [*points, (today(), now)]


def _numbers(row: Sequence[Any]) -> list[int]:
    return [int(value or 0) for value in row]


def _reach(actor: Actor) -> Q:
    """Who may see a score today may see those of the same place in former days."""
    if actor.scope == Scope.ALL:
        return Q()
    return Q(owner_id=actor.id) | Q(department_id__in=actor.department_ids)
