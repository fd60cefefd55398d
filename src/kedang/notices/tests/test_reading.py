"""One's own notices: asked again whether one may, a page at a time, read one by one or all."""

import json

import pytest

from kedang.archive.models import Grant
from kedang.archive.tests.filing import share
from kedang.history.models import Event
from kedang.notices.models import Notice
from kedang.notices.tests.scene import Scene, heard, make_scene, unread
from tests.people import browser, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db


def called(scene: Scene, *texts: str) -> None:
    """周 writes notes about 张伟."""
    for text in texts:
        assert scene.ask(scene.cast.zhou, "POST", "/notes", {"body": text}).status_code == 201


def test_what_one_sees_no_more_is_not_told_of() -> None:
    scene = make_scene()
    share(scene.zhang, scene.cast.chen)
    called(scene, "@陈刚 一起去")
    assert unread(scene.cast.chen) == 1
    Grant.objects.all().delete()
    assert (heard(scene.cast.chen), unread(scene.cast.chen)) == ([], 0)
    notice = Notice.objects.get()
    with unchanged():
        assert send(browser(scene.cast.chen), "POST", f"/notices/{notice.id}/read").status_code == 404


def test_notices_are_ones_own() -> None:
    scene = make_scene()
    called(scene, "@林晓")
    notice = Notice.objects.get()
    with unchanged():
        for user in (scene.cast.zhou, scene.cast.chen, scene.cast.wang):
            assert send(browser(user), "POST", f"/notices/{notice.id}/read").status_code == 404
            assert heard(user) == []
        assert send(browser(scene.cast.auditor), "GET", "/notices").status_code == 403
        assert send(browser(scene.cast.admin), "GET", "/notices/count").status_code == 403


def test_they_come_in_pages_the_latest_first_and_are_read_one_by_one_or_all() -> None:
    scene = make_scene()
    called(scene, *(f"@林晓 {number}" for number in range(5)))
    ids = [str(each) for each in Notice.objects.order_by("-at", "-id").values_list("id", flat=True)]
    first = send(browser(scene.cast.lin), "GET", "/notices?limit=3").json()
    rest = send(browser(scene.cast.lin), "GET", f"/notices?limit=3&cursor={first['next']}").json()
    assert [row["id"] for row in (*first["rows"], *rest["rows"])] == ids
    assert rest["next"] is None
    for _ in range(2):
        assert send(browser(scene.cast.lin), "POST", f"/notices/{ids[0]}/read").status_code == 204
    assert (unread(scene.cast.lin), len(heard(scene.cast.lin, unread="true")), len(heard(scene.cast.lin))) == (4, 4, 5)
    for _ in range(2):
        assert send(browser(scene.cast.lin), "POST", "/notices/read").status_code == 204
    assert (unread(scene.cast.lin), len(heard(scene.cast.lin))) == (0, 5)
    assert Event.objects.filter(verb="notices.read", actor_id=scene.cast.lin.id).count() == 2


def test_all_are_read_that_can_be_seen_and_what_is_out_of_sight_is_neither_read_nor_counted() -> None:
    scene = make_scene()
    chen = scene.cast.chen
    share(scene.zhang, chen)
    called(scene, "@陈刚 一", "@陈刚 二")
    assert scene.ask(scene.cast.wang, "POST", "/notes", {"body": "@陈刚"}, customer=scene.li).status_code == 201
    Grant.objects.all().delete()
    assert unread(chen) == 1
    assert send(browser(chen), "POST", "/notices/read").status_code == 204
    event = Event.objects.get(verb="notices.read", actor_id=chen.id)
    assert json.loads(event.details) == {"count": 1}
    assert Notice.objects.filter(user_id=chen.id, read_at=None).count() == 2
    share(scene.zhang, chen)
    assert unread(chen) == 2, "what comes into sight again was never read"
