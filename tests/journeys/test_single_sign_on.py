"""An administrator sets up the organisation's sign-in service, and a colleague comes in by it."""

import re

from playwright.sync_api import Page, expect

from kedang.sso.tests.identity_provider import SECRET, identity_provider
from tests.journeys.conftest import Server, sign_in


def test_a_service_is_set_up_tried_out_and_used(page: Page, server: Server) -> None:
    with identity_provider() as idp:
        idp.profile = {"preferred_username": "zhou", "name": "周敏"}
        sign_in(page, server, "admin")
        page.goto("/settings/sso")
        page.locator(".settings-head .ant-btn-primary").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("名称").fill("单位账号")
        dialog.get_by_label("签发者地址").fill(idp.issuer + "/")
        dialog.get_by_role("button", name=re.compile("测\\s?试")).click()
        expect(dialog.get_by_text("issuer 与填写的不同")).to_be_visible()
        dialog.get_by_label("签发者地址").fill(idp.issuer)
        dialog.get_by_role("button", name=re.compile("测\\s?试")).click()
        expect(dialog.get_by_text("可以使用")).to_be_visible()
        dialog.get_by_label("客户端 ID").fill("kedang")
        dialog.get_by_label("客户端密钥").fill(SECRET)
        dialog.get_by_label("首次登录时按此项找账号").press("ArrowDown")
        page.locator(".ant-select-item-option", has_text="preferred_username").click()
        dialog.get_by_label("启用").click()
        dialog.get_by_role("button", name=re.compile("保\\s?存")).click()
        expect(page.locator(".ant-table-row", has_text="单位账号")).to_contain_text("已启用")

        page.context.clear_cookies()
        page.goto("/customers")
        expect(page).to_have_url(re.compile("/sign-in"))
        page.get_by_role("button", name="通过 单位账号 登录").click()
        expect(page).to_have_url(f"{server.url}/customers")
        page.goto("/account")
        expect(page.get_by_text(idp.issuer)).to_be_visible()
        expect(page.locator(".facts")).to_contain_text("zhou")

        page.context.clear_cookies()
        sign_in(page, server, "admin")
        page.goto("/settings/sso")
        page.get_by_role("button", name="删除登录服务 单位账号").click()
        page.locator(".ant-popconfirm .ant-btn-primary").click()
        expect(page.locator(".ant-table-row", has_text="单位账号")).to_have_count(0)


def test_a_return_nobody_began_says_so(page: Page, server: Server) -> None:
    page.goto("/sign-in/return/1?code=stolen&state=stolen")
    expect(page.get_by_role("alert")).to_be_visible()
    # The code does not stay in the address bar.
    expect(page).to_have_url(f"{server.url}/sign-in/return/1")
