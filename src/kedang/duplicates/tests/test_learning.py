"""A large archive teaches how much each agreement says; a small one is compared by what is shipped."""

import orjson
import pytest

from kedang.duplicates import entering, learning, relooking
from kedang.duplicates.meeting import Meeting
from kedang.duplicates.models import DedupeRun, Lesson
from kedang.duplicates.tests.test_running import STEWARD, archive, ran
from kedang.duplicates.thresholds import limits
from kedang.engine.matching.model import shipped
from kedang.history.models import Event
from kedang.kit.errors import DomainError
from tests.people import actor, browser, make_cast, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two customers are many here."""
    monkeypatch.setattr(learning, "LARGE", 2)
    monkeypatch.setattr(relooking, "_ONE_IN", 1)
    monkeypatch.setattr(entering, "LATE", entering.LATE * 0)


def test_a_small_archive_is_compared_by_what_is_shipped() -> None:
    archive()
    ran()
    assert not Lesson.objects.exists()
    assert learning.in_force() == {kind: shipped(kind) for kind in ("person", "organisation")}


@pytest.mark.usefixtures("_large")
def test_a_large_one_teaches_and_is_compared_by_that_from_then_on() -> None:
    archive()
    assert ran().since is None
    assert sorted(Lesson.objects.values_list("kind", "customers", "pairs")) == [(1, 3, 1), (2, 2, 1)]
    taught = learning.in_force()["person"]
    before = shipped("person")
    assert taught.odds["phone"]["same"].m > before.odds["phone"]["same"].m, "the one pair has the same telephone"
    assert taught.odds["phone"]["same"].m < before.odds["phone"]["same"].m + 0.001, "one pair changes little"
    assert taught.odds["name"]["same"].u == pytest.approx(before.odds["name"]["same"].u, rel=0.5)
    assert Meeting(limits()).parameters["person"] == taught
    assert ran().since is None, "what was found by other parameters is looked at anew, once"
    assert ran().since is not None


@pytest.mark.usefixtures("_large")
def test_a_lesson_stays_until_the_archive_has_doubled() -> None:
    archive()
    ran()
    before = dict(Lesson.objects.values_list("kind", "learnt_at"))
    ran()
    assert dict(Lesson.objects.values_list("kind", "learnt_at")) == before
    Lesson.objects.filter(kind=1).update(customers=1)
    DedupeRun.objects.all().delete()
    ran()
    after = dict(Lesson.objects.values_list("kind", "learnt_at"))
    assert (after[1] > before[1], after[2] == before[2]) == (True, True)


@pytest.mark.usefixtures("_large")
def test_one_can_go_back_to_what_is_shipped() -> None:
    archive()
    ran()
    learning.let_teach(STEWARD, learn=False)
    assert learning.in_force()["person"] == shipped("person")
    assert Lesson.objects.count() == 2, "it is kept"
    learning.let_teach(STEWARD, learn=True)
    assert learning.in_force()["person"] != shipped("person")
    verbs = Event.objects.filter(verb="duplicates.learning_changed").order_by("id").values_list("details", flat=True)
    assert [orjson.loads(text) for text in verbs] == [{"learn": False}, {"learn": True}]


@pytest.mark.usefixtures("_large")
def test_a_lesson_of_another_release_does_not_hold() -> None:
    archive()
    ran()
    Lesson.objects.filter(kind=1).update(parameters='{"kind": "person", "prior": 1e-6, "levels": {}}')
    assert learning.in_force()["person"] == shipped("person")
    assert learning.is_time("person", 3)


@pytest.mark.usefixtures("_large")
def test_a_lesson_holds_no_values() -> None:
    archive()
    ran()
    told = "".join(Lesson.objects.values_list("parameters", flat=True))
    for value in ("13800138000", "张伟", "华盛", "88886666"):
        assert value not in told


def test_it_is_for_those_who_may_look_over_the_archive() -> None:
    cast = make_cast()
    with pytest.raises(DomainError) as refused:
        learning.let_teach(actor(cast.zhou), learn=False)
    assert refused.value.status == 403
    assert learning.known(STEWARD) == (True, [])


@pytest.mark.usefixtures("_large")
def test_over_http() -> None:
    cast, _ = archive()
    ran()
    screen = browser(cast.wang)
    told = screen.get("/api/duplicates/learning").json()
    assert (told["learn"], [each["kind"] for each in told["lessons"]]) == (True, ["person", "organisation"])
    answer = send(screen, "PUT", "/duplicates/learning", {"learn": False})
    assert (answer.status_code, answer.json()["learn"]) == (200, False)
    assert browser(cast.zhou).get("/api/duplicates/learning").status_code == 403
