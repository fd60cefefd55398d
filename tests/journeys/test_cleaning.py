"""Clean a column: look at it, take a suggestion, preview it, carry it out, see it on a customer, undo it, see it back."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import entry, go, open_group

# Written in several ways on purpose; nobody of the demo has such a source.
PEOPLE = {
    "清洗甲": "梅花茶会",
    "清洗乙": "梅花茶会",
    "清洗丙": "梅花 茶会",
    "清洗丁": "梅花茶话",
    "清洗戊": "梅花-茶会",
}
SPACED, DASHED, OTHER = "清洗丙", "清洗戊", "清洗丁"
LONG = 60_000
ASK = """
  const ask = async (path, body) => {
    const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
    const answer = await fetch("/api" + path, { method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
    if (!answer.ok) throw new Error(path + " " + answer.status + " " + await answer.text());
    return answer.status === 204 ? null : answer.json();
  };
"""


@pytest.fixture
def made(page: Page, server: Server) -> Iterator[dict[str, str]]:
    """Five customers whose source is written in four ways; in the trash afterwards, so that nothing else counts them."""
    sign_in(page, server, "steward")
    create = """
      const made = {};
      for (const [name, source] of Object.entries(people)) {
        made[name] = (await ask("/customers", { kind: "person", values: { name, source }, force: true })).id;
      }
      return made;
    """
    ids: dict[str, str] = page.evaluate(f"async (people) => {{ {ASK} {create} }}", PEOPLE)
    yield ids
    trash = "for (const id of ids) await ask(`/customers/${id}/trash`, {});"
    page.evaluate(f"async (ids) => {{ {ASK} {trash} }}", list(ids.values()))


def look(page: Page) -> Locator:
    """To the field by the navigation, and count anew what stands in it."""
    go(page, "清洗", group="数据质量")
    page.get_by_role("navigation", name="字段").get_by_role("link", name=re.compile("^来源")).click()
    field = page.get_by_role("region", name="来源", exact=True)
    field.get_by_role("button", name=re.compile("查看")).click()
    expect(field.get_by_role("list", name="概况")).to_be_visible(timeout=LONG)
    return field


def preview(field: Locator) -> None:
    """The spelling with the dash is left as it is; the rest of the suggestion is previewed."""
    card = field.get_by_role("region", name="建议").get_by_role("listitem").filter(has_text="统一写法").first
    dashed = card.get_by_role("button", name="梅花-茶会 1")
    expect(dashed).to_have_attribute("aria-pressed", "true")
    dashed.click()
    expect(dashed).to_have_attribute("aria-pressed", "false")
    card.get_by_role("button", name="预览", exact=True).click()


def source_of(page: Page, customer: str) -> Locator:
    """Where the customer's page shows the source."""
    page.goto(f"/customers/{customer}")
    return page.locator("dt", has_text=re.compile("^来源$")).locator("xpath=following-sibling::dd[1]")


def row(page: Page, name: str) -> Locator:
    """A customer in the list of a correction."""
    return page.get_by_role("row").filter(has_text=name)


def undo(page: Page) -> None:
    """With the question whether one is sure."""
    page.get_by_role("button", name="撤销修正").click()
    page.get_by_role("tooltip").get_by_role("button", name="撤销修正").click()


def test_a_suggestion_is_previewed_carried_out_and_undone(page: Page, made: dict[str, str]) -> None:
    preview(look(page))
    expect(page.get_by_text("还没有改动任何内容。执行之后也可以撤销。")).to_be_visible(timeout=LONG)
    expect(row(page, SPACED)).to_contain_text(re.compile("梅花 茶会.*→.*梅花茶会"))
    expect(row(page, DASHED)).to_have_count(0)
    address = page.url
    expect(source_of(page, made[SPACED])).to_have_text("梅花 茶会")

    page.goto(address)
    page.get_by_role("button", name=re.compile(r"执行修正 \d+ 位")).click()
    expect(page.get_by_text(re.compile(r"已修改 \d+ 位客户")).first).to_be_visible(timeout=LONG)
    row(page, SPACED).get_by_role("link").click()
    expect(page.get_by_role("heading", name=SPACED)).to_be_visible()
    history = page.get_by_role("region", name="变更历史")
    expect(history.get_by_role("listitem").filter(has_text="来源").first).to_contain_text(
        re.compile("梅花 茶会.*→.*梅花茶会")
    )
    expect(source_of(page, made[SPACED])).to_have_text("梅花茶会")
    expect(source_of(page, made[DASHED])).to_have_text("梅花-茶会")

    page.goto("/quality/cleaning?tab=fixes")
    page.get_by_role("row").filter(has_text="已修正").first.get_by_role("link").click()
    undo(page)
    expect(page.get_by_text(re.compile(r"已撤销，\d+ 位客户恢复为原来的内容"))).to_be_visible(timeout=LONG)
    expect(source_of(page, made[SPACED])).to_have_text("梅花 茶会")


def test_by_hand_and_what_somebody_changed_since_stays(page: Page, made: dict[str, str]) -> None:
    field = look(page)
    for value in ("梅花茶话", "梅花-茶会"):
        field.get_by_role("checkbox", name=f"选中“{value}”").check()
    field.get_by_role("combobox", name="改为…").fill("梅花茶会")
    field.get_by_role("region", name="改为…").get_by_role("button", name="预览").click()
    page.get_by_role("button", name="执行修正 2 位").click()
    expect(page.get_by_text("已修改 2 位客户")).to_be_visible(timeout=LONG)
    address = page.url

    dd = source_of(page, made[OTHER])
    expect(dd).to_have_text("梅花茶会")
    page.get_by_role("button", name="修改来源").click()
    page.get_by_role("textbox", name="来源").fill("老客户带来")
    page.keyboard.press("Enter")
    expect(dd).to_have_text("老客户带来")

    page.goto(address)
    undo(page)
    expect(page.get_by_text("1 位未恢复，原因见下")).to_be_visible(timeout=LONG)
    page.get_by_text("保留 1", exact=True).click()
    expect(row(page, OTHER)).to_contain_text("保留现在的内容")
    expect(source_of(page, made[OTHER])).to_have_text("老客户带来")
    expect(source_of(page, made[DASHED])).to_have_text("梅花-茶会")


def test_without_the_right_there_is_no_such_page(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    open_group(page, "数据质量")
    expect(entry(page, "优先处理")).to_be_visible()
    expect(entry(page, "清洗")).to_have_count(0)
    page.goto("/quality/cleaning")
    expect(page.get_by_text("没有权限")).to_be_visible()
