"""What a review does by itself: it begins, reminds, and ends as the setting says."""

from datetime import UTC, datetime, timedelta

import pytest

from kedang.access import closing, review_rules, reviewing, telling
from kedang.access.models import Line, Review, ReviewRules
from kedang.access.tests.reviews import Scene, days_later
from kedang.accounts import users
from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.delivery.models import MAIL, Message
from kedang.history.models import Event
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from tests.people import actor, browser, code, make_cast, send

pytestmark = pytest.mark.django_db


def active() -> list[str]:
    """Who may sign in."""
    return sorted(User.objects.filter(is_active=True).values_list("login", flat=True))


def roles_of(user: User) -> list[str]:
    """The roles somebody has."""
    return sorted(user.roles.values_list("code", flat=True))


def test_by_itself_it_warns_and_takes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    there = Scene()
    there.confirm(there.cast.admin, there.cast.zhou, there.cast.lin)
    days_later(monkeypatch, 29)
    assert closing.end() is None
    days_later(monkeypatch, 31)
    assert closing.end() is not None
    assert there.states() == {
        "zhou": "confirmed",
        "lin": "confirmed",
        "chen": "lapsed",
        "admin": "lapsed",
        "auditor": "lapsed",
        "wang": "lapsed",
    }
    assert active() == ["admin", "auditor", "chen", "lin", "wang", "zhou"]
    assert roles_of(there.cast.chen) == ["lead"]
    shown = send(browser(there.cast.auditor), "GET", "/access-reviews").json()["reviews"][0]
    assert (shown["open"], shown["decided"], shown["unconfirmed"]) == (False, 2, 4)
    assert Event.objects.filter(verb="access.line_lapsed").count() == 4
    assert Event.objects.filter(verb="access.review_ended").count() == 1
    assert closing.end() is None


