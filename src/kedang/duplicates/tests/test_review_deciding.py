"""Deciding: one customer or not, remembered and taken back; what a refusal must not change, and two reviewers at once."""

from threading import Barrier, Thread

import pytest
from django.db import connections

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.archive.suspects import suspects_among
from kedang.archive.tests.filing import file_customer
from kedang.duplicates import queue, review_deciding, review_reading
from kedang.duplicates.models import Decision, SuspectGroup, SuspectMember
from kedang.duplicates.tests.suspecting import suspect, suspect_pairs
from kedang.history.models import Event
from kedang.kit.errors import DomainError
from kedang.merging.models import Merge
from kedang.merging.undo import undo_merge
from tests.people import Cast, actor, make_cast
from tests.state import unchanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def trio(cast: Cast) -> tuple[int, int, int]:
    """Three records of one 张伟, all of 周."""
    return (
        file_customer(cast.zhou, name="张伟", mobile="13812345678"),
        file_customer(cast.zhou, name="张玮", mobile="13812345678"),
        file_customer(cast.zhou, name="张伟", email="zhang@example.com"),
    )


def members(group_id: int) -> set[int]:
    return set(SuspectMember.objects.filter(group=group_id).values_list("customer_id", flat=True))


def state(group_id: int) -> str:
    return str(SuspectGroup.objects.get(id=group_id).state)


def waiting(cast: Cast) -> list[int]:
    return [row.group.id for row in queue.page(actor(cast.lin), queue.Wanted()).rows]


def refused(call: object) -> str:
    with pytest.raises(DomainError) as failure, unchanged():
        call()  # type: ignore[operator]
    return failure.value.code


