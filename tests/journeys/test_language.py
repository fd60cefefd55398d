"""The other language by one click, and for good."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in


def test_the_language_stays_as_chosen(page: Page, server: Server) -> None:
    sign_in(page, server, "he")
    expect(page.get_by_role("heading", name="工作台", exact=True)).to_be_visible()
    page.get_by_role("button", name="何婷 的菜单").click()
    with page.expect_response(lambda answer: answer.url.endswith("/api/me") and answer.request.method == "PATCH"):
        page.get_by_role("menuitem", name="English").click()
    english = page.get_by_role("heading", name="Home", exact=True)
    expect(english).to_be_visible()
    page.reload()
    expect(english).to_be_visible()

    # In another browser too: the choice belongs to the person.
    page.context.clear_cookies()
    page.evaluate("localStorage.clear()")
    sign_in(page, server, "he")
    expect(english).to_be_visible()
