"""A project is entered, its milestone reached, a problem solved, feedback and a change of need written down; the timeline tells it."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

NAME = "旅程安装项目"
NOW_NEEDED = "旅程改为每月交货"


def enter(page: Page) -> None:
    """With the first customer that is found."""
    page.get_by_role("button", name=re.compile("新建项目")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("客户").fill("公司")
    page.locator(".ant-select-item-option").first.click()
    dialog.get_by_label("项目名称").fill(NAME)
    dialog.get_by_role("button", name=re.compile("保 ?存")).click()
    expect(page.get_by_text("项目已登记")).to_be_visible()


def test_a_project_is_carried_on_and_told(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    go(page, "项目")
    expect(page.get_by_role("heading", name="项目", exact=True)).to_be_visible()
    enter(page)
    page.get_by_role("button", name=NAME, exact=True).click()
    drawer = page.get_by_role("dialog")

    # A milestone that is late stands first in the list, and is reached with one tick.
    drawer.get_by_role("button", name=re.compile("添加里程碑")).click()
    drawer.get_by_label("里程碑名称").fill("旅程到货")
    drawer.get_by_label("计划日期").fill(f"{datetime.now(UTC) - timedelta(days=3):%Y-%m-%d}")
    drawer.get_by_role("button", name=re.compile("^添 ?加$")).first.click()
    expect(drawer.get_by_text(re.compile("逾期"))).to_be_visible()
    drawer.get_by_role("checkbox", name="旅程到货").click()
    expect(drawer.get_by_text(re.compile("周敏 .* 完成"))).to_be_visible()

    # A problem and how it was solved.
    drawer.get_by_label("遇到了什么问题").fill("旅程缺支架")
    drawer.get_by_role("region", name="问题").get_by_role("button", name=re.compile("添 ?加")).click()
    drawer.get_by_role("button", name="解决 旅程缺支架").click()
    how = page.get_by_role("dialog").filter(has_text="怎样解决的")
    how.get_by_label("怎样解决的").fill("改用现货")
    how.get_by_role("button", name=re.compile("解 ?决")).click()
    expect(page.locator(".ant-modal-wrap:visible")).to_have_count(0)
    expect(drawer.get_by_text("改用现货")).to_be_visible()

    # What the customer says, and what it needs now.
    drawer.get_by_role("button", name=re.compile("记录评价")).click()
    said = page.get_by_role("dialog").filter(has_text="客户怎么说")
    said.get_by_role("radio").nth(3).click()
    said.get_by_label("客户怎么说").fill("旅程满意")
    said.get_by_role("button", name=re.compile("保 ?存")).click()
    expect(page.locator(".ant-modal-wrap:visible")).to_have_count(0)
    expect(drawer.get_by_text("旅程满意")).to_be_visible()
    drawer.get_by_role("button", name=re.compile("记录需求变化")).click()
    need = page.get_by_role("dialog").filter(has_text="现在的需求")
    need.get_by_label("现在的需求").fill(NOW_NEEDED)
    need.get_by_role("button", name=re.compile("保 ?存")).click()
    expect(page.locator(".ant-modal-wrap:visible")).to_have_count(0)
    expect(drawer.get_by_text(NOW_NEEDED)).to_be_visible()

    # All of it stands on the customer's page.
    drawer.get_by_role("link").first.click()
    panel = page.get_by_role("region", name="项目", exact=True)
    expect(panel.get_by_role("button", name=NAME, exact=True)).to_be_visible()
    expect(page.get_by_text(NOW_NEEDED)).to_be_visible()
    expect(page.get_by_text("旅程到货")).to_be_visible()
