"""A file of transactions: what its columns are, the trial, the recording, and a report that says what became of every line."""

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

FILE = """单据编号,客户编号,客户名称,日期,类型,商品名称,数量,单价,金额,核销单号
JX-1,JK-1,旅程五金店,2026-03-02,账单,螺丝,10,2.50,25.00,
JX-2,JK-1,旅程五金店,2026-03-09,收款,,,,20.00,JX-1
JX-3,,,2026-03-10,销售,螺丝,1,2.50,2.50,
"""


def bring(page: Page) -> None:
    """The file is dropped; every column is recognised, only whose numbers these are has to be said."""
    go(page, "导入交易", group="交易")
    page.locator("input[type=file]").set_input_files(
        {"name": "月结流水.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    expect(page.get_by_role("heading", name="月结流水.csv")).to_be_visible()
    page.get_by_role("textbox", name="来源").or_(page.get_by_role("combobox", name="来源")).fill("月结")
    page.keyboard.press("Tab")


def report_of(page: Page, folder: Path) -> list[list[str]]:
    """The report is asked for, written in the background, and downloads by itself; its rows."""
    with page.expect_download() as coming:
        page.get_by_role("button", name=re.compile("下载结果$")).click()
    target = folder / coming.value.suggested_filename
    coming.value.save_as(target)
    book = openpyxl.load_workbook(target)
    return [[str(cell) for cell in row] for sheet in book for row in sheet.iter_rows(values_only=True)]


def test_a_file_of_transactions_from_its_columns_to_its_report(page: Page, server: Server, tmp_path: Path) -> None:
    sign_in(page, server, "lin")
    bring(page)
    page.get_by_role("button", name=re.compile("试\\s?算$")).click()
    expect(page.get_by_text("试算结果：还没有写入")).to_be_visible()
    expect(page.get_by_text("3 行，2 笔新交易，1 位新客户")).to_be_visible()
    page.get_by_role("button", name=re.compile("导\\s?入$")).click()
    expect(page.get_by_text(re.compile("^已完成"))).to_be_visible()
    rows = report_of(page, tmp_path)
    assert len([row for row in rows if any("JX-" in cell for cell in row)]) == 3
    assert "旅程五金店" in str(rows)
    page.goto("/transactions/receivables")
    expect(page.get_by_role("row").filter(has_text="旅程五金店")).to_contain_text("5.00")
