"""axe on every page, in both languages, both colours and at both widths: nothing serious, nothing critical."""

import json
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, Page

from tests.journeys.conftest import Server, profile, sign_in
from tests.journeys.places import PLACES, Made, Place, make_customers, open_place

GRAVE = {"serious", "critical"}
# A page is seen in two looks that share nothing, its neighbours in the other two: all looks for all pages would
# quadruple the time and found no more.
LOOKS = [("zh-CN", "light", 1440), ("en", "light", 1440), ("en", "dark", 390), ("zh-CN", "dark", 390)]


@pytest.fixture(scope="module")
def pages(browser: Browser, server: Server) -> Iterator[dict[str, Page]]:
    """A manager and an administrator, signed in once: getting in is not what is tested here."""
    with profile(browser, server.url) as one, profile(browser, server.url) as other:
        found = {"wang": one.new_page(), "admin": other.new_page()}
        for login, page in found.items():
            sign_in(page, server, login)
        yield found
        for page in found.values():
            dress(page, "zh-CN", "light", 1440)


@pytest.fixture(scope="module")
def made(pages: dict[str, Page]) -> Made:
    """A person, an organisation and an import in each of its steps."""
    return make_customers(pages["wang"])


def dress(page: Page, language: str, theme: str, width: int) -> None:
    """Choose language and colours as the user menu does: kept by the server and by the browser."""
    chosen = {"language": language, "theme": theme, "density": "compact"}
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(
        """async (chosen) => {
          const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
          const body = JSON.stringify({ language: chosen.language, preferences: chosen });
          await fetch("/api/me", { method: "PATCH", body,
            headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
          localStorage.setItem("kedang.preferences", JSON.stringify(chosen));
        }""",
        chosen,
    )


def prove(page: Page, password: str) -> None:
    """Say once more who sits here: some pages ask for it, and a round takes longer than a proof lasts."""
    page.evaluate(
        """async (password) => {
          const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
          const answer = await fetch("/api/me/proof", { method: "POST", body: JSON.stringify({ password }),
            headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
          if (!answer.ok) throw new Error(await answer.text());
        }""",
        password,
    )


def grave(page: Page) -> list[str]:
    """What axe holds against the page as it stands."""
    found = json.loads(json.dumps(Axe().run(page).response))["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])}×)" for v in found if v["impact"] in GRAVE]


def _faults(page: Page, place: Place, made: Made) -> list[str]:
    """What is wrong with one place: that it does not open, too, so that one run tells of them all."""
    try:
        open_place(page, place, made)
    except (AssertionError, Error) as missing:
        return [f"does not open: {str(missing)[:200]}"]
    return grave(page)


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
def test_nothing_serious_on_any_page(
    pages: dict[str, Page], made: Made, server: Server, language: str, theme: str, width: int
) -> None:
    for login, page in pages.items():
        dress(page, language, theme, width)
        prove(page, server.passwords[login])
    wrong: dict[str, list[str]] = {}
    for place in PLACES[LOOKS.index((language, theme, width)) % 2 :: 2]:
        if faults := _faults(pages[place.login], place, made):
            wrong[place.name] = faults
    assert not wrong, "\n".join(f"{name}: {fault}" for name, faults in wrong.items() for fault in faults)
