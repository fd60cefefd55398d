"""A list of who holds what, decided line by line by somebody else."""

import re

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from kedang.access import listing, reviewing
from kedang.access.models import Line, Review
from kedang.access.tests.reviews import Scene, days_later
from kedang.accounts import users
from kedang.accounts.models import Role, Session, User
from kedang.accounts.policy import bump
from kedang.history.models import Event, ReadEvent
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from tests.people import Cast, acting, actor, browser, code, make_cast, make_user, send

pytestmark = pytest.mark.django_db
LOGINS = ("admin", "auditor", "wang", "zhou", "lin", "chen")


@pytest.fixture
def there() -> Scene:
    """The scene."""
    return Scene()


def held(user: User) -> list[str]:
    """The roles somebody has now."""
    return sorted(user.roles.values_list("code", flat=True))


def test_the_list_names_everybody_active_with_each_role() -> None:
    cast = make_cast()
    cast.lin.roles.add(Role.objects.get(code="steward"))
    User.objects.filter(id=cast.zhou.id).update(is_active=False)
    cast.wang.roles.clear()
    bump()
    answer = send(browser(cast.admin), "POST", "/access-reviews")
    assert (answer.status_code, answer.json()["reviews"][0]["lines"]) == (201, 6)
    rows = Line.objects.values_list("user_login", "role_zh", "heavy")
    assert sorted(rows) == [
        ("admin", "系统管理员", True),
        ("auditor", "审计员", True),
        ("chen", "团队主管", False),
        ("lin", "团队主管", False),
        ("lin", "数据管理员", False),
        ("wang", "", False),
    ]
    assert Event.objects.filter(verb="access.review_started", actor_id=cast.admin.id).count() == 1


def test_one_review_at_a_time(there: Scene) -> None:
    answer = send(browser(there.cast.admin), "POST", "/access-reviews")
    assert (answer.status_code, code(answer)) == (409, "access.review_running")
    assert (Review.objects.count(), Line.objects.count()) == (1, 6)


def test_a_lead_reads_and_confirms_their_own_people_only(there: Scene) -> None:
    cast = there.cast
    assert there.names(cast.lin) == ["周敏", "林晓"]
    assert there.names(cast.chen) == ["陈刚"]
    assert there.confirm(cast.lin, cast.zhou).status_code == 204
    line = there.line(cast.zhou)
    assert (line.state, line.decided_by) == ("confirmed", cast.lin.id)
    event = Event.objects.get(verb="access.line_confirmed")
    assert (event.actor_id, event.subject_id) == (cast.lin.id, cast.zhou.id)
    assert (there.names(cast.lin, "waiting"), there.names(cast.lin, "decided")) == (["林晓"], ["周敏"])


def test_a_stranger_finds_nothing_and_changes_nothing(there: Scene) -> None:
    cast, before = there.cast, there.states()
    for answer in (there.confirm(cast.chen, cast.zhou), there.take(cast.chen, cast.zhou)):
        assert (answer.status_code, code(answer)) == (404, "not_found")
    # One of them in reach does not help with the other.
    other = User.objects.create(login="tang", name="唐", password="", department=cast.south)
    Line.objects.create(review=there.review, user_id=other.id, user_name="唐", department_id=cast.south.id)
    assert there.confirm(cast.chen, other, cast.zhou).status_code == 404
    assert there.line(other).state == "open"
    assert {**there.states(), **before} == there.states()
    assert held(cast.zhou) == ["member"]


@pytest.mark.parametrize("who", ["zhou", "auditor"])
def test_without_the_right_nobody_decides(there: Scene, who: str) -> None:
    by, before = getattr(there.cast, who), there.states()
    for answer in (there.confirm(by, there.cast.lin), there.take(by, there.cast.lin)):
        assert (answer.status_code, code(answer)) == (403, "denied")
    assert send(browser(by), "POST", "/access-reviews").status_code == 403
    assert (there.states(), held(there.cast.lin)) == (before, ["lead"])


