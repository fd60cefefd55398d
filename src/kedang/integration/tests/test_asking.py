"""An export of more than somebody exports by themselves, from the dialog to the file, over HTTP."""

import csv
import io
import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.accounts.tokens import Reach, create_token
from kedang.approvals import granting
from kedang.approvals.exporting import question_of
from kedang.approvals.models import Grant, Terms
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.history.models import ReadEvent
from kedang.integration import export
from kedang.integration.export import prepare
from kedang.kit.clock import now
from tests.people import Cast, actor, browser, code, make_cast, script, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db

WORDS = "年度拜访计划需要客户名单，用于排期"
FILTER = '[{"field":"level","op":"eq","value":"A"}]'
OTHER = '[{"field":"level","op":"eq","value":"A"},{"field":"kind","op":"eq","value":"person"}]'


@pytest.fixture
def cast() -> Cast:
    """林's team with three customers of level A, and two that may be exported without asking."""
    made = make_cast()
    Terms.objects.create(id=1, sample_percent=0, export_rows=2)
    for number in range(3):
        file_customer(made.zhou, name=f"客户{number}", level="A", mobile=f"1381234567{number}")
    return made


def path(filter: str = FILTER, **other: str) -> str:
    """The address of an export."""
    return f"/api/customers/export?format=csv&columns=level,mobile&filter={quote(filter)}" + "".join(
        f"&{name}={value}" for name, value in other.items()
    )


def ask(page: Client, **other: Any) -> Any:
    """The dialog's request."""
    body = {"filter": FILTER, "columns": "level,mobile", "purpose": "service", "words": WORDS}
    return send(page, "POST", "/export-requests", {**body, **other})


def ahead(page: Client) -> Any:
    """What the dialog says before anything is pressed."""
    return send(page, "GET", f"/customers/export/ahead?columns=level,mobile&filter={quote(FILTER)}").json()


def rows(pieces: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))


def exported() -> int:
    return ReadEvent.objects.filter(verb="customers.exported").count()


def test_from_the_dialog_to_the_file_and_the_register(cast: Cast) -> None:
    lin, wang, auditor = browser(cast.lin), browser(cast.wang), browser(cast.auditor)
    before = ahead(lin)
    assert (before["count"], before["left"], before["needs_approval"], before["request"]) == (3, 2, True, None)
    request_id = ask(lin).json()["id"]
    assert ahead(lin)["request"] == {"id": request_id, "count": 3, "state": "waiting", "fetches": 0, "until": None}
    (waiting,) = send(wang, "GET", "/approvals/waiting").json()["rows"]
    assert (waiting["kind"], waiting["words"], waiting["export"]["count"]) == ("export", WORDS, 3)
    assert waiting["export"]["conditions"] == ["等级 是 A"]
    assert [each["label"] for each in waiting["fields"]] == ["档号", "外部编号", "名称", "等级", "手机"]
    assert waiting["export"]["clear"] == []
    assert send(wang, "POST", f"/approvals/{request_id}/approve", {"version": 1}).status_code == 204
    (mine,) = send(lin, "GET", "/approvals/mine").json()["rows"]
    assert (mine["export"]["may_fetch"], mine["grant"]["looks"], mine["grant"]["state"]) == (True, 3, "running")
    answer = lin.get(f"/api/export-requests/{request_id}/file?format=csv")
    found = rows(answer)
    assert [row["名称"] for row in found] == ["客户2", "客户1", "客户0"]
    (line,) = send(auditor, "GET", "/audit/exports").json()["rows"]
    assert (line["count"], line["approved_by"]["name"]) == (3, "王磊")
    assert line["number"] in answer["Content-Disposition"]
    assert found[0]["导出标记"].startswith(f"{line['number']} 林晓 20")
    assert ahead(lin)["request"]["fetches"] == 2


def test_without_an_approval_nothing_leaves_and_nothing_is_on_record_as_exported(cast: Cast) -> None:
    lin = browser(cast.lin)
    with unchanged():
        answer = lin.get(path())
    assert (answer.status_code, code(answer)) == (403, "export.approval")
    assert exported() == 0
    ask(lin)
    assert code(lin.get(path())) == "export.approval"
    assert exported() == 0


