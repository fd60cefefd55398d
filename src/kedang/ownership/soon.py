"""Who falls into a pool soon unless somebody does something: for the owner, and for whoever leads."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer, kept_from
from kedang.calendar.working import working_time
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID
from kedang.ownership import falling
from kedang.ownership.coming import tonight
from kedang.ownership.models import Rule

MINE, TEAM = "mine", "team"
MOST, FEW = 300, 5


@dataclass(frozen=True, slots=True)
class Soon:
    """A customer that falls on a day by a rule, unless there is contact, or a deal, before."""

    customer: Customer
    rule: Rule
    on: date
    held_since: datetime
    contact_at: datetime | None


def soon(actor: Actor, *, whose: str = MINE) -> list[Soon]:
    """The customers that fall soon, the next ones first; at most 300."""
    actor.require(archive_rights.VIEW)
    if whose not in (MINE, TEAM):
        raise INVALID(what="whose")
    return _read(actor, _next(actor, whose))


def few(actor: Actor) -> tuple[int, list[Soon]]:
    """How many of one's own fall soon, at most 300, and the next five."""
    actor.require(archive_rights.VIEW)
    found = _next(actor, MINE)
    return len(found), _read(actor, found[:FEW])


def _read(actor: Actor, found: list[Soon]) -> list[Soon]:
    record_read(actor, "customers.listed", customer_ids=sorted(s.customer.id for s in found), fields=["falls_soon"])
    return found


def _next(actor: Actor, whose: str) -> list[Soon]:
    first: dict[int, Soon] = {}
    for rule in falling.rules_on():
        for one in _of(actor, rule, whose):
            known = first.get(one.customer.id)
            if known is None or one.on < known.on:
                first[one.customer.id] = one
    return sorted(first.values(), key=lambda one: (one.on, one.customer.id))[:MOST]


def _of(actor: Actor, rule: Rule, whose: str) -> list[Soon]:
    days = working_time()
    last = days.add_days(tonight(), rule.remind_days)
    found: QuerySet[Any] = falling.falling(rule, last, days)
    if whose == MINE:
        found = found.filter(owner_id=actor.id).exclude(id__in=kept_from(actor))
    else:
        found = found.filter(id__in=Customer.objects.visible_to(actor).values("id"))
    rows = []
    for customer in found.order_by("last_at", "id")[: MOST * 2]:
        held, contact = customer.held_since, customer.contact_at
        on = max(falling.falls_on(rule, held, customer.last_at, days), tonight())
        rows.append(Soon(customer, rule, on, held, contact))
    return rows
