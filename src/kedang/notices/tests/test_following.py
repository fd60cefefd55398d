"""Following a customer: one hears once, however much happens, until one has read it; and nothing once one sees it no more."""

import pytest

from kedang.archive.models import Customer, Grant
from kedang.archive.tests.filing import share
from kedang.notices.models import Follow
from kedang.notices.tests.scene import heard, kinds, make_scene
from tests.people import browser, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def test_who_follows_hears_of_what_colleagues_do_and_not_of_ones_own() -> None:
    scene = make_scene()
    lin, zhou = scene.cast.lin, scene.cast.zhou
    for _ in range(2):
        assert scene.ask(lin, "PUT", "/follow").status_code == 204
    assert scene.ask(lin, "GET", "/follow").json() == {"following": True}
    assert scene.ask(zhou, "GET", "/follow").json() == {"following": False}
    scene.told()
    scene.ask(zhou, "POST", "/notes", {"body": "备注"})
    version = Customer.objects.get(id=scene.zhang).version
    answer = scene.ask(zhou, "PATCH", "", {"version": version, "values": {"occupation": "工程师"}})
    assert answer.status_code == 200, answer.content
    (row,) = heard(lin)
    assert (row["kind"], row["count"], row["by"]["name"]) == ("changed", 3, "周敏")
    assert send(browser(lin), "POST", f"/notices/{row['id']}/read").status_code == 204
    scene.told(lin)
    assert len(heard(lin, unread="true")) == 0
    scene.told()
    assert [(r["kind"], r["count"]) for r in heard(lin, unread="true")] == [("changed", 1)]
    for _ in range(2):
        assert scene.ask(lin, "DELETE", "/follow").status_code == 204
    scene.told()
    assert [r["count"] for r in heard(lin, unread="true")] == [1]


def test_a_stranger_cannot_follow_and_one_who_lost_sight_hears_nothing() -> None:
    scene = make_scene()
    chen = scene.cast.chen
    with unchanged():
        for method in ("GET", "PUT", "DELETE"):
            assert scene.ask(chen, method, "/follow").status_code == 404
    share(scene.zhang, chen)
    assert scene.ask(chen, "PUT", "/follow").status_code == 204
    Grant.objects.all().delete()
    scene.told()
    assert (kinds(chen), Follow.objects.count()) == ([], 1)
