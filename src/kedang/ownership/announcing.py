"""Who is about to lose a customer by a rule is told some working days before, in the night in which it is first seen coming.

Somebody is told once of a customer and a day: again only when the day has moved, because there was contact or the rule changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from kedang.archive.models import Customer
from kedang.engine.worktime import WorkTime
from kedang.history import news
from kedang.history.news import FALLING, News
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.ownership import falling
from kedang.ownership.models import Announcement, Rule


@dataclass(frozen=True, slots=True)
class Coming:
    """A customer that falls on a day unless something happens before, and whose it is."""

    customer_id: int
    owner_id: int
    on: date


def coming(rules: Sequence[Rule], day: date, days: WorkTime) -> Iterator[Coming]:
    """Everybody who falls within the days a rule announces, after the night of `day`; each by the rule that comes first, of whom
    their owner has not been told yet. Read in stretches like the night itself."""
    telling = [rule for rule in rules if rule.remind_days > 0]
    for after, last in falling.stretches() if telling else ():
        met: dict[int, Coming] = {}
        for rule in telling:
            for one in _in_stretch(rule, day, days, after, last):
                known = met.get(one.customer_id)
                if known is None or one.on < known.on:
                    met[one.customer_id] = one
        told = _told(list(met))
        yield from (met[key] for key in sorted(met) if told.get(key) != (met[key].owner_id, met[key].on))


def _in_stretch(rule: Rule, day: date, days: WorkTime, after: int, last: int) -> Iterator[Coming]:
    until = days.add_days(day, rule.remind_days)
    found = falling.window(rule, until, days, after=after, last=last)
    for customer_id, owner_id, held, at in found.values_list("id", "owner_id", "held_since", "last_at"):
        on = max(falling.falls_on(rule, held, at, days), day + timedelta(days=1))
        yield Coming(customer_id, owner_id, on)


def _told(customer_ids: list[int]) -> dict[int, tuple[int, date]]:
    rows = Announcement.objects.filter(customer_id__in=customer_ids)
    return {row.customer_id: (row.user_id, row.falls_on) for row in rows}


@transaction.atomic
def announce(worker: Actor, one: Coming) -> bool:
    """Tell the owner, if the customer is still theirs."""
    theirs = Customer.objects.filter(id=one.customer_id, owner_id=one.owner_id, trashed_at__isnull=True)
    if not theirs.exists():
        return False
    known = {"user_id": one.owner_id, "falls_on": one.on, "at": now()}
    Announcement.objects.update_or_create(customer_id=one.customer_id, defaults=known)
    news.tell(worker, News(FALLING, one.customer_id, (one.owner_id,)))
    return True
