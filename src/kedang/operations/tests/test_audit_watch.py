"""A seal that stands still is told of once, to whoever reads the audit or runs the installation."""

from datetime import timedelta

import pytest

from kedang.accounts.models import User
from kedang.delivery.models import Message
from kedang.history.models import Event
from kedang.history.sinks import SinkStanding
from kedang.history.standing import Standing
from kedang.kit.clock import now
from kedang.operations import audit_watch
from tests.people import make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def people(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody has an address, and mail is set up."""
    make_cast()
    monkeypatch.setattr(audit_watch, "is_set_up", lambda channel: True)


def stands(monkeypatch: pytest.MonkeyPatch, lag: float, since: timedelta = timedelta(0)) -> None:
    """The seal as it stands: how long the oldest event waits, and how long ago the last checkpoint was."""
    found = Standing(7, 100, now() - since, 3, lag)
    monkeypatch.setattr(audit_watch, "standing", lambda: found)


def test_a_seal_behind_is_told_once_for_each_standstill(monkeypatch: pytest.MonkeyPatch) -> None:
    stands(monkeypatch, 29.0, timedelta(seconds=29))
    assert (audit_watch.watch(), Event.objects.filter(verb="audit.behind").count()) == (0, 0)
    stands(monkeypatch, 31.0, timedelta(seconds=31))
    assert audit_watch.watch() == 2
    assert audit_watch.watch() == 0
    told = set(Message.objects.filter(purpose="audit_alert").values_list("subject_id", flat=True))
    assert told == set(User.objects.filter(login__in=("admin", "auditor")).values_list("id", flat=True))
    stands(monkeypatch, 31.0)
    assert audit_watch.watch() == 2
    assert Event.objects.filter(verb="audit.behind").count() == 2


def test_checkpoints_that_do_not_leave_are_told_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    stands(monkeypatch, 0.0)
    late = SinkStanding("file", 4, now() - timedelta(minutes=20), "OSError")
    monkeypatch.setattr(audit_watch, "standing_of_sinks", lambda: [late])
    assert (audit_watch.watch(), audit_watch.watch()) == (2, 0)
    assert Event.objects.get(verb="audit.behind").details == '{"waiting":4,"what":"sink","where":"file"}'


def test_without_mail_the_record_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_watch, "is_set_up", lambda channel: False)
    stands(monkeypatch, 45.0, timedelta(seconds=45))
    assert audit_watch.watch() == 0
    assert Event.objects.filter(verb="audit.behind").count() == 1
    assert not Message.objects.exists()