def test_a_member_reads_nothing_and_the_auditor_everything(there: Scene) -> None:
    zhou = browser(there.cast.zhou)
    for path in ("/access-reviews", f"/access-reviews/{there.review.id}/lines"):
        assert send(zhou, "GET", path).status_code == 403
    assert send(zhou, "GET", "/access-reviews/count").json() == {"waiting": 0}
    rows = there.lines(there.cast.auditor).json()["lines"]
    assert sorted(row["login"] for row in rows) == sorted(LOGINS)
    assert not any(row["may_confirm"] or row["may_take"] for row in rows)
    read = ReadEvent.objects.get(verb="access.review_read")
    assert (read.actor_id, read.count) == (there.cast.auditor.id, 6)


def test_nobody_decides_their_own_line_under_any_account(there: Scene) -> None:
    cast = there.cast
    User.objects.filter(id=cast.auditor.id).update(email=" ADMIN@example.com")
    before = there.states()
    for by, whose in (
        (cast.lin, cast.lin),
        (cast.admin, cast.admin),
        (cast.wang, cast.wang),
        (cast.admin, cast.auditor),
    ):
        for answer in (there.confirm(by, whose), there.take(by, whose)):
            assert (answer.status_code, code(answer)) == (403, "access.own_line")
    assert code(there.confirm(cast.admin, cast.zhou, cast.admin)) == "access.own_line"
    assert there.states() == before
    assert held(cast.admin) == ["administrator"]
    own = [row["login"] for row in there.lines(cast.admin).json()["lines"] if row["own"]]
    assert sorted(own) == ["admin", "auditor"]


def test_a_role_taken_away_is_gone_with_its_events(there: Scene) -> None:
    cast = there.cast
    zhou = browser(cast.zhou)
    assert send(zhou, "GET", "/customers").status_code == 200
    assert there.take(cast.lin, cast.zhou).status_code == 204
    assert (held(cast.zhou), there.line(cast.zhou).state) == ([], "taken")
    assert send(zhou, "GET", "/customers").status_code == 403
    changed = Event.objects.get(verb="user.changed", subject_id=cast.zhou.id)
    assert (changed.actor_id, '"roles_removed":["member"]' in changed.details) == (cast.lin.id, True)
    assert Event.objects.filter(verb="access.line_taken", subject_id=cast.zhou.id).count() == 1
    assert code(there.confirm(cast.admin, cast.zhou)) == "access.line_decided"


def test_leads_do_not_take_away_what_others_administer_with(there: Scene) -> None:
    cast = there.cast
    for whose in (cast.admin, cast.auditor):
        answer = there.take(cast.wang, whose)
        assert (answer.status_code, code(answer)) == (403, "access.only_security")
    assert (held(cast.admin), held(cast.auditor)) == (["administrator"], ["auditor"])
    assert there.confirm(cast.wang, cast.admin).status_code == 204
    assert there.take(cast.admin, cast.auditor).status_code == 204
    assert held(cast.auditor) == []


def test_leads_decide_about_neither_peers_nor_their_own_lead_nor_who_sees_everybody() -> None:
    cast = make_cast()
    peer = make_user("ding", "丁主管", "lead", cast.east)
    above = make_user("gao", "高总", "lead", cast.head_office)
    second = make_user("wu", "吴经理", "manager", cast.head_office)
    keeper = make_user("mei", "梅管", "steward", cast.east)
    there = Scene(cast=cast)
    for by, whose in ((cast.lin, peer), (peer, cast.lin), (cast.lin, keeper), (cast.wang, second), (above, keeper)):
        before = there.states()
        for answer in (there.confirm(by, whose), there.take(by, whose)):
            assert (answer.status_code, code(answer)) == (403, "access.not_your_line")
        assert (there.states(), held(whose)) == (before, [whose.roles.get().code])
    # Her own lead works in a department she does not reach: not even the line is there.
    assert there.take(cast.lin, above).status_code == 404
    User.objects.filter(id=above.id).update(department=cast.east)
    Line.objects.filter(user_id=above.id).update(department_id=cast.east.id)
    bump()
    assert code(there.take(cast.lin, above)) == "access.not_your_line"
    row = next(each for each in there.lines(cast.lin).json()["lines"] if each["login"] == "ding")
    assert (row["own"], row["may_confirm"], row["may_take"]) == (False, False, False)
    assert there.take(cast.wang, peer).status_code == 204
    assert there.take(cast.admin, second).status_code == 204
    assert (held(peer), held(second)) == ([], [])


