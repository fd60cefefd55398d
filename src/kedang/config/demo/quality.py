"""The demonstration's data quality: records of different ages, some numbers verified by telephone, everybody scored, and six
weeks of figures that slowly got better."""

import random
from collections.abc import Mapping
from datetime import timedelta

import orjson
from django.db import transaction

from kedang.archive.models import ContactPoint, Customer
from kedang.finding.conditions import today
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.quality import snapshots
from kedang.quality.models import Cursor, Snapshot
from kedang.quality.rescore import score_customers
from kedang.verification.marking import mark

_SEED = 20261122
_DAY = 86_400
_DAYS = 42
_OLDEST = 300
_VERIFIED_OF_TEN = 4
# How much of today's scores, and how many of today's customers, there were at the beginning of the six weeks.
_BEFORE = {"overall": 0.87, "completeness": 0.88, "validity": 0.985, "freshness": 0.82, "verified": 0.45}
_CUSTOMERS_BEFORE = 0.9


def build(actor: Actor) -> None:
    """Give the records ages, verify some numbers, score everybody, and invent the days before."""
    ids = list(Customer.objects.visible_to(actor).order_by("id").values_list("id", flat=True))
    with transaction.atomic():
        _give_ages(ids)
        _verify_some(actor, ids)
        Cursor.objects.get_or_create(id=1, defaults={"event_id": new_id()})
        score_customers(ids)
        _invent_days()


def _give_ages(ids: list[int]) -> None:
    """Records as they are after a year: some just entered, some long not looked at."""
    chance = random.Random(_SEED)  # noqa: S311 - the same ages every time
    present = int(now().timestamp())
    for customer_id in ids:
        at = present - int(_OLDEST * _DAY * chance.random() ** 1.6)
        provenance = orjson.dumps({"*": ["0", "-3", at]}).decode()
        Customer.objects.filter(id=customer_id).update(provenance=provenance)


def _verify_some(actor: Actor, ids: list[int]) -> None:
    """Numbers that somebody has called."""
    chance = random.Random(_SEED)  # noqa: S311
    points = ContactPoint.objects.filter(customer_id__in=ids, kind="mobile", reason="", contact_id__isnull=True)
    for customer_id, point_id in points.order_by("id").values_list("customer_id", "id"):
        if chance.randrange(10) < _VERIFIED_OF_TEN:
            mark(actor, customer_id, point_id, how="phone", note="开户回访时本人接听")


def _invent_days() -> None:
    snapshots.take()
    chance = random.Random(_SEED)  # noqa: S311
    rows = [_numbers(row) for row in Snapshot.objects.filter(day=today())]
    for back in range(1, _DAYS + 1):
        past = back / _DAYS
        Snapshot.objects.bulk_create([_former(row, back, past, chance) for row in rows])


def _numbers(row: Snapshot) -> dict[str, int]:
    """Everything of a row but the day and the id."""
    return {
        each.attname: getattr(row, each.attname)
        for each in Snapshot._meta.concrete_fields
        if each.attname not in ("id", "day")
    }


def _former(row: Mapping[str, int], back: int, past: float, chance: random.Random) -> Snapshot:
    """One row as it may have been some days ago: fewer customers, each a little worse."""
    people = 1 - (1 - _CUSTOMERS_BEFORE) * past
    numbers = {name: row[name] for name in ("department_id", "owner_id")}
    for name in sorted(row.keys() - numbers.keys()):
        worse = 1 - (1 - _BEFORE.get(name, 1.0)) * past * chance.uniform(0.85, 1.1)
        numbers[name] = round(row[name] * people * worse)
    return Snapshot(day=today() - timedelta(days=back), **numbers)
