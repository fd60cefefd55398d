"""The new user's path: from a dirty spreadsheet to customers one finds, and back."""

import io
import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import Server

ROWS: list[list[str]] = [
    ["春季展会客户名单"],
    ["制表：市场部", "", "日期：2026年5月1日"],
    [],
    ["姓名", "手机", "邮箱", "所在地区", "客户级别", "跟进情况"],
    ["褚明轩", "138 0013 8001", "chumx@example.com", "杭州", "A", "看过样品"],
    ["卫思远", "+86-13900139002", "WEI@EXAMPLE.COM", "浙江宁波", "B", "要报价"],
    ["蒋若溪", "0571-88886603", "", "杭州市西湖区", "A", ""],
    ["沈知行", "１３７００１３７００４", "", "上海", "C", "回电"],
    ["韩 子墨", "13600136", "", "苏州", "B", "号码缺位"],
    ["", "", "", "", "", "没有名字的一行"],
    ["褚明轩", "13800138001", "", "杭州", "A", "同一人"],
]


def dirty_workbook() -> bytes:
    """Title rows over the header, four ways to write a phone, a row about nobody, a customer twice."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fates(page: Page) -> dict[str, int]:
    """The counts of a trial or a result, by name."""
    texts = page.get_by_role("group", name="去处").get_by_role("button").all_inner_texts()
    found = (re.fullmatch(r"([\d,]+)\s+(\S+)", text) for text in texts)
    return {each[2]: int(each[1]) for each in found if each}


def find(page: Page, text: str) -> Locator:
    """Type into the one search box by its key; the hits below it."""
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="搜索客户")
    expect(box).to_be_focused()
    box.fill(text)
    return page.locator(".hit")


EXPECTED = {"全部": 10, "新建": 5, "更新": 0, "无变化": 0, "重复": 1, "未收": 1, "版式行": 3}


def drop_and_map(page: Page) -> None:
    """The columns are found, with samples of what their values become; one is not understood, so we say what it is."""
    page.get_by_role("link", name="导入").click()
    file = {"name": "展会名单.xlsx", "mimeType": "application/octet-stream", "buffer": dirty_workbook()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    columns = page.get_by_role("table")
    phone = columns.get_by_role("row").filter(has_text="138 0013 8001")
    expect(phone).to_contain_text("手机")
    expect(phone).to_contain_text("138 0013 8001 → 13800138001")
    expect(columns.get_by_role("row").filter(has_text="所在地区")).to_contain_text("浙江省杭州市")

    # One column is not understood: say what it is.
    page.get_by_role("combobox", name="存为: 跟进情况").click()
    page.keyboard.type("背景")
    page.keyboard.press("Enter")
    expect(columns.get_by_role("row").filter(has_text="跟进情况")).to_contain_text("背景")


def try_it(page: Page) -> None:
    """The trial counts every row and stores nothing."""
    page.get_by_role("button", name="试算", exact=True).click()
    # A job tries it, and other jobs may be before it.
    expect(page.get_by_role("button", name="入库 5 户")).to_be_visible(timeout=30_000)
    assert fates(page) == EXPECTED
    expect(page.get_by_role("table")).to_contain_text("既没有姓名，也没有联系方式")
    expect(find(page, "褚明轩")).to_have_count(0)
    page.keyboard.press("Escape")


def file_it(page: Page, folder: Path) -> None:
    """The result says where every row went, and the report can be kept."""
    page.get_by_role("button", name="入库 5 户").click()
    expect(page.get_by_role("alert")).to_contain_text("10 行全部有了去处")
    assert fates(page) == EXPECTED
    expect(page.get_by_role("row").filter(has_text="韩子墨")).to_contain_text("“13600136”已照原样保留")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载结果表").click()
    download.value.save_as(folder / "report.xlsx")
    report = openpyxl.load_workbook(folder / "report.xlsx", read_only=True)
    assert any("没有姓名" in str(cell) for sheet in report for row in sheet.iter_rows(values_only=True) for cell in row)


def edit_one(page: Page) -> None:
    """The owner sees the phone, changes the level in place, and history has it."""
    page.get_by_role("link", name="褚明轩").click()
    expect(page.get_by_role("region", name="电话与邮箱")).to_contain_text("13800138001")
    expect(page.get_by_text("看过样品").first).to_be_visible()
    page.get_by_role("button", name="修改等级").click()
    level = page.get_by_role("textbox", name="等级")
    level.fill("B")
    level.press("Enter")
    history = page.get_by_role("region", name="变更历史")
    expect(history.get_by_role("listitem").filter(has_text="等级").first).to_contain_text(re.compile("A.*→.*B"))


def find_them(page: Page) -> None:
    """By initials and by the end of the phone."""
    expect(find(page, "cmx").filter(has_text="褚明轩")).to_have_count(1)
    expect(find(page, "9002").filter(has_text="卫思远")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="卫思远")).to_be_visible()


def keep_the_list(page: Page, folder: Path) -> None:
    """The list as a file; phones stay masked in it."""
    page.get_by_role("link", name="返回列表").click()
    expect(page.get_by_role("row").filter(has_text="卫思远")).to_contain_text("139****9002")
    page.get_by_role("button", name="导出").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="CSV").check()
    with page.expect_download() as download:
        dialog.get_by_role("button", name=re.compile(r"下\s?载")).click()
    download.value.save_as(folder / "list.csv")
    text = (folder / "list.csv").read_text("utf-8-sig")
    assert "卫思远" in text
    assert "139****9002" in text
    assert "13900139002" not in text


def undo_it(page: Page, run: str) -> None:
    """The customer edited since is named and kept unless chosen; afterwards nobody is left."""
    page.goto(run)
    page.get_by_role("button", name="撤销导入").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("5")
    dialog.get_by_role("checkbox", name=re.compile("褚明轩")).check()
    dialog.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_text("这次导入已撤销")).to_be_visible(timeout=30_000)
    expect(find(page, "卫思远")).to_have_count(0)
    expect(find(page, "cmx").filter(has_text="褚明轩")).to_have_count(0)
    expect(page.get_by_text("没有找到。")).to_be_visible()


def test_a_dirty_spreadsheet_becomes_customers_and_is_undone(page: Page, server: Server, tmp_path: Path) -> None:
    # The first look: the demo accounts say who they are, and one click signs in.
    page.goto("/")
    page.get_by_role("button", name="林晓").click()
    expect(page.get_by_role("heading", name="工作台", exact=True)).to_be_visible()
    page.goto("/customers")
    drop_and_map(page)
    try_it(page)
    file_it(page, tmp_path)
    run = page.url
    edit_one(page)
    find_them(page)
    keep_the_list(page, tmp_path)
    undo_it(page, run)
