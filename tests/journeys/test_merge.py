"""Merging in the browser: tick two in the list, choose between what contradicts, merge, look, undo."""

import json
import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in


def ask(page: Page, method: str, path: str, body: object = None) -> Any:
    """One call of the API with the page's own session."""
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "csrftoken")
    headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    answer = page.request.fetch(f"/api{path}", method=method, data=json.dumps(body) if body else None, headers=headers)
    assert answer.ok, answer.text()
    return answer.json()


def make(page: Page, **values: str | list[str]) -> str:
    """A person, whoever may look alike."""
    made = ask(page, "POST", "/customers", {"kind": "person", "values": values, "force": True})
    return str(made["id"])


def look_at_former_history(page: Page, number: str) -> None:
    """What happened to the one that was merged away stands in the survivor's history, and can be shown alone."""
    story = page.get_by_role("region", name="变更历史")
    story.get_by_role("button", name=number, exact=True).click()
    expect(story).to_contain_text(f"只显示原 {number} 的变更")
    expect(story.get_by_role("listitem").filter(has_text="写了备注")).to_contain_text(f"原 {number}")
    expect(story).not_to_contain_text("并入的客户")
    story.get_by_role("button", name="显示全部").click()
    expect(story).to_contain_text("并入的客户")


def test_merge_look_and_undo(page: Page, server: Server) -> None:
    sign_in(page, server, "wang")
    first = make(page, name="宗政合一", mobile="13811117001", birth_date="1980-01-01", email="one@example.com")
    second = make(page, name="宗政合壹", mobile="13911117002", birth_date="1981-01-01")
    ask(page, "POST", f"/customers/{second}/notes", {"body": "喜欢喝茶"})
    number = ask(page, "GET", f"/customers/{second}")["number"]

    page.goto("/customers?sort=-created_at")
    for name in ("宗政合一", "宗政合壹"):
        page.get_by_role("checkbox", name=f"选择 {name}").check()
    page.get_by_role("button", name="合并", exact=True).click()
    expect(page.get_by_role("heading", name="合并客户")).to_be_visible()
    expect(page.get_by_role("button", name="还有 1 处需要选择")).to_be_disabled()
    page.get_by_role("radio", name=re.compile("出生日期采用.*1980-01-01")).check()
    expect(page.get_by_text("备注 1 条")).to_be_visible()
    page.get_by_role("button", name="合并", exact=True).click()

    expect(page).to_have_url(re.compile(f"/customers/{first}$"))
    main = page.get_by_role("main")
    for text in ("13811117001", "13911117002", "喜欢喝茶", "宗政合壹", f"并入的客户：{number}"):
        expect(main).to_contain_text(text)

    page.goto(f"/customers/{second}")
    expect(page).to_have_url(re.compile(f"/customers/{first}$"))
    expect(main).to_contain_text(f"{number} 已并入")

    page.get_by_role("button", name="查看合并前").click()
    kept = page.get_by_role("dialog", name="合并前的内容")
    expect(kept).to_contain_text("1981-01-01")
    page.keyboard.press("Escape")

    look_at_former_history(page, number)
    ask(page, "POST", f"/customers/{first}/contact-points", {"kind": "mobile", "value": "13711117003"})
    page.get_by_role("button", name="撤销合并").click()
    asked = page.get_by_role("dialog", name="撤销合并")
    expect(asked).to_contain_text("13711117003")
    asked.get_by_role("button", name="撤销合并").click()
    expect(page.get_by_text("已撤销合并")).to_be_visible()
    expect(page.locator(".customer-main")).not_to_contain_text("13911117002")
    expect(main).to_contain_text("13711117003")
    page.goto(f"/customers/{second}")
    expect(page).to_have_url(re.compile(f"/customers/{second}$"))
    for text in ("13911117002", "喜欢喝茶", "1981-01-01"):
        expect(main).to_contain_text(text)
