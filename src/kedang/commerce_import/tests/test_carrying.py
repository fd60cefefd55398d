"""Whole imports: every line has a fate, the fates add up, and bringing a file twice changes nothing."""

import gzip
import io
from typing import Any

import openpyxl
import pytest

from kedang.archive.models import Customer, ExternalId, Figures, Grant
from kedang.archive.tests.filing import file_customer, share
from kedang.commerce.digest import ledger_digest
from kedang.commerce.models import Line, Product, Transaction
from kedang.commerce_import import deciding, report, runs
from kedang.commerce_import.runs import Choice
from kedang.commerce_import.tally import reasons_of, sums_of
from kedang.commerce_import.tests.builders import COMMAND, RETAIL, bring, counts, fates, retail, stage, table, work
from kedang.history.models import Event
from kedang.intake.fates import CHECK
from kedang.kit.errors import DomainError
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db
# 91 lines: three of nobody, one without a price; 3 of 30 invoices are cancelled.
EXPECTED = {"created": 87, "refused": 4, "transactions": 29, "customers": 6}
SIMPLE = ("单号", "客户编号", "客户名称", "日期", "种类", "金额", "付款方式", "到期日")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def put(ids: int, number: str, *, source: str = "erp") -> None:
    """Somebody is known by a number."""
    ExternalId.objects.create(customer_id=ids, source=source, value=number)


def test_a_shops_export_is_recognised_recorded_and_accounted_for() -> None:
    run = bring(COMMAND, table(RETAIL, retail()))
    assert (run.state, run.source, run.currency, counts(run)) == ("done", "online-retail", "GBP", EXPECTED)
    assert reasons_of(run) == {"line.no_customer": 3, "line.zero_price": 1}
    purchase, cancelled = 1_55 + 2 * 2_55 + 3 * 3_55, 1_55 + 2 * 2_55 + 3 * 3_55
    # 26 invoices of somebody, one line of 2 at 2.55 without a price, one line of half a penny.
    assert sums_of(run) == {"GBP": {"purchase": [78, 26 * purchase - 2 * 2_55 + 1, 6], "return": [9, 3 * cancelled, 3]}}
    assert [f.line for f in fates(run)] == list(range(2, 93))
    assert sum(counts(run)[name] for name in ("created", "refused")) == 91
    assert (Line.objects.count(), Product.objects.count(), Customer.objects.count()) == (87, 4, 6)
    one = Transaction.objects.get(external_id="5360")
    assert (one.amount, one.line_count, one.kind) == (purchase + 1, 4, "purchase")
    lines = (
        Line.objects.filter(transaction_id=one.id)
        .order_by("ordinal")
        .values_list("ordinal", "quantity", "price", "amount")
    )
    assert list(lines) == [(1, 1000, 15500, 155), (2, 2000, 25500, 510), (3, 3000, 35500, 1065), (4, 1000, 50, 1)]
    back = Transaction.objects.get(external_id="C5369")
    assert (back.kind, back.amount) == ("return", cancelled)
    first = Customer.objects.get(name="17850")
    assert ExternalId.objects.get(customer_id=first.id).value == "17850"
    assert Figures.objects.get(customer_id=first.id).last_deal_at is not None
    assert Event.objects.filter(verb="customer.created").count() == 6


@pytest.mark.parametrize("batch_rows", [1, 7, 5000])
def test_a_second_import_changes_nothing_however_it_is_cut(batch_rows: int) -> None:
    content = table(RETAIL, retail())
    bring(COMMAND, content)
    before, said = ledger_digest(COMMAND), Event.objects.filter(verb="transaction.changed").count()
    again = bring(COMMAND, content, batch_rows=batch_rows)
    assert counts(again) == {"unchanged": 87, "refused": 4}
    assert ledger_digest(COMMAND) == before
    assert Event.objects.filter(verb="transaction.changed").count() == said


def test_however_it_is_cut_the_ledger_is_the_same() -> None:
    content = table(RETAIL, retail())
    bring(COMMAND, content)
    whole = ledger_digest(COMMAND)
    Line.objects.all().delete()
    Transaction.objects.all().delete()
    small = bring(COMMAND, content, batch_rows=4)
    assert ledger_digest(COMMAND) == whole
    assert counts(small) == {"created": 87, "refused": 4, "transactions": 29}


