"""Somebody above a clearance is not told of by those who look like them: not by a group, not by its score, not by anybody's quality."""

import pytest

from kedang.archive.models import Customer
from kedang.archive.suspects import level_changed, suspects_among
from kedang.archive.tests.filing import file_customer
from kedang.duplicates import queue, review_reading
from kedang.duplicates.tests.suspecting import suspect_pairs
from tests.people import Cast, actor, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def trio(cast: Cast) -> tuple[int, int, int]:
    one, other, third = (file_customer(cast.zhou, name=name, mobile="13812345678") for name in ("张伟", "张玮", "张炜"))
    return one, other, third


def test_the_one_that_is_left_is_not_said_to_be_twice(cast: Cast, trio: tuple[int, int, int]) -> None:
    one, other, _ = trio
    suspect_pairs({(one, other): 9_900})
    assert suspects_among([one, other]) == frozenset((one, other))
    Customer.objects.filter(id=other).update(classification=2)
    assert suspects_among([one, other]) == frozenset((other,)), "whoever sees the closer kept one sees both"
    Customer.objects.filter(id=one).update(classification=2)
    assert suspects_among([one, other]) == frozenset((one, other))


def test_whoever_measures_the_others_is_told(
    cast: Cast, trio: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, third = trio
    suspect_pairs({(one, other): 9_900})
    heard: list[set[int]] = []
    monkeypatch.setattr("kedang.archive.suspects._listeners", [lambda ids: heard.append(set(ids))])
    level_changed(other)
    level_changed(third)
    assert heard == [{one, other}, set()]


def test_a_group_is_as_likely_as_the_pairs_that_are_seen(cast: Cast, trio: tuple[int, int, int]) -> None:
    one, other, third = trio
    group = suspect_pairs({(one, other): 9_000, (one, third): 9_900})
    (row,) = queue.page(actor(cast.wang), queue.Wanted()).rows
    assert (row.degree.score, len(row.members)) == (9_900, 3)
    Customer.objects.filter(id=third).update(classification=1)
    (row,) = queue.page(actor(cast.wang), queue.Wanted()).rows
    assert (row.degree.score, len(row.members), row.concealed) == (9_000, 2, 0)
    found = review_reading.open_group(actor(cast.wang), group)
    assert (found.degree.score, len(found.pairs)) == (9_000, 1)
