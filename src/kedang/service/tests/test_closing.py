"""A case is closed once, with what the customer thinks of it; who is erased leaves nothing behind."""

import threading
from typing import Any

import pytest
from django.db import connections, transaction

from kedang.archive.removal import remove
from kedang.archive.tests.filing import file_customer
from kedang.history.models import Event
from kedang.service.models import Case, Improvement, ImprovementCase, Step
from kedang.service.tests.scene import Scene, make_scene
from tests.people import code


@pytest.mark.django_db
def test_closing_asks_how_satisfied_the_customer_is() -> None:
    scene = make_scene()
    case_id = scene.opened()
    scene.went(case_id, "solve")
    refused = scene.do(case_id, "move", move="close", reason="product", score=6, words="好")
    assert (refused.status_code, code(refused)) == (422, "service.score")
    before = scene.case(case_id)
    assert (before["state"], before["reason"], before["satisfaction"], before["voice"]) == ("solved", "", None, "")
    said: dict[str, Any] = {"reason": "product", "cause": "包装偏薄", "score": 4, "words": "换得快，暗号云雀"}
    assert scene.do(case_id, "move", move="close", **said).status_code == 204
    closed = scene.case(case_id)
    assert (closed["satisfaction"], closed["voice"], closed["cause"]) == (4, "换得快，暗号云雀", "包装偏薄")
    assert [step["kind"] for step in closed["steps"]][:2] == ["rated", "closed"]
    assert (Event.objects.filter(verb="case.closed").count(), Event.objects.filter(verb="case.rated").count()) == (1, 0)
    assert "云雀".encode() not in bytes(Case.objects.get().body_enc)


@pytest.mark.django_db
def test_who_closes_without_having_asked_loses_no_former_word() -> None:
    scene = make_scene()
    case_id = scene.opened()
    scene.went(case_id, "solve")
    scene.do(case_id, "satisfaction", score=2, words="太慢")
    assert scene.do(case_id, "move", move="close", reason="product").status_code == 204
    closed = scene.case(case_id)
    assert (closed["satisfaction"], closed["voice"]) == (2, "太慢")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_the_same_moment_one_does() -> None:
    scene = make_scene()
    case_id = scene.opened()
    scene.went(case_id, "solve")
    version, together = scene.case(case_id)["version"], threading.Barrier(2)
    answers: list[Any] = []

    def close(user: Any, reason: str) -> None:
        body = {"version": version, "move": "close", "reason": reason}
        together.wait()
        answers.append(scene.ask(user, "POST", f"/cases/{case_id}/move", body))
        connections.close_all()

    people = ((scene.cast.zhou, "product"), (scene.cast.lin, "delivery"))
    threads = [threading.Thread(target=close, args=each) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert code(late) == "stale"
    assert Event.objects.filter(verb="case.closed").count() == 1
    assert Step.objects.filter(case_id=case_id, kind="closed").count() == 1
    assert Case.objects.get().version == version + 1


@pytest.mark.django_db
def test_who_is_erased_leaves_no_case_no_step_and_no_improvement() -> None:
    scene = make_scene()
    kept = _other(scene)
    case_id = scene.opened()
    shared = scene.planned(kept)
    scene.ask(scene.cast.zhou, "POST", f"/improvements/{shared}/cases", {"case_id": str(case_id)})
    scene.planned(case_id, title="随客户一起消失")
    with transaction.atomic():
        remove([scene.zhang])
    assert list(Case.objects.values_list("id", flat=True)) == [kept]
    assert set(Step.objects.values_list("case_id", flat=True)) == {kept}
    assert list(Improvement.objects.values_list("id", flat=True)) == [shared]
    assert list(ImprovementCase.objects.values_list("case_id", flat=True)) == [kept]
    assert scene.ask(scene.cast.zhou, "GET", f"/cases/{case_id}").status_code == 404
    (row,) = scene.ask(scene.cast.zhou, "GET", "/improvements").json()["rows"]
    assert [each["id"] for each in row["cases"]] == [str(kept)]


def _other(scene: Scene) -> int:
    return scene.opened(customer=file_customer(scene.cast.zhou, name="王芳"))
