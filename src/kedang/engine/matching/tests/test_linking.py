"""A whole archive in memory: what Splink finds, Python explains, and nothing explodes."""

from collections.abc import Sequence
from hashlib import blake2b

import pytest

from kedang.engine.matching.columns import COLUMNS, batch_of
from kedang.engine.matching.facts import Facts
from kedang.engine.matching.grouping import explained, groups_at
from kedang.engine.matching.linking import MOST, Linking
from kedang.engine.matching.model import shipped
from kedang.engine.matching.tests.records import ID_NUMBER, MOBILE, OTHER_ID_NUMBER, company, keys_of, person, row_of


def linking(people: Sequence[Facts]) -> Linking:
    made = Linking(people[0].kind, shipped(people[0].kind), memory_mb=500)
    keys = [[int.from_bytes(blake2b(k.encode(), digest_size=7).digest(), "big") for k in keys_of(p)] for p in people]
    made.add([batch_of(people[0].kind, range(1, len(people) + 1), keys, [row_of(p) for p in people])])
    return made


PEOPLE = [
    person("张伟", phones=(MOBILE,), region=330106),
    person("张玮", phones=(MOBILE,)),
    person("王芳", phones=("+8613911112222",), birth_date="1990-01-02", gender="female"),
    person("王芳", phones=("+8613911112222",), birth_date="1990-02-01"),
    person("李梅", phones=("+8613700001111",)),
]


def test_splink_and_python_score_alike_and_groups_are_explained() -> None:
    found = linking(PEOPLE)
    edges = found.edges(at_least=0.5)
    groups = list(explained(found, shipped("person"), groups_at(found, edges, at_least=0.95), beat=lambda: None))
    assert [group.members for group in groups] == [(1, 2), (3, 4)]
    scores = {(pair.a, pair.b): pair.score.probability for group in groups for pair in group.pairs}
    assert {(edge.a, edge.b): pytest.approx(edge.probability) for edge in edges} == scores
    found.close()


def test_organisations_likewise() -> None:
    found = linking(
        [company("浙江华盛科技有限公司"), company("浙江华盛科技有限责任公司"), company("上海大地贸易有限公司")]
    )
    edges = found.edges(at_least=0.95)
    assert groups_at(found, edges, at_least=0.95) == [[1, 2]]
    found.close()


def test_two_sound_id_numbers_never_stand_in_one_group() -> None:
    found = linking(
        [
            person("张伟", phones=(MOBILE,), identifiers=(("id_number", ID_NUMBER),)),
            person("张伟", phones=(MOBILE,)),
            person("张伟", phones=(MOBILE,), identifiers=(("id_number", OTHER_ID_NUMBER),)),
        ]
    )
    groups = groups_at(found, found.edges(at_least=0.95), at_least=0.95)
    assert [len(group) for group in groups] == [2]
    found.close()


def test_a_key_that_many_hold_makes_no_pairs() -> None:
    crowd = [person("张伟", region=330106) for _ in range(MOST * 3)]
    found = linking([*crowd, person("张伟", region=330106, phones=(MOBILE,)), person("张伟", phones=(MOBILE,))])
    assert [(edge.a, edge.b) for edge in found.edges(at_least=0.5)] == [(MOST * 3 + 1, MOST * 3 + 2)]
    found.close()


@pytest.mark.parametrize("people", [[person("张伟")], [person("张伟"), person("李梅")], [person(""), person("")]])
def test_nothing_to_compare_is_nothing_found(people: list[Facts]) -> None:
    found = linking(people)
    assert found.edges(at_least=0.5) == []
    assert groups_at(found, [], at_least=0.5) == []
    found.close()


def test_every_column_is_made_and_declared() -> None:
    assert set(row_of(PEOPLE[0])) == set(COLUMNS["person"])
    assert set(row_of(company("华盛"))) == set(COLUMNS["organisation"])
