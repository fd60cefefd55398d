"""Two people with the same customer open."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server, profile, sign_in


def edit(page: Page, label: str, text: str) -> None:
    """Type into a field of the profile, without saving."""
    page.get_by_role("button", name=re.compile("显示 .* 个空字段")).click()
    page.get_by_role("button", name=f"修改{label}", exact=True).click()
    page.get_by_role("textbox", name=label, exact=True).fill(text)


def test_the_second_to_save_is_told_and_loses_nothing(page: Page, browser: Browser, server: Server) -> None:
    sign_in(page, server, "wang")
    page.get_by_role("button", name="新建", exact=True).click()
    drawer = page.get_by_role("dialog", name="新建客户")
    drawer.get_by_label("名称", exact=True).fill("双人同改测试有限公司")
    drawer.get_by_role("button", name="建档").click()
    expect(page.get_by_role("heading", name="双人同改测试有限公司")).to_be_visible()
    with profile(browser, server.url) as other:
        second = other.new_page()
        sign_in(second, server, "wang")
        second.goto(page.url)
        edit(second, "竞争对手", "第二个人写的")
        edit(page, "竞争对手", "第一个人写的")
        page.get_by_role("button", name="保存").click()
        expect(page.get_by_text("第一个人写的").first).to_be_visible()

        second.get_by_role("button", name="保存").click()
        told = second.get_by_role("alert")
        expect(told).to_contain_text("刚被别人修改过")
        expect(told).to_contain_text("现在的值：第一个人写的")
        mine = second.get_by_role("textbox", name="竞争对手", exact=True)
        expect(mine).to_have_value("第二个人写的")

        # Both texts, by decision and not by accident.
        mine.fill("第一个人写的；第二个人写的")
        second.get_by_role("button", name="保存").click()
        expect(mine).to_have_count(0)
        page.reload()
        expect(page.get_by_text("第一个人写的；第二个人写的").first).to_be_visible()
