"""Duplicates: look through the archive, decide ten groups by keyboard, see what a merge made, and undo it."""

import re
import time

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

NAMES = [
    "欧阳若溪",
    "司马长风",
    "上官婉清",
    "皇甫青山",
    "夏侯听雨",
    "尉迟小满",
    "公孙大年",
    "慕容秋白",
    "令狐一鸣",
    "东方既白",
]
RUN = 60_000
CREATE = """async (names) => {
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  for (const [at, name] of names.entries()) {
    const shared = { name, mobile: `1365550${String(at * 917).padStart(4, "0")}`, birth_date: `19${70 + at}-0${at % 9 + 1}-17` };
    for (const more of [{ occupation: "工程师" }, { email: `box${at * 31}@example.com`, occupation: "高级工程师" }]) {
      const body = JSON.stringify({ kind: "person", values: { ...shared, ...more }, force: true });
      const answer = await fetch("/api/customers", { method: "POST", body,
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
      if (!answer.ok) throw new Error(await answer.text());
    }
  }
}"""


def queue(page: Page) -> Locator:
    """What waits."""
    return page.get_by_role("navigation", name="待处理的疑似重复").get_by_role("button")


def current(page: Page) -> Locator:
    """The group on screen, as the queue names it."""
    return page.locator(".dup-queue [aria-current]")


def look_through_the_archive(page: Page) -> None:
    """Start a run and wait for its end."""
    page.get_by_role("button", name="全库查重", exact=True).click()
    drawer = page.get_by_role("dialog", name="查重记录")
    drawer.get_by_role("button", name=re.compile("开始全库查重|再查一次")).click()
    expect(drawer.get_by_role("listitem").first).to_contain_text("位客户，找到", timeout=RUN)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()


def skip_what_is_not_ours(page: Page) -> None:
    """Other journeys leave behind customers that look like one, too."""
    expect(page.locator(".dup-actions")).to_be_visible()
    while (name := current(page).inner_text().split("\n")[0]) not in NAMES:
        page.keyboard.press("s")
        expect(current(page)).not_to_contain_text(name)
    expect(page.locator(".dup-table thead")).to_contain_text(name)


def decide_ten(page: Page) -> None:
    """Merge eight and dismiss two, by keys only."""
    ours = queue(page).filter(has_text=re.compile("|".join(NAMES)))
    expect(ours).to_have_count(len(NAMES))
    for left in reversed(range(10)):
        skip_what_is_not_ours(page)
        page.keyboard.press("x" if left in (3, 6) else "m" if left % 2 else "Enter")
        expect(ours).to_have_count(left)


def choose_and_merge(page: Page) -> tuple[str, str]:
    """Keep the first record, but its occupation instead of the fuller one; who it is, and where."""
    name = current(page).inner_text().split("\n")[0]
    head = page.locator(".dup-table thead th")
    expect(head.nth(1)).to_contain_text(name)
    page.keyboard.press("1")
    expect(head.nth(1)).to_contain_text("保留")
    expect(page.get_by_role("button", name="职业保留 高级工程师")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="职业保留 工程师")).to_have_attribute("aria-pressed", "true")
    survivor = head.nth(1).get_by_role("link").get_attribute("href")
    assert survivor is not None
    page.keyboard.press("Enter")
    expect(page.locator(".ant-message")).to_contain_text(f"已合并“{name}”")
    return name, survivor


def test_ten_groups_by_keyboard_in_a_minute_then_look_and_undo(page: Page, server: Server) -> None:
    sign_in(page, server, "wang")
    page.evaluate(CREATE, NAMES)
    go(page, "查重合并", group="数据质量")
    look_through_the_archive(page)
    began = time.monotonic()
    decide_ten(page)
    assert time.monotonic() - began < 60

    # The last decision comes back by one key, and is made once more otherwise.
    page.keyboard.press("u")
    expect(page.locator(".ant-message")).to_contain_text("已撤销")
    name, survivor = choose_and_merge(page)

    # Look: one record with the mail of the one and the occupation that was chosen.
    page.goto(survivor)
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    main = page.get_by_role("main")
    expect(main).to_contain_text("@example.com")
    expect(main.locator(".field").filter(has_text="职业")).to_contain_text(re.compile("职业\\s*工程师"))
    expect(main.get_by_role("link", name=re.compile("疑似重复"))).to_have_count(0)

    # Undo it later, from the list of what was merged; the customer's page leads to the group again.
    page.goto("/quality/duplicates?state=merged")
    page.get_by_role("row").filter(has_text=name).get_by_role("button", name="撤销合并").click()
    page.get_by_role("tooltip").get_by_role("button", name="确定").click()
    expect(page.locator(".ant-message")).to_contain_text("回到待处理")
    page.goto(survivor)
    expect(main).not_to_contain_text("@example.com")
    main.get_by_role("link", name="疑似重复 2").click()
    expect(current(page)).to_contain_text(name)
    expect(page.locator(".dup-verdict")).to_contain_text("手机相同")
