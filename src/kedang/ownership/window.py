"""What somebody sees of the customers in a pool before they are anybody's: a row each, masked like others' customers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from kedang.archive.models import Customer, Figures, kept_from
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor, moment_of, number_of
from kedang.ownership.models import Cooling, Holding, Pool
from kedang.ownership.policy import claimed
from kedang.ownership.pools import load_pool, may_claim, pools_of, require_looking

COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Left:
    """A pool, how many customers wait in it (counted to 1000), and what the actor may still claim; None: as much as there is."""

    pool: Pool
    count: int
    may_claim: bool
    today: int | None
    week: int | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A customer in a pool. `cooling_until`: before then it is not the actor's to claim."""

    customer: Customer
    holding: Holding
    contact_at: datetime | None
    cooling_until: datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some customers of a pool, the newest in it first."""

    pool: Pool
    rows: list[Waiting]
    next: str | None


def overview(actor: Actor) -> list[Left]:
    """The pools an actor may look into."""
    return [_left(actor, pool) for pool in pools_of(actor)]


def _left(actor: Actor, pool: Pool) -> Left:
    count = _waiting(actor, pool)[: COUNTED + 1].count()
    day, week = claimed(actor.id, pool)
    return Left(
        pool,
        count,
        may_claim(actor, pool),
        None if pool.per_day is None else max(0, pool.per_day - day),
        None if pool.per_week is None else max(0, pool.per_week - week),
    )


def customers_in(actor: Actor, pool_id: int, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """A page of the customers in a pool."""
    require_looking(actor)
    pool = load_pool(actor, pool_id)
    found = _waiting(actor, pool)
    if cursor:
        at, last = decode_numbers(cursor, length=2)
        moment = moment_of(at)
        found = found.filter(Q(since__lt=moment) | Q(since=moment, customer_id__lt=last))
    size = clamp_limit(limit)
    rows = list(found.order_by("-since", "-customer_id")[: size + 1])
    shown = rows[:size]
    customers = Customer.objects.in_bulk([row.customer_id for row in shown])
    figures = Figures.objects.filter(customer_id__in=customers).values_list("customer_id", "last_contact_at")
    contact = dict(figures)
    cooling = Cooling.objects.filter(customer_id__in=customers, user_id=actor.id, until__gt=now())
    until = dict(cooling.values_list("customer_id", "until"))
    record_read(actor, "pool.looked_into", customer_ids=sorted(customers), details={"pool": str(pool.id)})
    following = encode_cursor((number_of(shown[-1].since), shown[-1].customer_id)) if len(rows) > size else None
    waiting = [
        Waiting(customers[row.customer_id], row, contact.get(row.customer_id), until.get(row.customer_id))
        for row in shown
    ]
    return Page(pool, waiting, following)


def _waiting(actor: Actor, pool: Pool) -> QuerySet[Holding]:
    """Who is in a pool, the recycle bin left out, and whoever is above the actor's clearance."""
    there = Customer.objects.filter(id=OuterRef("customer_id"), trashed_at__isnull=True, owner_id__isnull=True)
    return Holding.objects.filter(Exists(there), pool=pool).exclude(customer_id__in=kept_from(actor))
