"""Carrying a fix out: exactly what the preview showed, once, whoever presses twice and whatever dies in between."""

import threading

import pytest
from django.db import connections

from kedang.accounts.policy import bump
from kedang.archive.edit import change_values
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.tests.filing import file_customer
from kedang.cleaning import applying, carrying
from kedang.cleaning.models import Fix
from kedang.cleaning.tests.scene import (
    COMMAND,
    Scene,
    change,
    counts,
    digest,
    file_many,
    killed_after,
    make_scene,
    read,
)
from kedang.history.models import Event
from kedang.jobs.models import Job
from kedang.jobs.worker import run_waiting
from kedang.kit.errors import DomainError
from tests.people import actor, code, make_user

ONE = "行业展会推荐"
SPELLINGS = ["刘洋", "陈静", "杨帆"]


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def changes_of(fix_id: str) -> list[int]:
    """Whom the fix changed, as history tells it."""
    events = Event.objects.filter(run_id=int(fix_id), verb="customer.changed").order_by("id")
    return list(events.values_list("subject_id", flat=True))


def test_what_the_preview_showed_is_what_happens(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    shown = [row[:3] for row in scene.rows(fix["id"])]
    assert shown == [("刘洋", "行业 展会推荐", ONE), ("陈静", "行业展会推荐。", ONE), ("杨帆", "行业展会-推荐", ONE)]
    fix = scene.act("apply", fix["id"])
    assert (fix["state"], counts(fix), fix["done"], fix["total"]) == ("applied", {"changed": 3}, 3, 3)
    assert [row[:3] for row in scene.rows(fix["id"])] == shown
    assert [name for name, value in scene.values("source").items() if value == ONE] == [
        "张伟",
        "王芳",
        "李娜",
        *SPELLINGS,
    ]
    assert changes_of(fix["id"]) == [scene.ids[name] for name in SPELLINGS]
    event = Event.objects.filter(run_id=int(fix["id"]), verb="customer.changed").first()
    assert event is not None
    assert (event.fields, event.before is not None, event.actor_id) == ('["source"]', True, scene.steward.id)


def test_what_was_changed_after_the_preview_is_left_alone_and_listed(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    change_values(COMMAND, scene.ids["陈静"], {"source": "电话咨询"})
    fix = scene.act("apply", fix["id"])
    assert (fix["state"], counts(fix)) == ("applied", {"changed": 2, "skipped": 1})
    assert scene.values("source")["陈静"] == "电话咨询"
    (listed,) = read(scene.get(f"/cleaning/fixes/{fix['id']}/rows?fate=skipped"))["rows"]
    assert (listed["name"], listed["reason"]) == ("陈静", "cleaning.changed_since")
    assert listed["text"] == "预览之后内容又被改过，没有改动它。"


def test_who_went_to_the_recycle_bin_meanwhile_is_listed(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    Customer.objects.filter(id=scene.ids["刘洋"]).update(trashed_at="2026-01-01T00:00:00Z")
    fix = scene.act("apply", fix["id"])
    assert counts(fix) == {"changed": 2, "skipped": 1}


def test_a_fix_is_applied_once(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    assert scene.post(f"/cleaning/fixes/{fix['id']}/apply").status_code == 200
    again = scene.post(f"/cleaning/fixes/{fix['id']}/apply")
    assert (again.status_code, code(again)) == (409, "cleaning.state")
    run_waiting()
    again = scene.post(f"/cleaning/fixes/{fix['id']}/apply")
    assert (again.status_code, code(again)) == (409, "cleaning.state")
    run_waiting()
    assert len(changes_of(fix["id"])) == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_apply_it_once() -> None:
    scene = make_scene()
    fix = scene.prepare("source", suggestion_id="spelling")
    results: list[str] = []

    def press() -> None:
        try:
            results.append(applying.start(actor(scene.steward), int(fix["id"])).state)
        except DomainError as refused:
            results.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["applying", *["cleaning.state"] * 5]
    assert Job.objects.filter(kind=applying.JOB).count() == 1


def test_a_killed_worker_does_nothing_twice(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "BATCH", 1)
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.post(f"/cleaning/fixes/{fix['id']}/apply")
    killed_after(monkeypatch, carrying, "_batch", 1)
    assert counts(scene.fix(fix["id"])) == {"will_change": 2, "changed": 1}
    run_waiting()
    done = scene.fix(fix["id"])
    assert (done["state"], counts(done)) == ("applied", {"changed": 3})
    assert changes_of(fix["id"]) == [scene.ids[name] for name in SPELLINGS]


def test_killed_in_the_middle_of_a_batch_nothing_of_it_stays(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest()
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.post(f"/cleaning/fixes/{fix['id']}/apply")
    killed_after(monkeypatch, applying, "mend", 2)
    assert (digest(), counts(scene.fix(fix["id"])), changes_of(fix["id"])) == (before, {"will_change": 3}, [])
    run_waiting()
    assert len(changes_of(fix["id"])) == 3


def test_a_stopped_fix_keeps_what_is_done_and_can_go_on_or_back(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest()
    monkeypatch.setattr(carrying, "BATCH", 1)
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.post(f"/cleaning/fixes/{fix['id']}/apply")
    killed_after(monkeypatch, carrying, "_batch", 1)
    assert scene.post(f"/cleaning/fixes/{fix['id']}/cancel").status_code == 200
    run_waiting()
    stopped = scene.fix(fix["id"])
    assert (stopped["state"], counts(stopped)) == ("cancelled", {"will_change": 2, "changed": 1})
    assert (stopped["can_apply"], stopped["can_undo"]) == (True, True)
    assert code(scene.post(f"/cleaning/fixes/{fix['id']}/discard")) == "cleaning.state"
    assert counts(scene.act("undo", fix["id"])) == {"will_change": 2, "undone": 1}
    assert digest() == before


def test_by_hand_values_are_standardised_and_marked(scene: Scene) -> None:
    fix = scene.prepare(
        "mobile", changes=[change("+8613800138000", "１３９ 0013 9000"), change("+8613800138001", "乱写的")]
    )
    fix = scene.act("apply", fix["id"])
    assert counts(fix) == {"changed": 2}
    points = [load_content(scene.ids[name]).points[0] for name in ("张伟", "王芳")]
    assert [(p.value, p.reason != "", p.preferred) for p in points] == [
        ("+8613900139000", False, True),
        ("乱写的", True, True),
    ]


def test_rights_are_asked_again_when_it_is_applied(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.post(f"/cleaning/fixes/{fix['id']}/apply")
    scene.steward.is_active = False
    scene.steward.save()
    before = digest()
    run_waiting()
    found = Fix.objects.get(id=int(fix["id"]))
    assert (found.state, found.error, digest()) == ("failed", "actor.disabled", before)


def test_a_field_locked_since_is_left_alone(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    other = make_user("helper", "何助", "steward", scene.cast.head_office)
    role = other.roles.get()
    role.field_modes = {"source": {"own": "read", "other": "read"}}
    role.save()
    bump()
    before = digest()
    done = scene.act("apply", fix["id"])
    assert (counts(done), digest()) == ({"skipped": 3}, before)
    assert {row[4] for row in scene.rows(fix["id"])} == {"field.locked"}


def test_an_archive_of_three_thousand(scene: Scene) -> None:
    sources = ("网站", "网 站", "官方网站", "暂无")
    file_many(scene.cast.zhou, [{"name": f"客户{n}号", "source": sources[n % 4]} for n in range(3_000)])
    before = digest()
    fix = scene.prepare("source", suggestion_id="spelling")
    assert counts(fix) == {"will_change": 753}
    assert counts(scene.act("apply", fix["id"])) == {"changed": 753}
    assert sum(value == "网 站" for value in Customer.objects.values_list("source", flat=True)) == 0
    assert counts(scene.act("undo", fix["id"])) == {"undone": 753}
    assert digest() == before


def test_somebody_without_the_right_to_change_customers_is_refused(scene: Scene) -> None:
    assert file_customer(scene.cast.zhou, name="甲", source="暂无")
    profile = scene.profile("source")
    answer = scene.post(
        "/cleaning/fixes", {"profile_id": profile["id"], "suggestion_id": "placeholder"}, scene.cast.zhou
    )
    assert (answer.status_code, code(answer)) == (403, "denied")
