"""Pools: rules are simulated and switched on; a customer is claimed, released with a reason, and gone."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go


def test_a_rule_is_simulated_and_switched_on(page: Page, server: Server) -> None:
    sign_in(page, server, "wang")
    go(page, "公海客户", group="公海")
    go(page, "公海设置", group="公海")
    rules = page.get_by_role("region", name="回收规则")
    row = rules.get_by_role("row").filter(has_text="三十个工作日未联系")
    expect(row).to_contain_text("未启用")
    row.get_by_role("button", name=re.compile("试算并启用")).click()

    dialog = page.get_by_role("dialog")
    told = dialog.get_by_text(re.compile(r"凌晨将收回 \d+ 位客户"))
    expect(told).to_be_visible()
    found = re.search(r"收回 (\d+) 位", told.inner_text())
    assert found is not None
    count = int(found[1])
    assert count > 0
    expect(dialog.get_by_text("名单", exact=True)).to_be_visible()
    dialog.get_by_role("radio", name="只管从现在起得到的客户").check()
    expect(dialog.get_by_text("不会收回任何客户")).to_be_visible()
    dialog.get_by_role("radio", name="现有客户和以后的客户").check()
    expect(told).to_be_visible()
    dialog.get_by_role("button", name=re.compile("启用规则")).click()
    expect(dialog).to_be_hidden()
    expect(row).to_contain_text("已启用")

    # Whoever would lose them is warned.
    go(page, "即将回收", group="公海")
    page.get_by_text("团队", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="三十个工作日未联系").first).to_be_visible()

    go(page, "公海设置", group="公海")
    row.get_by_role("button", name=re.compile("停用")).click()
    page.get_by_role("button", name=re.compile(r"^确\s*定$")).click()
    expect(row).to_contain_text("已停用")


def test_customers_of_nobody_are_given_out_by_a_rule(page: Page, server: Server) -> None:
    sign_in(page, server, "wang")
    go(page, "公海客户", group="公海")
    go(page, "公海设置", group="公海")
    part = page.get_by_role("region", name="分配规则")
    expect(part.get_by_role("row").filter(has_text="按区域分配")).to_contain_text("未启用")
    part.get_by_role("button", name="新建分配规则").click()
    form = page.get_by_role("dialog")
    form.get_by_label("名称").fill("展会来的轮流分配")
    form.get_by_label("来源").fill("展会")
    form.get_by_label("分给同事").click()
    form.get_by_label("分给同事").fill("周敏")
    page.locator(".ant-select-item-option").filter(has_text="周敏").first.click()
    form.get_by_role("button", name=re.compile(r"^保\s*存$")).click()
    expect(form).to_be_hidden()
    row = part.get_by_role("row").filter(has_text="展会来的轮流分配")
    expect(row).to_contain_text("轮流 → 周敏")
    part.get_by_role("button", name="把“展会来的轮流分配”上移").click()
    expect(part.get_by_role("row").nth(1)).to_contain_text("展会来的轮流分配")

    row.get_by_role("button", name=re.compile("试算并启用")).click()
    tried = page.get_by_role("dialog")
    expect(tried.get_by_text(re.compile(r"现在(有 \d+ 位|没有符合)"))).to_be_visible()
    tried.get_by_role("radio", name="只管以后来的").check()
    tried.get_by_role("button", name=re.compile("启用规则")).click()
    expect(tried).to_be_hidden()
    expect(row).to_contain_text("已启用")
    row.get_by_role("button", name=re.compile("停用")).click()
    page.get_by_role("button", name=re.compile(r"^确\s*定$")).click()
    expect(row).to_contain_text("已停用")


def test_claimed_and_released(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    go(page, "公海客户", group="公海")
    expect(page.get_by_text("还可领取 今天 5（每天 5）")).to_be_visible()
    rows = page.get_by_role("region", name="公海客户").get_by_role("row")
    waiting = rows.filter(has_text="林晓").first
    name = waiting.get_by_role("cell").first.locator("strong").inner_text()
    waiting.get_by_role("button", name=re.compile(f"领取 {re.escape(name)}")).click()
    expect(page.get_by_text(f"{name} 已归您负责")).to_be_visible()
    expect(page.get_by_text("还可领取 今天 4（每天 5）")).to_be_visible()
    expect(rows.filter(has_text=name)).to_have_count(0)

    page.get_by_role("button", name="打开档案").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_role("button", name=re.compile("退回公海")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="联系不上").check()
    dialog.get_by_role("button", name=re.compile("退回公海")).click()
    expect(page.get_by_text("已退回公海")).to_be_visible()

    # Within the cooling period it cannot be claimed back.
    go(page, "公海客户", group="公海")
    mine = rows.filter(has_text=name)
    expect(mine).to_contain_text("起可领")
    expect(mine.get_by_role("button", name=re.compile("领取"))).to_have_count(0)
