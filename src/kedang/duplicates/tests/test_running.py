"""A look over the whole archive: one at a time, kept as a whole, stopped without a trace, and the same groups stay the same."""

import threading
from typing import Any

import pytest

from kedang.archive import customers, edit
from kedang.archive.models import ContactPoint
from kedang.archive.suspects import suspects_among
from kedang.duplicates import running, storing
from kedang.duplicates.certain import certain_groups
from kedang.duplicates.degrees import SCORES
from kedang.duplicates.looking import look
from kedang.duplicates.models import (
    DONE,
    FAILED,
    STOPPED,
    Decision,
    DedupeRun,
    SuspectGroup,
    SuspectMember,
    SuspectPair,
)
from kedang.history.models import Event
from kedang.jobs.worker import run_waiting
from kedang.kit.actor import system_actor
from kedang.kit.clock import now
from kedang.kit.errors import DomainError
from kedang.merging.merge import merge
from tests.people import Cast, actor, browser, make_cast, send

pytestmark = pytest.mark.django_db
STEWARD = system_actor("command")
ZHANG = {"name": "张伟", "mobile": "13800138000"}
COMPANY = {"name": "浙江华盛科技有限公司", "landline": "0571-88886666"}
FILED = [
    ("person", ZHANG),
    ("person", {"name": "张玮", "mobile": "138 0013 8000"}),
    ("person", {"name": "王芳", "mobile": "13911112222"}),
    ("organisation", COMPANY),
    ("organisation", {"name": "华盛科技", "landline": "0571-88886666"}),
]


def archive() -> tuple[Cast, list[int]]:
    """Two customers who are there twice, and one who is not."""
    cast = make_cast()
    screen = browser(cast.lin)
    ids = []
    for kind, values in FILED:
        answer = send(screen, "POST", "/customers", {"kind": kind, "values": values, "force": True})
        assert answer.status_code == 201, answer.content
        ids.append(int(answer.json()["id"]))
    SuspectGroup.objects.all().delete()
    return cast, ids


def groups() -> list[list[int]]:
    """The members of every open group."""
    rows = SuspectMember.objects.filter(group__state="open").order_by("group_id", "customer_id")
    found: dict[int, list[int]] = {}
    for group_id, customer_id in rows.values_list("group_id", "customer_id"):
        found.setdefault(group_id, []).append(customer_id)
    return sorted(found.values())


def ran() -> DedupeRun:
    """A run from start to end."""
    run = running.start_run(STEWARD)
    run_waiting()
    run.refresh_from_db()
    return run


def test_a_run_finds_who_is_there_twice_and_says_why() -> None:
    _, ids = archive()
    run = ran()
    assert (run.state, run.customers, run.groups) == (DONE, 5, 2)
    assert groups() == [ids[:2], ids[3:]]
    assert suspects_among(ids) == frozenset([*ids[:2], *ids[3:]])
    for model in (SuspectGroup, SuspectPair):
        # By telephone: no documents were compared, and the names alone say less.
        assert all(r["score_clear"] < r["score_contact"] == r["score"] for r in model.objects.values(*SCORES))
    certain = list(certain_groups(STEWARD))
    words = [reason for group in certain for pair in group.pairs for reason in pair.reasons]
    assert any(reason.startswith("手机相同 +") for reason in words)
    verbs = list(Event.objects.filter(subject_kind="dedupe").order_by("id").values_list("verb", flat=True))
    assert verbs == ["duplicates.started", "duplicates.finished"]


def test_groups_that_stay_keep_their_id_and_others_go() -> None:
    cast, ids = archive()
    ran()
    before = set(SuspectGroup.objects.values_list("id", flat=True))
    customers.trash(actor(cast.lin), ids[4])
    ran()
    assert groups() == [ids[:2]]
    assert set(SuspectGroup.objects.filter(state="open").values_list("id", flat=True)) < before


def test_whom_somebody_held_apart_is_not_found_again() -> None:
    cast, ids = archive()
    Decision.objects.create(customer_id=ids[0], other_id=ids[1], decided_by=cast.lin.id)
    ran()
    assert groups() == [ids[3:]]


def test_not_a_duplicate_holds_through_a_merge() -> None:
    cast, ids = archive()
    Decision.objects.create(customer_id=ids[0], other_id=ids[1], decided_by=cast.lin.id)
    values = {"name": "张玮", "mobile": "13800138000", "email": "zw@example.com"}
    answer = send(browser(cast.lin), "POST", "/customers", {"kind": "person", "values": values, "force": True})
    twin = int(answer.json()["id"])
    merge(actor(cast.lin), twin, [ids[1]])
    ran()
    assert groups() == [ids[3:]], "the one who holds the second now is not the first either"


