"""The states of a fix: who sees it, what it is refused, and that dropping it leaves nothing."""

from typing import Any

import pytest

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.cleaning import fixing, presenting
from kedang.cleaning.models import FieldProfile, Fix, FixRow
from kedang.cleaning.tests.scene import Scene, change, digest, make_scene, read
from kedang.cleaning.tests.test_profiling import cleaner
from kedang.history.models import Event
from kedang.jobs import handlers
from kedang.jobs.worker import run_waiting
from kedang.vault.keys import keys_for
from tests.people import actor, code

ONE = "行业展会推荐"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        ({}, 422, "cleaning.no_changes"),
        ({"changes": []}, 422, "cleaning.no_changes"),
        ({"changes": [change(ONE, ONE)]}, 422, "cleaning.no_changes"),
        ({"suggestion_id": "spelling", "changes": [change(ONE, "展会")]}, 422, "cleaning.no_changes"),
        ({"suggestion_id": "near"}, 404, "cleaning.no_suggestion"),
        ({"changes": [change(ONE, "展会"), change(ONE, None)]}, 422, "cleaning.twice"),
        ({"changes": [change("", "展会")]}, 422, "invalid"),
    ],
)
def test_what_is_no_fix_is_refused(scene: Scene, wanted: dict[str, object], status: int, said: str) -> None:
    answer = scene.post("/cleaning/fixes", {"profile_id": scene.profile("source")["id"], **wanted})
    assert (answer.status_code, code(answer)) == (status, said)
    assert FixRow.objects.count() == 0


def test_a_look_that_is_not_done_suggests_nothing(scene: Scene) -> None:
    look = read(scene.post("/cleaning/profiles", {"field": "source"}))
    answer = scene.post("/cleaning/fixes", {"profile_id": look["id"], "suggestion_id": "spelling"})
    assert (answer.status_code, code(answer)) == (409, "cleaning.profile_not_done")


def test_what_may_no_longer_be_seen_is_not_read_from_an_old_look(scene: Scene) -> None:
    user = cleaner(scene.cast)
    look = scene.profile("source", user)
    assert [s["id"] for s in look["suggestions"]] == ["spelling"]
    Role.objects.filter(code="cleaner").update(field_modes={"source": {"own": "edit", "other": "masked"}})
    bump()
    refused = scene.post("/cleaning/fixes", {"profile_id": look["id"], "suggestion_id": "spelling"}, user)
    assert (refused.status_code, code(refused)) == (404, "cleaning.no_suggestion")
    assert "展会" not in refused.content.decode()
    assert Fix.objects.count() == 0


def test_dropping_a_fix_leaves_nothing_of_it(scene: Scene) -> None:
    before = digest()
    fix = scene.prepare("source", suggestion_id="spelling")
    dropped = scene.act("discard", fix["id"])
    assert (dropped["state"], dropped["changes"], dropped["can_apply"], dropped["can_undo"]) == (
        "discarded",
        [],
        False,
        False,
    )
    assert (FixRow.objects.count(), keys_for([int(fix["id"])]), digest()) == (0, {}, before)
    for verb in ("apply", "undo", "cancel", "discard"):
        answer = scene.post(f"/cleaning/fixes/{fix['id']}/{verb}")
        assert (answer.status_code, code(answer)) == (409, "cleaning.state")


def wanted(scene: Scene, profile: str, number: int, user: User | None = None) -> Any:
    body = {"profile_id": profile, "changes": [change("行业展会推荐", f"展会{number}")]}
    return scene.post("/cleaning/fixes", body, user)


def test_one_preview_at_a_time_and_a_few_fixes_open(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fixing, "MOST_OPEN", 2)
    other = cleaner(scene.cast)
    profile, theirs = scene.profile("source")["id"], scene.profile("source", other)["id"]
    first = wanted(scene, profile, 1)
    refused = wanted(scene, profile, 2)
    assert (first.status_code, refused.status_code, code(refused)) == (201, 429, "cleaning.one_at_a_time")
    assert wanted(scene, theirs, 1, other).status_code == 201, "each person by themselves"
    run_waiting()
    assert wanted(scene, profile, 2).status_code == 201
    run_waiting()
    refused = wanted(scene, profile, 3)
    assert (refused.status_code, code(refused)) == (429, "cleaning.too_many")
    assert Fix.objects.filter(created_by=scene.steward.id).count() == 2
    scene.act("apply", read(first)["id"])
    assert wanted(scene, profile, 3).status_code == 201, "what was carried out makes room"


