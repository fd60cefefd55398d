"""A complaint from entry to closing: it waits in a queue, is taken, answered, solved and closed, and something is made better because of it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

TITLE = "轴承箱进水，客户要求说明"
MEASURE = "外箱改用防水胶带"
OWN = """async () => (await (await fetch("/api/customers?limit=1")).json()).rows[0].id"""


def press(place: Page | Locator, name: str) -> None:
    """A button by its words; antd puts a space between two characters, and an icon before them while it works."""
    spaced = " ?".join(name) if len(name) == 2 else re.escape(name)
    place.get_by_role("button", name=re.compile(f"{spaced}$")).click()


def open_it(page: Page) -> None:
    """In the customer's timeline; the panel beside it shows what is due."""
    page.goto(f"/customers/{page.evaluate(OWN)}")
    box = page.get_by_role("region", name="记录", exact=True)
    press(box, "更多")
    page.get_by_role("menuitem", name="服务工单").click()
    expect(box.get_by_text("投诉", exact=True)).to_be_visible()
    box.get_by_label("标题").fill(TITLE)
    box.get_by_label("详细情况").fill("六箱里有两箱进水，外箱胶带开裂。")
    press(box, "登记")
    expect(page.get_by_text("已登记", exact=True)).to_be_visible()
    panel = page.get_by_role("region", name="服务工单", exact=True)
    row = panel.get_by_role("listitem").filter(has_text=TITLE)
    expect(row).to_contain_text(re.compile("首次答复 剩 [0-9.]+ (工作小时|分钟)"))


def take_it(page: Page) -> None:
    """It waits in the queue of complaints, of which she is a member."""
    go(page, "服务工单", group="服务")
    # How many wait there may already stand behind the name.
    page.locator(".ant-segmented-item", has_text="我的队列").click()
    page.get_by_role("link", name=TITLE).click()
    details = page.get_by_role("region", name="情况", exact=True)
    expect(details).to_contain_text("投诉组")
    deeds = page.get_by_role("region", name="处理", exact=True)
    press(deeds, "接手")
    expect(details).to_contain_text("周敏")


def solve_it(page: Page) -> None:
    """Answered, solved, with a word for colleagues in between."""
    deeds, dialog = page.get_by_role("region", name="处理", exact=True), page.get_by_role("dialog")
    press(deeds, "登记首次答复")
    dialog.get_by_label("答复了客户什么").fill("已致歉，请客户保留外箱。")
    press(dialog, "保存")
    expect(dialog).to_be_hidden()
    thread = page.get_by_role("region", name="处理过程", exact=True)
    expect(thread).to_contain_text("已致歉，请客户保留外箱。")
    thread.get_by_label("备注").fill("仓库说是上周那批胶带")
    press(thread, "备注")
    expect(thread.get_by_role("listitem").filter(has_text="上周那批胶带")).to_be_visible()
    press(deeds, "解决")
    press(dialog, "解决")
    expect(dialog.get_by_text("请写明怎样解决的")).to_be_visible()
    dialog.get_by_label("怎样解决的").fill("补发两箱，运费我方承担。")
    press(dialog, "解决")
    expect(dialog).to_be_hidden()


def make_it_better(page: Page) -> None:
    """An improvement is planned; without proof it is not closed."""
    part, dialog = page.get_by_role("region", name="改进措施", exact=True), page.get_by_role("dialog")
    press(part, "制定措施")
    dialog.get_by_label("改变什么").fill(MEASURE)
    press(dialog, "保存")
    expect(dialog).to_be_hidden()
    row = part.get_by_role("listitem").filter(has_text=MEASURE)
    expect(row).to_contain_text("进行中")
    press(row, "已完成")
    expect(row).to_contain_text("待验证")
    press(row, "验证并关闭")
    dialog.get_by_text("有效", exact=True).click()
    press(dialog, "验证并关闭")
    expect(dialog.get_by_text("请写明凭什么判断")).to_be_visible()
    dialog.get_by_label("凭什么判断").fill("两周发货 60 箱，无一开裂")
    press(dialog, "验证并关闭")
    expect(dialog).to_be_hidden()
    expect(row).to_contain_text("两周发货 60 箱，无一开裂")


def close_it(page: Page) -> None:
    """With a reason, the cause, and what the customer thinks of it; then nothing presses any more."""
    deeds, dialog = page.get_by_role("region", name="处理", exact=True), page.get_by_role("dialog")
    press(deeds, "关闭")
    dialog.get_by_role("combobox", name="关闭原因").click()
    page.get_by_title("交付延误", exact=True).click()
    dialog.get_by_label("根本原因").fill("胶带遇冷失去粘性")
    press(dialog.locator(".ant-modal-footer"), "关闭")
    expect(dialog.get_by_text("请选择 1 至 5 分，或“没有问到”")).to_be_visible()
    dialog.get_by_text("4 分", exact=True).click()
    dialog.get_by_label("客户评价").fill("补得快")
    press(dialog.locator(".ant-modal-footer"), "关闭")
    expect(dialog).to_be_hidden()
    expect(page.locator(".page-header")).to_contain_text("已关闭")
    expect(deeds.locator(".ant-btn-primary")).to_have_count(0)
    expect(page.get_by_role("region", name="根本原因")).to_contain_text("胶带遇冷失去粘性")
    expect(page.get_by_role("region", name="情况", exact=True)).to_contain_text("4 / 5")


def test_a_complaint_from_entry_to_closing_with_an_improvement(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    open_it(page)
    take_it(page)
    solve_it(page)
    make_it_better(page)
    close_it(page)
    go(page, "改进措施", group="服务")
    page.get_by_role("combobox", name="状态").click()
    page.get_by_title("已关闭", exact=True).click()
    expect(page.get_by_role("listitem").filter(has_text=MEASURE)).to_contain_text("有效")
