"""The calendar link: what a calendar reads over it, and when it reads nothing any more."""

from datetime import UTC, datetime, timedelta

import pytest
import recurring_ical_events
import vobject
from django.test import Client
from icalendar import Calendar

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.accounts.tokens import Reach, create_token
from kedang.activity import feed
from kedang.activity.models import CalendarLink, FollowUp
from kedang.activity.tests.scene import Scene, at, make_scene
from kedang.archive.models import Grant
from kedang.archive.tests.filing import share
from kedang.history.models import Event, ReadEvent
from tests.people import actor, browser, script, send

pytestmark = pytest.mark.django_db


def subscribed(user: User, *, detailed: bool = True) -> str:
    """The path behind somebody's new link."""
    answer = send(browser(user), "POST", "/calendar-link", {"detailed": detailed})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["address"])


def fetched(path: str) -> list[dict[str, str]]:
    """What a calendar program shows of a year around today."""
    answer = Client().get(path)
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert vobject.readOne(answer.content.decode()).validate(raiseException=True)
    year, today = timedelta(days=365), datetime.now(UTC)
    shown = recurring_ical_events.of(Calendar.from_ical(answer.content)).between(today - year, today + year)
    return [
        {name: str(event.get(name, "")) for name in ("UID", "SUMMARY", "DESCRIPTION", "SEQUENCE")} for event in shown
    ]


def status(path: str) -> int:
    """The answer to a program."""
    return Client().get(path).status_code


def test_a_calendar_shows_who_is_to_be_met_and_follows_every_change() -> None:
    scene = make_scene()
    visit = scene.planned(text="带样品; 问价,\n再定")
    path = subscribed(scene.cast.zhou)
    (shown,) = fetched(path)
    assert shown == {
        "UID": f"{visit}@follow-up.kedang",
        "SUMMARY": "拜访 · 张伟",
        "DESCRIPTION": "带样品; 问价,\n再定",
        "SEQUENCE": "1",
    }
    scene.ask(scene.cast.zhou, "PATCH", f"/follow-ups/{visit}", {"version": 1, "due_at": at(3), "kind": "call"})
    (moved,) = fetched(path)
    assert (moved["UID"], moved["SUMMARY"], moved["SEQUENCE"]) == (shown["UID"], "电话 · 张伟", "2")
    scene.ask(scene.cast.zhou, "POST", f"/follow-ups/{visit}/done", {"version": 2})
    assert [each["SUMMARY"] for each in fetched(path)] == ["✓ 电话 · 张伟"]
    FollowUp.objects.update(ended_at=datetime.now(UTC) - timedelta(days=15))
    assert fetched(path) == []
    looked = ReadEvent.objects.filter(verb="calendar.fetched").order_by("id").first()
    assert looked is not None
    assert (looked.actor_id, looked.customer_id, looked.via) == (scene.cast.zhou.id, scene.zhang, "token")


def test_a_link_that_may_leak_says_only_that_something_is_to_be_done() -> None:
    scene = make_scene()
    scene.planned()
    path = subscribed(scene.cast.zhou, detailed=False)
    content = Client().get(path).content.decode()
    assert "SUMMARY:跟进\r\n" in content
    assert not [word for word in ("张伟", "样品", "拜访", str(scene.zhang)) if word in content]
    assert send(browser(scene.cast.zhou), "PATCH", "/calendar-link", {"detailed": True}).status_code == 204
    assert [each["SUMMARY"] for each in fetched(path)] == ["拜访 · 张伟"]


def test_the_address_is_kept_as_a_hash_and_dead_when_renewed_or_revoked() -> None:
    scene = make_scene()
    zhou = browser(scene.cast.zhou)
    first = subscribed(scene.cast.zhou)
    secret = first.split("/")[-2]
    link = CalendarLink.objects.get()
    assert secret not in link.hash
    assert send(zhou, "GET", "/calendar-link").json()["active"] is True
    assert secret not in send(zhou, "GET", "/calendar-link").content.decode()
    second = subscribed(scene.cast.zhou)
    assert (status(first), status(second)) == (404, 200)
    assert send(zhou, "DELETE", "/calendar-link").status_code == 204
    assert (status(second), CalendarLink.objects.count()) == (404, 0)
    assert send(zhou, "DELETE", "/calendar-link").status_code == 404
    verbs = Event.objects.filter(verb__startswith="calendar_link.").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["calendar_link.made", "calendar_link.made", "calendar_link.revoked"]


def test_sight_and_rights_are_looked_at_every_time() -> None:
    scene: Scene = make_scene()
    chen = scene.cast.chen
    share(scene.zhang, chen)
    scene.planned(assignee_id=str(chen.id))
    path = subscribed(chen)
    assert [each["SUMMARY"] for each in fetched(path)] == ["拜访 · 张伟"]
    role = Role.objects.get(code="lead")
    role.field_modes = {**role.field_modes, "notes": {"own": "hidden", "other": "hidden"}}
    role.save()
    bump()
    assert [each["DESCRIPTION"] for each in fetched(path)] == [""]
    Grant.objects.all().delete()
    assert fetched(path) == [], "who may no longer see the customer is no longer told of it"
    User.objects.filter(id=chen.id).update(is_active=False)
    bump()
    assert status(path) == 404


def test_a_stranger_learns_nothing_and_is_slowed_down_while_links_go_on_working(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = make_scene()
    path = subscribed(scene.cast.zhou)
    monkeypatch.setattr(feed, "MISSES", 2)
    assert [status(f"/api/calendar/{'x' * 43}/follow-ups.ics") for _ in range(3)] == [404, 404, 429]
    assert status(path) == 200


def test_a_token_makes_no_link() -> None:
    scene = make_scene()
    program = script(create_token(actor(scene.cast.zhou), name="t", reach=Reach()).secret)
    assert send(program, "POST", "/calendar-link", {"detailed": True}).status_code == 403
    assert send(browser(scene.cast.auditor), "POST", "/calendar-link", {"detailed": True}).status_code == 403
    assert CalendarLink.objects.count() == 0