def test_a_line_that_became_another_is_brought_up_to_date_and_the_event_keeps_what_was() -> None:
    rows = [list(row) for row in retail()]
    bring(COMMAND, table(RETAIL, rows))
    rows[0][3] = "10"
    rows.insert(3, ["5360", "P8", "THING 8", "1", rows[0][4], "1.00", "17850.0", ""])
    run = bring(COMMAND, table(RETAIL, rows))
    # What stood fourth stands fifth now: the fourth is another line, the fifth is new.
    assert counts(run) == {"created": 1, "updated": 2, "unchanged": 85, "refused": 4}
    one = Transaction.objects.get(external_id="5360")
    assert (one.amount, one.line_count) == (1550 + 510 + 1065 + 100 + 1, 5)
    events = Event.objects.filter(verb="transaction.changed", run_id=run.id)
    assert [event.before is None for event in events] == [False] * events.count()


def test_a_trial_says_what_would_become_of_every_line_and_records_nothing() -> None:
    run = stage(COMMAND, table(RETAIL, retail()), batch_rows=10)
    runs.check(COMMAND, run.id)
    tried = work(run.id)
    assert (tried.state, counts(tried)) == ("checked", EXPECTED)
    assert (Transaction.objects.count(), Customer.objects.count(), Product.objects.count()) == (0, 0, 0)
    assert [f.line for f in fates(tried, CHECK)] == list(range(2, 93))
    runs.commit(COMMAND, run.id)
    assert counts(work(run.id)) == EXPECTED


def test_invoices_and_payments_in_words(cast: Cast) -> None:
    rows = [
        ("F1", "K1", "上海华兴机械有限公司", "2026-09-01", "账单", "1,200.00", "", "2026-09-30"),
        ("S1", "K1", "上海华兴机械有限公司", "2026-09-20", "收款", "¥200", "银行转账", ""),
        ("合计", "", "", "", "", "1400", "", ""),
        ("X1", "K1", "", "2026-09-20", "礼物", "5", "", ""),
        ("X2", "K1", "", "某天", "购买", "5", "", ""),
        ("X3", "K1", "", "2026-09-20", "购买", "五块", "", ""),
    ]
    run = bring(actor(cast.lin), table(SIMPLE, rows), source="erp")
    assert reasons_of(run) == {"line.kind": 1, "line.time": 1, "line.price": 1}
    assert (run.created, run.skipped_layout, run.customers) == (2, 1, 1)
    bill = Transaction.objects.get(kind="invoice")
    assert (bill.amount, bill.outstanding, str(bill.due_on)) == (120_000, 120_000, "2026-09-30")
    assert Transaction.objects.get(kind="payment").method == "transfer"
    assert bill.customer_id is not None
    customer = Customer.objects.get(id=bill.customer_id)
    assert (customer.name, customer.owner_id) == ("上海华兴机械有限公司", cast.lin.id)


def test_a_workbook_and_a_gz_are_read_alike() -> None:
    content = table(RETAIL, retail())
    bring(COMMAND, content)
    whole = ledger_digest(COMMAND)
    half = len(content) // 2
    for packed in (gzip.compress(content), gzip.compress(content[:half]) + gzip.compress(content[half:])):
        run = runs.upload(COMMAND, [packed[:1], packed[1:100], packed[100:]], filename="s.csv.gz", inspecting=False)
        runs.inspect_run(run)
        runs.commit(COMMAND, run.id)
        assert counts(work(run.id)) == {"unchanged": 87, "refused": 4}
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in [RETAIL, *retail()]:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    run = runs.upload(COMMAND, [out.getvalue()], filename="s.xlsx", inspecting=False)
    runs.inspect_run(run)
    runs.commit(COMMAND, run.id)
    assert (counts(work(run.id)), ledger_digest(COMMAND)) == ({"unchanged": 87, "refused": 4}, whole)
    with pytest.raises(DomainError, match=r"file\.gzip"):
        runs.upload(COMMAND, [gzip.compress(content)[:-20]], filename="s.csv.gz")


