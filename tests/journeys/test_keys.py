"""The whole day without a mouse."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in


def test_the_keys_do_what_the_overlay_says(page: Page, server: Server) -> None:
    sign_in(page, server, "lin")
    page.goto("/customers")
    rows = page.get_by_role("region", name="客户").get_by_role("row")
    expect(rows.nth(5)).to_be_visible()

    page.keyboard.press("?")
    overlay = page.get_by_role("dialog", name="快捷键")
    for text in ("Ctrl K", "n", "j", "k", "↵", "e", "/", "?"):
        expect(overlay.locator("kbd").get_by_text(text, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(overlay).to_be_hidden()

    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    active = page.locator("tr[data-active]")
    expect(active).to_have_attribute("aria-rowindex", "2")
    name = active.get_by_role("link").inner_text()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)

    page.keyboard.press("e")
    expect(page.locator(".field-edit:focus")).to_have_count(1)
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile("/customers$"))

    expect(rows.nth(5)).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="字段")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox", name="字段")).to_be_hidden()

    page.keyboard.press("n")
    drawer = page.get_by_role("dialog", name="新建客户")
    expect(drawer.get_by_label("名称", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()

    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="搜索客户")).to_be_focused()
    page.keyboard.type(name)
    expect(page.locator(".hit").first).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
