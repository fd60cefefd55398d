"""A validation rule: written, tried, counted, put in force; then the form refuses what breaks it and takes what does not."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in

NAME = "荀采薇"


def choose(page: Page, label: str, text: str) -> None:
    """One option of a drop-down, by typing."""
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Enter")


def test_a_rule_from_its_sentence_to_its_refusal(page: Page, server: Server) -> None:
    sign_in(page, server, "steward")
    page.goto("/settings/rules")
    page.get_by_role("button", name="新建规则").click()
    drawer = page.get_by_role("dialog")
    drawer.get_by_text("格式", exact=True).first.click()
    drawer.get_by_label("企业").uncheck()
    choose(page, "字段", "职业")
    drawer.get_by_label("样子").fill("*师")
    expect(drawer.get_by_role("region", name="这条规则的意思")).to_have_text("“职业”须符合格式 *师")
    drawer.get_by_label("试：职业").fill("医生")
    expect(drawer.get_by_role("region", name="试一个值")).to_contain_text("不符合")
    drawer.get_by_label("试：职业").fill("教师")
    expect(drawer.get_by_role("region", name="试一个值").get_by_role("alert")).to_have_text("符合")
    drawer.get_by_role("button", name="试算").click()
    expect(drawer.get_by_role("region", name="现有客户")).to_contain_text("位客户", timeout=30_000)
    drawer.get_by_text("拒绝保存").click()
    drawer.get_by_label("启用", exact=True).check()
    drawer.get_by_role("button", name="保存").click()
    row = page.get_by_role("row").filter(has_text="“职业”须符合格式 *师")
    expect(row.get_by_role("switch")).to_be_checked()

    answer = page.evaluate(
        """async (name) => {
          const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
          const body = JSON.stringify({ kind: "person", values: { name, occupation: "教师" } });
          const made = await fetch("/api/customers", { method: "POST", body,
            headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
          return (await made.json()).id;
        }""",
        NAME,
    )
    page.goto(f"/customers/{answer}?field=occupation")
    editor = page.locator(".editor")
    editor.get_by_role("textbox").fill("医生")
    editor.get_by_role("button", name="保存").click()
    expect(page.get_by_text("“职业”须符合格式 *师")).to_be_visible()
    editor.get_by_role("textbox").fill("律师")
    editor.get_by_role("button", name="保存").click()
    expect(editor).to_be_hidden()

    # Nothing is left for other journeys.
    page.goto("/settings/rules")
    row.get_by_role("button", name="删除").click()
    page.get_by_role("button", name="确 定").or_(page.get_by_role("button", name="确定")).click()
    expect(row).to_have_count(0)
