"""Interactions: written down, read by whom, corrected, taken away."""

from typing import Any

import pytest
from django.db import connection

from kedang.accounts.models import Role
from kedang.accounts.policy import bump
from kedang.activity.models import FollowUp, Interaction
from kedang.activity.tests.scene import SAID, Scene, at, make_scene, moment, rows
from kedang.archive.models import Figures, Grant
from kedang.archive.tests.filing import share
from kedang.history.models import Event
from tests.people import code

pytestmark = pytest.mark.django_db


def events(scene: Scene) -> list[str]:
    """What history says of 张伟 since he was filed."""
    found = Event.objects.filter(subject_kind="customer", subject_id=scene.zhang).order_by("id")
    return [verb for verb in found.values_list("verb", flat=True) if verb != "customer.created"]


def test_what_happened_stands_on_the_customer_and_the_text_only_in_cipher() -> None:
    scene = make_scene()
    scene.told(minutes=12, people=["张伟", " 张伟 ", "小王"])
    (seen,) = scene.activity()["interactions"]
    assert (seen["kind"], seen["direction"], seen["outcome"], seen["minutes"]) == ("call", "out", "talked", 12)
    assert (seen["text"], seen["people"], seen["by"]["name"], seen["mine"]) == (SAID, ["张伟", "小王"], "周敏", True)
    assert events(scene) == ["interaction.recorded"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT body_enc FROM activity_interaction")
        assert SAID.encode() not in bytes(cursor.fetchone()[0])
    assert Figures.objects.get(customer_id=scene.zhang).last_contact_at == moment(seen["at"])


def test_a_call_that_reached_nobody_is_no_contact() -> None:
    scene = make_scene()
    scene.told(outcome="no_answer", text="")
    assert not Figures.objects.filter(customer_id=scene.zhang).exists()


def test_one_step_finishes_a_follow_up_and_plans_the_next() -> None:
    scene = make_scene()
    visit = scene.planned()
    call = scene.told(finishes=str(visit), follows={"kind": "call", "due_at": at(3), "text": "问结果"})
    done, following = FollowUp.objects.get(id=visit), FollowUp.objects.exclude(id=visit).get()
    assert (done.state, done.done_with, done.ended_by) == ("done", call, scene.cast.zhou.id)
    assert (following.state, following.came_from, following.assignee_id) == ("open", call, scene.cast.zhou.id)
    assert events(scene) == ["follow_up.planned", "interaction.recorded"]
    assert Figures.objects.get(customer_id=scene.zhang).next_due_at == following.due_at


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"kind": "call"}, "activity.nothing"),
        ({"kind": "call", "text": "x", "at": at(1)}, "activity.not_yet"),
        ({"kind": "call", "text": "x", "at": "1901-01-01T00:00:00Z"}, "activity.time"),
        ({"kind": "call", "text": "x", "minutes": 0}, "activity.minutes"),
        ({"kind": "call", "text": "x" * 20_001}, "activity.text"),
        ({"kind": "call", "text": "x", "people": ["人"] * 31 + [str(n) for n in range(31)]}, "activity.text"),
        ({"kind": "call", "text": "x", "finishes": "1"}, "not_found"),
        ({"kind": "call", "text": "x", "follows": {"kind": "call", "due_at": at(99_999)}}, "activity.time"),
        ({"kind": "telepathy", "text": "x"}, "invalid"),
        ({"kind": "call", "text": "x", "at": "2026-01-01T00:00:00"}, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(body: dict[str, Any], refused: str) -> None:
    scene = make_scene()
    answer = scene.ask(scene.cast.zhou, "POST", "/interactions", body)
    assert (answer.status_code in (404, 422), code(answer)) == (True, refused)
    assert (rows(), events(scene)) == ((0, 0), [])


def test_the_stranger_sees_and_writes_nothing() -> None:
    scene = make_scene()
    call, visit = scene.told(), scene.planned()
    before, said = rows(), events(scene)
    for method, path, body in (
        ("GET", "/activity", None),
        ("POST", "/interactions", {"kind": "call", "text": "x"}),
        ("PATCH", f"/interactions/{call}", {"version": 1, "text": "x"}),
        ("DELETE", f"/interactions/{call}", None),
        ("POST", "/follow-ups", {"kind": "call", "due_at": at(1)}),
        ("PATCH", f"/follow-ups/{visit}", {"version": 1, "text": "x"}),
        ("POST", f"/follow-ups/{visit}/done", {"version": 1}),
    ):
        answer = scene.ask(scene.cast.chen, method, path, body)
        assert (answer.status_code, code(answer)) == (404, "not_found"), path
    assert (rows(), events(scene)) == (before, said)
    other = scene.ask(scene.cast.chen, "PATCH", f"/interactions/{call}", {"version": 1, "text": "x"}, customer=scene.li)
    assert other.status_code == 404, "a row of another customer is not found under one's own"


def test_who_may_only_read_the_customer_reads_and_does_not_write() -> None:
    scene = make_scene()
    call = scene.told()
    share(scene.zhang, scene.cast.chen)

    Grant.objects.update(level="view")
    assert scene.activity(scene.cast.chen)["editable"] is False
    answer = scene.ask(scene.cast.chen, "DELETE", f"/interactions/{call}")
    assert (answer.status_code, rows()[0]) == (403, 1)


def test_whoever_may_not_read_notes_learns_when_and_not_what() -> None:
    scene = make_scene()
    scene.told(people=["小王"])
    scene.planned()
    role = Role.objects.get(code="member")
    role.field_modes = {**role.field_modes, "notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    seen = scene.activity()
    assert [(each["kind"], each["text"], each["people"]) for each in seen["interactions"]] == [("call", None, None)]
    assert [(each["kind"], each["text"]) for each in seen["follow_ups"]] == [("visit", None)]


def test_a_correction_keeps_the_former_text_for_the_event_and_needs_the_version_that_was_seen() -> None:
    scene = make_scene()
    call = scene.told()
    fixed = {"version": 1, "text": "谈到明年扩产", "outcome": "interested", "minutes": None}
    assert scene.ask(scene.cast.zhou, "PATCH", f"/interactions/{call}", fixed).status_code == 204
    stale = scene.ask(scene.cast.zhou, "PATCH", f"/interactions/{call}", fixed)
    assert (stale.status_code, code(stale)) == (409, "stale")
    (seen,) = scene.activity()["interactions"]
    assert (seen["text"], seen["outcome"], seen["direction"], seen["version"]) == (
        "谈到明年扩产",
        "interested",
        "out",
        2,
    )
    event = Event.objects.get(verb="interaction.changed")
    assert event.before is not None
    assert SAID.encode() not in bytes(event.before)


def test_only_the_author_and_whoever_manages_change_and_take_away() -> None:
    scene = make_scene()
    call = scene.told(scene.cast.lin)
    refused = scene.ask(scene.cast.zhou, "DELETE", f"/interactions/{call}")
    assert (refused.status_code, code(refused), rows()[0]) == (403, "denied", 1)
    mine = scene.told()
    assert scene.ask(scene.cast.lin, "DELETE", f"/interactions/{mine}").status_code == 204
    assert list(Interaction.objects.values_list("id", flat=True)) == [call]


def test_the_customers_history_shows_these_events_and_no_value() -> None:
    scene = make_scene()
    call = scene.told()
    scene.ask(scene.cast.zhou, "PATCH", f"/interactions/{call}", {"version": 1, "text": "改"})
    answer = scene.ask(scene.cast.zhou, "GET", "/history")
    verbs = [event["verb"] for event in answer.json()["events"]]
    assert verbs[:2] == ["interaction.changed", "interaction.recorded"]
    assert SAID not in answer.content.decode()


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    scene = make_scene()
    when = at(-1)
    made = {str(scene.told(text=f"第{n}次", at=when if n % 2 else at(-n))) for n in range(7)}
    seen: list[str] = []
    cursor = ""
    while True:
        page = scene.ask(scene.cast.zhou, "GET", f"/activity?limit=2{cursor}").json()
        seen += [each["id"] for each in page["interactions"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    assert (len(seen), set(seen)) == (7, made)
