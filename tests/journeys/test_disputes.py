"""Disputes: raised on the customer's page, answered, and decided by somebody with no part in it."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

NAME = "司徒听雨"
CREATE = """async (name) => {
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const body = JSON.stringify({ kind: "person", values: { name } });
  const answer = await fetch("/api/customers", { method: "POST", body,
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).id;
}"""


def test_a_dispute_is_decided(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    page.goto(f"/customers/{page.evaluate(CREATE, NAME)}")
    page.get_by_role("button", name=re.compile("提出撞单")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="说明").fill("这位客户一直是我在联系")
    dialog.get_by_role("button", name=re.compile(r"^保\s*存$")).click()
    # One alone is no dispute; what was written stays.
    expect(dialog.get_by_text("撞单需要至少两方")).to_be_visible()
    # Who is offered changes once the search answers: a press in between would land on a list that is gone.
    with page.expect_response(lambda answer: "/api/people?q=%E4%BD%95" in answer.url):
        dialog.get_by_role("combobox").fill("何婷")
    expect(page.locator(".ant-select-item-option")).to_have_count(1)
    page.get_by_title("何婷").click()
    expect(dialog.locator(".ant-select-selection-item")).to_have_text("何婷")
    # Going elsewhere closes the list. Tab would take back what is chosen, Escape may close the dialog.
    dialog.get_by_role("textbox", name="说明").click()
    dialog.get_by_role("button", name=re.compile(r"^保\s*存$")).click()
    expect(page.get_by_text("待裁决", exact=True)).to_be_visible()
    expect(page.get_by_text("这位客户一直是我在联系")).to_be_visible()
    expect(page.get_by_role("region", name="裁决")).to_have_count(0)
    case = page.url

    page.context.clear_cookies()
    sign_in(page, server, "wang")
    go(page, "公海客户", group="公海")
    go(page, "撞单", group="公海")
    expect(page.get_by_role("region", name="撞单列表").get_by_role("link", name=NAME)).to_be_visible()
    page.goto(case)
    evidence = page.get_by_role("region", name="系统里的记录")
    expect(evidence.get_by_text("建立档案")).to_be_visible()
    decision = page.get_by_role("region", name="裁决")
    decision.get_by_role("radio", name="何婷").check()
    decision.get_by_role("textbox", name="裁决理由").fill("客户要求由何婷对接")
    decision.get_by_role("button", name=re.compile(r"^裁\s*决$")).click()
    expect(page.get_by_text("裁决：客户归 何婷")).to_be_visible()
    expect(page.get_by_text("客户要求由何婷对接")).to_be_visible()

    # Who lost the customer still reads why, and nothing of the archive.
    page.context.clear_cookies()
    sign_in(page, server, "zhou")
    page.goto(case)
    expect(page.get_by_text("客户要求由何婷对接")).to_be_visible()
    expect(page.get_by_text("看不到记录")).to_be_visible()
