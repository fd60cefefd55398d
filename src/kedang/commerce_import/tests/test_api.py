"""Importing transactions over HTTP: upload, mapping, trial, recording, report; and who sees whose run."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from kedang.accounts.models import User
from kedang.commerce.models import Transaction
from kedang.commerce_import import retention
from kedang.commerce_import.models import Run
from kedang.commerce_import.staging import path_of
from kedang.commerce_import.tests.builders import RETAIL, retail, table, work
from kedang.kit.clock import now
from tests.people import Cast, browser, code, make_cast, send

pytestmark = pytest.mark.django_db
SECRET = "暗号朱鹮"


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def brought(user: User, content: bytes | None = None) -> int:
    """Upload a file and have it inspected; the run."""
    file = SimpleUploadedFile("sales.csv", content or table(RETAIL, retail()))
    answer = browser(user).post("/api/transaction-imports", {"file": file})
    assert answer.status_code == 201, answer.content
    run_id = int(answer.json()["id"])
    work(run_id)
    return run_id


def ask(user: User, method: str, run: int, path: str = "", body: Any = None) -> Any:
    """One request about a run."""
    return send(browser(user), method, f"/transaction-imports/{run}{path}", body)


def test_the_whole_way(cast: Cast) -> None:
    run = brought(cast.lin)
    found = ask(cast.lin, "GET", run, "/inspection").json()
    assert (found["preset"], found["missing"]) == ("online-retail", [])
    assert [column["field"] for column in found["columns"]][:3] == ["invoice", "product", "description"]
    assert found["columns"][6]["samples"][:2] == ["17850.0", "17851.0"]
    assert ask(cast.lin, "PUT", run, "/mapping", {"source": "网店"}).status_code == 200
    assert ask(cast.lin, "POST", run, "/check").json()["state"] == "checking"
    work(run)
    tried = ask(cast.lin, "GET", run).json()
    assert (tried["counts"]["created"], tried["counts"]["refused"], Transaction.objects.count()) == (87, 4, 0)
    assert [(each["text"], each["lines"]) for each in tried["reasons"]] == [("缺少客户编号", 3), ("单价或金额为零", 1)]
    assert ask(cast.lin, "POST", run, "/commit").status_code == 200
    assert code(ask(cast.lin, "POST", run, "/commit")) == "import.state"
    work(run)
    done = ask(cast.lin, "GET", run).json()
    assert (done["state"], done["source"], done["counts"]["transactions"], done["counts"]["customers"]) == (
        "done",
        "网店",
        29,
        6,
    )
    assert [(each["kind"], each["lines"]) for each in done["sums"]] == [("purchase", 78), ("return", 9)]
    lines = ask(cast.lin, "GET", run, "/lines?fate=refused&limit=3").json()
    rest = ask(cast.lin, "GET", run, f"/lines?fate=refused&cursor={lines['next']}").json()
    assert [each["reason"] for each in lines["rows"] + rest["rows"]] == ["缺少客户编号"] * 3 + ["单价或金额为零"]


def test_a_run_is_its_bringers_and_others_see_what_they_may(cast: Cast) -> None:
    run = brought(cast.zhou)
    for method, path in (
        ("GET", ""),
        ("GET", "/inspection"),
        ("POST", "/commit"),
        ("GET", "/lines"),
        ("POST", "/reports"),
    ):
        assert ask(cast.chen, method, run, path, {} if path == "/reports" else None).status_code == 404, path
    assert send(browser(cast.chen), "GET", "/transaction-imports").json()["rows"] == []
    assert ask(cast.wang, "GET", run).json()["can_change"] is False
    columns = ask(cast.wang, "GET", run, "/inspection").json()["columns"]
    assert {sample for column in columns for sample in column["samples"]} == set()
    for body in ({"source": "x"}, {"sheet": "other"}):
        assert code(ask(cast.wang, "PUT", run, "/mapping", body)) == "import.not_yours"
    assert code(ask(cast.wang, "POST", run, "/commit")) == "import.not_yours"
    assert Run.objects.get(id=run).state == "inspected"


def test_what_is_staged_is_sealed_and_destroyed_at_its_time(cast: Cast) -> None:
    rows = [*retail(), ("9", SECRET, SECRET, "1", "2010-12-01", "1", "17850", "")]
    run = brought(cast.lin, table(RETAIL, rows))
    assert SECRET.encode() not in path_of(run).read_bytes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT inspection_enc FROM commerce_import_run")
        assert b"17850" not in bytes(cursor.fetchone()[0])
    assert retention.destroy_old() == 0
    Run.objects.update(destroy_after=now())
    assert retention.destroy_old() == 1
    assert not path_of(run).exists()
    assert code(ask(cast.lin, "GET", run, "/inspection")) == "import.destroyed"
    assert ask(cast.lin, "GET", run).json()["destroyed"] is True


def test_a_file_that_is_no_table_is_refused_in_words(cast: Cast) -> None:
    run = brought(cast.lin, b"\x00\x01\x02")
    seen = ask(cast.lin, "GET", run).json()
    assert (seen["state"], seen["error"] is not None) == ("failed", True)
    empty = browser(cast.lin).post("/api/transaction-imports", {"file": SimpleUploadedFile("a.csv", b"")})
    assert empty.status_code in (400, 422)