def test_the_same_address_works_once_approved_and_another_filter_does_not(cast: Cast) -> None:
    lin, wang = browser(cast.lin), browser(cast.wang)
    request_id = ask(lin).json()["id"]
    send(wang, "POST", f"/approvals/{request_id}/approve", {"version": 1})
    assert code(lin.get(path(OTHER))) == "export.approval"
    assert code(lin.get("/api/customers/export?format=csv")) == "export.approval"
    assert code(lin.get(path().replace("columns=level,mobile", "columns=level,mobile,address"))) == "export.wider"
    assert exported() == 0
    assert len(rows(lin.get(path()))) == 3


def test_nobody_leaves_who_was_not_there_when_it_was_asked(cast: Cast) -> None:
    lin = browser(cast.lin)
    request_id = ask(lin).json()["id"]
    send(browser(cast.wang), "POST", f"/approvals/{request_id}/approve", {"version": 1})
    for number in range(3):
        file_customer(cast.zhou, name=f"后来{number}", level="A")
    gone = Customer.objects.get(name="客户1")
    Customer.objects.filter(id=gone.id).update(trashed_at=now())
    found = rows(lin.get(f"/api/export-requests/{request_id}/file?format=csv"))
    assert [row["名称"] for row in found] == ["客户2", "客户0"]
    event = ReadEvent.objects.get(verb="customers.exported")
    assert (event.count, json.loads(event.details)["missing"]) == (2, 1)
    assert [row["名称"] for row in rows(lin.get(path()))] == ["客户2", "客户0"]


def test_an_export_that_runs_stops_when_its_approval_is_taken_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "_ROWS", 1)
    request_id = ask(browser(cast.lin)).json()["id"]
    send(browser(cast.wang), "POST", f"/approvals/{request_id}/approve", {"version": 1})
    lines = export.marked(prepare(actor(cast.lin), question_of(actor(cast.lin), int(request_id))))
    assert next(lines)[2] == "客户2"
    granting.revoke(actor(cast.wang), Grant.objects.get().id)
    (last,) = list(lines)
    assert last[0] == "批准已被收回，导出在此停止。后面的客户没有导出。"


def test_a_token_obeys_as_its_person_does(cast: Cast) -> None:
    reach = Reach(rights=("customers.view", "customers.export"))
    machine = script(create_token(actor(cast.lin), name="同步", reach=reach).secret)
    assert code(machine.get(path())) == "export.approval"
    assert exported() == 0
    send(browser(cast.wang), "POST", f"/approvals/{ask(browser(cast.lin)).json()['id']}/approve", {"version": 1})
    assert len(rows(machine.get(path()))) == 3
    assert ReadEvent.objects.get(verb="customers.exported").via == "token"


def test_who_asked_and_lost_the_right_since_fetches_nothing(cast: Cast) -> None:
    lin = browser(cast.lin)
    request_id = ask(lin).json()["id"]
    send(browser(cast.wang), "POST", f"/approvals/{request_id}/approve", {"version": 1})
    cast.lin.roles.set([Role.objects.get(code="member")])
    bump()
    assert code(lin.get(f"/api/export-requests/{request_id}/file")) == "denied"
    User.objects.filter(id=cast.lin.id).update(is_active=False)
    assert lin.get(f"/api/export-requests/{request_id}/file").status_code == 401
    assert exported() == 0


def test_the_file_is_its_askers_alone(cast: Cast) -> None:
    request_id = ask(browser(cast.lin)).json()["id"]
    for user, status in ((cast.wang, 404), (cast.chen, 404), (cast.zhou, 403)):
        with unchanged():
            assert browser(user).get(f"/api/export-requests/{request_id}/file").status_code == status


def test_who_decides_sees_which_columns_are_clear_and_sensitive_values_of_the_filter_masked(cast: Cast) -> None:
    for number in range(3):
        file_customer(cast.chen, name=f"南方{number}", mobile="13987654321")
    steward = User.objects.get(id=cast.wang.id)
    asked = '[{"field":"mobile","op":"eq","value":"13987654321"}]'
    Terms.objects.update(export_rows=1)
    second = User.objects.get(id=cast.auditor.id)
    second.roles.set([Role.objects.get(code="manager")])
    bump()
    assert ask(browser(steward), filter=asked).status_code == 201
    (seen,) = send(browser(second), "GET", "/approvals/waiting").json()["rows"]
    assert [each["label"] for each in seen["export"]["clear"]] == ["手机"]
    (hidden,) = send(browser(steward), "GET", "/approvals/mine").json()["rows"]
    assert hidden["export"]["conditions"] == seen["export"]["conditions"]
    assert "13987654321" not in str(seen)
