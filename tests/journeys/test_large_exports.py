"""An export of many customers: asked for in the list, approved on a phone by somebody else, fetched, and known by its number on every line."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server, profile, sign_in

SET = """async rows => {
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const { version } = await (await fetch("/api/approval-terms")).json();
  const answer = await fetch("/api/approval-terms", { method: "PUT", body: JSON.stringify({ version, export_rows: rows }),
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
  if (!answer.ok) throw new Error(await answer.text());
}"""


@contextmanager
def few_without_asking(browser: Browser, server: Server) -> Iterator[None]:
    """Five a day leave without an approval; afterwards as many as before, since other journeys export on this server too."""
    with profile(browser, server.url) as context:
        admin = context.new_page()
        sign_in(admin, server, "admin")
        admin.evaluate(SET, 5)
        try:
            yield
        finally:
            admin.evaluate(SET, 1_000)


def test_many_customers_leave_once_somebody_else_agreed(page: Page, browser: Browser, server: Server) -> None:
    with few_without_asking(browser, server):
        sign_in(page, server, "lin")
        page.goto("/customers")
        page.get_by_role("button", name="导出").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_text("这次导出需要审批")).to_be_visible()
        dialog.get_by_role("combobox").click()
        page.get_by_title("为客户办理业务").click()
        dialog.get_by_role("textbox", name="具体说明").fill("年度拜访计划需要客户名单，用于排期")
        dialog.get_by_role("button", name="提交申请").click()
        expect(dialog.get_by_text("已提交申请，等待审批")).to_be_visible()
        expect(dialog.get_by_role("button", name="下载")).to_be_disabled()
        with profile(browser, server.url, width=390) as context:
            approve(context.new_page(), server)
        fetch(page)


def approve(phone: Page, server: Server) -> None:
    """The manager's part, on a phone."""
    sign_in(phone, server, "wang")
    phone.goto("/privacy/approvals")
    request = phone.get_by_role("listitem").filter(has_text="年度拜访计划")
    expect(request.get_by_text("没有；敏感内容都带遮盖")).to_be_visible()
    request.get_by_role("button", name="批准", exact=False).first.click()
    expect(phone.get_by_text("已批准，授权从现在开始计时")).to_be_visible()


def fetch(page: Page) -> None:
    """What leaves says on every line which export it was of."""
    page.reload()
    page.get_by_role("button", name="导出").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("之后新增的不在其中")).to_be_visible()
    dialog.get_by_text("CSV 文件").click()
    with page.expect_download() as leaving:
        dialog.get_by_role("button", name="下载").click()
    number = leaving.value.suggested_filename[-len("EX-0000-0000-00000.csv") : -len(".csv")]
    with Path(leaving.value.path()).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) > 5
    assert all(line["导出标记"].startswith(f"{number} 林晓 20") for line in lines)
