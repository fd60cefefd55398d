"""Opening, steps with their clocks, closing, and what leaves on paper; and who must know nothing of it."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from kedang.accounts.models import Session, Token
from kedang.approvals.models import Day, Terms
from kedang.history.models import Event, ReadEvent
from kedang.incidents import papers, reading, settling
from kedang.incidents.models import Incident, Step
from kedang.incidents.tests.scene import FOUND, SINCE, UNTIL, Scene, minutes
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.kit.ids import new_id
from kedang.kit.spelled import spelled
from tests.people import actor, browser, code, make_user, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
FINDING = "密码被猜中，已更换并启用第二因素"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def step(kind: str, version: int, **more: Any) -> dict[str, Any]:
    """A step that was taken."""
    return {"step": kind, "outcome": "done", "at": FOUND.isoformat(), "note": "", "version": version} | more


def test_who_neither_handles_nor_audits_learns_nothing(scene: Scene) -> None:
    scene.look(scene.cast.zhou, minutes(1), "customer.opened", scene.people[0])
    incident = scene.opened()
    pages = [browser(user) for user in (scene.cast.zhou, scene.cast.lin, scene.cast.wang, scene.cast.chen)]
    with unchanged():
        for page in pages:
            for path in (
                "",
                f"/{incident}",
                f"/{incident}/affected",
                f"/{incident}/affected.csv",
                f"/{incident}/sheet.pdf",
            ):
                assert send(page, "GET", f"/incidents{path}").status_code == 403, path
            assert send(page, "POST", "/incidents", scene.body()).status_code == 403
            assert (
                send(page, "POST", f"/incidents/{incident}/close", {"finding": FINDING, "version": 1}).status_code
                == 403
            )
            assert send(page, "GET", "/incidents/count").json() == {"late": 0}


def test_the_auditor_reads_and_does_not_handle(scene: Scene) -> None:
    scene.look(scene.cast.zhou, minutes(1), "customer.opened", scene.people[0])
    incident, page = scene.opened(), browser(scene.cast.auditor)
    assert send(page, "GET", "/incidents").json()["rows"][0]["title"] == "账号被冒用"
    (line,) = send(page, "GET", f"/incidents/{incident}/affected").json()["rows"]
    # The auditor sees no customers: a number and who has to be asked, and no name.
    assert (line["name"], line["owner"], line["number"] != "") == ("", "周敏", True)
    assert send(page, "GET", "/incidents/count").json() == {"late": 1}
    with unchanged():
        assert send(page, "GET", f"/incidents/{incident}/affected.csv").status_code == 403
        assert send(page, "POST", f"/incidents/{incident}/steps", step("contain", 1)).status_code == 403
        assert send(page, "PUT", f"/incidents/{incident}", scene.body(version=1)).status_code == 403


def test_what_is_said_must_hold_together(scene: Scene) -> None:
    page = browser(scene.cast.admin)
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"until": SINCE.isoformat()}, "incident.span"),
        ({"until": (SINCE + timedelta(days=400, seconds=1)).isoformat()}, "incident.span"),
        ({"discovered_at": (now() + timedelta(hours=1)).isoformat()}, "incident.span"),
        ({"sources": []}, "incident.nobody"),
        ({"sources": [{"kind": "address", "value": "nowhere"}]}, "invalid"),
        ({"sources": [{"kind": "person", "value": "0"}]}, "invalid"),
        ({"title": "短"}, "incident.say"),
    ]
    with unchanged():
        for more, expected in wrong:
            assert code(send(page, "POST", "/incidents", scene.body(**more))) == expected, more


def test_clocks_run_from_the_discovery_and_steps_stop_them(scene: Scene) -> None:
    incident = scene.opened(discovered_at=(now() - timedelta(hours=5)).isoformat())
    contain, authority, people, _ = scene.seen(incident)["steps"]
    assert (contain["due_at"], authority["late"], people["late"]) == (None, True, False)
    page = browser(scene.cast.admin)
    with unchanged():
        future = step("authority", 1, at=(now() + timedelta(minutes=5)).isoformat())
        assert code(send(page, "POST", f"/incidents/{incident}/steps", future)) == "incident.future"
        empty = step("people", 1, outcome="not_needed")
        assert code(send(page, "POST", f"/incidents/{incident}/steps", empty)) == "incident.say"
    on_time = step("authority", 1, at=(now() - timedelta(hours=4)).isoformat(), note="电话报告网信办，张科")
    assert send(page, "POST", f"/incidents/{incident}/steps", on_time).status_code == 204
    told = scene.seen(incident)["steps"][1]
    assert (told["late"], told["by"]["name"], told["note"]) == (False, "管理", "电话报告网信办，张科")
    assert b"\xe7\xbd\x91" not in bytes(Step.objects.get().note_enc)
    with unchanged():
        assert code(send(page, "POST", f"/incidents/{incident}/steps", step("mend", 1))) == "stale"
    assert scene.ask(scene.cast.auditor, "GET", "/count").json() == {"late": 0}


def test_an_incident_ends_with_its_list_and_both_steps_and_then_stands(scene: Scene) -> None:
    scene.look(scene.cast.zhou, minutes(1), "customer.opened", scene.people[0])
    incident, page = scene.opened(), browser(scene.cast.admin)
    with unchanged():
        early = send(page, "POST", f"/incidents/{incident}/close", {"finding": FINDING, "version": 1})
        assert code(early) == "incident.unready"
    version = scene.ready(incident)
    assert send(page, "POST", f"/incidents/{incident}/look", {"version": version}).status_code == 204
    with unchanged():
        waiting = send(page, "POST", f"/incidents/{incident}/close", {"finding": FINDING, "version": version + 1})
        assert code(waiting) == "incident.unready"
        assert code(send(page, "GET", f"/incidents/{incident}/affected.csv")) == "incident.waiting"
    Incident.objects.update(answered=2)
    body = {"finding": FINDING, "version": version + 1}
    assert send(page, "POST", f"/incidents/{incident}/close", body).status_code == 204
    told = scene.seen(incident)
    assert (told["state"], told["finding"], told["closed_by"]["name"]) == ("closed", FINDING, "管理")
    assert FINDING.encode() not in bytes(Incident.objects.get().body_enc)
    said = Event.objects.filter(subject_kind="incident").values_list("details", flat=True)
    assert "冒用" not in "".join(said)
    assert "猜中" not in "".join(said)
    with unchanged():
        for path, again in (("close", body), ("steps", step("mend", version + 2)), ("look", {"version": version + 2})):
            assert code(send(page, "POST", f"/incidents/{incident}/{path}", again)) == "incident.closed"
        changed = scene.body(version=version + 2)
        assert code(send(page, "PUT", f"/incidents/{incident}", changed)) == "incident.closed"


def test_nobody_closes_what_concerns_themselves_under_any_account(scene: Scene) -> None:
    second = make_user("admin2", "管理", "administrator", scene.cast.head_office)
    type(second).objects.filter(id=second.id).update(email="Admin@example.com")
    incident = scene.opened(("person", scene.cast.admin.id))
    version = scene.ready(incident)
    assert scene.seen(incident)["own"] is True
    pages = [browser(scene.cast.admin), browser(second)]
    with unchanged():
        for page in pages:
            own = send(page, "POST", f"/incidents/{incident}/close", {"finding": FINDING, "version": version})
            assert code(own) == "incident.own"


def test_who_is_concerned_cannot_be_taken_out_by_themselves_nor_by_a_token_that_is_gone(scene: Scene) -> None:
    admin = scene.cast.admin
    made = send(browser(admin), "POST", "/me/tokens", {"name": "夜间同步"})
    assert made.status_code == 201, made.content
    token_id = int(made.json()["id"])
    send(browser(admin), "DELETE", f"/me/tokens/{token_id}")
    assert not Token.objects.filter(id=token_id).exists()
    number = scene.look(admin, minutes(1), "customers.exported", count=4200)
    page = browser(admin)
    for source in (("person", admin.id), ("token", token_id), ("export", number)):
        incident = scene.opened(source)
        version = scene.ready(incident)
        assert scene.seen(incident)["own"] is True, source
        with unchanged():
            changed = send(page, "PUT", f"/incidents/{incident}", scene.body(version=version))
            assert code(changed) == "incident.own", source
            ended = send(page, "POST", f"/incidents/{incident}/close", {"finding": FINDING, "version": version})
            assert code(ended) == "incident.own", source
    named = Event.objects.filter(verb="incident.opened").order_by("-id").values_list("details", flat=True)[0]
    assert f"export {number}" in named


def test_the_list_leaves_as_an_export_by_who_proved_themselves(scene: Scene) -> None:
    one, two, *_ = scene.people
    scene.look(scene.cast.zhou, minutes(1), "customers.listed", one, two)
    incident, page = scene.opened(), browser(scene.cast.admin)
    answer = send(page, "GET", f"/incidents/{incident}/affected.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert (len(lines), lines[0].split(",")[:3]) == (3, ["档号", "现并入", "负责人"])
    assert "周敏" in lines[1]
    assert "张伟" not in answer.content.decode()
    left = ReadEvent.objects.get(verb="customers.exported")
    assert (left.count, left.fields, str(incident) in left.details) == (2, '["number"]', True)
    Session.objects.update(proved_at=now() - timedelta(minutes=6))
    with unchanged():
        assert code(send(page, "GET", f"/incidents/{incident}/affected.csv")) == "stepup"
    assert ReadEvent.objects.filter(verb="customers.exported").count() == 1


def test_the_list_counts_with_the_exports_of_the_day(scene: Scene) -> None:
    scene.look(scene.cast.zhou, minutes(1), "customers.listed", *scene.people[:3])
    incident, page = scene.opened(), browser(scene.cast.admin)
    Terms.objects.create(id=1, export_rows=5)
    path = f"/incidents/{incident}/affected.csv"
    assert send(page, "GET", path).status_code == 200
    with unchanged():
        again = send(page, "GET", path)
    assert (again.status_code, code(again)) == (403, "export.over_day")
    assert "还可导出 2 户" in again.json()["error"]["message"]
    assert (Day.objects.get().exported, ReadEvent.objects.filter(verb="customers.exported").count()) == (3, 1)
    Terms.objects.update(active=False)
    assert send(page, "GET", path).status_code == 200


def test_an_export_is_named_by_the_number_on_its_lines_too(scene: Scene) -> None:
    name = f"EX-{spelled(new_id())}"
    number = scene.look(
        scene.cast.zhou,
        now() + timedelta(seconds=1),
        "customers.exported",
        count=4200,
        details=f'{{"export":"{name}"}}',
    )
    for written in (name, f" {name.lower()} ", name.replace("-", " ").replace("EX ", "EX-")):
        incident = scene.opened(("export", written))
        assert scene.seen(incident)["sources"] == [{"kind": "export", "value": str(number), "text": ""}]
    page = browser(scene.cast.admin)
    for wrong, refusal in (
        (f"EX-{spelled(new_id())}", "incident.no_export"),
        ("EX-12", "incident.no_export"),
        ("EX", "invalid"),
    ):
        with unchanged():
            answer = send(page, "POST", "/incidents", scene.body(("export", wrong)))
        assert (answer.status_code, code(answer)) == (422, refusal)


def test_the_sheet_is_a_paper_and_on_record(scene: Scene) -> None:
    number = scene.look(scene.cast.zhou, minutes(1), "customers.exported", count=4200)
    scene.look(scene.cast.zhou, minutes(2), "customer.revealed", scene.people[0], fields='["mobile"]')
    incident = scene.opened()
    scene.ready(incident)
    answer = scene.ask(scene.cast.auditor, "GET", f"/{incident}/sheet.pdf")
    assert (answer.status_code, answer.content[:4]) == (200, b"%PDF")
    paper = papers._sheet(actor(scene.cast.auditor), reading.whole(Incident.objects.get()), zh=True)
    told = {each["title"]: each["rows"] for each in paper["sections"]}
    assert told["涉及的信息"] == [["手机", "1"]]
    assert told["不能查明的部分"] == [["导出了客户", f"不能查明：编号 {number} 的导出，共 4200 行"]]
    assert ReadEvent.objects.filter(verb="incident.printed", actor_id=scene.cast.auditor.id).count() == 1


def test_it_can_be_said_otherwise_and_is_looked_for_anew(scene: Scene) -> None:
    incident = scene.opened()
    other = scene.body(("person", scene.cast.lin.id), title="林晓的账号被冒用", version=1, until=UNTIL.isoformat())
    assert scene.ask(scene.cast.admin, "PUT", f"/{incident}", other).status_code == 204
    told = scene.seen(incident)
    assert (told["title"], told["sources"][0]["text"], told["waits"]) == ("林晓的账号被冒用", "林晓", True)
    with unchanged():
        assert code(scene.ask(scene.cast.admin, "PUT", f"/{incident}", other)) == "stale"


@pytest.mark.django_db(transaction=True)
def test_two_people_close_at_once_and_one_of_them_does() -> None:
    scene = Scene()
    incident = scene.opened()
    version, start = scene.ready(incident), threading.Barrier(2)
    second = make_user("admin2", "管理乙", "administrator", scene.cast.head_office)
    answers: list[str] = []

    def press(who: Any) -> None:
        start.wait()
        try:
            settling.close(who, int(incident), finding=FINDING, version=version)
            answers.append("closed")
        except DomainError as refused:
            answers.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(actor(user),)) for user in (scene.cast.admin, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["closed", "incident.closed"]
    assert Event.objects.filter(verb="incident.closed").count() == 1
