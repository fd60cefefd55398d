"""Sums of open opportunities: by stage for the board, by month and person for the forecast."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from kedang.archive.models import Customer, kept_from
from kedang.deals.models import STILL_OPEN, Opportunity
from kedang.deals.sight import MINE, in_sight, owned, withheld
from kedang.kit.actor import Actor, Scope

Group = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """How many, worth how much, and how much of it is to be expected; amounts in the currency's smallest unit."""

    count: int
    amount: int
    weighted: int


def totals(actor: Actor, whose: str, *by: str, owner_id: int | None = None) -> dict[Group, Total]:
    """Open opportunities in sight, counted by some of their columns."""
    whole = actor.scope == Scope.ALL and whose != MINE and owner_id is None
    found = owned(actor, whose) if whole else in_sight(actor, whose, owner_id)
    found = found.filter(STILL_OPEN)
    counted = _counted(found, by)
    if whole:
        # Whoever sees everybody sees all but what lies in the recycle bin or above their clearance, and that is little.
        _take_off(counted, _counted(found.filter(customer_id__in=_hidden(actor)), by))
    elif whose != MINE and actor.scope != Scope.ALL:
        # Who was lent is little as well, and the sums stay in the indexes.
        _take_off(counted, _counted(withheld(actor, found), by))
    return {group: Total(c["count"], c["amount"], c["weighted"]) for group, c in counted.items() if c["count"]}


def _hidden(actor: Actor) -> QuerySet[Customer, Any]:
    return Customer.objects.filter(trashed_at__isnull=False).values("id").union(kept_from(actor))


def _counted(found: QuerySet[Opportunity], by: Iterable[str]) -> dict[Group, Counter[str]]:
    columns = tuple(by)
    rows = (
        found.order_by()
        .values_list(*columns)
        .annotate(many=Count("customer_id"), whole=Sum("amount"), likely=Sum(F("amount") * F("probability") / 100))
    )
    width = len(columns)
    return {
        tuple(row[:width]): Counter(count=row[width], amount=int(row[width + 1]), weighted=int(row[width + 2]))
        for row in rows
    }


def _take_off(counted: dict[Group, Counter[str]], hidden: dict[Group, Counter[str]]) -> None:
    for group, less in hidden.items():
        counted[group].subtract(less)
