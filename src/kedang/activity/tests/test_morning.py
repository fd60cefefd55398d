"""The morning mail: to whom, when, once, and what does not stand in it."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest

from kedang.accounts.models import User
from kedang.accounts.policy import bump
from kedang.activity import morning
from kedang.activity.models import FollowUp, MorningMail
from kedang.activity.tests.scene import Scene, at, make_scene
from kedang.archive.models import Grant
from kedang.archive.tests.filing import share
from kedang.delivery import settings
from kedang.delivery.models import Message
from kedang.delivery.outbox import open_content
from kedang.delivery.tests.mail_server import use_mail
from kedang.fields.values import LOCAL
from kedang.history.models import Event
from kedang.vault.keys import key_for
from tests.people import browser, code, send

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 8, 5, tzinfo=LOCAL)


@pytest.fixture(autouse=True)
def _mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    use_mail(monkeypatch, 1)
    yield
    monkeypatch.undo()
    settings.forget_settings()


def clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """It is now this moment, for whoever sends."""
    monkeypatch.setattr(morning, "now", lambda: moment)
    monkeypatch.setattr(morning, "today", moment.date)


def wants(user: User, *, wanted: bool = True) -> int:
    """Somebody turns the mail on, yesterday."""
    answer = send(browser(user), "PUT", "/morning-mail", {"wanted": wanted})
    MorningMail.objects.filter(user_id=user.id).update(sent_on=None)
    return int(answer.status_code)


def planned(scene: Scene, *moments: datetime, assignee: User | None = None) -> None:
    """周 plans something at each of these moments, for herself or somebody else."""
    whose = str((assignee or scene.cast.zhou).id)
    for moment in moments:
        call = scene.planned(None, assignee_id=whose)
        FollowUp.objects.filter(id=call).update(due_at=moment)


def mails() -> list[tuple[str, str, str]]:
    """Address, subject and text of everything in the outbox."""
    return [open_content(each, key_for(each.id)) for each in Message.objects.order_by("id")]


def test_it_comes_once_a_working_morning_with_figures_and_no_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    planned(scene, MONDAY.replace(day=20), MONDAY.replace(hour=7), MONDAY.replace(hour=23), MONDAY.replace(day=24))
    assert wants(scene.cast.zhou) == 204
    for early in (MONDAY.replace(day=22), MONDAY.replace(hour=7)):
        clock(monkeypatch, early)
        assert morning.send_all() == 0, "a Sunday, and before eight"
    clock(monkeypatch, MONDAY)
    assert [morning.send_all() for _ in range(3)] == [1, 0, 0]
    ((to, subject, text),) = mails()
    assert (to, subject) == ("zhou@example.com", "客档跟进：今天 2 项，已逾期 1 项")
    assert not re.search("张伟|样品", text)
    clock(monkeypatch, MONDAY.replace(day=24))
    assert (morning.send_all(), mails()[1][1]) == (1, "客档跟进：今天 1 项，已逾期 3 项")


def test_nobody_gets_it_who_has_nothing_to_do_sees_it_no_more_or_turned_it_off(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    zhou, chen, wang = scene.cast.zhou, scene.cast.chen, scene.cast.wang
    share(scene.zhang, chen)
    planned(scene, MONDAY)
    planned(scene, MONDAY, assignee=chen)
    assert [wants(user) for user in (zhou, chen, wang)] == [204] * 3
    Grant.objects.all().delete()
    assert wants(zhou, wanted=False) == 204
    clock(monkeypatch, MONDAY)
    assert (morning.send_all(), mails()) == (0, [])
    verbs = list(Event.objects.filter(verb="morning_mail.chosen").values_list("actor_id", flat=True))
    assert sorted(verbs) == sorted([zhou.id, chen.id, wang.id, zhou.id])


def test_a_disabled_person_gets_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    planned(scene, MONDAY)
    wants(scene.cast.zhou)
    User.objects.filter(id=scene.cast.zhou.id).update(is_active=False)
    bump()
    clock(monkeypatch, MONDAY)
    assert (morning.send_all(), mails()) == (0, [])


def test_who_has_no_address_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = make_scene()
    zhou = browser(scene.cast.zhou)
    assert send(zhou, "GET", "/morning-mail").json() == {"wanted": False, "hindrance": ""}
    User.objects.filter(id=scene.cast.zhou.id).update(email="")
    refused = send(zhou, "PUT", "/morning-mail", {"wanted": True})
    assert (refused.status_code, code(refused), MorningMail.objects.count()) == (409, "activity.no_mail", 0)
    assert send(zhou, "GET", "/morning-mail").json() == {"wanted": False, "hindrance": "no_address"}
    assert send(browser(scene.cast.auditor), "PUT", "/morning-mail", {"wanted": True}).status_code == 403


def test_it_begins_tomorrow_when_turned_on_today() -> None:
    scene = make_scene()
    scene.ask(scene.cast.zhou, "POST", "/follow-ups", {"kind": "call", "due_at": at(-3)})
    assert send(browser(scene.cast.zhou), "PUT", "/morning-mail", {"wanted": True}).status_code == 204
    assert (morning.send_all(), mails()) == (0, [])
