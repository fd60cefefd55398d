"""Lists by classification: a column and a condition up to one's own clearance; above it the question finds nothing and asks nothing."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.archive.customers import trash
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.finding import filter_columns
from kedang.finding.conditions import parse
from kedang.finding.lists import ListQuery, count_customers, list_customers
from kedang.finding.tests.asking import asked, found, ids
from kedang.finding.tests.test_plans import plans
from kedang.kit.actor import Actor, system_actor
from kedang.kit.errors import DomainError
from tests.people import Cast, acting, browser, make_cast

pytestmark = pytest.mark.django_db
HIGHER = [("eq", "2"), ("eq", "3"), ("any", ["2", "3"])]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def kept(cast: Cast) -> list[int]:
    """One customer of 周's at each level, the ordinary one first."""
    made = [file_customer(cast.zhou, name=f"客户{level}") for level in range(4)]
    for level, customer in enumerate(made):
        Customer.objects.filter(id=customer).update(classification=level or None)
    return made


def zhou(cast: Cast, clearance: int) -> Actor:
    """周 with this clearance."""
    return acting(cast.zhou, clearance=clearance)


@pytest.mark.parametrize(
    ("op", "value", "levels"),
    [
        ("eq", "0", [0]),
        ("eq", "2", [2]),
        ("ne", "2", [3, 1, 0]),
        ("ne", "0", [3, 2, 1]),
        ("any", ["1", "3"], [3, 1]),
        ("any", ["0", "1"], [1, 0]),
        ("any", ["0", "1", "2", "3"], [3, 2, 1, 0]),
    ],
)
def test_each_level_is_found(cast: Cast, kept: list[int], op: str, value: Any, levels: list[int]) -> None:
    expected = [kept[level] for level in levels]
    assert found(zhou(cast, 3), ("classification", op, value)) == expected
    within = [kept[level] for level in levels if level < 2]
    assert found(zhou(cast, 1), ("classification", op, value)) == within
    assert found(acting(cast.chen, clearance=3), ("classification", op, value)) == []


def test_the_column_tells_each_level(cast: Cast, kept: list[int]) -> None:
    query = ListQuery(columns=("classification",))
    page = list_customers(zhou(cast, 2), query)
    assert [(int(row["id"]), row["classification"]) for row in page.rows] == [
        (kept[2], "2"),
        (kept[1], "1"),
        (kept[0], "0"),
    ]


@pytest.mark.parametrize(("op", "value"), HIGHER)
def test_above_a_clearance_nothing_is_even_looked_for(cast: Cast, kept: list[int], op: str, value: Any) -> None:
    def told() -> tuple[object, tuple[int, bool], list[str]]:
        query = asked(("classification", op, value))
        with CaptureQueriesContext(connection) as seen:
            page = list_customers(zhou(cast, 1), query)
            count = count_customers(zhou(cast, 1), query)
        asks = [each["sql"] for each in seen.captured_queries if "archive_customer" in each["sql"]]
        statements = [re.sub(r"'20\d\d-[^']*'", "now", text) for text in asks]
        return (page.rows, page.next, page.count, page.capped, page.limited_to_own), count, statements

    page, count, with_members = told()
    assert (page, count) == (([], None, 0, False, False), (0, False))
    assert not any("classification IN" in text for text in with_members)
    Customer.objects.filter(classification__gt=1).update(classification=None, trashed_at="2026-01-01T00:00:00Z")
    assert told() == (page, count, with_members)


@pytest.mark.parametrize("value", ["4", "-1", "x", "9999999999"])
def test_what_is_no_level_is_refused(cast: Cast, value: str) -> None:
    with pytest.raises(DomainError, match=r"filter\.invalid"):
        list_customers(zhou(cast, 3), asked(("classification", "eq", value)))


@pytest.mark.parametrize("op", ["gt", "lt", "empty", "not_empty", "contains"])
def test_other_questions_are_refused(cast: Cast, op: str) -> None:
    with pytest.raises(DomainError, match="field_not_filterable"):
        list_customers(zhou(cast, 3), asked(("classification", op, "1")))


def test_in_the_recycle_bin_and_with_another_condition(cast: Cast, kept: list[int]) -> None:
    everyone = system_actor("command")
    trash(everyone, kept[3])
    query = asked(("classification", "any", ["2", "3"]))
    assert ids(list_customers(everyone, query)) == [kept[2]]
    assert ids(list_customers(everyone, ListQuery(filter=query.filter, trashed=True))) == [kept[3]]
    assert found(everyone, ("classification", "ne", "0"), ("name", "contains", "客户1")) == [kept[1]]


def test_many_of_a_level_are_walked_and_counted_all_the_same(
    cast: Cast, kept: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filter_columns, "SMALL", 1)
    assert found(zhou(cast, 3), ("classification", "any", ["1", "2"])) == [kept[2], kept[1]]
    assert found(zhou(cast, 1), ("classification", "any", ["1", "2"])) == [kept[1]]


def test_levels_are_read_from_their_own_index(cast: Cast, kept: list[int]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by statistics, which four rows do not have")
    query = ListQuery(filter=parse('[{"field":"classification","op":"any","value":["1","2"]}]'))
    first, *_ = plans(lambda: list_customers(zhou(cast, 3), query))
    assert first[1] == ["SEARCH k USING COVERING INDEX archive_customer_by_class (classification=?)"]


def test_over_http_without_a_clearance(cast: Cast, kept: list[int]) -> None:
    client = browser(cast.zhou)
    filters = '[{"field":"classification","op":"any","value":["1","2","3"]}]'
    body = client.get("/api/customers", {"filter": filters, "columns": "classification"}).json()
    assert body == {"rows": [], "next": None, "count": {"value": 0, "capped": False}, "limited_to_own": False}
    rows = client.get("/api/customers", {"columns": "classification"}).json()["rows"]
    assert [(row["name"], row["classification"]) for row in rows] == [("客户0", "0")]
