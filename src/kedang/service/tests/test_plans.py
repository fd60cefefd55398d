"""Lists of cases and improvements stay on their indexes, whatever is asked and whoever asks."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.service import improvement_reading, reading
from kedang.service.reading import Wanted
from kedang.service.tests.scene import Scene, make_scene
from kedang.service.waiting import waiting
from tests.people import actor

pytestmark = pytest.mark.django_db
TABLES = ("service_case", "service_improvement")


@pytest.fixture
def scene() -> Scene:
    """Some cases, as if they were many: a handful is read faster without an index."""
    made = make_scene()
    made.queue(made.cast.zhou, made.cast.lin, made.cast.wang)
    for _ in range(3):
        made.planned(made.opened())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    return made


def plans(seen: CaptureQueriesContext) -> list[tuple[str, str]]:
    """What the database says it will do for each list or count."""
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    asked = [q["sql"] for q in seen.captured_queries if any(f'FROM "{table}"' in q["sql"] for table in TABLES)]
    found = []
    with connection.cursor() as cursor:
        for statement in asked:
            cursor.execute(explain + statement)
            found.append((statement, "\n".join(str(row[-1]) for row in cursor.fetchall()) + "\n"))
    return found


def assert_walked(statement: str, plan: str) -> None:
    """No table is read from one end to the other, and no long list is put in order only to show its beginning."""
    for table in TABLES:
        assert f"SCAN {table}\n" not in plan, (statement, plan)
        assert f"Seq Scan on {table}" not in plan, (statement, plan)
    if "ORDER BY" in statement and "queue_id" not in statement.partition("WHERE")[2]:
        assert "USE TEMP B-TREE FOR ORDER BY" not in plan, (statement, plan)


@pytest.mark.parametrize("whose", [reading.MINE, reading.QUEUES, reading.ALL])
@pytest.mark.parametrize("state", ["open", "overdue", "working", "solved", "closed"])
def test_cases_are_read_from_their_indexes(scene: Scene, whose: str, state: str) -> None:
    for user in (scene.cast.lin, scene.cast.wang):
        with CaptureQueriesContext(connection) as seen:
            first = reading.listed(actor(user), Wanted(whose=whose, state=state), limit=1)
            if first.next:
                reading.listed(actor(user), Wanted(whose=whose, state=state), limit=1, cursor=first.next)
        found = plans(seen)
        assert found
        for statement, plan in found:
            assert_walked(statement, plan)


def test_counts_of_what_waits_are_read_from_their_indexes(scene: Scene) -> None:
    with CaptureQueriesContext(connection) as seen:
        waiting(actor(scene.cast.zhou))
    found = plans(seen)
    assert len(found) == 2
    for (statement, plan), name in zip(found, ("service_case_mine", "service_case_"), strict=True):
        assert_walked(statement, plan)
        assert name in plan, plan


@pytest.mark.parametrize("state", ["running", "overdue", "closed"])
def test_improvements_are_read_from_their_indexes(scene: Scene, state: str) -> None:
    with CaptureQueriesContext(connection) as seen:
        improvement_reading.listed(actor(scene.cast.wang), state=state)
    for statement, plan in plans(seen):
        assert_walked(statement, plan)
