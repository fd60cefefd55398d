"""A screen that was left alone, in every room: what counts asks again, and until then nothing has happened."""

from datetime import timedelta
from typing import Any

import pytest

from kedang.accounts.models import Session, User
from kedang.kit.clock import now
from kedang.privacy.tests.scene import ID_NUMBER, Scene, make_scene
from tests.people import PASSWORD, browser, code, make_cast, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def deeds(scene: Scene) -> list[tuple[User, str, dict[str, Any] | None]]:
    """Who does what needs a fresh proof, and where."""
    erasure = scene.made(scene.steward, "/erasures", {"reason": "purpose_over"})
    shown = {"fields": ["id_number"], "reason": "核对证件号码"}
    return [
        (scene.cast.lin, f"/customers/{scene.zhang}/reveal", shown),
        (scene.cast.admin, "/operations/keys/rotate", None),
        (scene.cast.admin, "/operations/keys/reseal", None),
        (scene.cast.admin, "/operations/keys/copies", None),
        (scene.cast.wang, f"/privacy/erasures/{erasure}/confirm", {"version": 1}),
    ]


def test_what_counts_asks_again_and_nothing_has_changed() -> None:
    scene = make_scene()
    for user, path, body in deeds(scene):
        client = browser(user)
        Session.objects.update(proved_at=now() - timedelta(minutes=5, seconds=1))
        with unchanged():
            answer = send(client, "POST", path, body)
        assert (answer.status_code, code(answer)) == (401, "stepup"), path
        assert ID_NUMBER not in answer.content.decode()
    send(client, "POST", "/me/proof", {"password": PASSWORD})
    assert send(client, "POST", path, body).status_code == 200


def test_who_found_a_screen_open_does_not_lock_its_owner_out_elsewhere() -> None:
    cast = make_cast()
    elsewhere, found = browser(cast.zhou), browser(cast.zhou)
    Session.objects.update(proved_at=now() - timedelta(minutes=5, seconds=1))
    rows = send(found, "GET", "/me/sessions").json()["sessions"]
    (other,) = [row["id"] for row in rows if not row["current"]]
    (this,) = [row["id"] for row in rows if row["current"]]
    for path in ("/me/sessions", f"/me/sessions/{other}"):
        with unchanged():
            answer = send(found, "DELETE", path)
        assert (answer.status_code, code(answer)) == (401, "stepup"), path
    assert send(elsewhere, "GET", "/session").status_code == 200
    assert send(found, "DELETE", f"/me/sessions/{this}").status_code == 204, (
        "one's own screen is left without a question"
    )
    send(elsewhere, "POST", "/me/proof", {"password": PASSWORD})
    assert send(elsewhere, "DELETE", "/me/sessions").status_code == 200
