"""Transactions: recorded, read by whom, corrected, voided, settled."""

from typing import Any

import pytest
from django.db import connection

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.models import Figures, Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.commerce.models import Transaction
from kedang.commerce.tests.scene import REMARK, Scene, day, make_scene, rows
from kedang.history.models import Event
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from tests.people import actor, browser, code, send

pytestmark = pytest.mark.django_db
LINES = [
    {"description": "轴承", "quantity": "6", "price": "2.55"},
    {"description": "安装费", "quantity": "1", "price": "0.1", "amount": "0.10"},
]


def events(scene: Scene) -> list[str]:
    """What history says of 张伟 since he was filed."""
    found = Event.objects.filter(subject_kind="customer", subject_id=scene.zhang).order_by("id")
    return [verb for verb in found.values_list("verb", flat=True) if verb != "customer.created"]


def test_a_purchase_stands_with_its_lines_and_the_remark_only_in_cipher() -> None:
    scene = make_scene()
    bought = scene.made("purchase", None, lines=LINES, remark=REMARK, method="wechat")
    (seen,) = scene.seen()["transactions"]
    assert (seen["amount"], seen["currency"], seen["line_count"], seen["remark"]) == ("15.40", "CNY", 2, REMARK)
    whole = scene.ask(scene.cast.zhou, "GET", f"/{bought}").json()
    assert [(each["text"], each["quantity"], each["price"], each["amount"]) for each in whole["lines"]] == [
        ("轴承", "6", "2.55", "15.30"),
        ("安装费", "1", "0.1", "0.10"),
    ]
    assert events(scene) == ["transaction.recorded"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT remark_enc FROM commerce_transaction")
        assert REMARK.encode() not in bytes(cursor.fetchone()[0])
    assert Figures.objects.get(customer_id=scene.zhang).last_deal_at == Transaction.objects.get().at


def test_payments_settle_an_invoice_and_a_void_payment_opens_it_again() -> None:
    scene = make_scene()
    invoice = scene.made("invoice", "100.00", due_on=day(-10))
    scene.made("invoice", "7.00", due_on=day(3), currency="USD")
    first = scene.made("payment", "60.00", refers_to=str(invoice), method="transfer")
    (cny, usd) = scene.seen()["balances"]
    assert (cny["owed"], cny["overdue"], cny["overdue_count"], cny["overdue_days"]) == ("40.00", "40.00", 1, 10)
    assert (usd["currency"], usd["owed"], usd["overdue"]) == ("USD", "7.00", "0.00")
    scene.made("return", "40.00", refers_to=str(invoice))
    assert Transaction.objects.get(id=invoice).outstanding == 0
    assert scene.owed() == {"USD": "7.00", "CNY": "0.00"}
    assert scene.ask(scene.cast.zhou, "POST", f"/{first}/void", {"version": 1}).status_code == 204
    assert (Transaction.objects.get(id=invoice).outstanding, scene.owed()["CNY"]) == (6000, "60.00")
    again = scene.ask(scene.cast.zhou, "POST", f"/{first}/void", {"version": 2})
    assert (again.status_code, code(again), Transaction.objects.count()) == (409, "commerce.voided", 4)


def test_a_payment_without_an_invoice_counts_and_is_tied_to_one_later() -> None:
    scene = make_scene()
    invoice, paid = scene.made("invoice", "80.00"), scene.made("payment", "80.00")
    assert (scene.owed(), Transaction.objects.get(id=invoice).outstanding) == ({"CNY": "0.00"}, 8000)
    tied = {"version": 1, "refers_to": str(invoice)}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/{paid}", tied).status_code == 204
    assert Transaction.objects.get(id=invoice).outstanding == 0
    loose = {"version": 2, "refers_to": None}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/{paid}", loose).status_code == 204
    assert Transaction.objects.get(id=invoice).outstanding == 8000


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"kind": "purchase"}, "commerce.no_amount"),
        ({"kind": "purchase", "amount": "-1"}, "commerce.no_amount"),
        ({"kind": "purchase", "amount": "0.001"}, "commerce.amount"),
        ({"kind": "purchase", "amount": "1", "currency": "元元元"}, "commerce.currency"),
        ({"kind": "purchase", "amount": "1", "due_on": "2026-01-01"}, "commerce.due"),
        ({"kind": "purchase", "amount": "1", "at": "1901-01-01T00:00:00Z"}, "commerce.time"),
        ({"kind": "payment", "amount": "1", "refers_to": "1"}, "commerce.reference"),
        ({"kind": "purchase", "lines": [{"quantity": "1", "price": "1"}]}, "commerce.line"),
        ({"kind": "purchase", "lines": [{"quantity": "1", "price": "1", "product_code": "X"}]}, "commerce.product"),
        ({"kind": "purchase", "amount": "1", "remark": "长" * 2001}, "commerce.remark"),
        ({"kind": "gift", "amount": "1"}, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(body: dict[str, Any], refused: str) -> None:
    scene = make_scene()
    answer = scene.ask(scene.cast.zhou, "POST", "", body)
    assert (answer.status_code, code(answer)) == (422, refused)
    assert (rows(), events(scene)) == ((0, 0), [])


def test_a_payment_settles_nobody_elses_invoice() -> None:
    scene = make_scene()
    answer = scene.ask(scene.cast.chen, "POST", "", {"kind": "invoice", "amount": "5"}, customer=scene.li)
    body = {"kind": "payment", "amount": "5", "refers_to": answer.json()["id"]}
    assert code(scene.ask(scene.cast.zhou, "POST", "", body)) == "commerce.reference"
    assert Transaction.objects.get().outstanding == 500


def test_the_stranger_sees_and_writes_nothing() -> None:
    scene = make_scene()
    bought = scene.made("purchase", lines=LINES, remark=REMARK)
    before, said = rows(), events(scene)
    for method, path, body in (
        ("GET", "", None),
        ("GET", f"/{bought}", None),
        ("POST", "", {"kind": "purchase", "amount": "1"}),
        ("PATCH", f"/{bought}", {"version": 1, "amount": "1"}),
        ("POST", f"/{bought}/void", {"version": 1}),
    ):
        answer = scene.ask(scene.cast.chen, method, path, body)
        assert (answer.status_code, code(answer)) == (404, "not_found"), path
    assert (rows(), events(scene)) == (before, said)
    for mine in ("GET", "PATCH"):
        answer = scene.ask(scene.cast.chen, mine, f"/{bought}", {"version": 1, "amount": "1"}, customer=scene.li)
        assert answer.status_code == 404, "a row of another customer is not found under one's own"
    assert send(browser(scene.cast.chen), "GET", "/transactions").json()["rows"] == []


def test_who_may_only_read_the_customer_reads_and_does_not_write() -> None:
    scene = make_scene()
    bought = scene.made("purchase")
    share(scene.zhang, scene.cast.chen)
    Grant.objects.update(level="view")
    assert scene.seen(scene.cast.chen)["editable"] is False
    answer = scene.ask(scene.cast.chen, "POST", f"/{bought}/void", {"version": 1})
    assert (answer.status_code, Transaction.objects.get().voided_at) == (403, None)


def test_who_may_not_see_transactions_gets_none_and_who_may_not_read_notes_no_remark() -> None:
    scene = make_scene()
    scene.made("purchase", remark=REMARK)
    role = Role.objects.get(code="member")
    role.field_modes = {**role.field_modes, "notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    assert [each["remark"] for each in scene.seen()["transactions"]] == [None]
    role.rights = [right for right in role.rights if right != "commerce.view"]
    role.save()
    bump()
    assert scene.ask(scene.cast.zhou, "GET").status_code == 403
    assert send(browser(scene.cast.zhou), "GET", "/transactions").status_code == 403


def test_a_correction_needs_the_version_that_was_seen_and_keeps_what_was_for_the_event() -> None:
    scene = make_scene()
    bought = scene.made("purchase", None, lines=LINES, remark=REMARK)
    fixed = {"version": 1, "lines": LINES[:1], "remark": "改"}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/{bought}", fixed).status_code == 204
    stale = scene.ask(scene.cast.zhou, "PATCH", f"/{bought}", fixed)
    assert (stale.status_code, code(stale)) == (409, "stale")
    (seen,) = scene.seen()["transactions"]
    assert (seen["amount"], seen["line_count"], seen["version"], rows()) == ("15.30", 1, 2, (1, 1))
    event = Event.objects.get(verb="transaction.changed")
    assert event.before is not None
    assert (REMARK.encode() in bytes(event.before), event.fields) == (False, '["lines","remark"]')


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    scene = make_scene()
    when = "2026-03-01T09:00:00Z"
    made = {str(scene.made("purchase", at=when if n % 2 else f"2026-02-0{n + 1}T09:00:00Z")) for n in range(7)}
    for path in (f"/customers/{scene.zhang}/transactions", "/transactions"):
        seen: list[str] = []
        cursor = ""
        while True:
            page = send(browser(scene.cast.zhou), "GET", f"{path}?limit=2{cursor}").json()
            seen += [each["id"] for each in page.get("transactions", page.get("rows"))]
            if page["next"] is None:
                break
            cursor = f"&cursor={page['next']}"
        assert (len(seen), set(seen)) == (7, made), path


def test_a_merge_brings_everything_along_and_its_undoing_takes_it_back() -> None:
    scene = make_scene()
    twin = file_customer(scene.cast.zhou, name="张玮")
    invoice = scene.made("invoice", "50.00", remark=REMARK)
    who = actor(scene.cast.lin)
    merged = merge(who, twin, [scene.zhang])
    page = scene.ask(scene.cast.zhou, "GET", customer=twin).json()
    assert [(each["id"], each["remark"]) for each in page["transactions"]] == [(str(invoice), REMARK)]
    assert page["balances"][0]["owed"] == "50.00"
    assert Figures.objects.get(customer_id=twin).last_deal_at is not None
    undo_merge(who, merged.id)
    assert [each["remark"] for each in scene.seen()["transactions"]] == [REMARK]
    assert not Figures.objects.filter(customer_id=twin).exists()
