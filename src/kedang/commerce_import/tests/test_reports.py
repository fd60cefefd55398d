"""The result of an import is written by a job: how far it is, who may have it, and that it does not stay."""

import io
from typing import Any

import openpyxl
import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.archive.models import Customer
from kedang.commerce_import import report, reports, retention, runs
from kedang.commerce_import.models import Report, Run
from kedang.commerce_import.tests.builders import RETAIL, bring, do, retail, stage, table, work
from kedang.history.models import ReadEvent
from kedang.jobs.running import Interrupted, Running
from kedang.kit.clock import now
from tests.people import Cast, actor, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
SECRET = "暗号朱鹮"
ROWS = [*retail(), ("9", SECRET, SECRET, "1", "2010-12-01", "0", "17850", "")]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def asked(user: User, run: Run, **body: Any) -> dict[str, Any]:
    """Ask for the result of a run."""
    answer = send(browser(user), "POST", f"/transaction-imports/{run.id}/reports", body)
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def sheet(user: User, report_id: str) -> list[tuple[Any, ...]]:
    """The rows of a workbook that was downloaded."""
    answer = browser(user).get(f"/api/transaction-reports/{report_id}/file")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    content = answer.getvalue()
    assert answer["Content-Length"] == str(len(content))
    return list(openpyxl.load_workbook(io.BytesIO(content))["明细"].iter_rows(values_only=True))


def test_it_is_asked_for_written_and_downloaded_once_it_is_whole(cast: Cast) -> None:
    run = bring(actor(cast.lin), table(RETAIL, ROWS))
    found = asked(cast.lin, run)
    assert (found["state"], found["progress"]) == ("waiting", {"done": 0, "total": 92})
    assert code(browser(cast.lin).get(f"/api/transaction-reports/{found['id']}/file")) == "ledger.report_waiting"
    assert asked(cast.lin, run)["id"] == found["id"], "asked twice, it is written once"
    do(int(found["id"]))
    ready = send(browser(cast.lin), "GET", f"/transaction-reports/{found['id']}").json()
    assert (ready["state"], ready["lines"], ready["error"]) == ("ready", 92, None)
    rows = sheet(cast.lin, found["id"])
    assert (len(rows), rows[0][:4]) == (93, ("行号", "外部编号", "结果", "原因"))
    assert rows[-1][3:8] == ("单价或金额为零", None, "9", SECRET, SECRET)
    (read,) = ReadEvent.objects.filter(verb="ledger.reported", actor_id=cast.lin.id)
    assert read.count == 92
    assert asked(cast.lin, run)["id"] == found["id"]


def test_the_lines_that_were_not_taken_can_be_had_alone(cast: Cast) -> None:
    run = bring(actor(cast.lin), table(RETAIL, retail()))
    found = asked(cast.lin, run, fate="refused")
    assert asked(cast.lin, run)["id"] != found["id"]
    do(int(found["id"]))
    rows = sheet(cast.lin, found["id"])
    assert [row[3] for row in rows[1:]] == ["缺少客户编号"] * 3 + ["单价或金额为零"]
    assert [row[5] for row in rows[1:]] == ["5364"] * 3 + ["5367"], "each with its own cells"


def test_it_is_whose_who_asked_and_the_cells_are_whose_who_brought_the_file(cast: Cast) -> None:
    run = bring(actor(cast.lin), table(RETAIL, ROWS))
    own, wangs = asked(cast.lin, run)["id"], asked(cast.wang, run)["id"]
    for each in (own, wangs):
        do(int(each))
    with unchanged():
        for user, report_id in ((cast.wang, own), (cast.lin, wangs), (cast.chen, own), (cast.zhou, own)):
            for path in ("", "/file"):
                assert send(browser(user), "GET", f"/transaction-reports/{report_id}{path}").status_code == 404
        assert send(browser(cast.chen), "POST", f"/transaction-imports/{run.id}/reports", {}).status_code == 404
    assert SECRET in str(sheet(cast.lin, own))
    rows = sheet(cast.wang, wangs)
    assert (len(rows), SECRET in str(rows)) == (93, False)


