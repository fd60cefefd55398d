"""Looks: each counted, each on record, none without a live grant or the right with a reason and room in the quota."""

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections

from kedang.accounts.models import Role, User
from kedang.accounts.policy import bump
from kedang.approvals import granting, looking
from kedang.approvals.models import Day, Grant, Look
from kedang.approvals.tests.scene import MOBILE, NUMBER, Scene, reveal, set_clock
from kedang.archive import customers
from kedang.archive.tests.filing import file_customer
from kedang.history.models import ReadEvent
from kedang.kit.errors import DomainError
from tests.people import actor, code, send
from tests.state import unchanged

pytestmark = pytest.mark.django_db
REASON = "客户来电核对"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_look_by_a_grant_needs_no_reason_is_counted_and_recorded(scene: Scene) -> None:
    with unchanged():
        assert reveal(scene.zhou, scene.guo).status_code == 403
    grant = scene.granted()
    assert reveal(scene.zhou, scene.guo).json()["values"] == {"id_number": NUMBER}
    event = ReadEvent.objects.get(verb="customer.revealed")
    assert json.loads(event.details) == {"grant": str(grant.id), "request": str(grant.request_id)}
    assert (event.actor_id, event.customer_id, event.fields) == (scene.cast.zhou.id, scene.guo, '["id_number"]')
    assert Look.objects.get().fields == ["id_number"]
    reveal(scene.zhou, scene.guo)
    with unchanged():
        assert reveal(scene.zhou, scene.guo).status_code == 403, "two looks were granted"
    assert Grant.objects.get().used == 2


def test_the_grant_covers_its_fields_customers_and_time_only(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = set_clock(monkeypatch)
    second = file_customer(scene.cast.zhou, name="黄蓉", id_number="330106198508153217")
    scene.granted()
    with unchanged():
        assert reveal(scene.zhou, scene.guo, ["id_number", "passport"]).status_code == 404, "there is no passport"
        assert reveal(scene.zhou, scene.guo, ["mobile"]).status_code == 403
        assert reveal(scene.zhou, second).status_code == 403
    clock.pass_by(minutes=9)
    assert reveal(scene.zhou, scene.guo).status_code == 200
    clock.pass_by(minutes=2)
    with unchanged():
        assert reveal(scene.zhou, scene.guo).status_code == 403


def test_a_grant_stands_only_while_its_maker_could_make_it(scene: Scene) -> None:
    scene.granted()
    User.objects.filter(id=scene.cast.lin.id).update(is_active=False)
    bump()
    with unchanged():
        assert reveal(scene.zhou, scene.guo).status_code == 403
    (row,) = send(scene.zhou, "GET", "/approvals/mine").json()["rows"]
    assert row["grant"]["state"] == "suspended"
    User.objects.filter(id=scene.cast.lin.id).update(is_active=True)
    lead = Role.objects.get(code="lead")
    Role.objects.filter(id=lead.id).update(rights=[each for each in lead.rights if each != "approvals.decide"])
    bump()
    with unchanged():
        assert reveal(scene.zhou, scene.guo).status_code == 403
    Role.objects.filter(id=lead.id).update(rights=lead.rights)
    bump()
    assert reveal(scene.zhou, scene.guo).status_code == 200


def test_a_customer_out_of_sight_is_gone_with_grant_and_all(scene: Scene) -> None:
    scene.granted()
    customers.assign(actor(scene.cast.wang), scene.guo, scene.cast.chen.id)
    with unchanged():
        assert reveal(scene.zhou, scene.guo).status_code == 404


def test_whoever_may_reveal_does_with_a_reason_as_before(scene: Scene) -> None:
    with unchanged():
        assert code(reveal(scene.lin, scene.guo)) == "reveal.reason"
    assert reveal(scene.lin, scene.guo, reason=REASON).json()["values"] == {"id_number": NUMBER}
    assert json.loads(ReadEvent.objects.get(verb="customer.revealed").details) == {"reason": REASON}


def test_the_quota_counts_customers_once_a_day(scene: Scene) -> None:
    scene.rule(quota=1)
    second = file_customer(scene.cast.zhou, name="黄蓉", mobile=MOBILE)
    for _ in range(2):
        assert reveal(scene.lin, scene.guo, reason=REASON).status_code == 200, "the same customer counts once"
    with unchanged():
        answer = reveal(scene.lin, second, ["mobile"], reason=REASON)
    assert (answer.status_code, code(answer)) == (403, "reveal.quota")
    assert Day.objects.get().count == 1
    scene.rule(active=False)
    assert code(reveal(scene.lin, second, ["mobile"], reason=REASON)) == "reveal.quota_full"
    scene.rule(quotas={str(Role.objects.get(code="lead").id): 2})
    assert reveal(scene.lin, second, ["mobile"], reason=REASON).status_code == 200, "the role says more"


def test_beyond_the_quota_an_approval_opens(scene: Scene) -> None:
    scene.rule(quota=0)
    request = scene.asked(scene.cast.lin)
    granting.approve(actor(scene.cast.wang), request.id, version=1)
    assert reveal(scene.lin, scene.guo).json()["values"] == {"id_number": NUMBER}


def test_a_field_may_need_an_approval_of_everybody(scene: Scene) -> None:
    scene.rule(needs={"*S": "approval"})
    with unchanged():
        answer = reveal(scene.lin, scene.guo, reason=REASON)
    assert (answer.status_code, code(answer)) == (403, "reveal.approval")
    scene.rule(active=False)
    assert reveal(scene.lin, scene.guo, reason=REASON).status_code == 200, "a small shop has reasons only"


def test_what_is_never_shown_is_not_shown_by_a_grant_either(scene: Scene) -> None:
    scene.granted()
    scene.rule(needs={"id_number": "never"})
    with unchanged():
        assert reveal(scene.zhou, scene.guo).status_code == 403
        assert code(reveal(scene.lin, scene.guo, reason=REASON)) == "reveal.never"


def test_without_a_record_there_is_no_look(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.granted()

    def fails(*_: object, **__: object) -> None:
        raise DomainError(looking.NO_REASON, {})

    monkeypatch.setattr(looking, "record_read", fails)
    with unchanged():
        assert NUMBER not in reveal(scene.zhou, scene.guo).content.decode()


@pytest.mark.django_db(transaction=True)
def test_sixteen_presses_at_once_never_exceed_the_count() -> None:
    scene = Scene()
    grant = scene.granted(looks=5)
    answers: list[str] = []
    start = threading.Barrier(16)

    def press() -> None:
        start.wait()
        try:
            looking.reveal(actor(scene.cast.zhou), scene.guo, keys=["id_number"])
            answers.append("shown")
        except DomainError as refused:
            answers.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["denied"] * 11 + ["shown"] * 5
    assert (Grant.objects.get(id=grant.id).used, Look.objects.count()) == (5, 5)
    assert ReadEvent.objects.filter(verb="customer.revealed").count() == 5


def test_old_days_are_forgotten(scene: Scene) -> None:
    reveal(scene.lin, scene.guo, reason=REASON)
    looking.forget_days()
    assert Day.objects.count() == 1
    Day.objects.update(day=looking.today() - timedelta(days=8))
    looking.forget_days()
    assert Day.objects.count() == 0
