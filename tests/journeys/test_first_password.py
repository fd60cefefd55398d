"""Somebody new: added by an administrator, handed a first password, and in with one that nobody else knows."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in

OWN = "only i know this sentence"


def test_a_person_is_added_and_chooses_their_own_password(page: Page, server: Server) -> None:
    sign_in(page, server, "admin")
    page.goto("/settings/people")
    page.get_by_role("button", name="添加人员").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("姓名").fill("新人")
    dialog.get_by_label("账号").fill("xinren")
    dialog.get_by_role("button", name="保存").click()
    first = page.get_by_role("dialog").locator("code").inner_text().strip()
    assert len(first) == 24
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    page.get_by_role("button", name="已记下").click()
    expect(page.get_by_text("只显示这一次")).to_have_count(0)

    page.context.clear_cookies()
    page.goto("/sign-in")
    page.locator("input[autocomplete=username]").fill("xinren")
    page.locator("input[autocomplete=current-password]").fill(first)
    page.keyboard.press("Enter")
    expect(page.get_by_text("请设置一个只有您自己知道的密码")).to_be_visible()
    for place in page.locator("input[autocomplete=new-password]").all():
        place.fill(OWN)
    page.get_by_role("button", name="修改并登录").click()
    page.wait_for_url(lambda url: "sign-in" not in url)

    page.context.clear_cookies()
    page.goto("/sign-in")
    page.locator("input[autocomplete=username]").fill("xinren")
    page.locator("input[autocomplete=current-password]").fill(first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("用户名或密码不正确")
