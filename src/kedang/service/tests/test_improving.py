"""Improvements: planned for a case, done, checked, closed only with proof; who sees which of their words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.archive.tests.filing import file_customer, share
from kedang.documents.models import Document
from kedang.history.models import Event
from kedang.service.models import Improvement, ImprovementCase
from kedang.service.tests.scene import Scene, make_scene
from tests.people import browser, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def act(scene: Scene, improvement: int, action: str, user: object = None, **body: object) -> object:
    """One step of an improvement, in the version it has now."""
    version = {} if action == "cases" else {"version": Improvement.objects.get(id=improvement).version}
    return scene.ask(user or scene.cast.zhou, "POST", f"/improvements/{improvement}/{action}", {**version, **body})  # type: ignore[arg-type]


def status(answer: object) -> int:
    """The status of an answer."""
    found: int = answer.status_code  # type: ignore[attr-defined]
    return found


def test_without_proof_it_is_not_closed(scene: Scene) -> None:
    plan = scene.planned(scene.opened())
    assert status(act(scene, plan, "move", move="close")) == 409, "it is not even done"
    assert status(act(scene, plan, "move", move="finish")) == 204
    refused = act(scene, plan, "move", move="close")
    assert (status(refused), code(refused)) == (422, "service.proof")
    assert code(act(scene, plan, "check", effect="yes", proof=" ")) == "service.proof"
    assert status(act(scene, plan, "check", effect="unknown", proof="还在观察")) == 204
    assert code(act(scene, plan, "move", move="close")) == "service.proof", "nobody knows yet"
    assert Improvement.objects.get().state == "done"
    assert status(act(scene, plan, "check", effect="yes", proof="三个月无同类投诉")) == 204
    assert status(act(scene, plan, "move", move="close")) == 204
    (shown,) = scene.ask(scene.cast.lin, "GET", "/improvements?state=closed").json()["rows"]
    assert (shown["effect"], shown["proof"], shown["checked_by"]["name"]) == ("yes", "三个月无同类投诉", "周敏")
    verbs = Event.objects.filter(verb__startswith="improvement.").order_by("id").values_list("verb", flat=True)
    assert [verb.split(".")[1] for verb in verbs] == ["planned", "moved", "checked", "checked", "moved"]


def test_the_most_overdue_stands_first(scene: Scene) -> None:
    case_id = scene.opened()
    later, late, first = (scene.planned(case_id, due_on=day) for day in ("2030-05-01", "2026-01-02", "2026-01-01"))
    rows = scene.ask(scene.cast.zhou, "GET", "/improvements").json()["rows"]
    assert [(row["id"], row["overdue"]) for row in rows] == [(str(first), True), (str(late), True), (str(later), False)]
    page = scene.ask(scene.cast.zhou, "GET", "/improvements?limit=1").json()
    rest = scene.ask(scene.cast.zhou, "GET", f"/improvements?cursor={page['next']}").json()["rows"]
    assert [row["id"] for row in rest] == [str(late), str(later)]
    overdue = scene.ask(scene.cast.lin, "GET", "/improvements?state=overdue").json()
    assert overdue["count"]["value"] == 2
    assert scene.ask(scene.cast.lin, "GET", "/improvements?whose=mine").json()["rows"] == []


def test_one_improvement_serves_the_cases_of_several_customers_and_each_sees_its_own(scene: Scene) -> None:
    plan = scene.planned(scene.opened())
    other = file_customer(scene.cast.zhou, name="王芳")
    second = scene.opened(customer=other)
    assert status(act(scene, plan, "cases", case_id=str(second))) == 204
    assert status(act(scene, plan, "cases", case_id=str(second))) == 204, "twice is once"
    assert ImprovementCase.objects.count() == 2
    assert [each["title"] for each in scene.case(second)["improvements"]] == ["加厚包装"]
    share(other, scene.cast.chen)
    assert scene.case(second, scene.cast.chen)["improvements"] == [], "it belongs to a customer 陈 does not see"
    assert status(act(scene, plan, "move", scene.cast.chen, move="finish")) == 404
    foreign = scene.opened(scene.cast.chen, customer=scene.li)
    assert status(act(scene, plan, "cases", case_id=str(foreign))) == 404


def test_a_late_editor_changes_nothing_and_words_are_sealed(scene: Scene) -> None:
    plan = scene.planned(scene.opened(), text="暗号夜莺")
    assert "夜莺".encode() not in bytes(Improvement.objects.get().body_enc)
    path, body = f"/improvements/{plan}", {"version": 1, "due_on": "2030-02-28"}
    assert scene.ask(scene.cast.zhou, "PATCH", path, body).status_code == 204
    late = scene.ask(scene.cast.zhou, "PATCH", path, body | {"due_on": "2031-01-01"})
    assert (late.status_code, str(Improvement.objects.get().due_on)) == (409, "2030-02-28")
    assert code(scene.ask(scene.cast.zhou, "PATCH", path, {"version": 2, "due_on": "2999-01-01"})) == "service.due_on"
    chen = str(scene.cast.chen.id)
    assert code(scene.ask(scene.cast.zhou, "PATCH", path, {"version": 2, "owner_id": chen})) == "service.assignee"


def filed(scene: Scene, customer: int, **more: str) -> str:
    """A file of a customer; its id."""
    file = SimpleUploadedFile("检验报告.txt", "外箱跌落试验合格".encode())
    body = {"file": file, "title": "外箱检验报告", **more}
    answer = browser(scene.cast.wang).post(f"/api/customers/{customer}/documents", body)
    assert answer.status_code == 201, answer.content
    found: str = answer.json()["id"]
    return found


def test_a_document_of_the_customer_shows_the_effect() -> None:
    scene = make_scene()
    plan = scene.planned(scene.opened())
    own, foreign = filed(scene, scene.zhang), filed(scene, scene.li)
    said = {"effect": "yes", "proof": "跌落试验合格"}
    refused = act(scene, plan, "check", scene.cast.wang, document_id=foreign, **said)
    assert (status(refused), code(refused)) == (422, "service.document")
    assert status(act(scene, plan, "check", document_id=foreign, **said)) == 404, "of a customer 周 does not see"
    row = Improvement.objects.get()
    assert (row.document_id, row.effect, row.version) == (None, "unknown", 1)
    assert status(act(scene, plan, "check", document_id=own, **said)) == 204
    (shown,) = scene.ask(scene.cast.lin, "GET", "/improvements").json()["rows"]
    assert shown["document"] == {"id": own, "title": "外箱检验报告"}
    Document.objects.filter(id=int(own)).update(sensitivity="most")
    (hidden,) = scene.ask(scene.cast.zhou, "GET", "/improvements").json()["rows"]
    assert hidden["document"] == {"id": own, "title": None}
    Document.objects.filter(id=int(own)).update(trashed_at="2026-01-01T00:00:00Z")
    (gone,) = scene.ask(scene.cast.lin, "GET", "/improvements").json()["rows"]
    assert gone["document"] is None


def test_who_may_not_read_notes_gets_no_word_of_an_improvement() -> None:
    scene = make_scene()
    case_id = scene.opened()
    plan = scene.planned(case_id, title="暗号画眉", text="暗号白鹭")
    act(scene, plan, "check", effect="yes", proof="暗号夜莺")
    role = Role.objects.get(code="lead")
    role.field_modes = {"notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    for path in ("/improvements", f"/cases/{case_id}"):
        answer = scene.ask(scene.cast.lin, "GET", path)
        assert answer.status_code == 200
        assert not any(word in answer.content.decode() for word in ("画眉", "白鹭", "夜莺")), path
    assert "夜莺" in scene.ask(scene.cast.zhou, "GET", "/improvements").content.decode()
