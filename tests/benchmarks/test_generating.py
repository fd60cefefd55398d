"""The made-up archive for finding duplicates: the same for one seed, valid where it should be, honest about its truth."""

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from benchmarks.matching import characters, companies, names, places
from benchmarks.matching.families import FAMILIES
from benchmarks.matching.generating import COLUMNS, generate, named, small
from benchmarks.matching.scenes import SCENES
from benchmarks.matching.tables import part, weighted
from kedang.engine.standardise.credit_codes import standardise_credit_code
from kedang.engine.standardise.id_numbers import standardise_id_number
from kedang.engine.tables.mapping import propose

ASIDE_FAMILIES = {name for name, family in FAMILIES.items() if family.aside}
ASIDE_SCENES = {name for name, scene in SCENES.items() if scene.aside}


def test_the_same_seed_makes_the_same_archive_and_another_does_not() -> None:
    assert small(400, seed=3) == small(400, seed=3)
    assert small(400, seed=3) != small(400, seed=4)


def test_numbers_of_first_cards_are_valid() -> None:
    rows = [row for row in small(3_000) if not row.families]
    ids = [named(row)["身份证号"] for row in rows if "身份证号" in named(row)]
    codes = [named(row)["统一社会信用代码"] for row in rows if "统一社会信用代码" in named(row)]
    assert len(ids) > 300
    assert len(codes) > 300
    assert all(standardise_id_number(number).valid for number in ids)
    assert all(standardise_credit_code(code).valid for code in codes)


def test_a_wrong_digit_breaks_the_number() -> None:
    rows = [named(row) for row in small(2_000, only=["id_digit"]) if row.families == "id_digit"]
    assert rows
    assert not any(standardise_id_number(row["身份证号"]).valid for row in rows)


def test_shares_of_the_archive() -> None:
    rows = small(6_000, seed=5)
    cards = Counter(row.entity for row in rows)
    repeated = sum(count - 1 for count in cards.values()) / len(rows)
    persons = sum(row.kind == "person" for row in rows) / len(rows)
    assert 0.12 <= repeated <= 0.20
    assert 0.69 <= persons <= 0.71
    assert max(cards.values()) <= 6


def test_each_customer_has_one_first_card_and_mistakes_on_the_others() -> None:
    cards = defaultdict(list)
    for row in small(3_000):
        cards[row.entity].append(row)
    for rows in cards.values():
        assert sum(not row.families for row in rows) == 1
        assert len({(row.kind, row.scene) for row in rows}) == 1


def test_a_scene_has_several_customers() -> None:
    members = defaultdict(set)
    for row in small(3_000):
        if row.scene:
            members[row.scene].add(row.entity)
    assert {scene.partition("#")[0] for scene in members} == SCENES.keys() - ASIDE_SCENES
    assert all(len(entities) > 1 for entities in members.values())


def test_what_is_kept_aside_is_used_with_holdout_only() -> None:
    used = {name for row in small(9_000) for name in row.families.split("+") if name}
    assert not used & ASIDE_FAMILIES
    assert used >= {name for name, family in FAMILIES.items() if not family.aside} - {"as_it_was"}
    kept = {name for row in small(9_000, holdout=True) for name in row.families.split("+") if name}
    assert kept >= ASIDE_FAMILIES


@pytest.mark.parametrize(
    "table",
    [
        [surname for surname, _ in weighted(names.SURNAMES)],
        companies.POPULAR.split(),
        list(companies.LETTERS),
        places.ROADS.split(),
        characters.SOUNDS.split("|"),
        characters.SHAPES.split("|"),
    ],
)
def test_a_third_of_every_table_is_kept_aside(table: list[str]) -> None:
    assert len(set(table)) == len(table)
    mine, aside = part(table, holdout=False), part(table, holdout=True)
    assert not set(mine) & set(aside)
    assert len(aside) == len(table) // 3


def test_surnames_of_the_two_parts_have_nothing_in_common() -> None:
    surnames = {
        holdout: {
            named(row)["姓名"][:1]
            for row in small(2_000, holdout=holdout)
            if row.kind == "person" and not row.families and row.values[0][:2] not in names.SURNAMES
        }
        for holdout in (False, True)
    }
    assert surnames[False]
    assert not surnames[False] & surnames[True]


def test_only_the_families_asked_for() -> None:
    rows = small(1_500, only=["homophone", "twins"])
    assert {name for row in rows for name in row.families.split("+") if name} <= {"homophone", "as_it_was"}
    assert {row.scene.partition("#")[0] for row in rows} == {"", "twins"}


def test_files_agree_with_the_truth_and_the_import_knows_every_column(tmp_path: Path) -> None:
    counts = generate(tmp_path, 600, seed=2)
    truth = _table(tmp_path / "truth.csv")
    persons, organisations = _table(tmp_path / "persons.csv"), _table(tmp_path / "organisations.csv")
    assert counts == {"person": len(persons) - 1, "organisation": len(organisations) - 1}
    assert [line[0] for line in truth[1:]] == [line[0] for line in (*persons[1:], *organisations[1:])]
    assert persons[1][0] == "P0000001"
    for table, kind in ((persons, "person"), (organisations, "organisation")):
        proposal = propose(table[0], table[1:])
        assert proposal.kind == kind
        assert proposal.match_key == "external_id"
        assert [column.header for column in proposal.columns if column.field is None] == []
        assert len(proposal.columns) == len(COLUMNS[kind]) + 1


def test_two_of_a_scene_show_what_tells_them_apart() -> None:
    firsts = defaultdict(list)
    for row in small(12_000, holdout=True):
        if row.scene.startswith(("siblings_alike", "namesakes_employer")) and not row.families:
            firsts[row.scene].append(named(row))
    assert len(firsts) > 20
    for one, other in firsts.values():
        assert any(one.get(c) and other.get(c) and one[c] != other[c] for c in ("身份证号", "出生日期"))


def _table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
