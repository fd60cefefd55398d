"""Customers of known age for the tests of quality."""

import orjson

from kedang.archive.models import Customer
from kedang.kit.clock import now
from kedang.quality.following import follow
from kedang.quality.models import Cursor

DAY = 86_400


def age(customer_id: int, days: int, *codes: str) -> None:
    """Make values older: the named fields, or the whole record."""
    customer = Customer.objects.get(id=customer_id)
    stamps = orjson.loads(customer.provenance)
    for code in codes or tuple(stamps):
        run, actor, _ = stamps.get(code) or stamps["*"]
        stamps[code] = [run, actor, int(now().timestamp()) - days * DAY]
    Customer.objects.filter(id=customer_id).update(provenance=orjson.dumps(stamps).decode())


def begin() -> None:
    """Follow the history from its beginning."""
    Cursor.objects.update_or_create(id=1, defaults={"event_id": 0})


def catch_up() -> int:
    """Follow what has happened, from the beginning when nobody followed yet."""
    if not Cursor.objects.exists():
        begin()
    return follow()
