"""The main navigation, as a person goes through it."""

import re

from playwright.sync_api import Locator, Page, expect


def entry(page: Page, name: str) -> Locator:
    """What stands in the menu under a name, whatever count stands behind it."""
    menu = page.get_by_role("navigation", name="主导航")
    return menu.get_by_role("menuitem", name=re.compile(rf"^{re.escape(name)}(\s|$)"))


def open_group(page: Page, name: str) -> None:
    """Its pages come to light, if they do not stand there already."""
    group = entry(page, name)
    if group.get_attribute("aria-expanded") != "true":
        group.click()
    expect(group).to_have_attribute("aria-expanded", "true")


def go(page: Page, name: str, *, group: str = "") -> None:
    """To a page by the menu; its group is opened first."""
    if group:
        open_group(page, group)
    entry(page, name).click()
