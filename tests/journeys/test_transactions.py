"""A shop's export becomes transactions: dropped, tried, recorded, and found on the customer's page, where a payment settles an invoice."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in

NOW = datetime.now(UTC).date()
BILLED, DUE = NOW - timedelta(days=4), NOW - timedelta(days=3)
SHEET = (
    "单号,客户编号,客户名称,日期,种类,品名,数量,单价,到期日\n"
    f"F2601,K88,宁波远洲机械有限公司,{BILLED} 09:30,账单,深沟球轴承,40,18.50,{DUE}\n"
    f"F2601,K88,宁波远洲机械有限公司,{BILLED} 09:30,账单,安装调试,1,260,{DUE}\n"
    f"S2602,,,{BILLED},购买,样品,1,10,\n"
    "S2603,K88,,某天,购买,样品,1,10,\n"
)


def drop_and_try(page: Page) -> None:
    """The columns are found by themselves; the trial counts every line and records nothing."""
    page.goto("/transactions/imports")
    file = {"name": "九月销售.csv", "mimeType": "text/csv", "buffer": SHEET.encode()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    price = page.get_by_role("row").filter(has_text="18.50")
    expect(price).to_contain_text("单价")
    page.get_by_role("textbox", name="来源").fill("用友")
    page.get_by_role("heading", name="各列是什么").click()
    page.get_by_role("button", name=re.compile("试算$")).click()
    # A worker may have other jobs first.
    expect(page.get_by_text("试算结果：还没有写入")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("4 行，1 笔新交易，1 位新客户")).to_be_visible()
    expect(page.get_by_role("table").last).to_contain_text("日期缺失或无法识别")


def record_it(page: Page) -> None:
    """The result says what became of every line, and leads to the list."""
    page.get_by_role("button", name=re.compile("^导入$")).click()
    page.get_by_role("link", name="查看交易").click()
    row = page.get_by_role("row").filter(has_text="F2601")
    expect(row).to_contain_text("¥1,000.00")
    row.get_by_role("link", name="宁波远洲机械有限公司").click()


def settle_it(page: Page) -> None:
    """The customer's page says what is owed; a payment of half of it settles half."""
    panel = page.get_by_role("region", name="交易")
    expect(panel).to_contain_text(re.compile("应收.*¥1,000.00"))
    expect(panel).to_contain_text(re.compile("逾期 \\d+ 天"))
    panel.get_by_role("button", name="记交易").click()
    form = page.get_by_role("dialog")
    form.get_by_text("收款", exact=True).click()
    form.get_by_role("combobox", name="核销哪张账单").click()
    page.get_by_title(re.compile("未收 ¥1,000.00")).click()
    amount = form.get_by_role("spinbutton", name="金额")
    expect(amount).to_have_value(re.compile("1000"))
    amount.fill("500")
    form.get_by_role("button", name=re.compile("保存$")).click()
    expect(form).to_be_hidden()
    expect(panel).to_contain_text(re.compile("应收.*¥500.00"))


def test_from_a_file_to_a_settled_invoice(page: Page, server: Server) -> None:
    sign_in(page, server, "lin")
    drop_and_try(page)
    record_it(page)
    settle_it(page)
