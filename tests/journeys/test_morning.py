"""A salesperson's morning: what is due at home, the call, what was said, the next step, done; and a visit in three taps."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.conftest import Server, profile, sign_in
from tests.journeys.menu import go

SAVE = re.compile("保 ?存")
PLAN = re.compile("安 ?排")


def new_customer(page: Page, name: str, mobile: str) -> str:
    """A customer of one's own, made as a person does; where its page is."""
    page.get_by_role("button", name="新建", exact=True).click()
    drawer = page.get_by_role("dialog", name="新建客户")
    drawer.get_by_label("名称", exact=True).fill(name)
    drawer.get_by_label("联系人", exact=True).fill("谢女士")
    drawer.get_by_label("联系人手机", exact=True).fill(mobile)
    drawer.get_by_role("button", name="建档").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    return page.url


def an_hour_ago() -> str:
    """As the field wants it: by the clock of the browser, which is that of this machine."""
    return f"{datetime.now(UTC).astimezone() - timedelta(hours=1):%Y-%m-%dT%H:%M}"


def plan_for_today(page: Page, text: str) -> None:
    """On a customer's page: somebody is to be called, an hour ago."""
    form = page.get_by_role("region", name="记录")
    form.get_by_text("跟进", exact=True).click()
    form.get_by_label("要做什么").fill(text)
    form.get_by_role("button", name="选日期").click()
    form.get_by_role("textbox", name="什么时候").fill(an_hour_ago())
    form.get_by_role("button", name=PLAN).click()
    expect(page.get_by_role("region", name="下一步").get_by_text(text).first).to_be_visible()


def row(page: Page, text: str) -> Locator:
    """What is due today, by what is to be done."""
    return page.get_by_role("region", name="今天要做的").get_by_role("listitem").filter(has_text=text)


def test_a_morning_from_home_to_done(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    customer = new_customer(page, "晨间电话测试有限公司", "13711112222")
    plan_for_today(page, "问报价的答复")

    go(page, "工作台")
    due = row(page, "问报价的答复")
    expect(due.get_by_text("已逾期")).to_be_visible()
    due.get_by_role("link", name="晨间电话测试有限公司").click()

    # The number, as something a telephone understands.
    expect(page.get_by_role("link", name=re.compile("137.?1111.?2222"))).to_have_attribute("href", "tel:13711112222")

    steps = page.get_by_role("region", name="下一步")
    steps.get_by_role("button", name="记结果：问报价的答复").click()
    steps.get_by_label("说了什么、定了什么").fill("报价可以，要求分两批交货")
    steps.get_by_role("button", name="有意向").click()
    steps.get_by_role("button", name="一周后").click()
    steps.get_by_label("要做什么").fill("送合同")
    steps.get_by_role("button", name=SAVE).click()

    expect(steps.get_by_text("问报价的答复")).to_have_count(0)
    expect(steps.get_by_text("送合同")).to_be_visible()
    story = page.get_by_role("region", name="动态")
    expect(story.get_by_text("报价可以，要求分两批交货")).to_be_visible()
    expect(story.get_by_text("有意向")).to_be_visible()

    go(page, "工作台")
    expect(page.get_by_role("region", name="今天要做的")).to_be_visible()
    expect(row(page, "问报价的答复")).to_have_count(0)
    expect(row(page, "送合同")).to_have_count(0)
    go(page, "跟进")
    todo = page.get_by_role("listitem").filter(has_text="送合同")
    expect(todo.get_by_role("link", name="晨间电话测试有限公司")).to_have_attribute(
        "href", customer.removeprefix(server.url)
    )
    todo.get_by_role("button", name="完成：送合同").click()
    expect(todo).to_have_count(0)


def test_what_is_due_is_written_down_where_it_stands(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    new_customer(page, "晨间就地测试有限公司", "13711113333")
    plan_for_today(page, "确认样品收到")
    go(page, "工作台")
    due = row(page, "确认样品收到")
    due.get_by_role("button", name="记结果：确认样品收到").click()
    due.get_by_role("button", name="未联系上").click()
    due.get_by_role("button", name="明天", exact=True).click()
    due.get_by_role("button", name=SAVE).click()
    expect(due).to_have_count(0)
    # The day goes on with the next thing, on the same page.
    expect(page.get_by_role("heading", name="工作台")).to_be_visible()


def test_a_visit_in_three_taps_on_a_phone(page: Page, browser: Browser, server: Server) -> None:
    sign_in(page, server, "zhou")
    customer = new_customer(page, "门口拜访测试有限公司", "13711114444")
    plan_for_today(page, "看旧线")
    with profile(browser, server.url, width=390) as pocket:
        phone = pocket.new_page()
        sign_in(phone, server, "zhou")
        phone.goto(customer)
        # What is to be done stands above everything else.
        expect(phone.get_by_role("region", name="下一步").get_by_text("看旧线")).to_be_visible()
        form = phone.get_by_role("region", name="记录")
        form.get_by_role("button", name="拜访").click()
        form.get_by_role("button", name="已沟通").click()
        save = form.get_by_role("button", name=SAVE)
        expect(save).to_be_in_viewport()
        save.click()
        story = phone.get_by_role("region", name="动态")
        expect(story.get_by_text("拜访", exact=True)).to_be_visible()
        expect(story.get_by_text("已沟通")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