def test_what_people_did_while_a_run_was_looking_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    screen = browser(cast.lin)

    def busy(*given: Any, **more: Any) -> Any:
        sight = look(*given, **more)
        values = {"name": "王芳", "mobile": "13911112222"}
        send(screen, "POST", "/customers", {"kind": "person", "values": values, "force": True})
        customers.trash(actor(cast.lin), ids[4])
        Decision.objects.create(customer_id=ids[0], other_id=ids[1], decided_by=cast.lin.id)
        return sight

    monkeypatch.setattr(running, "look", busy)
    assert ran().state == DONE
    (found,) = groups()
    assert found[0] == ids[2], "who came in meanwhile waits beside the one that was there; nobody else does"


def test_one_run_at_a_time() -> None:
    archive()
    running.start_run(STEWARD)
    with pytest.raises(DomainError) as refused:
        running.start_run(STEWARD)
    assert refused.value.code == "duplicates.running"
    assert DedupeRun.objects.count() == 1


def test_a_run_that_nobody_works_on_is_taken_up_by_the_next_command() -> None:
    archive()
    run = running.start_run(STEWARD)
    left = running.waiting_run(STEWARD)
    assert left is not None
    assert left.id == run.id
    run_waiting()
    assert running.waiting_run(STEWARD) is None


def test_a_colleague_without_the_right_starts_stops_and_sees_nothing() -> None:
    cast, _ = archive()
    run = running.start_run(STEWARD)
    for verb in (running.start_run, lambda who: running.cancel_run(who, run.id)):
        with pytest.raises(DomainError) as refused:
            verb(actor(cast.zhou))
        assert refused.value.status == 403
    assert list(running.runs(actor(cast.zhou))) == []
    run.refresh_from_db()
    assert run.state == "waiting"


def test_a_stopped_run_leaves_the_queue_as_it_was() -> None:
    archive()
    ran()
    before = groups()
    run = running.start_run(STEWARD)
    running.cancel_run(STEWARD, run.id)
    run_waiting()
    run.refresh_from_db()
    assert (run.state, groups()) == (STOPPED, before)
    assert ran().state == DONE, "the way is free again"


def test_a_run_that_fails_keeps_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    archive()

    def broken(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(running, "store", broken)
    run = running.start_run(STEWARD)
    for _ in range(10):
        run_waiting()
    run.refresh_from_db()
    assert run.state in {FAILED, "running"}
    assert (groups(), SuspectPair.objects.count()) == ([], 0)


def test_a_damaged_record_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    _, ids = archive()
    ContactPoint.objects.filter(customer_id=ids[2]).update(value_enc=b"damaged")
    assert (ran().customers, groups()) == (4, [ids[:2], ids[3:]])


def test_storing_wants_a_transaction() -> None:
    thread_error: list[BaseException] = []

    def outside() -> None:
        try:
            storing.store(1, [], since=now())
        except BaseException as failure:  # noqa: BLE001
            thread_error.append(failure)

    worker = threading.Thread(target=outside)
    worker.start()
    worker.join()
    assert [type(e) for e in thread_error] == [AssertionError]


@pytest.mark.parametrize("whole", [True, False])
def test_a_group_that_stayed_says_what_speaks_for_it_now(whole: bool) -> None:
    cast, ids = archive()
    ran()
    group = _group_of(ids[0])
    said = SuspectPair.objects.get(group=group)
    edit.change_values(actor(cast.lin), ids[1], {"email": ["wei@hs.cn"]})
    edit.change_values(actor(cast.lin), ids[0], {"email": ["wei@hs.cn"]})
    running.start_run(STEWARD, whole=whole)
    run_waiting()
    now_said = SuspectPair.objects.get(group=_group_of(ids[0]))
    assert _group_of(ids[0]).id == group.id
    assert "email" in now_said.reasons
    assert "email" not in said.reasons
    assert now_said.score >= said.score
    assert _group_of(ids[0]).score == now_said.score


def _group_of(customer_id: int) -> SuspectGroup:
    return SuspectGroup.objects.get(id__in=SuspectMember.objects.filter(customer_id=customer_id).values("group_id"))
