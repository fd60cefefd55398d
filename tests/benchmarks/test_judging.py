"""The judge, on clusters made by hand."""

import csv
import json
from pathlib import Path

import pytest

from benchmarks.matching import exact
from benchmarks.matching.generating import generate
from benchmarks.matching.judging import Known, judge, read_clusters, read_numbers, read_truth, table

TRUTH = {
    "P1": Known("zhang"),
    "P2": Known("zhang", ("homophone",)),
    "P3": Known("zhang", ("moved", "nickname")),
    "P4": Known("father", (), "parent_and_child#1"),
    "P5": Known("son", (), "parent_and_child#1"),
    "P6": Known("other"),
    "P7": Known("twin", (), "twins#2"),
    "O1": Known("water"),
    "O2": Known("water", ("company_short",)),
}


def test_all_right() -> None:
    found = judge(TRUTH, [["P1", "P2", "P3"], ["O1", "O2"]])
    assert found.scores["all"].facts() == {"right": 4, "found": 4, "true": 4, "precision": 1, "recall": 1, "f1": 1}
    assert found.biggest == [3, 2]
    assert not found.wrong


def test_a_missed_card_costs_its_pairs_and_its_families() -> None:
    found = judge(TRUTH, [["P1", "P2"]])
    assert (found.scores["persons"].right, found.scores["persons"].true) == (1, 3)
    assert (found.scores["organisations"].right, found.scores["organisations"].true) == (0, 1)
    assert (found.families["homophone"].right, found.families["homophone"].true) == (1, 2)
    assert (found.families["nickname"].right, found.families["nickname"].true) == (0, 2)
    assert found.weakest in ("moved", "nickname", "company_short")
    assert found.examples["missed company_short"] == [("O1", "O2")]


def test_wrong_pairs_are_told_by_scene() -> None:
    found = judge(TRUTH, [["P1", "P6"], ["P4", "P5"]])
    assert (found.scores["persons"].right, found.scores["persons"].found) == (0, 2)
    assert found.scores["persons"].precision == 0
    assert dict(found.wrong) == {"unrelated": 1, "parent_and_child": 1}
    assert found.chances["parent_and_child"] == 1
    assert found.examples["unrelated"] == [("P1", "P6")]


def test_a_pair_across_two_scenes_is_of_neither() -> None:
    assert dict(judge(TRUTH, [["P4", "P7"]]).wrong) == {"unrelated": 1}


def test_a_person_put_together_with_an_organisation_is_wrong_in_all_and_in_neither_kind() -> None:
    found = judge(TRUTH, [["P1", "O1"]])
    assert (found.scores["all"].found, found.scores["persons"].found, found.scores["organisations"].found) == (1, 0, 0)


def test_a_huge_cluster_is_counted_without_being_taken_apart() -> None:
    truth = {f"P{n}": Known(str(n // 2)) for n in range(1_000)}
    found = judge(truth, [list(truth)])
    assert (found.scores["persons"].right, found.scores["persons"].found) == (500, 499_500)
    assert found.scores["persons"].recall == 1
    assert found.wrong["huge cluster"] == 499_000


def test_unknown_and_repeated_numbers_are_errors() -> None:
    with pytest.raises(ValueError, match="P9"):
        judge(TRUTH, [["P1", "P9"]])
    with pytest.raises(ValueError, match="P1"):
        judge(TRUTH, [["P1", "P2"], ["P1", "P3"]])


def test_the_way_from_files_to_a_table(tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text(
        "外部编号,entity,families,scene\nP1,a,,\nP2,a,homophone+moved,\nP3,b,,twins#1\n", encoding="utf-8"
    )
    with (tmp_path / "export.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("档号", "外部编号"), ("K1", "P1"), ("K2", "P2"), ("K3", "P3")])
    (tmp_path / "told.json").write_text(json.dumps({"clusters": [["K1", "K2"]], "pairs": []}), encoding="utf-8")
    truth = read_truth(tmp_path / "truth.csv")
    assert truth["P2"].families == ("homophone", "moved")
    clusters = read_clusters(tmp_path / "told.json", read_numbers(tmp_path / "export.csv"))
    assert clusters == [["P1", "P2"]]
    assert "1.0000" in table({"found": judge(truth, clusters)})


def test_the_baseline_joins_equal_keys_and_what_hangs_on_them() -> None:
    joined = exact.Joined()
    joined.add([("P1", ["a"]), ("P2", ["a", "b"]), ("P3", ["c"]), ("P4", ["b"]), ("P5", [])])
    assert [sorted(group) for group in joined.groups()] == [["P1", "P2", "P4"]]


def test_the_baseline_on_a_made_up_archive_is_precise_and_incomplete(tmp_path: Path) -> None:
    generate(tmp_path, 3_000, seed=9)
    score = judge(read_truth(tmp_path / "truth.csv"), exact.clusters(tmp_path)).scores["all"]
    assert score.precision > 0.97
    assert 0.1 < score.recall < 0.9
