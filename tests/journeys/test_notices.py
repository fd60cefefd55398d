"""A colleague is called in a note by a picked name, hears of it at the bell, and reads it on the customer's page."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server, profile, sign_in
from tests.journeys.menu import go


def test_a_colleague_called_in_a_note_hears_of_it(page: Page, server: Server, browser: Browser) -> None:
    sign_in(page, server, "zhou")
    go(page, "客户")
    page.locator(".vt [aria-rowindex] a").first.click()
    name = page.locator(".customer-title h1").inner_text().strip()
    compose = page.get_by_role("region", name="记录")
    compose.get_by_text("备注", exact=True).click()
    text = compose.get_by_role("textbox")
    text.click()
    text.press_sequentially("合同盖好了，请 @林")
    page.locator(".ant-mentions-dropdown-menu-item").filter(has_text="林晓").click()
    text.press_sequentially("归档")
    expect(compose.get_by_role("status")).to_contain_text("会通知")
    compose.get_by_role("button", name=re.compile("备\\s*注")).click()
    expect(page.locator(".timeline-days").get_by_text("合同盖好了")).to_be_visible()
    page.get_by_role("button", name="关注").click()
    expect(page.get_by_role("button", name="已关注")).to_be_visible()

    with profile(browser, server.url) as context:
        other = context.new_page()
        sign_in(other, server, "lin")
        other.get_by_role("button", name=re.compile(r"通知，\d+ 条未读")).click()
        rows = other.get_by_role("list", name="通知列表").get_by_role("listitem")
        notice = rows.filter(has_text=f"在备注中提到了您：{name}").first
        notice.get_by_role("link", name=name).click()
        expect(other.locator(".timeline-days").get_by_text("合同盖好了")).to_be_visible()
