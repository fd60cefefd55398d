"""Payments of a file name the invoice they settle: found with the same customer and source, never for more than is open, and every line that
does not fit is reported."""

from decimal import Decimal
from typing import Any

import pytest

from kedang.archive.models import ExternalId
from kedang.archive.tests.filing import file_customer
from kedang.commerce.models import Transaction
from kedang.commerce.recording import Entry, correct, void, write_down
from kedang.commerce_import import runs, settling
from kedang.commerce_import.fields import propose
from kedang.commerce_import.models import Run
from kedang.commerce_import.tally import reasons_of
from kedang.commerce_import.tests.builders import bring, counts, fates, stage, table, work
from kedang.history.models import Event
from kedang.intake.fates import CHECK
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db
HEAD = ("单号", "客户编号", "日期", "种类", "金额", "币种", "核销单号")
INVOICES = [
    ("F1", "K1", "2026-09-01", "账单", "1000", "CNY", ""),
    ("F2", "K1", "2026-09-02", "账单", "500", "CNY", ""),
    ("F3", "K2", "2026-09-03", "账单", "300", "CNY", ""),
    ("F4", "K1", "2026-09-04", "账单", "80", "USD", ""),
    ("B1", "K1", "2026-09-05", "购买", "60", "CNY", ""),
]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def paid(number: str, amount: str, settles: str, *, customer: str = "K1", kind: str = "收款") -> tuple[str, ...]:
    """A line of the file."""
    return (number, customer, "2026-09-20", kind, amount, "CNY", settles)


def brought(cast: Cast, *rows: Any, batch_rows: int = 0) -> Run:
    """Import lines as 林晓."""
    return bring(actor(cast.lin), table(HEAD, rows), source="erp", batch_rows=batch_rows)


def left(number: str) -> int:
    """What an invoice still has to get."""
    return Transaction.objects.get(external_id=number).outstanding


def settled(number: str) -> str | None:
    """The number of what a transaction settles."""
    target = Transaction.objects.get(external_id=number).refers_to
    return Transaction.objects.get(id=target).external_id if target else None


def test_the_column_is_known_by_its_name() -> None:
    assert propose(("单号", "对应账单", "Applied to"), None) == ["invoice", "settles", ""]
    assert propose(("Invoice no", "Applies to"), None) == ["invoice", "settles"]


@pytest.mark.parametrize("batch_rows", [1, 5000])
def test_a_payment_settles_the_invoice_it_names(cast: Cast, batch_rows: int) -> None:
    rows = [*INVOICES, paid("P1", "400", "F1"), paid("P2", "600.00", "F1"), paid("P3", "100", "F2", kind="")]
    run = brought(
        cast, *rows, paid("T1", "20", "F2", kind="退货"), paid("T2", "60", "B1", kind="退货"), batch_rows=batch_rows
    )
    assert (counts(run)["created"], reasons_of(run)) == (10, {})
    assert [left(number) for number in ("F1", "F2", "F3")] == [0, 380_00, 300_00]
    assert [settled(number) for number in ("P1", "P2", "P3", "T1", "T2")] == ["F1", "F1", "F2", "F2", "B1"]
    assert Transaction.objects.get(external_id="P3").kind == "payment", (
        "what settles an invoice and says no kind is a payment"
    )
    events = Event.objects.count()
    again = brought(cast, *rows, batch_rows=batch_rows)
    assert counts(again) == {"unchanged": 8}
    assert (left("F1"), left("F2"), Event.objects.filter(verb="transaction.changed").count()) == (0, 380_00, 0)
    assert events > 0


def test_what_does_not_fit_is_reported_line_by_line_and_nothing_of_it_is_recorded(cast: Cast) -> None:
    rows = [
        *INVOICES,
        paid("P1", "10", "F9"),
        paid("P2", "10", "F3"),
        paid("P3", "10", "F4"),
        paid("P4", "10", "B1"),
        paid("P5", "1000.01", "F1"),
        paid("P6", "10", "F1", kind="账单"),
        paid("P7", "10", "F1"),
        paid("P7", "20", "F2"),
        paid("P8", "990.01", "F1"),
    ]
    run = brought(cast, *rows)
    expected = {
        6: settling.NO_TARGET,
        7: settling.NO_TARGET,
        8: settling.UNFIT,
        9: settling.UNFIT,
        10: settling.TOO_MUCH,
        11: settling.NOTHING_TO_SETTLE,
        13: settling.TWO_INVOICES,
        14: settling.TOO_MUCH,
    }
    assert {f.line - 1: f.reason for f in fates(run) if f.reason} == expected
    assert (run.created, run.refused) == (6, 8)
    assert set(Transaction.objects.filter(kind="payment").values_list("external_id", "amount")) == {("P7", 1000)}
    assert [left(number) for number in ("F1", "F2", "F3", "F4")] == [990_00, 500_00, 300_00, 80_00]


