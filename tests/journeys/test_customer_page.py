"""A customer's page: what it takes to open it, and that nothing on it is old after a change."""

import re

from playwright.sync_api import Page, Request, expect

from tests.journeys.conftest import Server, sign_in


def test_a_customer_opens_with_one_request_and_is_made_new_after_a_change(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    page.goto("/customers")
    page.get_by_role("row").filter(has=page.get_by_role("link")).first.get_by_role("link").first.click()
    expect(page.get_by_role("region", name="动态")).to_be_visible()
    page.wait_for_load_state("networkidle")
    about = re.search(r"/customers/\d+", page.url)
    assert about is not None

    asked: list[str] = []

    def note(request: Request) -> None:
        path = request.url.partition("/api")[2]
        if path.startswith((f"{about[0]}", "/disputes", "/pools")):
            asked.append(f"{request.method} {path}")

    page.on("request", note)
    page.reload()
    expect(page.get_by_role("region", name="文件")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert asked == [f"GET {about[0]}/panels"], (
        "a panel asks by itself: add it to web/src/api/panels.ts and desk/panels.py"
    )

    asked.clear()
    page.get_by_role("textbox", name="说了什么、定了什么").fill("来电确认了送货时间")
    page.get_by_role("button", name=re.compile(r"^记\s*下$|^保\s*存$")).first.click()
    expect(page.get_by_role("region", name="动态").get_by_text("来电确认了送货时间")).to_be_visible()
    page.wait_for_load_state("networkidle")
    again = [each for each in asked if each.startswith("GET")]
    assert len(again) <= 3, again
