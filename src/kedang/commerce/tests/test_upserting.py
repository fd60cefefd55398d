"""Transactions of other systems: sending twice changes nothing."""

from typing import Any

import pytest

from kedang.archive.models import ExternalId
from kedang.commerce.models import Transaction
from kedang.commerce.tests.scene import REMARK, Scene, make_scene, rows
from kedang.history.models import Event
from tests.people import browser, send

pytestmark = pytest.mark.django_db


def sent(scene: Scene, *batch: dict[str, Any], user: Any = None) -> list[tuple[str, str | None]]:
    """Send a batch of the web shop; (fate, code) of each."""
    body = {"source": "网店", "transactions": list(batch)}
    answer = send(browser(user or scene.cast.zhou), "PUT", "/transactions", body)
    assert answer.status_code == 200, answer.content
    return [(each["fate"], each["code"]) for each in answer.json()]


def an_order(scene: Scene, **more: Any) -> dict[str, Any]:
    """An order of 张伟's as the shop sends it."""
    line = {"description": "轴承", "quantity": 2, "price": 3.5}
    return {
        "external_id": "A1", "customer_id": str(scene.zhang), "kind": "purchase", "lines": [line],
        "at": "2026-05-01T08:00:00Z", "remark": REMARK,
    } | more  # fmt: skip


def test_sending_again_changes_nothing_and_what_changed_is_brought_up_to_date() -> None:
    scene = make_scene()
    assert sent(scene, an_order(scene)) == [("created", None)]
    made = Transaction.objects.get()
    assert (made.amount, made.source, made.external_id) == (700, "网店", "A1")
    assert sent(scene, an_order(scene), an_order(scene)) == [("unchanged", None)] * 2
    assert (rows(), Event.objects.filter(verb="transaction.changed").count()) == ((1, 1), 0)
    assert sent(scene, an_order(scene, method="card", amount="6.50")) == [("updated", None)]
    made.refresh_from_db()
    assert (made.amount, made.method, made.version, rows()) == (650, "card", 2, (1, 1))


def test_the_customer_and_the_invoice_are_named_as_the_sender_knows_them() -> None:
    scene = make_scene()
    ExternalId.objects.create(customer_id=scene.zhang, source="网店", value="C-7")
    bill = {"external_id": "B1", "customer_external_id": "C-7", "kind": "invoice", "amount": "9"}
    pays = {"external_id": "P1", "customer_external_id": "C-7", "kind": "payment", "amount": "9", "settles": "B1"}
    assert sent(scene, bill, pays) == [("created", None)] * 2
    assert Transaction.objects.get(kind="invoice").outstanding == 0
    assert sent(scene, bill, pays) == [("unchanged", None)] * 2


def test_one_refusal_stops_nothing_else_and_nobody_reaches_what_is_not_theirs() -> None:
    scene = make_scene()
    bad = an_order(scene, external_id="A2", currency="???")
    absent = {"external_id": "A3", "customer_external_id": "nobody", "kind": "payment", "amount": "1"}
    assert sent(scene, bad, absent, an_order(scene)) == [
        ("refused", "commerce.currency"), ("refused", "not_found"), ("created", None),
    ]  # fmt: skip
    assert sent(scene, an_order(scene, amount="1"), user=scene.cast.chen) == [("refused", "not_found")]
    taken = an_order(scene, customer_id=str(scene.li))
    assert sent(scene, taken, user=scene.cast.chen) == [("refused", "commerce.other_customer")]
    assert (Transaction.objects.get().amount, rows()) == (700, (1, 1))


def test_a_void_transaction_stays_void() -> None:
    scene = make_scene()
    sent(scene, an_order(scene))
    row = Transaction.objects.get()
    scene.ask(scene.cast.zhou, "POST", f"/{row.id}/void", {"version": 1})
    assert sent(scene, an_order(scene)) == [("unchanged", None)]
    assert sent(scene, an_order(scene, amount="1")) == [("refused", "commerce.voided")]
