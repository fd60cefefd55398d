"""A contract comes in by drop, is looked at, found by what it says, gets a newer version, and is trashed and brought back."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from kedang.documents.tests.scene import pdf, png
from tests.journeys.conftest import Server, sign_in
from tests.journeys.menu import go

# The text is read in the background.
SOON = 30_000
WORD = "kingfisher clause"
FIRST_COMPANY = """async () => {
  const answer = await (await fetch("/api/customers?limit=1")).json();
  return answer.rows[0].id;
}"""


def test_a_contract_from_drop_to_search(page: Page, server: Server, tmp_path: Path) -> None:
    sign_in(page, server, "lin")
    customer = page.evaluate(FIRST_COMPANY)
    page.goto(f"/customers/{customer}")
    panel = page.get_by_role("region", name="文件", exact=True)
    expect(panel.get_by_text("拖入文件")).to_be_visible()
    paper = tmp_path / "翠鸟采购合同.pdf"
    paper.write_bytes(pdf(f"the {WORD} of this contract"))
    panel.locator("input[type=file]").set_input_files(paper)

    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("标题")).to_have_value("翠鸟采购合同")
    dialog.get_by_label("标题").fill("翠鸟框架合同")
    dialog.get_by_role("button", name=re.compile("上 ?传")).click()
    expect(dialog).to_be_hidden()
    panel.get_by_role("button", name="打开 翠鸟框架合同").click()
    expect(dialog.get_by_title("预览：翠鸟采购合同.pdf")).to_be_visible()
    expect(dialog.get_by_text("可按正文检索")).to_be_visible(timeout=SOON)

    newer = tmp_path / "改.txt"
    newer.write_text(f"改过的合同，{WORD} 第二稿", encoding="utf-8")
    dialog.get_by_label("新版本说明（可不填）").fill("改了付款期")
    dialog.locator("input[type=file]").set_input_files(newer)
    expect(dialog.get_by_role("button", name="第 2 版", exact=True)).to_be_visible()
    expect(dialog.get_by_text("改了付款期")).to_be_visible()
    expect(dialog.get_by_text("可按正文检索")).to_be_visible(timeout=SOON)
    with page.expect_download() as download:
        dialog.get_by_role("button", name="下载 第 1 版").click()
    assert download.value.suggested_filename == "翠鸟采购合同.pdf"
    assert download.value.path().read_bytes() == paper.read_bytes()
    page.keyboard.press("Escape")

    go(page, "档案文件")
    page.get_by_role("searchbox", name=re.compile("检索标题和正文")).fill(f"{WORD} 第二稿")
    page.keyboard.press("Enter")
    results = page.get_by_role("region", name="档案文件")
    expect(results.locator(".document-snippet")).to_contain_text("改过的合同")
    results.get_by_role("button", name="打开 翠鸟框架合同").click()
    dialog.get_by_role("button", name=re.compile("回 ?收")).click()
    expect(page.get_by_text("没有找到")).to_be_visible()

    page.goto(f"/customers/{customer}")
    panel.get_by_role("button", name="回收的文件").click()
    panel.get_by_role("button", name="打开 翠鸟框架合同").click()
    dialog.get_by_role("button", name=re.compile("恢 ?复")).click()
    panel.get_by_role("button", name="返回文件").click()
    expect(panel.get_by_role("button", name="打开 翠鸟框架合同")).to_be_visible()


def test_a_photograph_belongs_to_the_visit_it_was_taken_on(page: Page, server: Server, tmp_path: Path) -> None:
    sign_in(page, server, "lin")
    page.goto(f"/customers/{page.evaluate(FIRST_COMPANY)}")
    form = page.get_by_role("region", name="记录")
    form.get_by_role("button", name="拜访").click()
    form.get_by_label("说了什么、定了什么").fill("看了受潮的两箱")
    form.get_by_role("button", name=re.compile("保 ?存")).click()
    visit = page.get_by_role("listitem").filter(has_text="看了受潮的两箱").last
    photo = tmp_path / "受潮的箱子.png"
    photo.write_bytes(png(2, 2))
    visit.locator("input[type=file]").set_input_files(photo)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("标题")).to_have_value("受潮的箱子")
    dialog.get_by_role("button", name=re.compile("上 ?传")).click()
    expect(dialog).to_be_hidden()
    visit.get_by_role("button", name="打开 受潮的箱子").click()
    expect(dialog.get_by_role("button", name="第 1 版", exact=True)).to_be_visible()


def test_a_file_that_is_not_what_it_says_is_refused_in_words(page: Page, server: Server, tmp_path: Path) -> None:
    sign_in(page, server, "lin")
    page.goto(f"/customers/{page.evaluate(FIRST_COMPANY)}")
    panel = page.get_by_role("region", name="文件", exact=True)
    wrong = tmp_path / "假合同.pdf"
    wrong.write_bytes(b"<html>no paper</html>")
    panel.locator("input[type=file]").set_input_files(wrong)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name=re.compile("上 ?传")).click()
    expect(dialog.get_by_text("文件内容与扩展名 .pdf 不符")).to_be_visible()
    expect(dialog.get_by_label("标题")).to_have_value("假合同")
