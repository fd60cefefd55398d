"""Verifying an e-mail address: a code on the telephone, a link the customer opens, a campaign; with a real mail server."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kedang.delivery.tests.mail_server import Post
from tests.journeys.conftest import PUBLIC, Server, profile, sign_in

# When the answer is there before the sign of waiting has appeared, antd leaves the invisible sign, and its name, in the button.
ENTER = re.compile("^(loading )?确认$")
MAKE = """async (people) => {
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const headers = { "X-CSRFToken": csrf, "Content-Type": "application/json" };
  const post = async (path, body) => {
    const answer = await fetch("/api" + path, { method: "POST", headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const filter = [{ field: "name", op: "contains", value: "核实" }];
  await post("/views", { list: "customers", name: "请确认邮箱", shared: false, state: { filter } });
  const made = [];
  for (const [name, email] of people) made.push((await post("/customers", { kind: "person", values: { name, email } })).id);
  return made;
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, mailing: Server) -> Iterator[Page]:
    """Lin, signed in, in front of the server that can send."""
    with profile(browser, mailing.url) as made:
        opened = made.new_page()
        sign_in(opened, mailing, "lin")
        yield opened


@pytest.fixture(scope="module")
def made(page: Page) -> list[str]:
    """Three customers with an e-mail address each; the third's does not exist."""
    people = [
        ["核实一", "one@customer.example"],
        ["核实二", "two@customer.example"],
        ["核实三", "unknown@customer.example"],
    ]
    found: list[str] = page.evaluate(MAKE, people)
    return found


def line(page: Page, email: str) -> Locator:
    """The contact point on the customer's page."""
    return page.get_by_role("listitem").filter(has_text=email).first


def asking(page: Page, customer: str, email: str) -> Locator:
    """The dialog beside the contact point."""
    page.goto(f"/customers/{customer}")
    line(page, email).get_by_role("button", name="核实邮箱").click()
    return page.get_by_role("dialog", name="核实邮箱")


def test_verify_an_email_by_a_code(page: Page, made: list[str], post: tuple[Post, int]) -> None:
    dialog = asking(page, made[0], "one@")
    dialog.get_by_role("button", name="发送核实码").click()
    expect(dialog).to_contain_text("还可试 5 次")
    code = re.findall(r"\d{6}", post[0].letters[-1].text)[0]
    dialog.get_by_label("核实码", exact=True).fill(f"{(int(code) + 1) % 1_000_000:06d}")
    dialog.get_by_role("button", name=ENTER).click()
    expect(dialog.get_by_role("alert").filter(has_text="还可以试 4 次")).to_be_visible()
    dialog.get_by_label("核实码", exact=True).fill(code)
    dialog.get_by_role("button", name=ENTER).click()
    expect(dialog).to_contain_text("有效至")
    dialog.locator(".ant-modal-footer").get_by_role("button", name="关闭").click()
    expect(line(page, "one@")).to_contain_text("已核实")
    expect(page.locator(".events")).to_contain_text("核实了联系方式")


def test_the_customer_confirms_by_a_link(
    browser: Browser, page: Page, mailing: Server, made: list[str], post: tuple[Post, int]
) -> None:
    dialog = asking(page, made[1], "two@")
    dialog.get_by_role("button", name="发送链接").click()
    expect(dialog).to_contain_text("等待客户确认")
    link = re.findall(rf"{re.escape(PUBLIC)}\S+", post[0].letters[-1].text)[0].replace(PUBLIC, "")
    with profile(browser, mailing.url, width=390) as stranger:
        theirs = stranger.new_page()
        theirs.goto(link)
        expect(theirs.get_by_role("main")).to_contain_text("请您确认")
        for hidden in ("customer.example", "核实二"):
            expect(theirs.get_by_role("main")).not_to_contain_text(hidden)
        theirs.get_by_role("button", name="确认").click()
        expect(theirs.get_by_role("main")).to_contain_text("已确认")
        theirs.reload()
        expect(theirs.get_by_role("main")).to_contain_text("已使用")
    page.reload()
    expect(line(page, "two@")).to_contain_text("已核实")


def test_a_campaign_leaves_the_verified_in_peace(page: Page, made: list[str], post: tuple[Post, int]) -> None:
    before = len(post[0].letters)
    page.goto("/quality/verification")
    page.get_by_role("button", name="发起批量核实").click()
    dialog = page.get_by_role("dialog", name="发起批量核实")
    dialog.get_by_label("名称", exact=True).fill("年度核实")
    dialog.get_by_role("combobox", name="哪些客户").click()
    page.get_by_text("视图：请确认邮箱").click()
    dialog.get_by_role("button", name="下一步").click()
    expect(dialog).to_contain_text("将向 3 位客户的 3 个联系方式发送链接")
    expect(dialog).to_contain_text("其中 2 个已核实")
    dialog.get_by_role("button", name="开始发送").click()
    expect(page.get_by_role("heading", name="年度核实")).to_be_visible()
    expect(page.locator(".campaign-figures")).to_have_text(re.compile("无法送达 1.*已跳过 2"), timeout=30_000)
    expect(page.get_by_role("main")).to_contain_text("已发完")
    expect(page.get_by_role("row").filter(has_text="核实三")).to_contain_text("无法送达")
    assert len(post[0].letters) == before
