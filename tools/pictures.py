"""`python -m tools.pictures URL`: the pictures of the README, taken from a running demo (`make run`)."""

import json
import sys
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from tools.checks import chromium

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
LANGUAGES = {"zh": "zh-CN", "en": "en"}


def main(url: str) -> None:
    """The customer list as the manager sees it, once in each language."""
    with urllib.request.urlopen(f"{url}/api/instance", timeout=10) as answer:
        account = json.load(answer)["demo_accounts"][0]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for name, locale in LANGUAGES.items():
            context = browser.new_context(base_url=url, locale=locale, viewport={"width": 1440, "height": 900})
            page = context.new_page()
            page.goto("/sign-in")
            page.locator("input[autocomplete=username]").fill(account["login"])
            page.locator("input[autocomplete=current-password]").fill(account["password"])
            page.keyboard.press("Enter")
            page.wait_for_url(lambda found: "sign-in" not in found)
            page.get_by_text("****").first.wait_for()  # masked numbers: the rows are there
            page.screenshot(path=FOLDER / f"list-{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
