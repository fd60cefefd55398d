"""A month is replayed: ten thefts are seen by the next run, ordinary work hardly ever is, and nothing is told twice."""

from datetime import timedelta

import pytest

from kedang.accounts.models import User
from kedang.delivery.models import Message
from kedang.history.models import Event, ReadEvent
from kedang.history.reads import record_read
from kedang.kit.clock import now
from kedang.oversight import alerting, watching
from kedang.oversight.canaries import token_of
from kedang.oversight.models import Canary, Hit, Hour, Progress
from kedang.oversight.tests import synthetic
from kedang.oversight.tests.synthetic import ATTACKS, CANARY, LAST, PEOPLE, Log, at, ordinary
from kedang.oversight.watching import watch
from kedang.ownership.models import Succession
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is nine in the evening of the last day, and mail is set up."""
    for module in (watching, alerting):
        monkeypatch.setattr(module, "now", lambda: at(LAST, 21))
    monkeypatch.setattr(alerting, "is_set_up", lambda channel: True)


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def again() -> None:
    """Read from the beginning: these lines come later than the evening they were read on; in life, ids only rise."""
    Progress.objects.update(last_look=0, last_change=0)


def hits() -> set[tuple[str, int]]:
    return set(Hit.objects.values_list("rule", "user_id"))


def test_ten_thefts_are_seen_and_ordinary_work_is_left_alone(cast: Cast) -> None:
    Canary.objects.create(token=token_of(CANARY), by=cast.admin.id, at=at(LAST, 0))
    Succession.objects.create(from_id=PEOPLE[10], shares={}, started_by=cast.admin.id, started_at=at(LAST, 8))
    log = Log()
    worked = ordinary(log)
    log.write()
    watch()
    false = Hit.objects.count()
    assert worked > 230
    assert false * 100 <= 3 * worked, list(Hit.objects.values_list("rule", "user_id", "amount", "threshold"))
    for attack in ATTACKS:
        wanted = attack(log)
        log.write()
        again()
        assert wanted not in hits()
        watch()
        assert wanted in hits(), attack.__name__
    assert Event.objects.filter(verb="access.unusual").count() == Hit.objects.count()


def test_a_hit_is_made_once_grows_and_is_told_to_others_alone(cast: Cast) -> None:
    log = Log()
    for page in range(10):
        log.listed(cast.auditor.id, at(LAST, 10, page), 100)
    log.write()
    assert watch() == 1
    assert set(Message.objects.values_list("purpose", "subject_id", "actor_id")) == {
        ("unusual_access", Hit.objects.get().id, cast.admin.id)
    }
    log.listed(cast.auditor.id, at(LAST, 10, 30), 200)
    log.write()
    again()
    assert watch() == 0
    assert list(Hit.objects.values_list("rule", "amount", "threshold")) == [("rows", 1200, 600)]
    assert Event.objects.filter(verb="access.unusual").count() == 1
    assert Message.objects.count() == 1


def test_what_was_counted_does_not_depend_on_how_often(cast: Cast) -> None:
    log = Log()
    ordinary(log, days=5)
    log.write()
    watch()
    counted = sorted(Hour.objects.values_list("user_id", "hour", "token_id", "rows", "opened", "edits", "thin"))
    again()
    watch()
    recounted = sorted(Hour.objects.values_list("user_id", "hour", "token_id", "rows", "opened", "edits", "thin"))
    assert recounted == counted
    assert len(counted) > 50


def test_small_batches_count_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "BATCH", 40)
    log = Log()
    for page in range(30):
        log.listed(PEOPLE[5], at(LAST, 10, page), 50)
    for page in range(60):
        log.change(PEOPLE[6], at(LAST, 11, page / 2), 5)
    log.write()
    watch()
    assert set(Hour.objects.values_list("user_id", "rows", "edits")) == {(PEOPLE[5], 1500, 0), (PEOPLE[6], 0, 60)}


def test_real_looks_are_counted_and_refusals_are_not(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "now", lambda: now() + timedelta(minutes=1))
    zhou = actor(cast.zhou)
    record_read(zhou, "customers.listed", customer_ids=[1, 2, 3])
    for verb in ("customer.opened", "timeline.read", "documents.read", "customer.opened"):
        record_read(zhou, verb, customer_ids=[1])
    record_read(zhou, "customers.counted", count=900)
    record_read(zhou, "denied", count=5)
    watch()
    assert list(Hour.objects.values_list("user_id", "rows", "opened")) == [(cast.zhou.id, 4, 1)]
    assert not Hit.objects.exists()


def test_the_past_is_found_without_a_mail_about_it(cast: Cast) -> None:
    log = Log()
    for page in range(20):
        log.listed(cast.zhou.id, at(LAST - timedelta(days=9), 10, page), 100)
    log.write()
    assert watch() == 1
    assert not Message.objects.exists()


def test_who_filed_a_canary_before_it_was_one_did_not_touch_it(cast: Cast) -> None:
    Canary.objects.create(token=token_of(CANARY), by=cast.admin.id, at=at(LAST, 12))
    log = Log()
    log.look(cast.zhou.id, at(LAST, 11), "customer.opened", ids=(CANARY,))
    log.look(cast.zhou.id, at(LAST, 13), "customers.listed", ids=(CANARY,))
    log.write()
    assert watch() == 0
    log.change(cast.chen.id, at(LAST, 14), CANARY)
    log.write()
    again()
    assert watch() == 1
    assert hits() == {("canary", cast.chen.id)}


def test_what_an_import_wrote_is_no_editing_and_is_read_once(cast: Cast) -> None:
    log = Log()
    for nth in range(30):
        log.change(PEOPLE[6], at(LAST, 11, nth), nth)
    for row in log.changes[:29]:
        row.run_id = 5
    log.write()
    watch()
    assert list(Hour.objects.values_list("edits", flat=True)) == [1]
    assert Progress.objects.get().last_change > Event.objects.latest("id").id


def test_a_mail_that_was_not_queued_is_queued_the_next_time(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Log()
    for page in range(10):
        log.listed(cast.zhou.id, at(LAST, 10, page), 100)
    log.write()
    with monkeypatch.context() as broken:
        broken.setattr(alerting, "post", None)
        with pytest.raises(TypeError):
            watch()
    assert (Hit.objects.count(), Message.objects.count()) == (1, 0)
    assert watch() == 0
    assert Message.objects.count() == 2


def test_an_export_from_where_somebody_is_known_is_none(cast: Cast) -> None:
    log = Log()
    for back in (12, 5, 2):
        log.listed(cast.wang.id, at(LAST - timedelta(days=back), 10), 20, ip=synthetic.HOME)
        log.listed(cast.wang.id, at(LAST - timedelta(days=back), 11), 20)
    log.look(cast.wang.id, at(LAST, 10), "customers.exported", count=10, ip=synthetic.HOME)
    # The same network, another address.
    log.look(cast.wang.id, at(LAST, 11), "customers.exported", count=10, ip="192.0.2.200")
    log.write()
    assert watch() == 0
    log.look(cast.wang.id, at(LAST, 12), "customers.exported", count=10, ip=synthetic.FOREIGN)
    log.write()
    again()
    assert watch() == 1
    assert (User.objects.count(), ReadEvent.objects.count()) == (6, 9)
