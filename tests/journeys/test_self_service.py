"""A customer helps themselves: 林 sends a link, the customer comes in on a phone, corrects the address, 林 accepts, the page shows it."""

import re

from playwright.sync_api import Browser, Page, expect

from kedang.delivery.tests.mail_server import Post
from tests.journeys.conftest import PUBLIC, Server, profile, sign_in
from tests.journeys.menu import go

MOVED = "浙江省杭州市拱墅区莫干山路100号"
FIRST, SECOND = "first@customer.example", "second@customer.example"
MAKE = """async (email) => {
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const headers = { "X-CSRFToken": csrf, "Content-Type": "application/json" };
  const values = { name: "自助一", email, address: "浙江省杭州市西湖区文三路90号" };
  const body = JSON.stringify({ kind: "person", values });
  return (await (await fetch("/api/customers", { method: "POST", headers, body })).json()).id;
}"""


def invite(page: Page, customer: str) -> None:
    """From the customer's page, with what the form proposes: one address for the link, the other for the code."""
    page.goto(f"/customers/{customer}")
    page.get_by_role("region", name="客户自助").get_by_role("button", name="发送自助链接").click()
    dialog = page.get_by_role("dialog", name="发送自助链接")
    dialog.get_by_role("button", name=re.compile("发 ?送$")).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("region", name="客户自助")).to_contain_text("已发送")


def come_in(page: Page, post: Post) -> None:
    """By the link of the first letter and the code of the second."""
    link = re.findall(rf"{re.escape(PUBLIC)}\S+", post.letters[-1].text)[0].replace(PUBLIC, "")
    carried = post.letters[-1].to
    page.goto(link)
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_label("6 位验证码")).to_be_visible()
    assert {carried, post.letters[-1].to} == {FIRST, SECOND}
    page.get_by_label("6 位验证码").fill(re.findall(r"\d{6}", post.letters[-1].text)[0])
    page.get_by_role("button", name=re.compile("进 ?入")).click()
    expect(page.get_by_role("region", name="资料")).to_contain_text("文三路90号")


def test_a_customer_corrects_the_address(browser: Browser, mailing: Server, post: tuple[Post, int]) -> None:
    with profile(browser, mailing.url) as staff, profile(browser, mailing.url, width=390) as phone:
        page, theirs = staff.new_page(), phone.new_page()
        sign_in(page, mailing, "lin")
        invite(page, page.evaluate(MAKE, [FIRST, SECOND]))
        come_in(theirs, post[0])
        theirs.get_by_role("button", name="更正：地址").click()
        theirs.get_by_role("textbox", name="地址").fill(MOVED)
        theirs.get_by_role("button", name="提交更正").click()
        expect(theirs.get_by_role("region", name="资料")).to_contain_text("您提交的更正正在核对")
        assert theirs.evaluate("document.documentElement.scrollWidth") <= 390
        go(page, "客户更正", group="隐私 审计")
        row = page.get_by_role("row").filter(has_text="自助一")
        expect(row).to_contain_text("文三路90号")
        row.get_by_role("button", name=re.compile("接 ?受$")).first.click()
        expect(page.get_by_role("row").filter(has_text="自助一")).to_have_count(0)
        theirs.reload()
        expect(theirs.get_by_role("region", name="资料")).to_contain_text("莫干山路100号")
        expect(theirs.get_by_role("main")).to_contain_text("已更新")
