"""Lists and searches stay on their indexes: what the databases say they will do, for everything a page asks."""

import json
import re
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.archive.tests.filing import file_customer
from kedang.finding import list_plan
from kedang.finding.conditions import parse
from kedang.finding.lists import ListQuery, list_customers
from kedang.finding.search import search
from kedang.kit.actor import Actor
from tests.people import Cast, acting, actor, make_cast

pytestmark = pytest.mark.django_db

SORTS = ["-created_at", "created_at", "-updated_at", "updated_at", "name", "-name", "number", "region", "-region"]
SEALED = '[{"field":"mobile","op":"eq","value":"13800000001"}]'
REGION = '[{"field":"region","op":"under","value":"330000"}]'
LEVEL = '[{"field":"level","op":"eq","value":"A"},{"field":"tags","op":"empty"}]'


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    for n in range(12):
        file_customer(
            (cast.zhou, cast.lin, cast.chen)[n % 3], name=f"张{n}", mobile=f"1380000{n:04}", region="浙江省杭州市"
        )
    return cast


def test_a_list_of_ones_own_walks_them_in_order_and_does_not_gather_them_first(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One's own are an arm with an index already; a narrower filter still asks the index of tokens."""
    monkeypatch.setattr(list_plan, "WINDOW", 2)

    def gathers(other: dict[str, object]) -> bool:
        own = {"field": "owner", "op": "any", "value": [str(cast.zhou.id)]}
        asked = ListQuery(filter=parse(json.dumps([own, other])), sort="-updated_at")
        with CaptureQueriesContext(connection) as seen:
            found = list_customers(actor(cast.zhou), asked, limit=2)
        assert len(found.rows) == 2
        return any("archive_search" in query["sql"] for query in seen.captured_queries)

    assert not gathers({"field": "last_contact_at", "op": "empty"})
    assert gathers({"field": "region", "op": "under", "value": "330000"})


def plans(work: Callable[[], object]) -> list[tuple[str, list[str]]]:
    """Each statement on the archive's tables with the lines of its plan."""
    with CaptureQueriesContext(connection) as seen:
        work()
    statements = [
        q["sql"] for q in seen.captured_queries if "archive_" in q["sql"] and q["sql"].lstrip("(").startswith("SELECT")
    ]
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    found = []
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(explain + statement)
            found.append((statement, [str(row[-1]) for row in cursor.fetchall()]))
    return found


def scanned(statement: str, lines: list[str]) -> list[str]:
    """Lines that read the table of customers, or one of its parts, from one end to the other without an index.

    SQLite's table is its own index by id: walking it in that order until the page is full is what a list should do.
    """
    if re.search(r"ORDER BY c\.id(?: DESC)? LIMIT \d+", statement) and not any("TEMP B-TREE" in line for line in lines):
        lines = [line for line in lines if line != "SCAN c"]
    if connection.vendor == "sqlite":
        bare = [line for line in lines if re.match(r"SCAN (c|x|archive_(?!search\b)\w+)\b", line)]
        return [line for line in bare if "INDEX" not in line]
    tables = r"Seq Scan on archive_(customer|contact_point|customer_tag|identifier|custom_value|search)"
    return [line for line in lines if re.search(tables, line)]


@pytest.fixture(autouse=True)
def _as_if_big() -> None:
    """Twelve rows are read faster without an index; say that there are more."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")


def whole(who: Actor, sort: str, text: str) -> None:
    query = ListQuery(
        filter=parse(text), sort=sort, columns=("phone", "email", "external_id", "contact_name", "employees")
    )
    page = list_customers(who, query, limit=2)
    if page.next:
        list_customers(who, query, limit=2, cursor=page.next)


@pytest.mark.parametrize("text", ["", SEALED, REGION, LEVEL])
@pytest.mark.parametrize("sort", SORTS)
def test_no_page_scans_a_table(cast: Cast, sort: str, text: str) -> None:
    for user in (cast.wang, cast.lin, cast.zhou, cast.chen):
        for statement, lines in plans(partial(whole, actor(user), sort, text)):
            assert scanned(statement, lines) == [], f"{user.name}: {statement}\n" + "\n".join(lines)


@pytest.mark.parametrize("sort", ["-created_at", "-updated_at"])
def test_the_newest_of_ones_reach_are_searched_and_never_sorted(cast: Cast, sort: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by statistics, which twelve rows do not have")
    for user in (cast.lin, cast.zhou):
        plan = list_plan.Plan(actor(user), (), _order(sort))
        text, lines = plans(partial(plan._walk, None, 50, None))[0]
        reads = [line for line in lines if re.match(r"(SCAN|SEARCH) c\b", line)]
        assert reads
        assert all(line.startswith("SEARCH c USING") for line in reads), text + "\n" + "\n".join(lines)
        arms = [line for line in reads if "owner_id=?" in line or "department_id=?" in line]
        assert len(arms) >= 1 + len(actor(user).department_ids)
        assert any("MERGE (UNION ALL)" in line for line in lines), "\n".join(lines)


def test_each_part_of_the_reach_ends_when_it_has_filled_the_page(cast: Cast) -> None:
    """Where the database would otherwise sort everything in reach: 1.2 s for a lead of eleven teams at 1,000,000."""
    for user in (cast.lin, cast.zhou):
        plan = list_plan.Plan(actor(user), (), _order("-updated_at"))
        with CaptureQueriesContext(connection) as seen:
            plan._walk(None, 50, None)
        limits = 1 if connection.vendor == "sqlite" else len(plan.arms()) + 1
        assert seen.captured_queries[0]["sql"].count("LIMIT 51") == limits


def test_everything_newest_first_walks_the_index_of_the_order(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by statistics, which twelve rows do not have")
    plan = list_plan.Plan(actor(cast.wang), (), _order("-updated_at"))
    _, lines = plans(lambda: plan._walk(None, 50, None))[0]
    assert apart(lines) == ["SCAN c USING COVERING INDEX archive_customer_by_updated"]
    (_, tied), (_, rest) = plans(lambda: plan._walk(("2030-01-01 00:00:00", 2**62), 50, None))
    assert apart(tied) == ["SEARCH c USING COVERING INDEX archive_customer_by_updated (updated_at=? AND id<?)"]
    assert apart(rest) == ["SEARCH c USING COVERING INDEX archive_customer_by_updated (updated_at<?)"]
    _, lines = plans(lambda: plan._count(()))[0]
    assert apart(lines) == ["CO-ROUTINE n", "SCAN c USING COVERING INDEX archive_customer_by_updated", "SCAN n"]


def apart(lines: list[str]) -> list[str]:
    """A plan without the list of those kept from the actor: read once, from an index of its own that only they are in."""
    listed = [line for line in lines if line.startswith("LIST SUBQUERY")]
    kept = "SEARCH k USING COVERING INDEX archive_customer_by_class (classification>?)"
    assert len(listed) == 1
    assert kept in lines
    return [line for line in lines if line not in (*listed, kept)]


def test_who_has_every_clearance_is_not_asked_for_any(cast: Cast) -> None:
    for user in (cast.wang, cast.lin):
        plan = list_plan.Plan(acting(user, clearance=3), (), _order("-updated_at"))
        text, _ = plan.select("c.id")
        assert "classification" not in text


def _order(sort: str) -> list_plan.Order:
    order = list_plan.order_of(sort)
    assert order
    return order


@pytest.mark.parametrize("text", ["张", "张1", "zhang", "13800000001", "0001", "nothing"])
def test_a_search_asks_the_index_and_then_rows_by_id(cast: Cast, text: str) -> None:
    for user in (cast.wang, cast.lin, cast.zhou, cast.chen):
        for statement, lines in plans(partial(search, actor(user), text)):
            if "archive_tag" not in statement and "archive_group" not in statement:
                assert scanned(statement, lines) == [], statement + "\n" + "\n".join(lines)