def test_an_invoice_of_another_customer_or_source_is_as_if_there_were_none(cast: Cast) -> None:
    mine, hidden = file_customer(cast.lin, name="我的"), file_customer(cast.chen, name="别人的")
    ExternalId.objects.create(customer_id=mine, source="erp", value="K1")
    chen, lin = actor(cast.chen), actor(cast.lin)
    write_down(chen, hidden, Entry(kind="invoice", currency="CNY", amount=Decimal(7), source="erp", external_id="H1"))
    write_down(lin, mine, Entry(kind="invoice", currency="CNY", amount=Decimal(7), source="shop", external_id="S1"))
    run = brought(cast, paid("P1", "7", "H1"), paid("P2", "7", "S1"), paid("P3", "7", "N1"))
    assert reasons_of(run) == {settling.NO_TARGET: 3}
    assert (left("H1"), left("S1"), Transaction.objects.filter(kind="payment").count()) == (700, 700, 0)


def test_a_void_invoice_is_not_settled_and_what_a_void_payment_gave_is_open_again(cast: Cast) -> None:
    brought(cast, *INVOICES, paid("P1", "1000", "F1"))
    lin = actor(cast.lin)
    for number in ("P1", "F2"):
        row = Transaction.objects.get(external_id=number)
        assert row.customer_id is not None
        void(lin, row.customer_id, row.id, version=row.version)
    run = brought(cast, paid("P2", "1000", "F1"), paid("P3", "1", "F2"))
    assert (reasons_of(run), settled("P2"), left("F1")) == ({settling.UNFIT: 1}, "F1", 0)


def test_a_payment_brought_again_with_another_invoice_or_amount_moves(cast: Cast) -> None:
    brought(cast, *INVOICES, paid("P1", "400", ""))
    assert (settled("P1"), left("F1")) == (None, 1000_00)
    assert counts(brought(cast, paid("P1", "400", "F1"))) == {"updated": 1}
    assert (settled("P1"), left("F1")) == ("F1", 600_00)
    assert counts(brought(cast, paid("P1", "400", "F2"))) == {"updated": 1}
    assert (settled("P1"), left("F1"), left("F2")) == ("F2", 1000_00, 100_00)
    assert counts(brought(cast, paid("P1", "500", ""))) == {"updated": 1}, "an empty cell takes nothing back"
    assert (settled("P1"), left("F2")) == ("F2", 0)
    run = brought(cast, paid("P1", "501", ""))
    assert (reasons_of(run), left("F2")) == ({settling.TOO_MUCH: 1}, 0)
    (first, *_) = Event.objects.filter(verb="transaction.changed").order_by("id")
    assert "refers_to" in first.fields


def test_a_trial_says_the_same_as_the_recording(cast: Cast) -> None:
    rows = [*INVOICES, paid("P1", "400", "F1"), paid("P2", "601", "F1"), paid("P3", "600", "F1"), paid("P4", "1", "F9")]
    lin = actor(cast.lin)
    run = stage(lin, table(HEAD, rows), source="erp", batch_rows=1)
    runs.check(lin, run.id)
    tried = [(f.line, f.fate, f.reason) for f in fates(work(run.id), CHECK)]
    assert Transaction.objects.count() == 0
    runs.commit(lin, run.id)
    assert [(f.line, f.fate, f.reason) for f in fates(work(run.id))] == tried
    assert [reason for _, _, reason in tried if reason] == [settling.TOO_MUCH, settling.NO_TARGET]


@pytest.mark.parametrize("batch_rows", [1, 5000])
def test_a_payment_that_goes_on_later_settles_the_same_invoice_or_is_refused(cast: Cast, batch_rows: int) -> None:
    rows = [*INVOICES, paid("P1", "10", "F1"), paid("P2", "20", "F1"), paid("P1", "30", "F1"), paid("P2", "40", "F2")]
    lin = actor(cast.lin)
    run = stage(lin, table(HEAD, rows), source="erp", batch_rows=batch_rows)
    runs.check(lin, run.id)
    assert reasons_of(work(run.id)) == {settling.TWO_INVOICES: 1}
    runs.commit(lin, run.id)
    assert reasons_of(work(run.id)) == {settling.TWO_INVOICES: 1}
    assert (settled("P1"), settled("P2"), left("F1"), left("F2")) == ("F1", "F1", 940_00, 500_00)
    assert Transaction.objects.get(external_id="P1").amount == 40_00


def test_a_payment_tied_by_hand_that_grows_is_counted_where_it_is_tied(cast: Cast) -> None:
    lin = actor(cast.lin)
    brought(cast, *INVOICES, paid("P1", "400", ""))
    row, bill = Transaction.objects.get(external_id="P1"), Transaction.objects.get(external_id="F2")
    assert row.customer_id is not None
    correct(lin, row.customer_id, row.id, {"refers_to": bill.id}, version=row.version)
    without = [line[:-1] for line in (paid("P1", "450", ""), paid("P9", "1", ""))]
    assert counts(bring(lin, table(HEAD[:-1], without), source="erp"))["updated"] == 1
    assert left("F2") == 50_00
    run = bring(lin, table(HEAD[:-1], [paid("P1", "500.01", "")[:-1]]), source="erp")
    assert (reasons_of(run), left("F2")) == ({settling.TOO_MUCH: 1}, 50_00)
