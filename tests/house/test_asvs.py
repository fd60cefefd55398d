"""docs/asvs.csv: every requirement we aim at has a verdict, and every `met` names tests that exist."""

import ast
import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.house.source import ROOT

TABLE = ROOT / "docs" / "asvs.csv"
COLUMNS = ["id", "level", "chapter", "subject", "verdict", "evidence", "note"]
VERDICTS = {"met", "operator", "not applicable", "open"}
# ASVS 5.0.0: levels 1 and 2 without WebRTC, and the items of level 3 that we take on.
ROWS = 246
LEVEL_3 = frozenset(
    "2.3.5,5.2.4,5.2.5,5.2.6,5.3.3,6.3.5,6.3.7,6.3.8,6.4.6,6.5.6,7.5.3,8.1.3,8.2.4,8.3.2,8.3.3,11.3.4,13.1.4,13.3.4,"  # noqa: SIM905
    "14.2.6,14.2.7,14.2.8,16.5.4".split(",")
)
Row = dict[str, str]


@cache
def written_in(path: Path) -> frozenset[str]:
    """Names of the test functions of a file."""
    if not path.exists():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def anchors(path: Path) -> set[str]:
    """What the headings of a page can be reached by."""
    heads = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.M) if path.exists() else []
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def unproved(evidence: str, *, tests: bool) -> list[str]:
    """What is named as evidence and is not there."""
    missing = []
    for item in evidence.split():
        path, _, name = item.partition("::" if tests else "#")
        there = written_in(ROOT / path) if tests else anchors(ROOT / path)
        if name not in there:
            missing.append(item)
    return missing


def faults(row: Row) -> list[str]:
    """What is wrong with one row."""
    verdict, evidence, note = row["verdict"], row["evidence"], row["note"]
    if verdict not in VERDICTS:
        return [f"unknown verdict {verdict!r}"]
    found = [] if row["subject"] else ["no subject"]
    if verdict in {"met", "operator"}:
        found += [] if evidence else [f"{verdict} without evidence"]
        found += [f"no such evidence: {item}" for item in unproved(evidence, tests=verdict == "met")]
    elif not note:
        found.append(f"{verdict} without a reason")
    return found


def rows() -> list[Row]:
    """The table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_requirement_is_left_out_or_there_twice() -> None:
    table = rows()
    assert list(table[0]) == COLUMNS
    assert Counter(row["level"] == "3" for row in table) == {False: ROWS, True: len(LEVEL_3)}
    assert {row["id"] for row in table if row["level"] == "3"} == LEVEL_3
    assert [name for name, count in Counter(row["id"] for row in table).items() if count > 1] == []
    assert [row["id"] for row in table] == sorted(
        (r["id"] for r in table), key=lambda i: [int(p) for p in i.split(".")]
    )


def test_every_row_has_a_verdict_that_is_proved() -> None:
    assert {row["id"]: found for row in rows() if (found := faults(row))} == {}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"verdict": ""}, "unknown verdict ''"),
        ({"verdict": "fine"}, "unknown verdict 'fine'"),
        ({"evidence": ""}, "met without evidence"),
        (
            {"evidence": "tests/house/test_asvs.py::test_nothing"},
            "no such evidence: tests/house/test_asvs.py::test_nothing",
        ),
        ({"evidence": "tests/nowhere.py::test_x"}, "no such evidence: tests/nowhere.py::test_x"),
        ({"verdict": "open"}, "open without a reason"),
        ({"verdict": "not applicable"}, "not applicable without a reason"),
        ({"verdict": "operator", "evidence": "SECURITY.md#no-such-head"}, "no such evidence: SECURITY.md#no-such-head"),
        ({"subject": ""}, "no subject"),
    ],
)
def test_a_bad_row_is_seen(changes: Row, told: str) -> None:
    good = {
        "subject": "x",
        "verdict": "met",
        "note": "",
        "evidence": "tests/house/test_asvs.py::test_a_bad_row_is_seen",
    }
    assert faults(good) == []
    assert faults({**good, **changes}) == [told]
