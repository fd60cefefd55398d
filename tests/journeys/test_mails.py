"""A mail that nobody was recognised in: a customer is made of its sender, and the mail stands in that customer's story."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

SUBJECT = "询价：数据采集终端 30 台"


def test_a_mail_becomes_a_customer_with_a_story(page: Page, server: Server) -> None:
    sign_in(page, server, "wang")
    go(page, "未识别邮件", group="采集")
    mails = page.get_by_role("region", name="等待处理的邮件").get_by_role("article")
    expect(mails).to_have_count(3)
    mail = mails.filter(has_text=SUBJECT)
    mail.get_by_role("button", name="新建客户").click()
    drawer = page.get_by_role("dialog")
    expect(
        drawer.get_by_text("hexin@lanhai-parts.example").or_(
            drawer.locator("input[value='hexin@lanhai-parts.example']")
        )
    ).to_be_visible()
    drawer.get_by_text("个人", exact=True).click()
    drawer.get_by_role("button", name=re.compile(r"^建\s*档")).click()
    page.get_by_role("button", name="打开客户").click()
    expect(page.get_by_text(SUBJECT)).to_be_visible()

    page.go_back()
    expect(mails).to_have_count(2)
    mails.filter(has_text="上次展会的资料").get_by_role("button", name="丢弃").click()
    page.get_by_role("tooltip").get_by_role("button", name=re.compile("丢\\s*弃")).click()
    expect(mails).to_have_count(1)
