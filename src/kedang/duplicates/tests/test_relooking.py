"""A second look reads only who changed, and finds what a look over everybody would find."""

import random
from typing import Any

import pytest
from django.db import transaction

from kedang.archive import customers, edit
from kedang.archive.models import Customer
from kedang.duplicates import entering, entry_index, relooking, running, thresholds
from kedang.duplicates.models import Decision, DedupeRun, EntryCursor, MatchEntry, SuspectGroup
from kedang.duplicates.tests.test_running import STEWARD, groups, ran
from kedang.jobs.worker import run_waiting
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from tests.people import Cast, actor, browser, make_cast, send

pytestmark = pytest.mark.django_db
NAMES = ("张伟", "王芳", "李娜", "刘洋", "陈静", "杨敏", "赵磊", "黄丽", "周强", "吴霞")
FIRMS = ("浙江华盛科技有限公司", "上海明远贸易有限公司", "成都蓝天餐饮管理有限公司", "广州恒信物流有限公司")


@pytest.fixture(autouse=True)
def _small_archives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relooking, "_ONE_IN", 1)
    # Nothing is written late here, and what was filed before the first look counts as looked at.
    monkeypatch.setattr(entering, "LATE", entering.LATE * 0)


def phone(number: int) -> str:
    """A mobile number of nobody else."""
    return f"138{number * 7_919_317 % 100_000_000:08d}"


def archive() -> tuple[Cast, list[int]]:
    """Fourteen customers, each there once; the first look has been."""
    cast = make_cast()
    screen = browser(cast.lin)
    filed: list[tuple[str, dict[str, str]]] = [
        ("person", {"name": name, "mobile": phone(n)}) for n, name in enumerate(NAMES, 1)
    ]
    filed += [("organisation", {"name": name, "landline": f"0571-8888{n}666"}) for n, name in enumerate(FIRMS)]
    ids = []
    for kind, values in filed:
        answer = send(screen, "POST", "/customers", {"kind": kind, "values": values, "force": True})
        assert answer.status_code == 201, answer.content
        ids.append(int(answer.json()["id"]))
    assert (ran().since, groups()) == (None, [])
    return cast, ids


def change(cast: Cast, customer_id: int, **values: Any) -> None:
    """Somebody edits a customer."""
    edit.change_values(actor(cast.lin), customer_id, values)


def again(monkeypatch: pytest.MonkeyPatch) -> DedupeRun:
    """A look that must not read everybody."""
    monkeypatch.setattr(running, "look", _nobody)
    run = ran()
    assert (run.state, run.since is None) == ("done", False)
    return run


def _nobody(*_: object, **__: object) -> None:
    raise AssertionError("everybody was read")


def test_who_was_changed_into_somebody_else_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    change(cast, ids[1], name="张玮", mobile=phone(1))
    again(monkeypatch)
    assert groups() == [ids[:2]]


def test_a_group_ends_when_what_spoke_for_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    change(cast, ids[1], name="张玮", mobile=phone(1))
    change(cast, ids[3], name="李娜", mobile=phone(3))
    again(monkeypatch)
    stays = dict(SuspectGroup.objects.values_list("id", "state"))
    change(cast, ids[1], name="王芳", mobile=phone(2))
    again(monkeypatch)
    assert groups() == [[ids[2], ids[3]]]
    assert set(SuspectGroup.objects.values_list("id", flat=True)) < stays.keys()


def test_those_who_stayed_stay_together_when_one_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    for at in (1, 2):
        change(cast, ids[at], name="张玮", mobile=phone(1))
    again(monkeypatch)
    assert groups() == [ids[:3]]
    change(cast, ids[2], name="李娜", mobile=phone(3))
    assert again(monkeypatch).customers == 1
    assert groups() == [ids[:2]]


def test_nothing_changed_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    change(cast, ids[1], name="张玮", mobile=phone(1))
    again(monkeypatch)
    before = list(SuspectGroup.objects.values_list("id", flat=True))
    assert (again(monkeypatch).customers, groups()) == (0, [ids[:2]])
    assert list(SuspectGroup.objects.values_list("id", flat=True)) == before


def test_trash_and_return(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    change(cast, ids[1], name="张玮", mobile=phone(1))
    again(monkeypatch)
    customers.trash(actor(cast.lin), ids[0])
    again(monkeypatch)
    assert groups() == []
    customers.restore(actor(cast.lin), ids[0])
    again(monkeypatch)
    assert groups() == [ids[:2]]


def test_merge_and_undo(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    for at in (1, 2):
        change(cast, ids[at], name="张玮", mobile=phone(1))
    again(monkeypatch)
    assert groups() == [ids[:3]]
    merged = merge(actor(cast.lin), ids[0], [ids[1]])
    again(monkeypatch)
    assert groups() == [[ids[0], ids[2]]]
    undo_merge(actor(cast.lin), merged.id)
    again(monkeypatch)
    assert groups() == [ids[:3]]


def test_who_was_held_apart_stays_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    Decision.objects.create(customer_id=ids[0], other_id=ids[1], decided_by=cast.lin.id)
    change(cast, ids[1], name="张玮", mobile=phone(1))
    again(monkeypatch)
    assert groups() == []


def test_who_is_missing_in_the_index_counts_as_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    _, ids = archive()
    MatchEntry.objects.filter(customer_id=ids[4]).delete()
    assert again(monkeypatch).customers == 1
    assert MatchEntry.objects.filter(customer_id=ids[4]).exists()


@pytest.mark.parametrize("seed", range(4))
def test_both_ways_find_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    cast, ids = archive()
    who = actor(cast.lin)
    for _ in range(3):
        for _ in range(4):
            customer_id, like = chance.sample(ids[:10], 2)
            number = ids.index(like) + 1
            trashed = Customer.objects.get(id=customer_id).trashed_at
            if trashed:
                customers.restore(who, customer_id)
            elif chance.random() < 0.25:
                customers.trash(who, customer_id)
            else:
                name = chance.choice([NAMES[number - 1], "张玮", "王方"])
                change(cast, customer_id, name=name, mobile=phone(number))
        with monkeypatch.context() as patched:
            again(patched)
        found = groups()
        whole = running.start_run(STEWARD, whole=True)
        run_waiting()
        whole.refresh_from_db()
        assert (whole.state, whole.since, groups()) == ("done", None, found)


def test_other_limits_need_a_whole_look() -> None:
    archive()
    thresholds.save_limits(STEWARD, certain=9_600, review=7_000)
    assert ran().since is None
    assert ran().since is not None


def test_many_changes_need_a_whole_look(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    monkeypatch.setattr(relooking, "_ONE_IN", 10)
    change(cast, ids[1], mobile=phone(30))
    assert ran().since is not None
    for at in range(2):
        change(cast, ids[at], mobile=phone(40 + at))
    run = ran()
    assert (run.since, run.customers) == (None, 14)


def test_a_look_over_everybody_has_the_index_built_where_nobody_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, ids = archive()
    with transaction.atomic():
        entry_index.forget(ids)
    EntryCursor.objects.all().delete()
    monkeypatch.setattr(relooking, "_ONE_IN", 10)
    assert ran().since is None, "nobody stands in the index: everybody counts as changed"
    run_waiting()
    assert set(MatchEntry.objects.values_list("customer_id", flat=True)) == set(ids)
    change(cast, ids[1], name="张玮", mobile=phone(1))
    again(monkeypatch)
    assert groups() == [ids[:2]]
