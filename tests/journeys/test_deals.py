"""An opportunity is entered, moved on the board by keyboard and by mouse, and lost with a reason; the board adds up."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

TITLE = "翠湖项目试订单"


def column(page: Page, stage: str) -> Locator:
    """One stage of the board."""
    return page.get_by_role("region", name=stage, exact=True)


def card(page: Page, stage: str) -> Locator:
    """The opportunity of this journey, where it stands in a stage."""
    return column(page, stage).get_by_role("article").filter(has_text=TITLE)


def count(page: Page, stage: str) -> int:
    """How many stand in a stage, as its head says."""
    return int(re.findall(r"\d+", column(page, stage).get_by_role("heading").inner_text())[0])


def enter(page: Page) -> None:
    """With the first customer that is found."""
    page.get_by_role("button", name=re.compile("新建商机")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("客户").fill("公司")
    page.locator(".ant-select-item-option").first.click()
    dialog.get_by_label("商机名称").fill(TITLE)
    dialog.get_by_label("金额").fill("52000")
    dialog.get_by_role("button", name=re.compile("保 ?存")).click()
    expect(page.get_by_text("商机已登记")).to_be_visible()


def lose(page: Page, drawer: Locator) -> None:
    """With a reason."""
    drawer.get_by_role("button", name=re.compile("输 ?单")).click()
    why = page.get_by_role("dialog").filter(has_text="输单原因")
    why.get_by_label("输单原因").click()
    page.locator(".ant-select-item-option").filter(has_text="没有预算").click()
    why.get_by_role("button", name=re.compile("输 ?单")).click()
    expect(page.get_by_text("已记为输单")).to_be_visible()
    expect(drawer.get_by_role("button", name=re.compile("重新打开"))).to_be_visible()


def test_an_opportunity_moves_over_the_board(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    go(page, "商机")
    expect(page.get_by_role("heading", name="商机", exact=True)).to_be_visible()
    before = count(page, "需求确认")

    enter(page)
    expect(card(page, "初步接触")).to_contain_text("¥52,000")

    # By keyboard: the card's menu takes the focus a few frames after it opened, on its first entry, which is the next stage.
    card(page, "初步接触").get_by_role("button", name=re.compile("更多操作")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="需求确认")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"“{TITLE}”已移到需求确认")).to_be_visible()
    expect(card(page, "需求确认")).to_be_visible()
    expect(column(page, "需求确认").get_by_role("heading")).to_have_text(re.compile(rf"\D{before + 1}$"))

    # By mouse: dragged over the next column.
    card(page, "需求确认").drag_to(column(page, "方案报价"))
    expect(page.get_by_text(f"“{TITLE}”已移到方案报价")).to_be_visible()
    expect(card(page, "方案报价")).to_be_visible()
    expect(card(page, "需求确认")).to_have_count(0)

    # Its amount and stage stand on the customer's page.
    board = page.url
    card(page, "方案报价").get_by_role("link").first.click()
    shown = page.get_by_role("region", name="商机", exact=True).get_by_role("listitem").filter(has_text=TITLE)
    expect(shown).to_contain_text("¥52,000")
    expect(shown).to_contain_text("方案报价")
    page.goto(board)

    # What it went through stands with it, also after the page is loaded anew.
    page.reload()
    card(page, "方案报价").get_by_role("button", name=TITLE, exact=True).click()
    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("初步接触 → 需求确认")
    expect(drawer).to_contain_text("需求确认 → 方案报价")
    lose(page, drawer)
    expect(card(page, "方案报价")).to_have_count(0)

    # A stranger's board knows nothing of it.
    page.context.clear_cookies()
    sign_in(page, server, "chen")
    page.goto("/opportunities?whose=all&view=list&state=lost")
    expect(page.get_by_role("heading", name="商机", exact=True)).to_be_visible()
    expect(page.get_by_text(TITLE)).to_have_count(0)
