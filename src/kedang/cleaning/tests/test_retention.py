"""What was found goes after seven days; what was done stays, and can be undone."""

from datetime import timedelta

import pytest

from kedang.cleaning import retention
from kedang.cleaning.models import FieldProfile, Fix, FixRow
from kedang.cleaning.tests.scene import Scene, counts, digest, make_scene
from kedang.kit.clock import now
from kedang.vault.keys import keys_for
from tests.people import code


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def eight_days_later() -> None:
    """Let time pass for everything there is."""
    for model in (FieldProfile, Fix):
        model._default_manager.update(created_at=now() - timedelta(days=8))
    retention.forget_old()
    retention.forget_old()


def test_a_look_goes(scene: Scene) -> None:
    look = scene.profile("source")
    retention.forget_old()
    assert scene.get(f"/cleaning/profiles/{look['id']}").status_code == 200
    eight_days_later()
    assert scene.get(f"/cleaning/profiles/{look['id']}").status_code == 404
    assert keys_for([int(look["id"])]) == {}


def test_a_preview_nobody_applied_is_dropped(scene: Scene) -> None:
    fix = scene.prepare("source", suggestion_id="spelling")
    eight_days_later()
    assert (scene.fix(fix["id"])["state"], FixRow.objects.count(), keys_for([int(fix["id"])])) == ("discarded", 0, {})


def test_what_was_done_can_be_undone_for_ever(scene: Scene) -> None:
    before = digest()
    fix = scene.prepare("source", suggestion_id="spelling")
    scene.act("apply", fix["id"])
    eight_days_later()
    later = scene.fix(fix["id"])
    assert (later["state"], later["changes"], later["can_undo"]) == ("applied", [], True)
    assert len(scene.rows(fix["id"])) == 3
    assert counts(scene.act("undo", fix["id"])) == {"undone": 3}
    assert digest() == before
    assert code(scene.post(f"/cleaning/fixes/{fix['id']}/apply")) == "cleaning.state"
