"""Quick create: paste, read, be warned of a duplicate; a stranger learns no more than that somebody is there."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Server, sign_in

CARD = "陆远航 采购总监\n云帆精密仪器有限公司\n手机 13911112222\nlu@yunfan.example.com\n杭州市滨江区江南大道100号"


def paste(page: Page, text: str) -> Locator:
    """Open quick create by its button and have a text read."""
    page.get_by_role("button", name="新建", exact=True).click()
    drawer = page.get_by_role("dialog", name="新建客户")
    drawer.get_by_role("button", name="粘贴识别").click()
    drawer.get_by_label("要识别的文字").fill(text)
    drawer.get_by_role("button", name="识别", exact=True).click()
    return drawer


def test_a_pasted_card_becomes_a_customer_once(page: Page, server: Server) -> None:
    sign_in(page, server, "lin")
    drawer = paste(page, CARD)
    expect(drawer.get_by_label("名称", exact=True)).to_have_value("陆远航")
    expect(drawer.get_by_label("手机", exact=True)).to_have_value("13911112222")
    expect(drawer.get_by_label("工作单位", exact=True)).to_have_value("云帆精密仪器有限公司")
    expect(drawer.get_by_role("status")).to_contain_text("没有发现重复")
    drawer.get_by_role("button", name="建档").click()
    expect(page.get_by_role("heading", name="陆远航")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("云帆精密仪器有限公司")
    made = page.url

    # The same card again: warned before anything is stored, with the way to the one that is there.
    drawer = paste(page, CARD)
    warning = drawer.get_by_role("alert").filter(has_text="可能已经有这位客户")
    expect(warning).to_contain_text("陆远航")
    expect(drawer.get_by_role("button", name="仍要新建")).to_be_enabled()
    warning.get_by_role("button", name="打开 陆远航").click()
    expect(page).to_have_url(made)

    # A head of another department: somebody is there and where, nothing else.
    page.context.clear_cookies()
    sign_in(page, server, "chen")
    drawer = paste(page, CARD)
    warning = drawer.get_by_role("alert").filter(has_text="可能已经有这位客户")
    expect(warning).to_contain_text("华东销售部")
    expect(warning).to_contain_text("您看不到的档案")
    expect(warning.get_by_role("button")).to_have_count(1)
    expect(warning).not_to_contain_text("远航")
    expect(warning).not_to_contain_text("KH")
    page.goto(made)
    expect(page.get_by_text("找不到这一页")).to_be_visible()

    _applies_and_is_granted(page, server)


def _applies_and_is_granted(page: Page, server: Server) -> None:
    """陈 applies for a share; the owner finds it and grants it, and from then on he may see the record."""
    drawer = paste(page, CARD.replace("陆远航", "陆远行"))
    warning = drawer.get_by_role("alert").filter(has_text="可能已经有这位客户")
    warning.get_by_role("button", name="申请协作").click()
    warning.get_by_label("申请理由").fill("同一位采购总监也在问我们的项目")
    warning.get_by_role("button", name="发出申请").click()
    expect(warning).to_contain_text("申请已发出")
    page.context.clear_cookies()
    sign_in(page, server, "lin")
    page.goto(f"{server.url}/quality/collaboration")
    waiting = page.get_by_role("list", name="等我答复的协作申请")
    expect(waiting).to_contain_text("陈刚")
    expect(waiting).to_contain_text("同一位采购总监也在问我们的项目")
    waiting.get_by_role("button", name="同意").click()
    page.get_by_role("dialog").get_by_role("button", name="同意").click()
    expect(page.get_by_text("没有等您答复的申请")).to_be_visible()
    page.context.clear_cookies()
    sign_in(page, server, "chen")
    page.goto(f"{server.url}/quality/collaboration?which=mine")
    page.get_by_role("link", name="陆远航").click()
    expect(page.get_by_role("heading", name="陆远航")).to_be_visible()
