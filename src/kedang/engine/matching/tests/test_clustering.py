"""From pairs to groups."""

from kedang.engine.matching.clustering import Edge, clusters


def test_pairs_chain_into_groups_in_order() -> None:
    assert clusters([Edge(3, 4, 0.99), Edge(1, 2, 0.96), Edge(2, 5, 0.97)]) == [[1, 2, 5], [3, 4]]


def test_two_marks_of_one_word_never_meet_and_the_stronger_pair_wins() -> None:
    edges = [Edge(1, 2, 0.96), Edge(2, 3, 0.99)]
    assert clusters(edges, marks={1: {"id": "A"}, 3: {"id": "B"}}) == [[2, 3]]
    assert clusters(edges, marks={1: {"id": "A"}, 3: {"code": "B"}}) == [[1, 2, 3]]


def test_whom_somebody_held_apart_stay_apart_through_others() -> None:
    edges = [Edge(1, 2, 0.99), Edge(2, 3, 0.98)]
    assert clusters(edges, apart=[(1, 3)]) == [[1, 2]]


def test_no_group_grows_without_bound() -> None:
    chain = [Edge(n, n + 1, 0.99) for n in range(200)]
    assert max(map(len, clusters(chain, largest=50))) <= 50


def test_the_outcome_does_not_depend_on_the_order_of_pairs() -> None:
    edges = [Edge(1, 2, 0.97), Edge(2, 3, 0.97), Edge(3, 4, 0.97)]
    marks = {1: {"id": "A"}, 4: {"id": "B"}}
    assert clusters(edges, marks=marks) == clusters(list(reversed(edges)), marks=marks)
