"""What is read while there are a million customers walks an index, and in stretches."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.archive.models import Customer, Figures
from kedang.calendar.working import working_time
from kedang.kit.clock import now
from kedang.ownership import disputes, falling, hearing, window
from kedang.ownership.coming import tonight
from kedang.ownership.models import Holding
from kedang.ownership.tests.scene import Scene, held_for, make_scene
from tests.people import actor

pytestmark = pytest.mark.django_db
BIG = ("archive_customer", "archive_figures", "ownership_holding", "ownership_dispute", "ownership_party")


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def many(scene: Scene) -> None:
    """Three thousand customers of 周's, so that it matters how they are read."""
    rows = [
        Customer(
            kind=1,
            number=f"X{n:06}",
            name=f"客户{n}",
            owner_id=scene.cast.zhou.id,
            department_id=scene.cast.east.id,
            created_by=scene.cast.zhou.id,
            updated_by=scene.cast.zhou.id,
            created_at=now(),
            updated_at=now(),
        )
        for n in range(3_000)
    ]
    Customer.objects.bulk_create(rows, batch_size=200)
    Holding.objects.bulk_create(
        [
            Holding(customer_id=row.id, pool_id=scene.pool.id if n % 2 else None, by=1, how="x")
            for n, row in enumerate(rows)
        ]
    )
    Figures.objects.bulk_create([Figures(customer_id=row.id) for row in rows])
    Customer.objects.filter(id__in=[row.id for row in rows[1::2]]).update(owner_id=None)
    with connection.cursor() as cursor:
        for table in BIG:
            cursor.execute(f"ANALYZE {table}")
        if connection.vendor == "postgresql":
            # Three thousand are still soon read from end to end.
            cursor.execute("SET LOCAL enable_seqscan = off")


def plans(run: Callable[[], object]) -> list[str]:
    """What the database does for each question that is asked about many."""
    with CaptureQueriesContext(connection) as asked:
        run()
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    found = []
    for query in asked.captured_queries:
        if query["sql"].startswith("SELECT") and any(f'"{table}"' in query["sql"] for table in BIG):
            with connection.cursor() as cursor:
                cursor.execute(explain + query["sql"])
                found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


def walked(plan: str) -> list[str]:
    """The big tables that are read from end to end."""
    return [
        table
        for table in BIG
        if re.search(rf"Seq Scan on {table}\b", plan) or re.search(rf'SCAN "?{table}"?(?! USING)', plan)
    ]


def test_a_pool_is_read_by_its_index(scene: Scene) -> None:
    many(scene)
    found = plans(lambda: window.customers_in(actor(scene.wu), scene.pool.id, limit=20))
    assert "ownership_in_pool" in found[0], found[0]
    for plan in found:
        assert walked(plan) == [], plan
        assert "TEMP B-TREE" not in plan, plan
        assert "Sort" not in plan, plan


def test_who_falls_is_found_in_stretches_by_id(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    many(scene)
    monkeypatch.setattr(falling, "WINDOW", 300)
    rules = [scene.live(days=30), scene.rule(days=10, misses="deal")]
    held = Customer.objects.filter(owner_id__isnull=False).order_by("id")
    for customer_id in (held[3].id, held[1_400].id):
        held_for(customer_id, days=60)
    found: list[falling.Fall] = []
    told = plans(lambda: found.extend(falling.falls(rules, tonight(), working_time())))
    assert [(fall.customer_id, fall.rule_id) for fall in found] == [
        (held[3].id, rules[0].id),
        (held[1_400].id, rules[0].id),
    ]
    # 3,002 customers make eleven stretches; an empty one says that there is no more.
    assert len(told) == 11 * (1 + len(rules)) + 1
    for plan in told:
        assert walked(plan) == [], plan
        assert re.search(r"\bid ?> ?|rowid>", plan), plan


def test_disputes_are_listed_by_their_index(scene: Scene) -> None:
    many(scene)
    disputes.raise_dispute(actor(scene.cast.zhou), scene.zhang, text="先联系的是我", party_ids=[scene.wu.id])
    for reader in (scene.cast.lin, scene.wu):
        for plan in plans(partial(hearing.listed, actor(reader))):
            assert [table for table in walked(plan) if table.startswith("archive")] == [], plan
