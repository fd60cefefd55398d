"""The list over all customers in sight: cut by kind, day, customer and what is overdue, and read by its index."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kedang.commerce.balances import balances, overdue_of
from kedang.commerce.counting import count_again
from kedang.commerce.models import Transaction
from kedang.commerce.reading import Filter, _narrowed, _ordered
from kedang.commerce.tests.scene import Scene, day, make_scene
from tests.people import actor, browser, send

pytestmark = pytest.mark.django_db


def listed(scene: Scene, user: Any, query: str = "") -> list[str]:
    """The transactions somebody gets listed."""
    answer = send(browser(user), "GET", f"/transactions{query}")
    assert answer.status_code == 200, answer.content
    return [row["id"] for row in answer.json()["rows"]]


def test_the_list_is_cut_as_it_is_asked() -> None:
    scene = make_scene()
    old = str(scene.made("purchase", at="2026-01-31T15:59:59Z"))
    new = str(scene.made("purchase", at="2026-01-31T16:00:00Z"))
    paid = str(scene.made("payment", at="2026-03-01T00:00:00Z"))
    zhou = scene.cast.zhou
    assert listed(scene, zhou) == [paid, new, old]
    assert listed(scene, zhou, "?kind=payment") == [paid]
    assert listed(scene, zhou, "?since=2026-02-01&until=2026-02-01") == [new], "days are local"
    assert listed(scene, zhou, f"?customer={scene.li}") == []
    first = send(browser(zhou), "GET", "/transactions?limit=1").json()
    assert (first["count"], first["rows"][0]["customer_name"]) == ({"value": 3, "capped": False}, "张伟")


def test_overdue_are_open_invoices_past_their_day_the_longest_first() -> None:
    scene = make_scene()
    late, later = str(scene.made("invoice", due_on=day(-1))), str(scene.made("invoice", due_on=day(-9)))
    due = str(scene.made("invoice", due_on=day(0)))
    gone = scene.made("invoice", due_on=day(-3))
    scene.ask(scene.cast.zhou, "POST", f"/{gone}/void", {"version": 1})
    assert listed(scene, scene.cast.zhou, "?overdue=true") == [later, late]
    assert listed(scene, scene.cast.zhou, "?open=true") == [due, later, late], "the latest first, no void one"
    page = send(browser(scene.cast.lin), "GET", "/transactions?overdue=true&limit=1").json()
    assert (page["rows"][0]["id"], page["rows"][0]["overdue_days"]) == (later, 9)
    assert listed(scene, scene.cast.lin, f"?overdue=true&cursor={page['next']}") == [late]
    assert listed(scene, scene.cast.chen, "?overdue=true") == []


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Filter(), "commerce_transaction_at"),
        (Filter(kind="payment"), "commerce_transaction_kind"),
        (Filter(overdue=True), "commerce_transaction_due"),
    ],
)
def test_lists_read_by_their_index(wanted: Filter, index: str) -> None:
    scene = make_scene()
    found = _ordered(_narrowed(Transaction.objects.visible_to(actor(scene.cast.wang)), wanted), wanted, None)[:51]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
    assert index in found.explain()


def test_one_customers_of_a_kind_are_read_from_its_own_rows_alone() -> None:
    scene = make_scene()
    wanted = Filter(kind="purchase", customer_id=scene.zhang)
    bought = scene.made("purchase")
    scene.made("invoice")
    found = _ordered(_narrowed(Transaction.objects.visible_to(actor(scene.cast.wang)), wanted), wanted, None)
    assert list(found.values_list("id", flat=True)) == [bought]
    assert connection.vendor != "sqlite" or "commerce_transaction_of" in found[:51].explain()


def _plan(captured: CaptureQueriesContext) -> str:
    """How the statement about the ledger is answered."""
    (statement,) = [each["sql"] for each in captured.captured_queries if 'FROM "commerce_transaction"' in each["sql"]]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(("EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN ") + statement)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_how_customers_stand_is_read_from_their_own_rows_alone() -> None:
    scene = make_scene()
    scene.made("return", refers_to=scene.made("invoice"))
    many = [scene.zhang, *range(1, 60)]
    for work in (lambda: balances(scene.zhang), lambda: count_again(many), lambda: overdue_of(many)):
        with CaptureQueriesContext(connection) as captured:
            work()
        plan = _plan(captured)
        assert "commerce_transaction_of" in plan, plan
        assert connection.vendor != "sqlite" or "commerce_transaction_kind" not in plan, "that would be everybody's"


def test_whoever_is_overdue_is_told_by_currency_with_what_is_still_open_and_since_when() -> None:
    scene = make_scene()
    first = scene.made("invoice", "300.00", due_on=day(-9))
    scene.made("invoice", "50.00", due_on=day(-2))
    scene.made("invoice", "70.00", currency="USD", due_on=day(-1))
    scene.made("invoice", "9.00", currency="EUR", due_on=day(0))
    scene.made("payment", "120.00", refers_to=str(first))
    assert sorted(overdue_of([scene.zhang, scene.li])) == [
        (scene.zhang, "CNY", 23_000, 9),
        (scene.zhang, "USD", 7_000, 1),
    ]
    assert overdue_of([scene.li]) == []
    assert overdue_of([]) == []
