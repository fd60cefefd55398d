"""A customer becomes a key account, somebody who decides is written down against us, the strategy is reviewed; its page tells it."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

GOAL = "旅程：两年内份额过半"
WORDS = "旅程评审：先争取技术部门"


def begin(page: Page, server: Server) -> None:
    """With the first customer that is found and is no key account yet."""
    listed = page.request.get(f"{server.url}/api/key-accounts?whose=all").json()["rows"]
    page.get_by_role("button", name=re.compile("设为大客户")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("客户").fill("公司")
    found = page.locator(".ant-select-item-option")
    expect(found.first).to_be_visible()
    taken = [row["customer_number"] for row in listed]
    texts = found.all_inner_texts()
    found.nth(next(i for i, text in enumerate(texts) if not text.endswith(tuple(taken)))).click()
    dialog.get_by_label("目标").fill(GOAL)
    dialog.get_by_label("竞争对手").fill("旅程机电")
    dialog.get_by_role("button", name=re.compile("保 ?存")).click()
    expect(page.get_by_text("已设为大客户")).to_be_visible()


def test_a_key_account_is_planned_reviewed_and_told(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    go(page, "大客户")
    expect(page.get_by_role("heading", name="大客户", exact=True)).to_be_visible()
    begin(page, server)

    # It opens, for there is more to say. Nobody is known there yet: that is a risk.
    drawer = page.get_by_role("dialog").filter(has_text=GOAL)
    risks = drawer.get_by_role("region", name="风险信号")
    expect(risks).to_contain_text("还没有记录关键人")

    # Who decides is against us: it stands in the map and among the risks.
    drawer.get_by_role("button", name=re.compile("添加关键人")).click()
    who = page.get_by_role("dialog").filter(has_text="影响力").last
    who.get_by_label("姓名").fill("旅程总监")
    for label, chosen in (("角色", "决策人"), ("影响力", "高"), ("态度", "反对")):
        who.get_by_label(label).click()
        page.locator(".ant-select-dropdown:visible").get_by_title(chosen, exact=True).click()
    who.get_by_role("button", name=re.compile("保 ?存")).click()
    expect(drawer.get_by_role("table", name="关键人图：影响力与态度")).to_contain_text("旅程总监")
    expect(risks).to_contain_text("1 位有分量的关键人持反对态度")
    expect(risks).not_to_contain_text("还没有记录关键人")

    # The strategy is looked at, and it is said when it is looked at again.
    drawer.get_by_role("button", name=re.compile("记录评审")).click()
    review = page.get_by_role("dialog").filter(has_text="评审结论").last
    review.get_by_label("评审结论").fill(WORDS)
    review.get_by_role("button", name=re.compile("保 ?存")).click()
    expect(drawer.get_by_text(WORDS)).to_be_visible()

    # All of it stands on the customer's page.
    drawer.get_by_role("link").first.click()
    panel = page.get_by_role("region", name="大客户", exact=True)
    expect(panel).to_contain_text("持反对态度")
    expect(page.get_by_text(WORDS)).to_be_visible()