def test_an_account_without_a_role_is_disabled_by_security_only() -> None:
    cast = make_cast()
    cast.zhou.roles.clear()
    bump()
    reviewing.start(actor(cast.admin))
    line = Line.objects.get(user_id=cast.zhou.id)
    path = f"/access-review-lines/{line.id}/take"
    assert code(send(browser(cast.lin), "POST", path)) == "access.only_security"
    assert User.objects.get(id=cast.zhou.id).is_active
    assert send(browser(cast.admin), "POST", path).status_code == 204
    assert not User.objects.get(id=cast.zhou.id).is_active


def test_the_last_administrator_stays(there: Scene) -> None:
    cast = there.cast
    role = Role.objects.create(code="roles", name_zh="角色", name_en="roles", rights=["roles.manage"], scope=1)
    cast.wang.roles.add(role)
    bump()
    answer = there.take(cast.wang, cast.admin)
    assert (answer.status_code, code(answer)) == (409, "user.last_administrator")
    assert (held(cast.admin), there.line(cast.admin).state) == (["administrator"], "open")


def test_taking_away_asks_who_sits_there_and_no_token_decides(there: Scene) -> None:
    cast, line = there.cast, there.line(there.cast.zhou)
    browsing = browser(cast.lin)
    Session.objects.filter(user=cast.lin).update(proved_at=None)
    assert code(send(browsing, "POST", f"/access-review-lines/{line.id}/take")) == "stepup"
    by_token = acting(cast.lin, via="token")
    with pytest.raises(DomainError, match=r"token\.by_token"):
        reviewing.confirm(by_token, there.review.id, [line.id])
    with pytest.raises(DomainError, match=r"token\.by_token"):
        reviewing.take(by_token, line.id)
    assert (held(cast.zhou), there.line(cast.zhou).state) == (["member"], "open")


def test_what_is_held_no_more_is_not_confirmed(there: Scene) -> None:
    cast = there.cast
    users.change_user(actor(cast.admin), cast.zhou.id, {"role_ids": [Role.objects.get(code="auditor").id]})
    for answer in (there.confirm(cast.lin, cast.zhou), there.take(cast.lin, cast.zhou)):
        assert (answer.status_code, code(answer)) == (409, "access.line_gone")
    assert (held(cast.zhou), there.line(cast.zhou).state) == (["auditor"], "open")


