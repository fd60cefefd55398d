"""Settling invoices: never more than is owed, never in another currency, never twice; and who owes what."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.commerce.models import Transaction
from kedang.commerce.tests.scene import REMARK, Scene, day, make_scene, rows
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db


def pays(scene: Scene, amount: str, invoice: int, **more: Any) -> Any:
    """周 settles an invoice by a payment."""
    body = {"kind": "payment", "amount": amount, "refers_to": str(invoice)} | more
    return scene.ask(scene.cast.zhou, "POST", "", body)


def test_an_invoice_gets_no_more_than_it_still_has_to_get() -> None:
    scene = make_scene()
    invoice = scene.made("invoice", "100.00")
    paid = scene.made("payment", "60.00", refers_to=str(invoice))
    before = rows()
    answer = pays(scene, "60.00", invoice)
    assert (answer.status_code, code(answer), rows()) == (409, "commerce.settled", before)
    assert "只差 40.00 CNY" in answer.content.decode()
    more = scene.ask(scene.cast.zhou, "PATCH", f"/{paid}", {"version": 1, "amount": "100.01"})
    assert (more.status_code, code(more), Transaction.objects.get(id=paid).amount) == (409, "commerce.settled", 6000)
    assert scene.ask(scene.cast.zhou, "PATCH", f"/{paid}", {"version": 1, "amount": "100"}).status_code == 204
    assert (Transaction.objects.get(id=invoice).outstanding, scene.owed()) == (0, {"CNY": "0.00"})


@pytest.mark.django_db(transaction=True)
def test_of_two_who_record_one_payment_at_the_same_moment_one_is_told() -> None:
    scene = make_scene()
    invoice = scene.made("invoice", "100.00")
    start, answers = Barrier(2), []

    def pay() -> None:
        start.wait()
        answers.append(pays(scene, "100.00", invoice).status_code)
        connections.close_all()

    together(pay, pay)
    assert sorted(answers) == [201, 409]
    assert (Transaction.objects.filter(kind="payment").count(), scene.owed()) == (1, {"CNY": "0.00"})


@pytest.mark.django_db(transaction=True)
def test_two_parts_paid_at_the_same_moment_both_count() -> None:
    scene = make_scene()
    invoice = scene.made("invoice", "100.00")
    start = Barrier(2)

    def pay() -> None:
        start.wait()
        assert pays(scene, "30.00", invoice).status_code == 201
        connections.close_all()

    together(pay, pay)
    assert Transaction.objects.get(id=invoice).outstanding == 4000


def together(*calls: Callable[[], None]) -> None:
    """Do these at once and wait for all."""
    threads = [Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_what_is_sent_twice_stands_once() -> None:
    scene = make_scene()
    first, again = (pays_loosely(scene, "张伟的第一笔") for _ in range(2))
    assert (first.json(), again.status_code, rows()) == (again.json(), 201, (1, 0))
    assert pays_loosely(scene, "第二笔").json() != first.json()
    (seen, _) = scene.seen()["transactions"]
    assert (seen["external_id"], seen["source"]) == ("", ""), "the word is shown to nobody"
    other = scene.ask(scene.cast.lin, "POST", "", {"kind": "payment", "amount": "9", "once": "第二笔"})
    assert (other.status_code, Transaction.objects.count()) == (201, 3), "somebody else's word is another one"
    stranger = scene.ask(scene.cast.chen, "POST", "", {"kind": "payment", "amount": "9", "once": "第二笔"})
    assert (stranger.status_code, Transaction.objects.count()) == (404, 3)


def pays_loosely(scene: Scene, once: str) -> Any:
    """A payment that names no invoice."""
    return scene.ask(scene.cast.zhou, "POST", "", {"kind": "payment", "amount": "9", "once": once})


def test_no_other_currency_gets_into_an_invoice() -> None:
    scene = make_scene()
    invoice = scene.made("invoice", "100.00")
    assert code(pays(scene, "5", invoice, currency="USD")) == "commerce.reference"
    paid = scene.made("payment", "60.00", refers_to=str(invoice))
    for row, refused in ((invoice, "commerce.referred"), (paid, "commerce.reference")):
        answer = scene.ask(scene.cast.zhou, "PATCH", f"/{row}", {"version": 1, "currency": "USD"})
        assert code(answer) == refused
        assert Transaction.objects.get(id=row).currency == "CNY"
    assert scene.owed() == {"CNY": "40.00"}


def test_another_currency_keeps_the_figure_or_is_refused() -> None:
    scene = make_scene()
    lines = [{"description": "轴承", "quantity": "2", "price": "50"}]
    whole, parts = scene.made("purchase", None, lines=lines), scene.made("purchase", "0.50")
    yen = {"version": 1, "currency": "JPY"}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/{whole}", yen).status_code == 204
    seen = scene.ask(scene.cast.zhou, "GET", f"/{whole}").json()
    assert (seen["amount"], seen["currency"], seen["lines"][0]["amount"]) == ("100", "JPY", "100")
    assert code(scene.ask(scene.cast.zhou, "PATCH", f"/{parts}", yen)) == "commerce.amount"
    assert Transaction.objects.get(id=parts).currency == "CNY"


@pytest.mark.parametrize(
    "body",
    [
        {"amount": "99999999999999999999"},
        {"amount": "1e30"},
        {"lines": [{"description": "轴承", "quantity": "1e12", "price": "1e11"}]},
        {"lines": [{"description": "轴承", "quantity": "1e9", "price": "1e3"}] * 20},
        {"lines": [{"description": "轴承", "quantity": "NaN", "price": "1"}]},
    ],
)
def test_absurd_amounts_are_refused_in_words(body: dict[str, Any]) -> None:
    scene = make_scene()
    answer = scene.ask(scene.cast.zhou, "POST", "", {"kind": "purchase"} | body)
    assert (answer.status_code, rows()) == (422, (0, 0))


def test_a_payment_of_an_invoice_that_became_void_can_still_be_put_right() -> None:
    scene = make_scene()
    invoice = scene.made("invoice", "100.00")
    paid = scene.made("payment", "60.00", refers_to=str(invoice))
    assert scene.ask(scene.cast.zhou, "POST", f"/{invoice}/void", {"version": 1}).status_code == 204
    assert scene.owed() == {"CNY": "-60.00"}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/{paid}", {"version": 1, "remark": "错开"}).status_code == 204
    assert code(scene.ask(scene.cast.zhou, "PATCH", f"/{paid}", {"version": 2, "amount": "50"})) == "commerce.reference"
    loose = {"version": 2, "amount": "50", "refers_to": None}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/{paid}", loose).status_code == 204


def test_a_transaction_tells_what_it_settles_what_settles_it_and_what_it_was() -> None:
    scene = make_scene()
    invoice = scene.made("invoice", "100.00", remark=REMARK)
    paid = scene.made("payment", "60.00", refers_to=str(invoice))
    scene.ask(scene.cast.zhou, "PATCH", f"/{invoice}", {"version": 1, "amount": "90", "remark": "改"})
    seen = {row["id"]: row for row in scene.seen()["transactions"]}
    assert (seen[str(paid)]["refers"]["id"], seen[str(paid)]["refers"]["amount"]) == (str(invoice), "90.00")
    whole = scene.ask(scene.cast.zhou, "GET", f"/{invoice}").json()
    assert [(each["id"], each["amount"]) for each in whole["settling"]] == [(str(paid), "60.00")]
    (was,) = whole["corrections"]
    assert (was["by"], was["fields"], was["amount"]) == ("周敏", ["amount", "remark"], "100.00")
    assert REMARK not in str(whole)
    role = Role.objects.get(code="member")
    role.rights = [right for right in role.rights if right != "customers.history"]
    role.save()
    bump()
    assert scene.ask(scene.cast.zhou, "GET", f"/{invoice}").json()["corrections"] == []


def owing(scene: Scene, user: Any, query: str = "") -> dict[str, Any]:
    """Who owes, as somebody sees it."""
    answer = send(browser(user), "GET", f"/receivables{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_who_owes_is_listed_by_age_and_only_to_who_sees_them() -> None:
    scene = make_scene()
    for due, amount in ((0, "1"), (-1, "2"), (-30, "4"), (-31, "8"), (-90, "16"), (-91, "32")):
        scene.made("invoice", amount, due_on=day(due))
    scene.made("invoice", "64")
    scene.made("payment", "5")
    void = scene.made("invoice", "128", due_on=day(-5))
    scene.ask(scene.cast.zhou, "POST", f"/{void}/void", {"version": 1})
    scene.made("invoice", "7", currency="USD")
    scene.ask(scene.cast.chen, "POST", "", {"kind": "invoice", "amount": "9", "due_on": day(-2)}, customer=scene.li)
    found = owing(scene, scene.cast.zhou)
    (row,) = found["rows"]
    assert (row["customer_name"], row["open"], row["overdue"], row["loose"]) == ("张伟", "127.00", "62.00", "5.00")
    assert (row["ages"], row["overdue_days"]) == (["65.00", "6.00", "8.00", "16.00", "32.00"], 91)
    assert [(each["currency"], each["open"], each["customers"]) for each in found["totals"]] == [
        ("CNY", "127.00", 1),
        ("USD", "7.00", 1),
    ]
    assert [row["open"] for row in owing(scene, scene.cast.zhou, "?currency=USD")["rows"]] == ["7.00"]
    assert owing(scene, scene.cast.zhou, "?currency=USD&overdue=true")["rows"] == []
    assert [row["customer_name"] for row in owing(scene, scene.cast.chen)["rows"]] == ["李娜"]
    first = owing(scene, scene.cast.wang, "?limit=1")
    second = owing(scene, scene.cast.wang, f"?limit=1&cursor={first['next']}")
    assert [row["customer_name"] for row in first["rows"] + second["rows"]] == ["张伟", "李娜"]
    assert (second["next"], second["totals"]) == (None, [])
    assert send(browser(scene.cast.admin), "GET", "/receivables").status_code == 403


def test_the_history_page_of_a_customer_tells_of_corrections() -> None:
    scene = make_scene()
    bought = scene.made("purchase", remark=REMARK)
    assert scene.ask(scene.cast.zhou, "PATCH", f"/{bought}", {"version": 1, "amount": "12"}).status_code == 204
    answer = send(browser(scene.cast.zhou), "GET", f"/customers/{scene.zhang}/history")
    assert answer.status_code == 200, answer.content
    assert answer.json()["events"][0]["text"] == "更正了交易"
    assert REMARK not in answer.content.decode()
