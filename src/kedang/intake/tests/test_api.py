"""The doors of intake, as a browser uses them."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kedang.archive.models import Customer
from kedang.intake.models import ImportRun
from kedang.intake.tests.builders import LIN, PERSON, ZHOU, bring, table
from kedang.jobs.worker import run_waiting
from tests.people import Cast, actor, browser, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def send(client: Client, content: bytes, *, name: str = "名单.csv") -> dict[str, Any]:
    """Upload a file and let the worker look into it."""
    response = client.post("/api/imports", {"file": SimpleUploadedFile(name, content), "source": ""})
    assert response.status_code == 201, response.content
    run_waiting()
    return dict(client.get(f"/api/imports/{response.json()['id']}").json())


def post(client: Client, path: str, body: Any = None) -> Any:
    return client.post(path, body or {}, content_type="application/json")


def test_a_file_from_drop_to_undo(cast: Cast) -> None:
    lin = browser(cast.lin)
    run = send(lin, table(PERSON, LIN, ZHOU, ("P9", "", "", "", "")))
    assert (run["state"], run["filename"], run["counts"]) == ("inspected", "名单.csv", None)
    at = f"/api/imports/{run['id']}"
    found = lin.get(f"{at}/inspection").json()
    assert [c["field"] for c in found["columns"]] == ["external_id", "name", "mobile", "email", "occupation"]
    assert (found["kind"], found["match_key"], found["header_line"]) == ("person", "external_id", 1)
    assert found["columns"][2]["samples"][0] == {
        "given": "13800001111",
        "standard": "13800001111",
        "valid": True,
        "reason": None,
    }
    columns = [{"index": c["index"], "field": c["field"]} for c in found["columns"]]
    columns[4]["field"] = "job_title"
    mapped = lin.put(f"{at}/mapping", {"columns": columns, "mode": "create"}, content_type="application/json").json()
    assert (mapped["columns"][4]["field"], mapped["mode"]) == ("job_title", "create")
    assert post(lin, f"{at}/check").json()["state"] == "checking"
    run_waiting()
    checked = lin.get(at).json()
    assert (checked["state"], checked["counts"]["created"], checked["counts"]["refused"]) == ("checked", 2, 1)
    assert Customer.objects.count() == 0
    (refused,) = lin.get(f"{at}/rows?fate=refused").json()["rows"]
    assert (refused["line"], refused["external_id"], refused["reason"]) == (4, "P9", "既没有姓名，也没有联系方式")
    assert post(lin, f"{at}/commit").json()["state"] == "filing"
    run_waiting()
    done = lin.get(at).json()
    assert (done["state"], done["counts"]["rows"], done["counts"]["created"], done["can_undo"]) == ("done", 3, 2, True)
    rows = lin.get(f"{at}/rows?limit=2").json()
    assert [r["name"] for r in rows["rows"]] == ["林晓", "周敏"]
    assert Customer.objects.get(id=int(rows["rows"][0]["customer_id"])).job_title == "教师"
    assert [r["line"] for r in lin.get(f"{at}/rows?cursor={rows['next']}").json()["rows"]] == [4]
    assert lin.get(f"{at}/undo").json()["created"] == 2
    assert post(lin, f"{at}/undo", {"also": []}).json()["state"] == "undoing"
    run_waiting()
    assert lin.get(at).json()["state"] == "undone"
    assert Customer.objects.count() == 0


def test_the_mapping_is_remembered_for_the_next_file_with_this_head(cast: Cast) -> None:
    lin = browser(cast.lin)
    run = send(lin, table(PERSON, LIN))
    columns = [{"index": 4, "field": "job_title"}, {"index": 3, "field": "-"}]
    lin.put(f"/api/imports/{run['id']}/mapping", {"columns": columns}, content_type="application/json")
    again = send(lin, table(PERSON, ZHOU))
    found = lin.get(f"/api/imports/{again['id']}/inspection").json()
    assert found["remembered"] is True
    assert [c["field"] for c in found["columns"]] == ["external_id", "name", "mobile", "-", "job_title"]


def test_a_run_is_its_creators_and_everybodys_who_sees_all(cast: Cast) -> None:
    run = send(browser(cast.zhou), table(PERSON, LIN))
    at = f"/api/imports/{run['id']}"
    for path in ("", "/inspection", "/rows", "/report.xlsx", "/undo"):
        assert browser(cast.chen).get(at + path).status_code == 404
    for action in ("check", "commit", "cancel", "undo"):
        assert post(browser(cast.chen), f"{at}/{action}", {"also": []} if action == "undo" else None).status_code == 404
    assert ImportRun.objects.get().state == "inspected"
    assert browser(cast.chen).get("/api/imports").json()["rows"] == []
    assert [r["id"] for r in browser(cast.wang).get("/api/imports").json()["rows"]] == [run["id"]]
    assert browser(cast.admin).get("/api/imports").status_code == 403


def test_others_see_the_sensitive_cells_of_a_run_masked(cast: Cast) -> None:
    run = bring(actor(cast.zhou), table(("姓名", "手机", "身份证号"), ("林晓", "13800001111", "330106198001011230")))
    (own,) = browser(cast.zhou).get(f"/api/imports/{run.id}/rows").json()["rows"][0]["cells"]
    assert (own["given"], own["reason"]) == ("330106198001011230", "身份证号校验位不符")
    (others,) = browser(cast.wang).get(f"/api/imports/{run.id}/rows").json()["rows"][0]["cells"]
    assert others == own | {"given": "***", "standard": others["standard"]}
    assert others["standard"] in ("", "***")


def test_the_report_has_one_line_a_source_row(cast: Cast) -> None:
    run = bring(actor(cast.lin), table(PERSON, LIN, ("P9", "", "", "", ""), ("P1", "林晓", "13800001111", "", "=1+1")))
    response = browser(cast.lin).get(f"/api/imports/{run.id}/report.xlsx")
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        rows = book.read("xl/worksheets/sheet1.xml").decode()
    assert rows.count("<row ") == 4
    for text in ("新建", "未收", "既没有姓名，也没有联系方式", "与文件中前面的行重复", "'=1+1"):
        assert text in rows


def test_what_is_no_table_is_said_in_words(cast: Cast) -> None:
    lin = browser(cast.lin)
    run = send(lin, b"%PDF-1.7 nothing", name="a.csv")
    assert run["state"] == "failed"
    assert "PDF" in run["error"]
    assert lin.post("/api/imports", {"file": SimpleUploadedFile("a.csv", b"")}).json()["error"]["code"] == "file.empty"


def test_create_one_and_find_the_one_that_is_there(cast: Cast) -> None:
    lin, chen = browser(cast.lin), browser(cast.chen)
    body = {"kind": "person", "values": {"name": "林小北", "mobile": ["138 0000 1111"], "birth_date": "昨天"}}
    made = post(lin, "/api/customers", body)
    assert made.status_code == 201
    customer = Customer.objects.get(id=int(made.json()["id"]))
    assert (customer.name, customer.owner_id, made.json()["number"]) == ("林小北", cast.lin.id, customer.number)
    assert [v["valid"] for v in made.json()["values"] if v["field"] == "birth_date"] == [False]
    again = post(lin, "/api/customers", body)
    assert (again.status_code, again.json()["error"]["code"]) == (409, "customer.duplicate")
    (hit,) = again.json()["error"]["details"]["hits"]
    assert (hit["visible"], hit["number"], {r["field"] for r in hit["reasons"]}) == (
        True,
        customer.number,
        {"mobile", "name"},
    )
    (masked,) = post(chen, "/api/customers", body).json()["error"]["details"]["hits"]
    assert masked.pop("handle")
    assert masked == {"visible": False, "initial": "林", "department": "华东销售部", "state": "active", "reasons": []}
    assert Customer.objects.count() == 1
    assert post(lin, "/api/customers", body | {"force": True}).status_code == 201
    assert Customer.objects.count() == 2


def test_a_draft_is_checked_without_being_filed(cast: Cast) -> None:
    bring(actor(cast.lin), table(PERSON, LIN))
    draft = {"kind": "person", "values": {"name": "林小北", "mobile": "13800001111"}}
    found = post(browser(cast.lin), "/api/customers/check", draft).json()
    assert [d["name"] for d in found["duplicates"]] == ["林晓"]
    assert [(v["field"], v["standard"]) for v in found["values"]] == [("name", "林小北"), ("mobile", "13800001111")]
    assert Customer.objects.count() == 1


def test_refusals_of_creating(cast: Cast) -> None:
    lin = browser(cast.lin)
    assert post(lin, "/api/customers", {"kind": "organisation", "values": {"industry": "软件"}}).status_code == 422
    unknown = post(lin, "/api/customers", {"kind": "person", "values": {"credit_code": "x"}})
    assert unknown.json()["error"]["code"] == "field.unknown"
    other = {"kind": "person", "values": {"name": "林"}, "owner_id": str(cast.chen.id)}
    assert post(lin, "/api/customers", other).json()["error"]["code"] == "import.owner"
    assert (
        post(browser(cast.auditor), "/api/customers", {"kind": "person", "values": {"name": "林"}}).status_code == 403
    )
    assert Customer.objects.count() == 0


def test_a_signature_becomes_a_draft(cast: Cast) -> None:
    found = post(
        browser(cast.lin), "/api/customers/parse", {"text": "张伟 销售总监\n华盛科技有限公司\n手机：13800001234"}
    )
    assert found.json() == {
        "kind": "person",
        "values": {
            "name": ["张伟"],
            "job_title": ["销售总监"],
            "employer": ["华盛科技有限公司"],
            "mobile": ["13800001234"],
        },
        "rest": "",
    }
