"""Who follows a customer hears of its opportunities, cases and files as far as they may see them; never what is written in them."""

from typing import Any

import pytest

from kedang.accounts.behind import actor_for
from kedang.accounts.models import User
from kedang.archive import sharing
from kedang.archive.models import Grant
from kedang.deals import rights as deals_rights
from kedang.deals.tests.scene import TITLE
from kedang.deals.tests.scene import Scene as Deals
from kedang.deals.tests.scene import make_scene as make_deals
from kedang.documents.tests.scene import make_scene as make_documents
from kedang.notices import sight
from kedang.notices.models import Follow, Notice
from kedang.notices.tests.scene import heard, unread
from kedang.service import rights as service_rights
from kedang.service.tests.scene import SAID
from kedang.service.tests.scene import make_scene as make_service
from tests.people import actor, browser, send

pytestmark = pytest.mark.django_db


def follow(customer: int, *people: User) -> None:
    """These follow a customer."""
    for user in people:
        assert send(browser(user), "PUT", f"/customers/{customer}/follow").status_code == 204


def told(user: User) -> list[tuple[str, str, int]]:
    """What somebody hears: of what, and how often; then it is read."""
    rows = [(row["kind"], row["about_kind"], row["count"]) for row in heard(user, unread="true")]
    send(browser(user), "POST", "/notices/read")
    return rows


def lent(scene: Deals, *, deals: bool) -> User:
    """周 shares 张伟 with 陈, who follows it."""
    Grant.objects.all().delete()
    chen = scene.cast.chen
    sharing.share(actor(scene.cast.zhou), scene.zhang, user_id=chen.id, level="edit", deals=deals)
    follow(scene.zhang, chen)
    return chen


def test_of_opportunities_opened_won_lost_and_reopened() -> None:
    scene = make_deals()
    lin = scene.cast.lin
    follow(scene.zhang, lin, scene.cast.zhou)
    first = scene.opened()
    assert told(lin) == [("changed", "opportunity", 1)]
    assert scene.do(first, "win").status_code == 204
    assert scene.do(first, "reopen").status_code == 204
    assert told(lin) == [("changed", "opportunity", 2)]
    assert scene.do(first, "lose", reason="price", note=TITLE).status_code == 204
    assert told(lin) == [("changed", "opportunity", 1)]
    assert told(scene.cast.zhou) == [], "nobody hears of what they did themselves"
    assert not any(TITLE in str(row) for row in Notice.objects.values())


def test_a_collaborator_hears_of_colleagues_opportunities_only_where_the_share_says_so() -> None:
    scene = make_deals()
    chen = lent(scene, deals=False)
    hidden = scene.opened()
    assert scene.do(hidden, "win").status_code == 204
    assert (told(chen), unread(chen), Notice.objects.filter(user_id=chen.id).count()) == ([], 0, 0)
    own = scene.opened(chen)
    assert scene.do(own, "win").status_code == 204
    assert told(chen) == [("changed", "opportunity", 1)], "of their own, that somebody else ended, they hear"
    chen = lent(scene, deals=True)
    scene.opened()
    assert told(chen) == [("changed", "opportunity", 1)]


def test_who_lost_sight_of_an_opportunity_since_reads_only_that_the_customer_changed() -> None:
    scene = make_deals()
    chen = lent(scene, deals=True)
    scene.opened()
    Grant.objects.update(deals=False)
    (row,) = heard(chen)
    assert (row["kind"], row["about_kind"], row["customer"]["id"]) == ("changed", "", str(scene.zhang))


def test_of_cases_opened_solved_closed_and_reopened_and_only_who_may_see_cases(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_service()
    lin = scene.cast.lin
    follow(scene.zhang, lin)
    case = scene.opened()
    assert told(lin) == [("changed", "case", 1)]
    assert scene.do(case, "comments", text=SAID).status_code == 201
    assert told(lin) == []
    scene.went(case, "solve", "close", "reopen")
    assert told(lin) == [("changed", "case", 3)]
    assert not any(SAID in str(row) or "外壳" in str(row) for row in Notice.objects.values())
    without(monkeypatch, service_rights.VIEW)
    scene.opened()
    assert (told(lin), Follow.objects.count()) == ([], 1)


def without(monkeypatch: pytest.MonkeyPatch, right: str) -> None:
    """Whoever listens lacks a right."""

    def narrowed(user_id: int, payload: Any = None) -> Any:
        them = actor_for(user_id, payload)
        return actor_for(user_id, {"rights": sorted(set(them.rights) - {right})})

    monkeypatch.setattr(sight, "actor_for", narrowed)


def test_without_the_right_to_see_opportunities_one_hears_of_none(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_deals()
    follow(scene.zhang, scene.cast.lin)
    without(monkeypatch, deals_rights.VIEW)
    scene.opened()
    assert told(scene.cast.lin) == []


def test_of_files_and_their_newer_versions_but_not_what_they_are_called() -> None:
    scene = make_documents()
    lin = scene.cast.lin
    follow(scene.zhang, lin)
    document = scene.filed(name="暗号翠鸟.txt", title="暗号翠鸟的合同")
    assert told(lin) == [("changed", "document", 1)]
    assert scene.add_version(document, version=1).status_code == 201
    assert told(lin) == [("changed", "document", 1)]
    assert not any("暗号" in str(row) for row in Notice.objects.values())


def test_who_was_disabled_or_sees_the_customer_no_more_hears_nothing() -> None:
    scene = make_deals()
    chen = lent(scene, deals=True)
    Grant.objects.all().delete()
    scene.opened()
    assert (heard(chen), unread(chen)) == ([], 0)
    follow(scene.zhang, scene.cast.lin)
    User.objects.filter(id=scene.cast.lin.id).update(is_active=False)
    scene.opened()
    assert Notice.objects.filter(user_id=scene.cast.lin.id).count() == 0