def test_a_look_at_everybody_does_not_run_among_the_short_jobs() -> None:
    assert "cleaning.profile" in handlers.kinds()
    assert "cleaning.profile" not in handlers.kinds(short=True)


def test_ones_own_fixes_and_everybodys_for_who_sees_all(scene: Scene) -> None:
    user = cleaner(scene.cast)
    mine = scene.prepare("source", user, suggestion_id="spelling")
    theirs = scene.prepare("source", suggestion_id="placeholder")
    page = read(scene.get("/cleaning/fixes?limit=1"))
    assert [(f["id"], f["created_by"]["name"]) for f in page["fixes"]] == [(theirs["id"], "史岩")]
    page = read(scene.get(f"/cleaning/fixes?limit=1&after={page['next']}"))
    assert ([f["id"] for f in page["fixes"]], page["next"]) == ([mine["id"]], None)
    assert [f["id"] for f in read(scene.get("/cleaning/fixes", user))["fixes"]] == [mine["id"]]
    for verb in ("apply", "undo", "cancel", "discard"):
        assert scene.post(f"/cleaning/fixes/{theirs['id']}/{verb}", user=user).status_code == 404
    assert scene.get(f"/cleaning/fixes/{theirs['id']}/rows", user).status_code == 404
    assert scene.get(f"/cleaning/fixes/{theirs['id']}", scene.cast.lin).status_code == 403


def test_history_tells_what_was_done(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.act("apply", fix["id"])
    scene.act("undo", fix["id"])
    told = Event.objects.filter(subject_kind="cleaning_fix", subject_id=int(fix["id"])).order_by("id")
    assert list(told.values_list("verb", "details")) == [
        ("cleaning.prepared", '{"method":"spelling"}'),
        ("cleaning.started", "{}"),
        ("cleaning.applied", '{"changed":3,"skipped":0}'),
        ("cleaning.undo_started", "{}"),
        ("cleaning.undone", '{"kept":0,"undone":3}'),
    ]


def test_english_is_complete(scene: Scene) -> None:
    scene.profile("source")
    look = presenting.profile(actor(scene.steward, language="en"), FieldProfile.objects.get())
    assert [s.title for s in look.suggestions] == ["Clear placeholders", "Use one spelling"]
    assert look.suggestions[1].text.startswith("3 spellings become 1")
    assert (look.label, look.outliers[0].text) == ("Source", "Looks like a placeholder")


def outdated(scene: Scene, user: User | None = None) -> dict[str, bool]:
    """Field → whether the look at it is from before a fix."""
    fields = read(scene.get("/cleaning/fields", user))["fields"]
    return {each["code"]: each["profile"]["outdated"] for each in fields if each["profile"]}


def test_a_look_says_when_the_field_was_fixed_since(scene: Scene) -> None:
    other = cleaner(scene.cast)
    scene.profile("source", other)
    scene.profile("mobile")
    fix = scene.prepare("source", suggestion_id="spelling")
    assert outdated(scene) == {"source": False, "mobile": False}
    scene.act("apply", fix["id"])
    assert outdated(scene) == {"source": True, "mobile": False}
    assert outdated(scene, other) == {"source": True}
    scene.profile("source")
    assert outdated(scene) == {"source": False, "mobile": False}
    scene.act("undo", fix["id"])
    assert outdated(scene) == {"source": True, "mobile": False}


def test_a_value_by_hand_that_is_none_says_so_before_anything_is_changed(scene: Scene) -> None:
    fix = scene.prepare("mobile", changes=[change("+8613800138000", "1380")])
    assert [(c["after"], c["unfit"]) for c in fix["changes"]] == [("1380", "号码位数不对")]
    sound = scene.prepare("mobile", changes=[change("+8613800138000", "13800138001"), change("13900139000", None)])
    assert [c["unfit"] for c in sound["changes"]] == ["", ""]
