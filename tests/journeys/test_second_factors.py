"""A second factor from its first day to the day the phone is lost, as a person goes through it."""

import base64
import re
import time

from playwright.sync_api import Page, expect

from kedang.accounts.totp import SECONDS, code_at
from tests.journeys.conftest import Server, profile, sign_in

LOGIN = "he"


def enrol(page: Page) -> bytes:
    """Set up an authenticator app; its secret."""
    page.goto("/account/security")
    page.get_by_role("button", name="设置验证器应用").click()
    shown = page.locator(".totp-secret .secret code")
    expect(page.locator(".totp-qr svg")).to_be_visible()
    secret = base64.b32decode(re.sub(r"[^A-Z2-7]", "", shown.inner_text()))
    page.get_by_label("应用显示的 6 位验证码").fill(code_at(secret, int(time.time()) // SECONDS - 1))
    page.get_by_role("button", name="确认启用").click()
    return secret


def keep_codes(page: Page) -> list[str]:
    """The recovery codes, read off the screen, which then goes away."""
    found = page.locator(".recovery-codes code")
    expect(found).to_have_count(10)
    codes = found.all_inner_texts()
    page.get_by_role("button", name="我已保存").click()
    expect(found).to_have_count(0)
    return codes


def give_password(page: Page, server: Server) -> None:
    """The first step only."""
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.locator("input[autocomplete=username]").fill(LOGIN)
    page.locator("input[autocomplete=current-password]").fill(server.passwords[LOGIN])
    page.keyboard.press("Enter")
    expect(page.get_by_label("验证码或恢复码")).to_be_visible()


def give_code(page: Page, code: str) -> None:
    """The second step."""
    page.get_by_label("验证码或恢复码").fill(code)
    page.keyboard.press("Enter")


def test_an_app_a_recovery_code_and_the_way_back(page: Page, server: Server) -> None:
    sign_in(page, server, LOGIN)
    secret = enrol(page)
    codes = keep_codes(page)
    expect(page.get_by_text("还有 10 个可用")).to_be_visible()
    give_password(page, server)
    give_code(page, "000000x")
    expect(page.get_by_role("alert")).to_contain_text("验证码不正确")
    give_code(page, code_at(secret, int(time.time()) // SECONDS))
    expect(page.get_by_role("navigation").first).to_be_visible()
    give_password(page, server)
    give_code(page, codes[0])
    expect(page.get_by_role("navigation").first).to_be_visible()
    give_password(page, server)
    give_code(page, codes[0])
    expect(page.get_by_role("alert")).to_contain_text("已经用过")
    give_code(page, codes[1])
    expect(page.get_by_role("navigation").first).to_be_visible()
    page.goto("/account/security")
    page.get_by_role("button", name="移除", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="移除", exact=True).click()
    expect(page.get_by_text("未启用")).to_be_visible()


def test_a_passkey_signs_in_without_a_password(server: Server, browser: object) -> None:
    home = server.url.replace("127.0.0.1", "localhost")
    with profile(browser, home) as context:  # type: ignore[arg-type]
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        key = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
        sign_in(page, server, "chen")
        page.goto("/account/security")
        page.get_by_role("button", name="添加通行密钥").click()
        page.get_by_label("名称").fill("我的笔记本")
        page.get_by_role("dialog").get_by_role("button", name="添加通行密钥").click()
        keep_codes(page)
        expect(page.get_by_text("我的笔记本")).to_be_visible()
        context.clear_cookies()
        page.goto("/sign-in")
        page.get_by_role("button", name="用通行密钥登录").click()
        expect(page.get_by_role("navigation").first).to_be_visible()
        page.goto("/account/security")
        page.get_by_role("button", name="移除通行密钥 我的笔记本").click()
        page.get_by_role("dialog").get_by_role("button", name="移除", exact=True).click()
        expect(page.get_by_text("还没有通行密钥")).to_be_visible()
