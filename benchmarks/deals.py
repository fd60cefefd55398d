"""Opportunities over a whole archive: the board, the list and the forecast, beside the index that holds the sums."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.db import connection, transaction

from benchmarks import floors
from benchmarks.calls import Browser, timed
from kedang.archive.models import Customer
from kedang.deals import bodies
from kedang.deals.models import Opportunity, Stage
from kedang.deals.opportunities import month_of
from kedang.deals.stages import stages
from kedang.finding.conditions import today
from kedang.kit.clock import now
from kedang.vault.keys import keys_for

# Open opportunities a thousand customers have.
A_THOUSAND_HAVE = 100
BATCH = 5_000
CALLS = (
    ("board", "/api/opportunities/board"),
    ("list", "/api/opportunities"),
    ("forecast", "/api/opportunities/forecast"),
)
WHOSE = {"boss": ("mine", "all"), "lead": ("mine", "team", "all"), "u0": ("mine", "all")}


def deals(database: str, home: Path, count: int) -> Iterator[str]:
    """Each view by everybody; the floor is one walk over the index of sums by the driver."""
    made = _filled(count * A_THOUSAND_HAVE // 1000)
    floor = timed(floors.bare_sums(database, home), times=30)
    yield f"{made:,} open opportunities; floor, all sums by stage: CPU {floor.cpu:.2f} ms, p95 {floor.p95:.2f}"
    for login, cuts in WHOSE.items():
        browser = Browser(login)
        for name, path in CALLS:
            for whose in cuts:

                def ask(browser: Browser = browser, path: str = path, whose: str = whose) -> bytes:
                    return browser.get(path, whose=whose)

                timing = timed(ask, times=40)
                yield (
                    f"{name}, {login}, {whose}: CPU {timing.cpu:.1f} ms ({timing.cpu / floor.cpu:.1f} × the floor), "
                    f"by the clock median {timing.median:.1f}, p95 {timing.p95:.1f} ms"
                )


def _filled(wanted: int) -> int:
    """So many open opportunities, of customers drawn evenly, worked on by their owners."""
    there = Opportunity.objects.count()
    if there >= wanted:
        return there
    chance = random.Random(20261123)
    chosen = list(Customer.objects.filter(trashed_at__isnull=True).values_list("id", "owner_id").order_by("id"))
    chance.shuffle(chosen)
    known = stages()
    for start in range(there, wanted, BATCH):
        part = chosen[start : min(start + BATCH, wanted)]
        keys = keys_for([customer_id for customer_id, _ in part])
        with transaction.atomic():
            rows = [_row(chance, chance.choice(known), customer_id, owner_id or 1) for customer_id, owner_id in part]
            for row in rows:
                texts = {"title": "年度采购框架", "competitors": "", "next_step": "下周报价", "lost_note": ""}
                row.body_enc = bodies.seal(keys[row.customer_id], texts, row)
            Opportunity.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Opportunity.objects.count()


def _row(chance: random.Random, stage: Stage, customer_id: int, owner_id: int) -> Opportunity:
    expected = today() + timedelta(days=chance.randrange(-30, 300))
    return Opportunity(
        customer_id=customer_id,
        created_by=owner_id,
        owner_id=owner_id,
        amount=chance.randrange(10_000, 500_000_000),
        currency=chance.choice(("CNY", "CNY", "CNY", "USD")),
        stage_id=stage.id,
        stage_since=now() - timedelta(days=chance.randrange(60)),
        probability=stage.probability,
        expected_on=expected,
        expected_month=month_of(expected),
    )
