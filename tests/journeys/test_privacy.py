"""A customer asks to be deleted: the request, the check of the person, the second pair of eyes, the certificate, and nothing left."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server, profile, sign_in
from tests.journeys.menu import go

NAME, NUMBER = "欧阳拂晓", "110105198506123374"
CREATE = """async ([name, number]) => {
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const body = JSON.stringify({ kind: "person", values: { name, id_number: number } });
  const answer = await fetch("/api/customers", { method: "POST", body,
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()).id;
}"""


def ask(page: Page, words: str) -> None:
    """What came in by phone is written down on the customer's page."""
    page.get_by_role("button", name="登记请求").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="请求").click()
    page.get_by_title("删除", exact=True).click()
    dialog.get_by_label("请求的内容").fill(words)
    dialog.get_by_role("button", name=re.compile("保 ?存")).click()
    expect(dialog).to_have_count(0)


def identify_and_propose(page: Page) -> None:
    """The person is who they say; what is to be erased waits for somebody else."""
    go(page, "个人信息请求", group="隐私 审计")
    row = page.get_by_role("row").filter(has_text=NAME)
    row.get_by_role("button", name=re.compile("^办 ?理$")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("保 ?存")).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    row.get_by_role("button", name="提出删除").click()
    page.get_by_role("dialog").get_by_role("button", name="提出删除").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def confirm(page: Page) -> None:
    """The second person; the certificate is a PDF at once."""
    go(page, "删除与限制", group="隐私 审计")
    row = page.get_by_role("row").filter(has_text="待确认")
    row.get_by_role("button", name="确认删除").click()
    page.get_by_role("tooltip").get_by_role("button", name=re.compile("确 ?定")).click()
    done = page.get_by_role("row").filter(has_text="已删除").first
    with page.expect_download() as got:
        done.get_by_role("button", name="证明").click()
    assert got.value.path().read_bytes().startswith(b"%PDF-")


def found(page: Page, words: str) -> int:
    """How many customers a search finds."""
    number: int = page.evaluate(
        "async (q) => (await (await fetch('/api/search?limit=5&q=' + encodeURIComponent(q))).json()).hits.length", words
    )
    return number


def test_from_the_request_to_the_certificate(page: Page, browser: Browser, server: Server) -> None:
    sign_in(page, server, "steward")
    address = f"/customers/{page.evaluate(CREATE, [NAME, NUMBER])}"
    page.goto(address)
    ask(page, "来电要求删除全部个人信息")
    identify_and_propose(page)
    assert found(page, NAME) == 1

    with profile(browser, server.url) as context:
        manager = context.new_page()
        sign_in(manager, server, "wang")
        confirm(manager)
        manager.goto(address)
        expect(manager.get_by_text(NAME)).to_have_count(0)
        expect(manager.get_by_text("找不到这一页")).to_be_visible()
    assert found(page, NAME) == 0
