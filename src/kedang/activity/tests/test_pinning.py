"""Pinned interactions: on top for everybody who sees the customer, pinned by whoever may record, ten at most."""

from typing import Any

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.activity import pinning
from kedang.activity.models import Interaction
from kedang.activity.recording import Happened, write_down
from kedang.activity.tests.scene import SAID, Scene, make_scene
from kedang.archive import customers
from kedang.archive.models import Grant
from kedang.archive.tests.filing import share
from kedang.history.models import Event
from tests.people import actor, code
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def top(scene: Scene, user: User | None = None) -> list[dict[str, Any]]:
    """What stands on top for somebody."""
    answer = scene.ask(user or scene.cast.zhou, "GET", "/pinned-interactions")
    assert answer.status_code == 200, answer.content
    rows: list[dict[str, Any]] = answer.json()
    return rows


def test_what_is_pinned_stands_on_top_and_is_marked_in_the_timeline_until_it_is_taken_down() -> None:
    scene = make_scene()
    first, second, plain = scene.told(), scene.told(kind="visit"), scene.told()
    for each in (first, second, first):
        assert scene.ask(scene.cast.zhou, "PUT", f"/interactions/{each}/pin").status_code == 204
    assert [(int(row["id"]), row["pinned"], row["text"]) for row in top(scene, scene.cast.lin)] == [
        (second, True, SAID),
        (first, True, SAID),
    ]
    moments = scene.ask(scene.cast.zhou, "GET", "/timeline?kinds=interaction").json()["moments"]
    assert {int(m["id"]): m["interaction"]["pinned"] for m in moments} == {first: True, second: True, plain: False}
    assert set(Interaction.objects.values_list("version", flat=True)) == {1}, "nobody who corrects it is disturbed"
    for _ in range(2):
        assert scene.ask(scene.cast.lin, "DELETE", f"/interactions/{first}/pin").status_code == 204
    assert [int(row["id"]) for row in top(scene)] == [second]
    verbs = Event.objects.filter(verb__in=["interaction.pinned", "interaction.unpinned"]).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["interaction.pinned"] * 2 + ["interaction.unpinned"]


def test_a_stranger_and_a_reader_pin_nothing_and_a_customer_has_only_its_own() -> None:
    scene = make_scene()
    told = scene.told()
    others = write_down(actor(scene.cast.chen), scene.li, Happened(kind="call", text=SAID))
    chen = scene.cast.chen
    with unchanged():
        assert scene.ask(chen, "GET", "/pinned-interactions").status_code == 404
        for method in ("PUT", "DELETE"):
            assert scene.ask(chen, method, f"/interactions/{told}/pin").status_code == 404
            assert scene.ask(scene.cast.zhou, method, f"/interactions/{others}/pin").status_code == 404
    share(scene.zhang, chen)
    Grant.objects.update(level="read")
    with unchanged():
        assert scene.ask(chen, "PUT", f"/interactions/{told}/pin").status_code == 403
    assert scene.ask(scene.cast.zhou, "PUT", f"/interactions/{told}/pin").status_code == 204
    assert [int(row["id"]) for row in top(scene, chen)] == [told]


def test_no_more_than_ten_are_pinned_and_nothing_is_changed_by_one_too_many() -> None:
    scene = make_scene()
    zhou = actor(scene.cast.zhou)
    made = [write_down(zhou, scene.zhang, Happened(kind="call", text=SAID)) for _ in range(pinning.MOST + 1)]
    for each in made[:-1]:
        pinning.pin(zhou, scene.zhang, each, pinned=True)
    with unchanged():
        answer = scene.ask(scene.cast.zhou, "PUT", f"/interactions/{made[-1]}/pin")
        assert (answer.status_code, code(answer)) == (409, "activity.pinned")
    pinning.pin(zhou, scene.zhang, made[0], pinned=False)
    pinning.pin(zhou, scene.zhang, made[-1], pinned=True)
    assert len(top(scene)) == pinning.MOST


def test_nothing_is_pinned_with_a_customer_in_the_bin() -> None:
    scene = make_scene()
    told = scene.told()
    customers.trash(actor(scene.cast.wang), scene.zhang)
    assert scene.ask(scene.cast.zhou, "PUT", f"/interactions/{told}/pin").status_code in (404, 409)
    assert Interaction.objects.get().pinned_at is None


def test_whoever_may_not_read_notes_sees_that_something_is_pinned_and_not_what() -> None:
    scene = make_scene()
    scene.ask(scene.cast.zhou, "PUT", f"/interactions/{scene.told()}/pin")
    role = Role.objects.get(code="lead")
    role.field_modes = {**role.field_modes, "notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    (row,) = top(scene, scene.cast.lin)
    assert (row["text"], row["people"], row["kind"]) == (None, None, "call")
