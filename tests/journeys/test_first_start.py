"""A start without the demo: from the one-time link to a second person who sees only their own."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import Server, profile, serving

PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An installation nobody has used yet."""
    with serving(tmp_path_factory.mktemp("first"), demo=False) as made:
        yield made


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a drop-down of the open dialog."""
    page.get_by_role("dialog").get_by_role("combobox", name=label).click()
    page.locator(".ant-select-item-option").filter(has_text=re.compile(f"^{option}$")).click()


def create_customer(page: Page, name: str) -> None:
    """By the key for it, with only a name."""
    page.get_by_role("button", name="新建", exact=True).click()
    drawer = page.get_by_role("dialog", name="新建客户")
    drawer.get_by_label("名称", exact=True).fill(name)
    drawer.get_by_role("button", name="建档").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def without_the_link(page: Page, server: Server) -> None:
    """Only advice, no form; there are no default accounts."""
    page.goto("/")
    expect(page).to_have_url(f"{server.url}/setup")
    expect(page.get_by_role("alert")).to_contain_text("完整链接")
    expect(page.get_by_role("textbox")).to_have_count(0)


def set_up(page: Page, link: str) -> None:
    """The link: an organisation and its first administrator, signed in at once."""
    page.goto("about:blank")
    page.goto(link)
    page.get_by_label("组织名称").fill("北辰贸易")
    page.get_by_label("您的姓名").fill("顾安")
    page.get_by_label("账号").fill("gu")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_label("再输入一次").fill(PASSWORD)
    page.get_by_role("button", name="建立并登录").click()
    expect(page.get_by_text("还没有客户")).to_be_visible()
    create_customer(page, "青海盐湖工业股份有限公司")


def let_somebody_in(page: Page) -> str:
    """A department, and a person in it with a role; their first password."""
    page.goto("/settings/departments")
    page.get_by_role("button", name="添加部门").click()
    page.get_by_role("dialog").get_by_label("名称").fill("销售一部")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("cell", name="销售一部")).to_be_visible()
    page.get_by_role("link", name="人员").click()
    page.get_by_role("button", name="添加人员").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("姓名").fill("方一")
    dialog.get_by_label("账号").fill("fang")
    choose(page, "部门", "销售一部")
    choose(page, "角色", "客户经理")
    page.keyboard.press("Escape")
    dialog.get_by_role("button", name="保存").click()
    first = page.get_by_role("dialog").locator("code").inner_text().strip()
    page.get_by_role("button", name="已记下").click()
    expect(page.get_by_role("row").filter(has_text="方一")).to_contain_text("客户经理")
    return first


def work_as_that_person(page: Page, first: str) -> None:
    """Nothing of the administrator's customers, no settings, but their own."""
    page.get_by_role("button", name="去登录").click()
    page.get_by_label("账号").fill("fang")
    page.get_by_label("密码", exact=True).fill(first)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="设置自己的密码")).to_be_visible()
    for place in page.locator("input[autocomplete=new-password]").all():
        place.fill(PASSWORD)
    page.get_by_role("button", name="修改并登录").click()
    expect(page.get_by_text("还没有客户")).to_be_visible()
    page.goto("/settings/people")
    expect(page.get_by_text("没有权限")).to_be_visible()
    page.keyboard.press("Control+k")
    page.keyboard.type("盐湖")
    expect(page.get_by_text("没有找到。")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto("/customers")
    create_customer(page, "方一自己的客户有限公司")
    page.get_by_role("link", name="返回列表").click()
    expect(page.get_by_role("row")).to_have_count(2)


def test_an_administrator_is_made_and_lets_somebody_in(browser: Browser, empty: Server) -> None:
    link = re.search(r"http://\S+/setup#\S+", empty.log.read_text())
    assert link is not None
    with profile(browser, empty.url) as context:
        page = context.new_page()
        without_the_link(page, empty)
        set_up(page, link[0])
        first = let_somebody_in(page)
    with profile(browser, empty.url) as context:
        page = context.new_page()
        page.goto(link[0])
        expect(page.get_by_role("alert")).to_contain_text("已经设置好了")
        work_as_that_person(page, first)
