"""An invoice by hand: written with lines, paid in part, seen overdue, and corrected, all from the customer's page."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from kedang.finding.conditions import today
from tests.journeys.conftest import Server, sign_in

DUE = today() - timedelta(days=12)
BILLED = today() - timedelta(days=40)


def panel_of(page: Page) -> Locator:
    """What the customer's page says of transactions."""
    return page.get_by_role("region", name="交易")


def bill(page: Page) -> None:
    """An invoice with a product from the catalogue, whose price comes along, and a line in words."""
    panel_of(page).get_by_role("button", name="记交易").click()
    form = page.get_by_role("dialog")
    form.get_by_text("账单", exact=True).click()
    form.get_by_role("textbox", name="日期", exact=True).fill(BILLED.isoformat())
    form.get_by_role("textbox", name="到期日").fill(DUE.isoformat())
    form.get_by_role("button", name=re.compile("加一行明细")).click()
    form.get_by_role("combobox", name="第 1 行 品名").fill("KD-ZC")
    page.locator(".ant-select-item-option").filter(has_text="KD-ZC-01").click()
    form.get_by_role("spinbutton", name="第 1 行 数量").fill("3")
    form.get_by_role("button", name=re.compile("加一行明细")).click()
    form.get_by_role("combobox", name="第 2 行 品名").fill("上门安装")
    form.get_by_role("spinbutton", name="第 2 行 单价").fill("44.50")
    expect(form).to_contain_text("¥100.00")
    form.get_by_role("button", name=re.compile("保存$")).click()
    expect(form).to_be_hidden()


def pay_in_part(page: Page) -> None:
    """From the invoice itself: what is left is filled in; more than that is refused and nothing is lost."""
    panel = panel_of(page)
    expect(panel).to_contain_text(re.compile("逾期 12 天"))
    panel.get_by_role("button").filter(has_text="账单").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("记收款$")).click()
    amount = dialog.get_by_role("spinbutton", name="金额")
    expect(amount).to_have_value(re.compile("^100"))
    amount.fill("130")
    dialog.get_by_role("button", name=re.compile("保存$")).click()
    expect(page.get_by_text("这张账单只差 100.00 CNY")).to_be_visible()
    amount.fill("30")
    dialog.get_by_role("button", name=re.compile("保存$")).click()
    expect(dialog).to_contain_text(re.compile("未收.*¥70.00"))
    expect(dialog).to_contain_text(re.compile("收款与冲减.*收款.*¥30.00"))
    dialog.locator(".ant-modal-footer").get_by_role("button", name=re.compile("关\\s?闭")).click()


def see_it_overdue(page: Page, name: str) -> None:
    """The list of who owes has the customer with the right age, and leads to its open invoices and back."""
    page.goto("/transactions/receivables?overdue=1")
    row = page.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("逾期 12 天")
    row.get_by_role("link", name=re.compile("70.00")).click()
    invoice = page.get_by_role("row").filter(has_text="¥70.00").filter(has_text="账单")
    expect(page).to_have_url(re.compile(r"/transactions\?customer="))
    expect(invoice).to_have_count(1)
    invoice.click()


def correct(page: Page) -> None:
    """One line less; what it was stays visible."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("更\\s?正$")).click()
    dialog.get_by_role("button", name="第 2 行 删去").click()
    dialog.get_by_role("button", name=re.compile("更\\s?正$")).click()
    expect(dialog.get_by_role("region", name="更正记录")).to_contain_text("原为 ¥100.00")
    expect(dialog).to_contain_text(re.compile("金额.*¥55.50"))
    expect(dialog).to_contain_text(re.compile("未收.*¥25.50"))


def test_an_invoice_by_hand_from_its_lines_to_its_correction(page: Page, server: Server) -> None:
    sign_in(page, server, "lin")
    page.goto("/customers")
    page.locator(".vt [aria-rowindex]").nth(2).click()
    name = page.locator(".customer-header h1").inner_text()
    make_product(page)
    bill(page)
    pay_in_part(page)
    see_it_overdue(page, name)
    correct(page)


def make_product(page: Page) -> None:
    """Something in the catalogue, made by the way."""
    here = page.url
    page.goto("/transactions/products")
    page.get_by_role("button", name="新建产品").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="编号").fill("KD-ZC-01")
    dialog.get_by_role("textbox", name="名称").fill("深沟球轴承")
    dialog.get_by_role("spinbutton", name="参考单价").fill("18.5")
    dialog.get_by_role("button", name=re.compile("保\\s?存$")).click()
    expect(page.get_by_role("row").filter(has_text="KD-ZC-01")).to_be_visible()
    page.goto(here)