def test_after_the_deadline_nothing_is_confirmed(there: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    days_later(monkeypatch, 31)
    for answer in (there.confirm(there.cast.lin, there.cast.zhou), there.take(there.cast.lin, there.cast.zhou)):
        assert (answer.status_code, code(answer)) == (409, "access.review_over")
    assert there.line(there.cast.zhou).state == "open"


def test_the_count_is_what_one_may_decide(there: Scene) -> None:
    def waits(user: User) -> int:
        return int(send(browser(user), "GET", "/access-reviews/count").json()["waiting"])

    cast = there.cast
    assert [waits(user) for user in (cast.admin, cast.wang, cast.lin, cast.chen, cast.auditor)] == [5, 5, 1, 0, 0]
    there.confirm(cast.lin, cast.zhou)
    assert [waits(user) for user in (cast.admin, cast.lin)] == [4, 0]


def test_duties_stay_apart_through_a_review() -> None:
    cast: Cast = make_cast()
    cast.admin.roles.set([Role.objects.get(code="security_admin")])
    bump()
    assert send(browser(cast.admin), "PUT", "/access/separation", {"on": True}).status_code == 200
    # By hand in the database: two duties meet, and their rights have no effect.
    cast.auditor.roles.add(Role.objects.get(code="member"))
    bump()
    review = reviewing.start(actor(cast.admin))
    assert code(send(browser(cast.auditor), "GET", "/access-reviews")) == "denied"
    line = Line.objects.get(review=review, user_id=cast.auditor.id, role_zh="客户经理")
    assert send(browser(cast.admin), "POST", f"/access-review-lines/{line.id}/take").status_code == 204
    assert held(cast.auditor) == ["auditor"]
    assert send(browser(cast.auditor), "GET", "/access-reviews").status_code == 200


def test_last_sign_in_and_last_use_stand_on_the_line() -> None:
    cast = make_cast()
    browser(cast.zhou)
    users.change_me(actor(cast.lin), {"language": "en"})
    reviewing.start(actor(cast.admin))
    zhou, lin = (Line.objects.get(user_id=user.id) for user in (cast.zhou, cast.lin))
    assert (zhou.last_sign_in is not None, zhou.last_use) == (True, None)
    assert (lin.last_sign_in, lin.last_use is not None and (now() - lin.last_use).total_seconds() < 60) == (None, True)
    assert "customers.export" in lin.rights
    assert "customers.export" not in zhou.rights


def test_the_last_use_is_a_seek_at_the_end_of_an_index() -> None:
    make_cast()
    with CaptureQueriesContext(connections["default"]) as changes, CaptureQueriesContext(connections["audit"]) as looks:
        assert len(listing.drafts()) == 6
    asked = [q["sql"] for q in (*changes, *looks) if "actor_id" in q["sql"]]
    assert len(asked) == 12
    assert all(re.search(r'BETWEEN .* ORDER BY \S*"actor_id" DESC, \S*"id" DESC LIMIT 1$', sql) for sql in asked), asked


def cleared_review(level: int = 2) -> tuple[Scene, Line]:
    """A review in which 周 sees customers up to this level, and the line that says so."""
    cast = make_cast()
    User.objects.filter(id=cast.zhou.id).update(clearance=level)
    bump()
    there = Scene(cast=cast)
    return there, Line.objects.get(user_id=cast.zhou.id, clearance__gt=0)


def test_a_clearance_is_a_line_of_its_own() -> None:
    there, line = cleared_review()
    assert Line.objects.filter(review=there.review).count() == 7
    rows = [row for row in there.lines(there.cast.lin).json()["lines"] if row["login"] == "zhou"]
    told = [(row["role"], row["clearance"], row["may_confirm"], row["may_take"]) for row in rows]
    assert told == [("客户经理", 0, True, True), (None, 2, True, False)]
    path = f"/access-reviews/{there.review.id}/confirm"
    assert send(browser(there.cast.lin), "POST", path, {"lines": [str(line.id)]}).status_code == 204
    line.refresh_from_db()
    assert (line.state, User.objects.get(id=there.cast.zhou.id).clearance) == ("confirmed", 2)


def test_taking_a_clearance_lowers_it_and_leaves_the_account_and_its_role() -> None:
    there, line = cleared_review()
    path, cast = f"/access-review-lines/{line.id}/take", there.cast
    for by in (cast.lin, cast.wang):
        assert code(send(browser(by), "POST", path)) == "access.only_security"
    assert User.objects.get(id=cast.zhou.id).clearance == 2
    assert send(browser(cast.admin), "POST", path).status_code == 204
    zhou = User.objects.get(id=cast.zhou.id)
    assert (zhou.clearance, zhou.is_active, held(zhou)) == (0, True, ["member"])
    told = Event.objects.get(verb="clearance.taken")
    assert (told.actor_id, told.subject_id, '"from":2' in told.details) == (cast.admin.id, cast.zhou.id, True)
    assert '"clearance":2' in Event.objects.get(verb="access.line_taken").details


def test_a_clearance_that_is_another_by_now_is_not_confirmed() -> None:
    there, line = cleared_review()
    User.objects.filter(id=there.cast.zhou.id).update(clearance=3)
    path = f"/access-reviews/{there.review.id}/confirm"
    answer = send(browser(there.cast.admin), "POST", path, {"lines": [str(line.id)]})
    assert (answer.status_code, code(answer)) == (409, "access.line_gone")
    line.refresh_from_db()
    assert line.state == "open"


def test_who_may_not_give_clearances_takes_none() -> None:
    there, line = cleared_review()
    role = Role.objects.create(code="roles", name_zh="角色", name_en="roles", rights=["roles.manage"], scope=1)
    there.cast.wang.roles.add(role)
    bump()
    answer = send(browser(there.cast.wang), "POST", f"/access-review-lines/{line.id}/take")
    assert (answer.status_code, code(answer)) == (403, "access.only_security")
    assert User.objects.get(id=there.cast.zhou.id).clearance == 2
