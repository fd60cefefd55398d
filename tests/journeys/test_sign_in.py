"""Getting in, and not getting in."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in


def test_a_wrong_password_is_refused_and_says_so(page: Page, server: Server) -> None:
    page.goto("/")
    expect(page).to_have_url(f"{server.url}/sign-in")
    page.locator("input[autocomplete=username]").fill("nobody")
    page.locator("input[autocomplete=current-password]").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_url(f"{server.url}/sign-in")


def test_everybody_of_the_demo_gets_in_and_out_of_sight_again(page: Page, server: Server) -> None:
    assert server.passwords, "the demo organisation has accounts"
    for login in server.passwords:
        sign_in(page, server, login)
        expect(page.get_by_role("navigation").first).to_be_visible()
        page.context.clear_cookies()
        page.goto("/")
        expect(page).to_have_url(f"{server.url}/sign-in")
