"""Who was left alone too long, by the contact plan.

A customer counts from the last contact, or the last follow-up planned for this reason, or the day it was filed, whichever is latest: what
somebody dropped comes back only after another round. Whoever has something planned already needs nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Max

from kedang.accounts.models import User
from kedang.activity.contact_plan import Rhythm
from kedang.activity.models import FollowUp
from kedang.archive.figures import Figures
from kedang.archive.models import Customer
from kedang.kit.actor import SYSTEM_ACTORS
from kedang.kit.clock import now

# Whatever this plan plans is planned by the worker, and by that it is known again.
WORKER = SYSTEM_ACTORS["worker"]
STEP = 2000


class Alone(NamedTuple):
    """Somebody left alone too long; sorts by how long."""

    since: datetime
    customer_id: int
    owner_id: int
    level: str


@dataclass(frozen=True, slots=True)
class Found:
    """Person → how many are left alone too long, and those left alone longest."""

    counts: Mapping[int, int]
    longest: Mapping[int, list[Alone]]


def left_alone(rhythms: Sequence[Rhythm], *, most: int) -> Found:
    """Who is left alone too long; of each person's customers those longest alone, at most so many."""
    counts, longest = Counter[int](), defaultdict[int, list[Alone]](list)
    people = set(User.objects.filter(is_active=True).values_list("id", flat=True))
    days = {each.level: timedelta(days=each.days) for each in rhythms}
    for step in _steps(sorted(days)):
        for each in too_long([one for one in step if one.owner_id in people], days):
            counts[each.owner_id] += 1
            kept = longest[each.owner_id]
            kept.append(each)
            if len(kept) >= 4 * most:
                kept[:] = sorted(kept)[:most]
    return Found(counts, {owner: sorted(kept)[:most] for owner, kept in longest.items()})


def _steps(levels: Collection[str]) -> Iterator[list[Alone]]:
    """Owned customers of these levels in the order of their ids, since they were filed; so many at a time."""
    last = 0
    while levels:
        found = Customer.objects.filter(id__gt=last, trashed_at__isnull=True, owner_id__isnull=False, level__in=levels)
        rows = list(found.order_by("id").values_list("created_at", "id", "owner_id", "level")[:STEP])
        yield [Alone(created, customer, owner or 0, level) for created, customer, owner, level in rows]
        if len(rows) < STEP:
            return
        last = rows[-1][1]


def too_long(step: Sequence[Alone], days: Mapping[str, timedelta]) -> list[Alone]:
    """Those of them that were left alone too long, since when."""
    at = now()
    since = {each.customer_id: each for each in step if each.since + days[each.level] <= at}
    said = Figures.objects.filter(customer_id__in=since)
    for customer_id, last, following in said.values_list("customer_id", "last_contact_at", "next_due_at"):
        _put(since, customer_id, None if following else last or since[customer_id].since, days, at)
    rounds = FollowUp.objects.filter(customer_id__in=since, created_by=WORKER)
    for customer_id, planned in rounds.values_list("customer_id").annotate(Max("created_at")).order_by():
        _put(since, customer_id, planned, days, at)
    return list(since.values())


def _put(
    since: dict[int, Alone], customer_id: int, moment: datetime | None, days: Mapping[str, timedelta], at: datetime
) -> None:
    """Count somebody from this moment where it is later; take out who is not left alone after all, or has something planned."""
    each = since[customer_id]
    if moment is None or moment + days[each.level] > at:
        del since[customer_id]
    elif moment > each.since:
        since[customer_id] = each._replace(since=moment)
