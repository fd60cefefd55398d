"""Approval to see: a clerk asks for an identity number, the lead agrees on a phone, the clerk sees it until the lead ends it, and
the auditor finds all of it."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server, profile, sign_in
from tests.journeys.menu import go

NAME, NUMBER = "慕容听雪", "11010519491231002X"
CREATE = """async ([name, number]) => {
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const body = JSON.stringify({ kind: "person", values: { name, id_number: number } });
  const answer = await fetch("/api/customers", { method: "POST", body,
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).id;
}"""


def test_a_number_is_asked_for_seen_and_gone(page: Page, browser: Browser, server: Server) -> None:
    sign_in(page, server, "zhou")
    page.goto(f"/customers/{page.evaluate(CREATE, [NAME, NUMBER])}")
    page.get_by_role("button", name="申请查看身份证号").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").click()
    page.get_by_title("核对身份或证件").click()
    dialog.get_by_role("textbox", name="具体说明").fill("客户来柜台办理开户，需要核对证件号码")
    dialog.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("等待审批")).to_be_visible()
    expect(page.get_by_text(NUMBER)).to_have_count(0)

    with profile(browser, server.url, width=390) as context:
        lead_decides_and_ends(page, context.new_page(), server)
    with profile(browser, server.url) as context:
        auditor_finds_it(context.new_page(), server)


def lead_decides_and_ends(page: Page, phone: Page, server: Server) -> None:
    """The lead's part, on a phone, and what the clerk sees meanwhile."""
    sign_in(phone, server, "lin")
    phone.goto("/privacy/approvals")
    request = phone.get_by_role("listitem").filter(has_text=NAME)
    expect(request.get_by_text("身份证号")).to_be_visible()
    request.get_by_role("button", name=re.compile("^批准")).click()
    expect(phone.get_by_text("已批准，授权从现在开始计时")).to_be_visible()

    page.get_by_role("button", name="查看身份证号的完整内容").click(timeout=30_000)
    expect(page.get_by_text(NUMBER)).to_be_visible()
    phone.goto("/privacy/approvals?which=past")
    past = phone.get_by_role("listitem").filter(has_text=NAME)
    past.get_by_role("button", name="收回授权").click()
    expect(phone.get_by_text("授权已收回").first).to_be_visible()
    # What stands on the screen goes with the grant, without a reload.
    expect(page.get_by_text(NUMBER)).to_have_count(0, timeout=30_000)


def auditor_finds_it(page: Page, server: Server) -> None:
    """Who sees no customer finds who was granted what by whom, what was done with it, and when; and no number."""
    sign_in(page, server, "admin")
    go(page, "审计查询", group="隐私 审计")
    page.get_by_text("授权与使用").click()
    grant = page.get_by_role("row").filter(has_text="周敏").filter(has_text="身份证号").first
    expect(grant).to_contain_text("林晓")
    expect(grant).to_contain_text("1 / 1")
    page.get_by_text("人员时间线").click()
    page.get_by_role("combobox").last.fill("周敏")
    page.get_by_title("周敏").click()
    expect(page.get_by_role("listitem").filter(has_text="查看了敏感信息").first).to_be_visible()
    expect(page.get_by_text(NUMBER)).to_have_count(0)
