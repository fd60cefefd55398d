"""Files as people really have them: other encodings, merged headers, formulas, negative and absurd amounts, too many new customers."""

import io
from typing import Any

import openpyxl
import pytest

from kedang.archive.models import Customer
from kedang.commerce.models import Line, Transaction
from kedang.commerce_import import deciding, runs
from kedang.commerce_import.runs import Choice
from kedang.commerce_import.tally import reasons_of
from kedang.commerce_import.tests.builders import RETAIL, bring, counts, fates, retail, stage, table, work
from kedang.kit.errors import DomainError
from kedang.ownership import caps
from tests.people import Cast, actor, browser, make_cast, send

pytestmark = pytest.mark.django_db
SIMPLE = ("单号", "客户编号", "客户名称", "日期", "种类", "品名", "数量", "单价")
ROWS = [
    ("F1", "K1", "上海华兴机械有限公司", "2026-09-01", "账单", "深沟球轴承", "2", "18.50"),
    ("F1", "K1", "上海华兴机械有限公司", "2026-09-01", "账单", "安装", "1", "60"),
]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(cast: Cast, encoding: str) -> None:
    content = table(SIMPLE, ROWS).decode("utf-8-sig").encode(encoding)
    run = bring(actor(cast.lin), content, source="erp")
    assert counts(run) == {"created": 2, "transactions": 1, "customers": 1}
    assert (Transaction.objects.count(), Customer.objects.get().name) == (1, "上海华兴机械有限公司")
    assert list(Line.objects.order_by("ordinal").values_list("description", flat=True)) == ["深沟球轴承", "安装"]


def workbook(cast: Cast) -> bytes:
    """A sheet with a merged title above its header, an amount that is a formula nobody calculated, and a total below."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(["九月销售明细"])
    sheet.merge_cells("A1:G1")
    sheet.append(["单号", "客户编号", "日期", "品名", "数量", "单价", "金额"])
    sheet.append(["F1", "K1", "2026-09-01", "轴承", 2, 18.5, "=E3*F3"])
    sheet.append(["F2", "K1", "2026-09-02", "轴承", 3, 10, 30])
    sheet.append(["合计", None, None, None, None, None, "=SUM(G3:G4)"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_merged_title_a_formula_and_a_total_lose_nothing_silently(cast: Cast) -> None:
    run = runs.upload(actor(cast.lin), [workbook(cast)], filename="九月.xlsx", source="erp", inspecting=False)
    runs.inspect_run(run)
    runs.commit(actor(cast.lin), run.id)
    done = work(run.id)
    assert sum(counts(done).get(fate, 0) for fate in ("created", "refused", "skipped_layout")) == done.total
    assert (done.created, reasons_of(done)) == (1, {"line.price": 1, "line.no_customer": 1})
    assert [(f.line, f.fate) for f in fates(done)][1:3] == [(3, "refused"), (4, "created")], "no formula is guessed at"
    assert Transaction.objects.get().amount == 3000


def test_what_is_negative_is_a_return_or_is_refused(cast: Cast) -> None:
    rows = [
        ("F1", "K1", "", "2026-09-01", "收款", "", "1", "-200"),
        ("F2", "K1", "", "2026-09-01", "账单", "", "-1", "200"),
        ("F3", "K1", "", "2026-09-01", "退货", "", "-1", "200"),
        ("F4", "K1", "", "2026-09-01", "", "", "-1", "200"),
        ("F5", "K1", "", "2026-09-01", "账单", "", "1", "10"),
    ]
    run = bring(actor(cast.lin), table(SIMPLE, rows), source="erp")
    assert reasons_of(run) == {"line.zero_price": 1, deciding.NEGATIVE: 1}
    assert sorted(Transaction.objects.values_list("kind", "amount")) == [
        ("invoice", 1000),
        ("return", 20000),
        ("return", 20000),
    ]
    rows[4] = ("F5", "K1", "", "2026-09-01", "账单", "", "-1", "10")
    again = bring(actor(cast.lin), table(SIMPLE, rows), source="erp")
    assert reasons_of(again)[deciding.NEGATIVE] == 2
    assert Transaction.objects.get(external_id="F5").amount == 1000


@pytest.mark.parametrize(("quantity", "price"), [("999999999999", "99999999999"), ("0.001", "99999999999")])
def test_absurd_numbers_are_refused_and_the_rest_is_taken(cast: Cast, quantity: str, price: str) -> None:
    rows = [*ROWS, ("F9", "K1", "", "2026-09-01", "账单", "轴承", quantity, price)]
    run = bring(actor(cast.lin), table(SIMPLE, rows), source="erp")
    assert run.state == "done"
    assert run.created + run.refused == 3
    assert all(abs(amount) <= 10**15 for amount in Transaction.objects.values_list("amount", flat=True))


def test_new_customers_beyond_what_somebody_may_have_become_nobodys_when_so_chosen(cast: Cast) -> None:
    caps.set_cap(actor(cast.wang), department_id=cast.east.id, most=2, free_tag_ids=[])
    lin = actor(cast.lin)
    run = stage(lin, table(RETAIL, retail()))
    assert run.owner_id == cast.lin.id
    runs.check(lin, run.id)
    tried = work(run.id)
    assert (tried.customers, tried.refused) == (2, 4 + 4 * 15 - 3)
    answer = send(browser(cast.lin), "PUT", f"/transaction-imports/{run.id}/mapping", {"owner_id": None})
    assert answer.status_code == 200, answer.content
    runs.commit(lin, run.id)
    done = work(run.id)
    assert (counts(done)["refused"], done.customers) == (4, 6)
    assert set(Customer.objects.values_list("owner_id", flat=True)) == {None}
    seen = send(browser(cast.lin), "GET", f"/transaction-imports/{run.id}").json()
    assert (seen["owner"], [total["customers"] for total in seen["sums"]]) == (None, [6, 3])


def test_who_sees_their_own_customers_only_brings_them_for_nobody_else(cast: Cast) -> None:
    run = stage(actor(cast.zhou), table(RETAIL, retail()))
    for owner in (None, cast.lin.id):
        with pytest.raises(DomainError, match=r"ledger\.owner"):
            runs.choose(actor(cast.zhou), run.id, Choice(owner_id=owner, owner_given=True))
    other = stage(actor(cast.lin), table(RETAIL, retail()))
    with pytest.raises(DomainError, match=r"import\.owner"):
        runs.choose(actor(cast.lin), other.id, Choice(owner_id=cast.chen.id, owner_given=True))
    run.refresh_from_db()
    assert run.owner_id == cast.zhou.id