def test_a_group_becomes_one_customer_and_several_again(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, c = trio
    group = suspect(a, b, c)
    done = review_deciding.merge_group(actor(cast.lin), group, a, [b, c])
    assert (state(group), waiting(cast)) == ("merged", [])
    assert SuspectGroup.objects.get(id=group).merge_id == done.merge_id
    assert Customer.objects.get(id=b).survivor_id == a
    assert suspects_among([a, b, c]) == frozenset()
    review_deciding.undo_group_merge(actor(cast.lin), group)
    assert (state(group), waiting(cast), members(group)) == ("open", [group], {a, b, c})
    assert Customer.objects.get(id=b).survivor_id is None
    assert refused(lambda: review_deciding.undo_group_merge(actor(cast.lin), group)) == "duplicates.nothing_to_undo"


def test_some_of_a_group_are_merged_and_the_rest_stays(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, c = trio
    group = suspect(a, b, c)
    review_deciding.merge_group(actor(cast.lin), group, b, [a])
    # 张玮 stands for both now, and is still suspected to be the third.
    assert (state(group), members(group)) == ("open", {b, c})
    review_deciding.merge_group(actor(cast.lin), group, b, [c])
    assert state(group) == "merged"
    review_deciding.undo_group_merge(actor(cast.lin), group)
    assert (state(group), members(group)) == ("open", {b, c})
    review_deciding.undo_group_merge(actor(cast.lin), group)
    assert members(group) == {a, b, c}
    assert not Customer.objects.filter(survivor_id__isnull=False).exists()


def test_a_merge_undone_elsewhere_opens_the_group_again(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, _ = trio
    group = suspect(a, b)
    merged = review_deciding.merge_group(actor(cast.lin), group, a, [b]).merge_id
    assert merged is not None
    undo_merge(actor(cast.lin), merged)
    assert waiting(cast) == [group]
    assert suspects_among([a, b]) == frozenset((a, b))
    assert refused(lambda: review_deciding.undo_group_merge(actor(cast.lin), group)) == "duplicates.nothing_to_undo"
    review_deciding.dismiss(actor(cast.lin), group)
    assert (waiting(cast), state(group)) == ([], "dismissed")


def test_not_a_duplicate_is_remembered_for_each_pair_and_taken_back(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, c = trio
    group = suspect(a, b, c)
    done = review_deciding.dismiss(actor(cast.lin), group)
    assert done.pairs == [(a, b), (a, c), (b, c)]
    assert (state(group), waiting(cast)) == ("dismissed", [])
    assert set(Decision.objects.values_list("customer_id", "other_id")) == {(a, b), (a, c), (b, c)}
    assert set(Decision.objects.values_list("decided_by", flat=True)) == {cast.lin.id}
    told = Event.objects.filter(verb="duplicates.dismissed")
    assert set(told.values_list("subject_id", flat=True)) == {a, b, c}
    review_deciding.take_back(actor(cast.lin), group)
    assert (state(group), members(group)) == ("open", {a, b, c})
    assert not Decision.objects.exists()
    assert refused(lambda: review_deciding.take_back(actor(cast.lin), group)) == "duplicates.nothing_to_undo"


def test_one_member_is_somebody_else(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, c = trio
    group = suspect_pairs({(a, b): 9900, (b, c): 9000, (a, c): 8000})
    review_deciding.dismiss(actor(cast.lin), group, [c])
    assert set(Decision.objects.values_list("customer_id", "other_id")) == {(a, c), (b, c)}
    assert (state(group), members(group)) == ("open", {a, b})
    assert suspects_among([a, b, c]) == frozenset((a, b))


def test_two_who_are_apart_never_come_together_through_a_third(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, c = trio
    group = suspect_pairs({(a, b): 9900, (b, c): 9000, (a, c): 8000})
    review_deciding.dismiss(actor(cast.lin), group, [a, b])
    # 9000 is the strongest that is left; who of the two it is comes later.
    assert (members(group), SuspectGroup.objects.get(id=group).score) == ({b, c}, 9000)
    review_deciding.dismiss(actor(cast.lin), group, [b, c])
    assert (state(group), members(group)) == ("open", {a, c})
    review_deciding.merge_group(actor(cast.lin), group, a, [c])
    assert state(group) == "merged"


def test_a_merge_against_a_decision_is_refused(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, c = trio
    group = suspect(a, b, c)
    Decision.objects.create(customer_id=a, other_id=c, decided_by=cast.wang.id)
    call = lambda: review_deciding.merge_group(actor(cast.lin), group, a, [b, c])  # noqa: E731
    assert refused(call) == "duplicates.apart"


def test_who_comes_second_learns_what_happened(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, c = trio
    group, other = suspect(a, b), suspect(b, c)
    review_deciding.merge_group(actor(cast.lin), group, a, [b])
    with pytest.raises(DomainError) as failure, unchanged():
        review_deciding.merge_group(actor(cast.wang), group, a, [b])
    assert (failure.value.code, failure.value.details["who"]) == ("duplicates.merged_already", "林晓")
    assert refused(lambda: review_deciding.dismiss(actor(cast.wang), group)) == "duplicates.merged_already"
    # The other group held the one who was merged away, and is now about who holds them.
    assert members(other) == {a, c}
    assert refused(lambda: review_deciding.merge_group(actor(cast.wang), other, b, [c])) == "duplicates.changed"
    third = suspect(a, c)
    review_deciding.dismiss(actor(cast.lin), third)
    assert (
        refused(lambda: review_deciding.merge_group(actor(cast.wang), third, a, [c])) == "duplicates.dismissed_already"
    )
    assert refused(lambda: review_deciding.dismiss(actor(cast.wang), third)) == "duplicates.dismissed_already"


def test_members_that_are_no_longer_there_or_out_of_reach_are_refused(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, c = trio
    theirs = file_customer(cast.chen, name="张伟", mobile="13812345678")
    group = suspect(a, b, theirs)
    for chosen in ([theirs], [c], [9]):
        call = lambda chosen=chosen: review_deciding.merge_group(actor(cast.lin), group, a, chosen)  # noqa: E731
        assert refused(call) == "duplicates.changed"
        assert (
            refused(lambda chosen=chosen: review_deciding.dismiss(actor(cast.lin), group, chosen))
            == "duplicates.changed"
        )
    # "None of them" speaks of those one sees, and of nobody else.
    review_deciding.dismiss(actor(cast.lin), group)
    assert set(Decision.objects.values_list("customer_id", "other_id")) == {(a, b)}
    assert members(group) == {b, theirs}
    assert waiting(cast) == []
    assert [row.group.id for row in queue.page(actor(cast.wang), queue.Wanted()).rows] == [group]


def test_a_stranger_and_who_may_not_review_change_nothing(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, _ = trio
    group = suspect(a, b)
    for somebody, code in ((cast.chen, "not_found"), (cast.zhou, "denied"), (cast.admin, "denied")):
        who = actor(somebody)
        assert refused(lambda who=who: review_deciding.merge_group(who, group, a, [b])) == code
        assert refused(lambda who=who: review_deciding.dismiss(who, group)) == code
        assert refused(lambda who=who: review_deciding.take_back(who, group)) == code
        assert refused(lambda who=who: review_deciding.undo_group_merge(who, group)) == code
    assert refused(lambda: review_deciding.dismiss(actor(cast.lin), 9)) == "not_found"


def test_a_clash_and_a_stale_version_are_refused_as_merging_does(cast: Cast) -> None:
    a = file_customer(cast.zhou, name="张伟", gender="男")
    b = file_customer(cast.zhou, name="张伟", gender="女")
    group = suspect(a, b)
    assert refused(lambda: review_deciding.merge_group(actor(cast.wang), group, a, [b])) == "merge.clash"
    call = lambda: review_deciding.merge_group(actor(cast.wang), group, a, [b], versions={b: 9})  # noqa: E731
    assert refused(call) == "stale"
    review_deciding.merge_group(actor(cast.wang), group, a, [b], choices={"gender": b}, versions={a: 1, b: 1})
    assert Customer.objects.get(id=a).gender == "female"


def test_a_trashed_member_takes_the_group_out_of_sight(cast: Cast, trio: tuple[int, int, int]) -> None:
    a, b, _ = trio
    group = suspect(a, b)
    customers.trash(actor(cast.lin), b)
    assert waiting(cast) == []
    assert suspects_among([a, b]) == frozenset()
    with pytest.raises(DomainError) as failure:
        review_reading.open_group(actor(cast.lin), group)
    assert failure.value.code == "not_found"


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_decides() -> None:
    cast = make_cast()
    a, b = (file_customer(cast.zhou, name="张伟", mobile="13812345678") for _ in range(2))
    group = suspect(a, b)
    start, outcomes = Barrier(2), []

    def decide(call: object) -> None:
        start.wait()
        try:
            call()  # type: ignore[operator]
            outcomes.append("done")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    lin, wang = actor(cast.lin), actor(cast.wang)
    calls = (
        lambda: review_deciding.merge_group(lin, group, a, [b]),
        lambda: review_deciding.dismiss(wang, group),
    )
    threads = [Thread(target=decide, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "done" in outcomes
    (second,) = [code for code in outcomes if code != "done"]
    assert second in ("duplicates.merged_already", "duplicates.dismissed_already")
    assert Merge.objects.count() + Decision.objects.count() == 1
