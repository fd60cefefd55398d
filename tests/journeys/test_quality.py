"""Data quality: mend what the work list says, see the score and the dashboard move; review by keyboard; other weights."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

# The server follows changes every few seconds, and the overview asks again every ten.
SOON = 30_000
NAME = "瞿望舒"
CREATE = """async (name) => {
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const body = JSON.stringify({ kind: "person", values: { name } });
  const answer = await fetch("/api/customers", { method: "POST", body,
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
  if (!answer.ok) throw new Error(await answer.text());
}"""


def overview(page: Page) -> Locator:
    """To the dashboard by the navigation; the link that tells how many are incomplete."""
    go(page, "概览", group="数据质量")
    figures = page.get_by_role("list", name="数据质量").get_by_role("listitem")
    return figures.filter(has_text="完整性").get_by_role("link")


def score(page: Page) -> Locator:
    """The completeness in the header, which opens the panel."""
    return page.get_by_role("button", name=re.compile("完整度"))


def mend(page: Page, finding: str, value: str) -> None:
    """From the panel to the field, type, save."""
    score(page).click()
    page.get_by_role("button", name=finding).click()
    editor = page.locator(".editor")
    editor.get_by_role("textbox").fill(value)
    editor.get_by_role("button", name="保存").click()
    expect(editor).to_be_hidden()


def test_mend_what_the_work_list_says(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    link = overview(page)
    expect(link).to_have_text(re.compile(r"\d+ 位低于 60 分"))
    before = int(re.findall(r"\d+", link.inner_text())[0])
    page.evaluate(CREATE, NAME)
    expect(link).to_have_text(f"{before + 1} 位低于 60 分", timeout=SOON)

    link.click()
    rows = page.get_by_role("region", name="待处理客户").get_by_role("row")
    expect(rows.filter(has_text=NAME)).to_contain_text("缺 手机 / 座机…")
    page.keyboard.press("j")
    expect(page.locator("tr[data-active]")).to_contain_text(NAME)
    page.keyboard.press("Enter")

    # Straight to what is missing most: the form for a way to reach her.
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("手机")
    dialog.get_by_label("内容").fill("13911113333")
    dialog.get_by_role("button", name="保存").click()
    expect(score(page)).to_contain_text("35%")

    mend(page, "缺 来源", "展会")
    mend(page, "缺 职业 / 工作单位…", "教师")
    mend(page, "缺 备注 / 客户背景…", "秋季展会认识")
    mend(page, "缺 地区", "浙江省杭州市")
    expect(score(page)).to_contain_text("60%")
    expect(overview(page)).to_have_text(f"{before} 位低于 60 分", timeout=SOON)


def test_review_by_keyboard(page: Page, server: Server) -> None:
    sign_in(page, server, "lin")
    go(page, "待审核", group="数据质量")
    rows = page.get_by_role("region", name="待审核客户").get_by_role("row")
    first = rows.nth(1).get_by_role("link").first
    expect(rows.nth(1)).to_contain_text("逾期")
    name = first.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("c")
    expect(page.get_by_text("已确认，下次审核日期已顺延")).to_be_visible()
    expect(rows.nth(1).get_by_role("link").first).not_to_have_text(name)

    # Another department's lead sees none of hers, in no list and in no number.
    page.context.clear_cookies()
    sign_in(page, server, "chen")
    page.goto("/quality")
    departments = page.get_by_role("region", name="按部门")
    expect(departments).to_contain_text("华南销售部")
    expect(departments).not_to_contain_text("华东")
    expect(page.get_by_role("region", name="按负责人")).not_to_contain_text("林晓")


def test_weights_of_ones_own_and_back(page: Page, server: Server) -> None:
    sign_in(page, server, "steward")
    page.goto("/settings/quality")
    weight = page.get_by_label("来源 的权重")
    weight.fill("50")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已自定义")).to_be_visible()
    expect(weight).to_have_value("50")
    page.get_by_role("button", name="恢复默认").click()
    expect(page.get_by_text("默认权重")).to_be_visible()
    expect(weight).to_have_value("5")
