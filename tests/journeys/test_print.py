"""Printing an archive: from the customer's page, by choice of parts, to a PDF one can read."""

import re

import pypdfium2
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Server, sign_in

NAME, MOBILE, NOTE = "温如玉", "13922223333", "喜欢龙井，不接推销电话"
CREATE = """async ([name, mobile, note]) => {
  const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? "";
  const send = async (path, body) => {
    const answer = await fetch(`/api${path}`, { method: "POST", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf } });
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  const made = await send("/customers", { kind: "person", values: { name, mobile } });
  const id = made.page?.id ?? made.id;
  await send(`/customers/${id}/notes`, { body: note });
  return id;
}"""


def pages(path: str) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in pypdfium2.PdfDocument(path)]


def test_print_what_one_chooses_and_read_it(page: Page, server: Server) -> None:
    sign_in(page, server, "zhou")
    customer = page.evaluate(CREATE, [NAME, MOBILE, NOTE])
    page.goto(f"/customers/{customer}")
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()

    page.get_by_role("button", name="打印档案").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("掩码的仍是掩码")
    dialog.get_by_role("checkbox", name="备注").uncheck()
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name=re.compile("打印成 PDF")).click()
    download = waiting.value
    assert re.fullmatch(r"客户档案-KH\d{4}-\d+-v\d+\.pdf", download.suggested_filename)
    expect(dialog).to_be_hidden()

    found = pages(str(download.path()))
    assert NAME in found[0]
    assert "周敏" in found[0]
    assert "没有打印：备注" in found[0]
    assert "联系方式与地址" in found[1]
    whole = "\n".join(found)
    assert MOBILE in whole, "an owner reads the telephone of her own customer"
    assert NOTE not in whole
    assert f"第 {len(found)} 页 共 {len(found)} 页" in found[-1]