def test_nobody_records_for_customers_beyond_their_reach(cast: Cast) -> None:
    mine, shared, hidden = (file_customer(owner, name="张伟") for owner in (cast.zhou, cast.chen, cast.chen))
    share(shared, cast.zhou)
    Grant.objects.update(level="view")
    for number, customer in (("K1", mine), ("K2", shared), ("K3", hidden)):
        put(customer, number)
    rows = [(f"F{n}", f"K{n}", "", "2026-09-01", "购买", "10", "", "") for n in (1, 2, 3)]
    run = bring(actor(cast.zhou), table(SIMPLE, rows), source="erp")
    assert reasons_of(run) == {deciding.NO_REACH: 2}
    assert list(Transaction.objects.values_list("customer_id", flat=True)) == [mine]
    assert [(f.customer_id, f.number) for f in fates(run)][1:] == [(0, ""), (0, "")]
    taken = [("F1", "K2", "", "2026-09-01", "购买", "99", "", "")]
    Grant.objects.update(level="edit")
    again = bring(actor(cast.zhou), table(SIMPLE, taken), source="erp")
    assert (reasons_of(again), Transaction.objects.get().amount) == ({deciding.ELSEWHERE: 1}, 1000)


def test_one_number_is_one_customers_and_what_is_void_stays_void() -> None:
    rows = [
        ("F1", "K1", "", "2026-09-01", "购买", "10", "", ""),
        ("F1", "K2", "", "2026-09-01", "购买", "10", "", ""),
        ("F2", "K1", "", "2026-09-01", "购买", "10", "", ""),
    ]
    run = bring(COMMAND, table(SIMPLE, rows), source="erp")
    assert reasons_of(run) == {deciding.TWO_CUSTOMERS: 1}
    Transaction.objects.filter(external_id="F2").update(voided_at=run.started_at)
    rows[2] = ("F2", "K1", "", "2026-09-01", "购买", "11", "", "")
    assert reasons_of(bring(COMMAND, table(SIMPLE, rows), source="erp")) == {
        deciding.TWO_CUSTOMERS: 1,
        deciding.VOIDED: 1,
    }
    assert Transaction.objects.get(external_id="F2").amount == 1000


def test_without_the_right_to_manage_products_codes_stay_words(cast: Cast) -> None:
    head = ("订单号", "客户编号", "日期", "货号", "品名", "数量", "单价")
    rows = [("A1", "K1", "2026-01-02", "Z-1", "轴承", "2", "3.5")]
    bring(actor(cast.zhou), table(head, rows), source="shop")
    assert (Product.objects.count(), Line.objects.get().description) == (0, "Z-1 轴承")


def test_a_mapping_without_what_is_needed_does_not_start() -> None:
    run = stage(COMMAND, table(("甲", "乙", "丙"), [("F1", "K1", "2026-01-02")] * 3))
    with pytest.raises(DomainError, match=r"ledger\.source"):
        runs.commit(COMMAND, run.id)
    runs.choose(COMMAND, run.id, Choice(source="erp", columns={0: "invoice", 1: "customer"}))
    with pytest.raises(DomainError, match=r"ledger\.mapping") as refused:
        runs.commit(COMMAND, run.id)
    assert refused.value.text("zh-CN") == "还缺少这些列：日期、金额。请为它们选择文件中的列。"
    with pytest.raises(DomainError, match=r"import\.mapping"):
        runs.choose(COMMAND, run.id, Choice(columns={2: "invoice"}))


def test_the_report_lists_every_line_with_its_reason() -> None:
    run = bring(COMMAND, table(RETAIL, retail()))
    out = io.BytesIO()
    report.write(out, run, language="zh-CN", cells=True)
    rows = list(openpyxl.load_workbook(out)["明细"].iter_rows(values_only=True))
    assert (len(rows), rows[0][:4]) == (92, ("行号", "外部编号", "结果", "原因"))
    assert [row[3] for row in rows if row[2] == "未收"] == ["缺少客户编号"] * 3 + ["单价或金额为零"]
    assert rows[1][1:6] == ("5360/1", "新建", None, Customer.objects.get(name="17850").number, "5360")