def test_strict_disables_whom_nobody_confirmed_but_never_the_last_administrator(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = Scene("suspend")
    cast = there.cast
    there.confirm(cast.admin, cast.zhou, cast.lin, cast.auditor)
    signed_in = browser(cast.chen)
    days_later(monkeypatch, 31)
    closing.look_after()
    assert active() == ["admin", "auditor", "lin", "zhou"]
    assert (there.line(cast.chen).state, there.line(cast.wang).state) == ("suspended", "suspended")
    kept = there.line(cast.admin)
    assert (kept.state, kept.why) == ("kept", "user.last_administrator")
    assert send(signed_in, "GET", "/session").status_code == 401
    assert set(Event.objects.filter(verb="user.disabled").values_list("subject_id", flat=True)) == {
        cast.chen.id,
        cast.wang.id,
    }


def test_removing_takes_the_unconfirmed_role_and_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = make_cast()
    cast.lin.roles.add(Role.objects.get(code="steward"))
    ReviewRules.objects.create(id=1, at_deadline="remove")
    review = reviewing.start(actor(cast.admin))
    lead = Line.objects.get(user_id=cast.lin.id, role_zh="团队主管")
    reviewing.confirm(actor(cast.admin), review.id, [lead.id])
    days_later(monkeypatch, 31)
    closing.look_after()
    assert (roles_of(cast.lin), roles_of(cast.chen), roles_of(cast.admin)) == (["lead"], [], ["administrator"])
    assert Line.objects.get(user_id=cast.admin.id).state == "kept"
    assert len(active()) == 6


def test_a_review_keeps_the_end_it_was_started_with(monkeypatch: pytest.MonkeyPatch) -> None:
    there = Scene()
    review_rules.change(actor(there.cast.admin), every_months=3, at_deadline="suspend", version=1)
    days_later(monkeypatch, 31)
    closing.end()
    assert len(active()) == 6


def test_it_ends_early_when_nothing_waits_and_puts_aside_who_left() -> None:
    there = Scene()
    cast = there.cast
    users.change_user(actor(cast.admin), cast.chen.id, {"is_active": False})
    assert there.confirm(cast.admin, cast.zhou, cast.lin, cast.wang, cast.auditor).status_code == 204
    assert closing.end() is None
    assert there.confirm(cast.wang, cast.admin).status_code == 204
    assert closing.end() is not None
    assert (there.line(cast.chen).state, there.line(cast.chen).decided_by) == ("gone", None)
    assert code(there.confirm(cast.wang, cast.admin)) == "access.review_over"


def test_it_begins_by_itself_a_quarter_after_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    make_cast()
    closing.begin()
    assert Review.objects.count() == 0
    days_later(monkeypatch, 93)
    closing.look_after()
    review = Review.objects.get()
    assert (review.started_by, Line.objects.count()) == (system_actor("worker").id, 6)
    closing.look_after()
    assert Review.objects.count() == 1
    days_later(monkeypatch, 93 + 31)
    closing.look_after()
    assert not Review.objects.filter(is_open=True).exists()
    days_later(monkeypatch, 93 + 93)
    closing.look_after()
    assert Review.objects.filter(is_open=True).count() == 1


def test_switched_off_it_never_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    ReviewRules.objects.create(id=1, every_months=0)
    days_later(monkeypatch, 4000)
    closing.look_after()
    assert Review.objects.count() == 0


def test_months_end_where_the_calendar_does() -> None:
    last = datetime(2026, 11, 30, 8, tzinfo=UTC)
    assert review_rules.months_after(last, 3) == datetime(2027, 2, 28, 8, tzinfo=UTC)
    assert review_rules.months_after(last, 12) == datetime(2027, 11, 30, 8, tzinfo=UTC)


def test_only_security_administrators_set_the_rules() -> None:
    cast = make_cast()
    wanted = {"every_months": 6, "at_deadline": "suspend", "version": 1}
    for user in (cast.zhou, cast.lin, cast.wang, cast.auditor, cast.chen):
        assert send(browser(user), "PUT", "/access-review-rules", wanted).status_code == 403
        assert send(browser(user), "GET", "/access-review-rules").status_code == 403
    assert not ReviewRules.objects.filter(at_deadline="suspend").exists()
    admin = browser(cast.admin)
    answer = send(admin, "PUT", "/access-review-rules", wanted)
    assert (answer.status_code, answer.json()["every_months"], answer.json()["version"]) == (200, 6, 2)
    assert code(send(admin, "PUT", "/access-review-rules", wanted)) == "stale"
    assert send(admin, "PUT", "/access-review-rules", {**wanted, "every_months": 5}).status_code == 422


def test_mails_go_to_whoever_decides_and_name_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str]] = []
    monkeypatch.setattr(telling, "is_set_up", lambda channel: channel == MAIL)
    monkeypatch.setattr(telling, "post", lambda draft: sent.append((draft.to, draft.text)))
    there = Scene()
    assert [to for to, _ in sent] == ["lin@example.com", "admin@example.com", "wang@example.com"]
    assert "有 1 条权限" in sent[0][1]
    assert not any(name in text for _, text in sent for name in ("周敏", "陈刚", "客户经理"))
    sent.clear()
    closing.remind()
    assert sent == []
    days_later(monkeypatch, 24)
    there.confirm(there.cast.lin, there.cast.zhou)
    closing.remind()
    closing.remind()
    assert [to for to, _ in sent] == ["admin@example.com", "wang@example.com"]
    sent.clear()
    days_later(monkeypatch, 31)
    closing.end()
    assert [to for to, _ in sent] == ["admin@example.com", "auditor@example.com"]
    assert "5 条未在期限内确认" in sent[0][1]
    assert Message.objects.count() == 0


def test_the_lists_deadline_is_thirty_days() -> None:
    assert Scene().review.due_at - now() > timedelta(days=29, hours=23)


@pytest.mark.parametrize(("at_deadline", "level", "state"), [("warn", 2, "lapsed"), ("remove", 0, "removed")])
def test_a_clearance_nobody_confirmed_goes_the_way_that_was_set(
    monkeypatch: pytest.MonkeyPatch, at_deadline: str, level: int, state: str
) -> None:
    cast = make_cast()
    User.objects.filter(id=cast.zhou.id).update(clearance=2)
    bump()
    there = Scene(at_deadline, cast)
    there.confirm(cast.admin, cast.zhou)
    days_later(monkeypatch, 31)
    closing.end()
    assert Line.objects.get(user_id=cast.zhou.id, clearance=2).state == state
    zhou = User.objects.get(id=cast.zhou.id)
    assert (zhou.clearance, zhou.is_active, roles_of(zhou)) == (level, True, ["member"])