def test_it_is_sealed_and_goes_after_a_day_or_with_its_run(cast: Cast) -> None:
    run = bring(actor(cast.lin), table(RETAIL, ROWS))
    found = Report.objects.get(id=int(asked(cast.lin, run)["id"]))
    do(found.id)
    path = reports.path_of(found.id)
    assert b"PK" not in path.read_bytes()[:64]
    retention.destroy_old()
    assert path.exists()
    Report.objects.update(destroy_after=now())
    assert send(browser(cast.lin), "GET", f"/transaction-reports/{found.id}/file").status_code == 404
    retention.destroy_old()
    assert (path.exists(), Report.objects.count()) == (False, 0)
    again = int(asked(cast.lin, run)["id"])
    do(again)
    Run.objects.update(destroy_after=now())
    retention.destroy_old()
    assert (reports.path_of(again).exists(), Report.objects.count()) == (False, 0)
    answer = send(browser(cast.lin), "POST", f"/transaction-imports/{run.id}/reports", {})
    assert code(answer) == "import.destroyed"


def test_a_run_that_went_on_makes_another_and_never_a_mixture(cast: Cast) -> None:
    lin = actor(cast.lin)
    run = stage(lin, table(RETAIL, retail()))
    with unchanged():
        answer = send(browser(cast.lin), "POST", f"/transaction-imports/{run.id}/reports", {})
        assert code(answer) == "import.state"
    runs.check(lin, run.id)
    work(run.id)
    tried = asked(cast.lin, run)["id"]
    runs.commit(lin, run.id)
    assert code(send(browser(cast.lin), "POST", f"/transaction-imports/{run.id}/reports", {})) == "import.state"
    do(int(tried))
    stale = send(browser(cast.lin), "GET", f"/transaction-reports/{tried}").json()
    assert (stale["state"], stale["error"]) == ("failed", report.OUTDATED().text("zh-CN"))
    assert not reports.path_of(int(tried)).exists()
    work(run.id)
    assert asked(cast.lin, run)["id"] != tried


def test_one_that_is_overtaken_while_it_is_written_is_thrown_away(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = bring(actor(cast.lin), table(RETAIL, retail()))
    found = int(asked(cast.lin, run)["id"])
    real = report.write

    def slowly(*args: Any, **named: Any) -> int:
        lines = real(*args, **named)
        Run.objects.filter(id=run.id).update(position=1)
        return lines

    monkeypatch.setattr(report, "write", slowly)
    do(found)
    assert (Report.objects.get().state, Report.objects.get().error) == ("failed", "ledger.report_outdated")
    assert not reports.path_of(found).exists()


def test_who_lost_the_right_meanwhile_gets_none(cast: Cast) -> None:
    run = bring(actor(cast.lin), table(RETAIL, retail()))
    found = int(asked(cast.lin, run)["id"])
    User.objects.filter(id=cast.lin.id).update(is_active=False)
    bump()
    do(found)
    assert Report.objects.get().state == "failed"
    assert not reports.path_of(found).exists()


def test_one_that_is_interrupted_begins_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run = bring(actor(cast.lin), table(RETAIL, ROWS), batch_rows=10)
    found = int(asked(cast.lin, run)["id"])
    beats: list[int] = []

    def beat(job: Running) -> None:
        beats.append(job.done)
        if len(beats) == 3:
            raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(Running, "beat", beat)
        do(found)
    assert (beats[0], beats[2] > 0, Report.objects.get().state) == (0, True, "waiting")
    assert not reports.path_of(found).exists()
    do(found)
    assert len(sheet(cast.lin, str(found))) == 93


def test_of_whoever_is_above_a_clearance_others_are_not_told_who_it_was(cast: Cast) -> None:
    """Whoever brought the file knows what stood in it."""
    run = bring(actor(cast.lin), table(RETAIL, ROWS))
    Customer.objects.update(classification=1)
    shown = browser(cast.wang).get(f"/api/transaction-imports/{run.id}/lines?fate=created").json()["rows"]
    assert {(row["key"], row["customer_id"], row["number"]) for row in shown} == {("", None, None)}
    for who, told in ((cast.wang, False), (cast.lin, True)):
        found = asked(who, run, fate="created")
        do(int(found["id"]))
        rows = sheet(who, found["id"])[1:]
        assert len(rows) > 1
        assert all(bool(row[1]) is told and bool(row[4]) is told for row in rows)
