"""Decisions are remembered: whatever the pairs and the order of decisions, two who are apart never stand in one group."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.archive.tests.filing import file_customer
from kedang.duplicates import review_deciding
from kedang.duplicates.models import OPEN, Decision, SuspectGroup, SuspectMember
from kedang.duplicates.review_settling import cluster, decided_among
from kedang.duplicates.tests.suspecting import suspect_pairs
from kedang.kit.errors import DomainError
from tests.people import actor, make_cast

somebody = st.integers(1, 8)
pairs = st.tuples(somebody, somebody).filter(lambda pair: pair[0] < pair[1])


@given(st.dictionaries(pairs, st.integers(7500, 10_000), max_size=20), st.sets(pairs, max_size=15))
def test_no_cluster_holds_two_who_are_apart(scores: dict[tuple[int, int], int], apart: set[tuple[int, int]]) -> None:
    found = cluster([(one, other, score) for (one, other), score in scores.items()], apart)
    for each in found:
        assert not any(one in each.members and other in each.members for one, other in apart)
        inside = [score for (a, b), score in scores.items() if a in each.members and b in each.members]
        assert each.score == max(inside)
    everybody = [i for each in found for i in each.members]
    assert len(everybody) == len(set(everybody))
    if not apart:
        assert set(everybody) == {i for pair in scores for i in pair}
    # Whoever could come together does.
    best = max(scores.items(), key=lambda item: item[1], default=None)
    if best is not None and not apart & {best[0]}:
        assert any(set(best[0]) <= each.members for each in found)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_decided_stays_decided_until_it_is_taken_back(seed: int) -> None:
    cast, dice = make_cast(), random.Random(seed)
    lin = actor(cast.lin)
    ids = [file_customer(cast.zhou, name="张伟") for _ in range(5)]
    scores = {(a, b): dice.randrange(7600, 9999) for a in ids for b in ids if a < b and dice.random() < 0.7}
    group = suspect_pairs(scores or {(ids[0], ids[1]): 9000})
    before = (SuspectGroup.objects.values("state", "score", "size").get(id=group), members(group))
    decided: list[list[tuple[int, int]]] = []
    while SuspectGroup.objects.get(id=group).state == OPEN:
        now = sorted(members(group))
        chosen = dice.choice([[], [dice.choice(now)], dice.sample(now, 2)])
        try:
            decided.append(review_deciding.dismiss(lin, group, chosen).pairs)
        except DomainError:  # of just these it was said before
            continue
        if SuspectGroup.objects.get(id=group).state == OPEN:
            assert not decided_among(members(group))
    said = {pair for each in decided for pair in each}
    assert set(Decision.objects.values_list("customer_id", "other_id")) == said >= set(scores)
    for each in reversed(decided):
        review_deciding.take_back(lin, group, each)
    assert not Decision.objects.exists()
    assert (SuspectGroup.objects.values("state", "score", "size").get(id=group), members(group)) == before


def members(group: int) -> set[int]:
    return set(SuspectMember.objects.filter(group=group).values_list("customer_id", flat=True))
