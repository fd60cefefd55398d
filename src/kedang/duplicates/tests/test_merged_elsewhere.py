"""What is merged or undone on a customer's page is so in the queue as well, and the other way round."""

import pytest

from kedang.archive.suspects import suspects_among
from kedang.archive.tests.filing import file_customer
from kedang.duplicates import queue, review_deciding
from kedang.duplicates.models import SuspectGroup, SuspectMember
from kedang.duplicates.tests.suspecting import suspect, suspect_pairs
from kedang.merging.merge import merge
from kedang.merging.undo import undo_merge
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def people(cast: Cast) -> tuple[int, int, int, int]:
    """Four records of 周, the last of somebody of whom nothing is suspected."""
    names = ("张伟", "张玮", "章伟", "王芳")
    return tuple(file_customer(cast.zhou, name=name) for name in names)  # type: ignore[return-value]


def members(group_id: int) -> set[int]:
    return set(SuspectMember.objects.filter(group=group_id).values_list("customer_id", flat=True))


def stored(group_id: int) -> SuspectGroup:
    return SuspectGroup.objects.get(id=group_id)


def listed(cast: Cast, state: str) -> list[int]:
    return [row.group.id for row in queue.page(actor(cast.lin), queue.Wanted(state=state)).rows]


def test_the_first_of_two_merges_undone_elsewhere_is_to_be_decided_again(
    cast: Cast, people: tuple[int, int, int, int]
) -> None:
    a, b, c, _ = people
    lin = actor(cast.lin)
    group = suspect(a, b, c)
    first = review_deciding.merge_group(lin, group, b, [a]).merge_id
    second = review_deciding.merge_group(lin, group, b, [c]).merge_id
    assert listed(cast, "merged") == [group]
    assert first is not None
    undo_merge(lin, first)
    assert (stored(group).state, members(group), stored(group).merge_id) == ("open", {a, b}, second)
    assert (listed(cast, "open"), listed(cast, "merged")) == ([group], [])
    assert suspects_among(people) == frozenset((a, b))
    review_deciding.undo_group_merge(lin, group)
    assert (stored(group).state, members(group), stored(group).merge_id) == ("open", {a, b, c}, None)


def test_a_merge_on_the_customers_page_decides_the_group(cast: Cast, people: tuple[int, int, int, int]) -> None:
    a, b, _, _ = people
    group = suspect(a, b)
    made = merge(actor(cast.wang), a, [b])
    assert (listed(cast, "open"), listed(cast, "merged")) == ([], [group])
    assert (stored(group).merge_id, stored(group).decided_by) == (made.id, cast.wang.id)
    review_deciding.undo_group_merge(actor(cast.lin), group)
    assert (listed(cast, "open"), members(group)) == ([group], {a, b})


def test_a_suspicion_goes_with_who_was_merged_into_somebody_else(cast: Cast, people: tuple[int, int, int, int]) -> None:
    a, b, _, outsider = people
    group = suspect(a, b)
    made = merge(actor(cast.lin), outsider, [b])
    assert (listed(cast, "open"), members(group)) == ([group], {a, outsider})
    assert suspects_among(people) == frozenset((a, outsider))
    review_deciding.dismiss(actor(cast.lin), group)
    undo_merge(actor(cast.lin), made.id)
    # Said of 王芳, with whom 张玮 was merged; not of 张玮.
    assert (listed(cast, "open"), members(group)) == ([group], {a, b})


def test_all_merged_into_somebody_else_are_found_where_they_went(cast: Cast, people: tuple[int, int, int, int]) -> None:
    a, b, _, outsider = people
    group = suspect(a, b)
    merge(actor(cast.lin), outsider, [a])
    last = merge(actor(cast.lin), outsider, [b])
    assert (listed(cast, "merged"), members(group), stored(group).merge_id) == ([group], {a, b, outsider}, last.id)
    review_deciding.undo_group_merge(actor(cast.lin), group)
    assert (listed(cast, "open"), members(group)) == ([group], {outsider, b})


def test_what_was_said_stays_said_through_a_merge_and_back(cast: Cast, people: tuple[int, int, int, int]) -> None:
    a, b, _, outsider = people
    group = suspect(a, b)
    review_deciding.dismiss(actor(cast.wang), group)
    before = SuspectGroup.objects.filter(id=group).values().get()
    made = merge(actor(cast.lin), outsider, [b])
    assert SuspectGroup.objects.filter(id=group).values().get() == before
    undo_merge(actor(cast.lin), made.id)
    assert SuspectGroup.objects.filter(id=group).values().get() == before
    assert members(group) == {a, b}


def test_a_merge_further_up_moves_whom_a_suspicion_is_about(cast: Cast, people: tuple[int, int, int, int]) -> None:
    a, b, c, outsider = people
    lin = actor(cast.lin)
    group = suspect_pairs({(a, b): 9900, (b, c): 9000})
    merge(lin, a, [b])
    above = merge(lin, outsider, [a])
    assert (stored(group).state, members(group)) == ("open", {outsider, c})
    undo_merge(lin, above.id)
    assert (stored(group).state, members(group)) == ("open", {a, c})


def test_a_refused_merge_tells_nobody(cast: Cast, people: tuple[int, int, int, int]) -> None:
    a, b, _, _ = people
    group = suspect(a, b)
    with pytest.raises(Exception, match="denied"):
        merge(actor(cast.auditor), a, [b])
    assert (stored(group).state, members(group)) == ("open", {a, b})
