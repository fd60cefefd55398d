"""Every kind of rule, asked of plain values."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from kedang.engine.validation.rules import (
    COMPARE,
    PATTERN,
    RANGE,
    REQUIRED,
    UNIQUE,
    Breach,
    Claim,
    Compiled,
    Condition,
    Held,
    Rule,
)

TODAY = date(2026, 11, 22)
BOTH = frozenset(("person", "organisation"))


def record(**values: str | Sequence[Held]) -> Callable[[str], Sequence[Held]]:
    """A record of plain values."""

    def held(code: str) -> Sequence[Held]:
        found = values.get(code, ())
        return [Held(found)] if isinstance(found, str) else found

    return held


def broken(rule: Rule, kind: str = "person", **values: str | Sequence[Held]) -> list[Breach]:
    """What the rule finds wrong today."""
    return Compiled(rule, TODAY).breaches(kind, record(**values))


def rule(test: str, *fields: str, types: Sequence[str] = ("text", "text"), **rest: object) -> Rule:
    """A rule for everybody."""
    return Rule(id=7, kinds=BOTH, test=test, fields=fields, types=tuple(types), **rest)  # type: ignore[arg-type]


def test_one_of_several_fields_suffices_and_an_invalid_one_does_not() -> None:
    reach = rule(REQUIRED, "mobile", "email")
    assert broken(reach) == [Breach(7, ("mobile", "email"))]
    assert broken(reach, email="a@example.com") == []
    assert broken(reach, mobile=[Held("138", sound=False)]) == [Breach(7, ("mobile", "email"))]
    assert broken(reach, mobile=[Held("138", sound=False), Held("+8613812345678")]) == []


def test_a_rule_is_for_its_kinds_only() -> None:
    persons = replace(rule(REQUIRED, "mobile"), kinds=frozenset(("person",)))
    assert (len(broken(persons, "person")), broken(persons, "organisation")) == (1, [])


@pytest.mark.parametrize(
    ("pattern", "mask", "good", "bad"),
    [
        (r"[A-Z]\d{3}", False, "A123", "A1234"),
        (r"A\d*|B", False, "B", "C"),
        ("##-&", True, "12-x", "123-x"),
        ("汉*", True, "杭州 9", "Hangzhou"),
        ("a.b", True, "a.b", "axb"),
    ],
)
def test_a_pattern_speaks_of_the_whole_value(pattern: str, mask: bool, good: str, bad: str) -> None:
    form = rule(PATTERN, "level", pattern=pattern, mask=mask)
    assert broken(form, level=good) == []
    assert broken(form, level=bad) == [Breach(7, ("level",), bad)]
    assert broken(form) == []
    assert broken(form, level=[Held(good), Held(bad, sound=False)]) == [Breach(7, ("level",), bad)]


def test_a_phone_is_matched_as_it_is_dialled_at_home() -> None:
    mobile = rule(PATTERN, "mobile", types=("phone",), pattern=r"138\d{8}")
    assert broken(mobile, mobile="+8613812345678") == []
    assert broken(mobile, mobile="+8613912345678") == [Breach(7, ("mobile",), "+8613912345678")]


@pytest.mark.parametrize(
    ("kind", "least", "greatest", "good", "bad"),
    [
        ("number", "1", "100.5", ("1", "100.5", "7.25"), ("0.99", "101", "many")),
        ("integer", "", "10", ("10", "-3"), ("11",)),
        ("date", "", "today", ("2026-11-22", "2026", "2026-11", "1990-01-02"), ("2026-11-23", "2027")),
        ("date", "today-60y", "today-18y", ("2008-11-22", "1966-11-22", "1970"), ("2008-11-23", "1966-11-21", "2009")),
        ("date", "2020-05", "2020-05", ("2020-05-31", "2020"), ("2020-06-01", "2020-04-30", "soon")),
        ("datetime", "", "today+1m", ("2026-12-22T23:00:00Z",), ("2026-12-23T00:00:00Z",)),
    ],
)
def test_a_range_holds_numbers_and_dates(
    kind: str, least: str, greatest: str, good: Sequence[str], bad: Sequence[str]
) -> None:
    between = rule(RANGE, "x", types=(kind,), least=least, greatest=greatest)
    assert [text for text in good if broken(between, x=text)] == []
    assert [text for text in bad if not broken(between, x=text)] == []


def test_a_length_counts_characters() -> None:
    short = rule(RANGE, "remark", measure="length", least="2", greatest="4")
    assert [text for text in ("一", "一二", "一二三四", "一二三四五") if broken(short, remark=text)] == [
        "一",
        "一二三四五",
    ]


@pytest.mark.parametrize(
    ("kind", "operator", "left", "right", "kept"),
    [
        ("date", "le", "2020-01-01", "2020-01-01", True),
        ("date", "lt", "2020-01-01", "2020-01-01", False),
        ("date", "gt", "2021", "2020-12-31", True),
        ("date", "lt", "2020", "2020", True),  # some day of the year may come before another
        ("date", "lt", "2021", "2020", False),
        ("number", "ge", "10", "9.5", True),
        ("number", "eq", "10", "10.0", True),
        ("number", "ne", "10", "10.0", False),
        ("number", "lt", "9", "10", True),
        ("text", "eq", "Kedang", "kedang", True),
        ("text", "ne", "Kedang", "kedang", False),
    ],
)
def test_two_fields_stand_to_each_other(kind: str, operator: str, left: str, right: str, kept: bool) -> None:
    pair = rule(COMPARE, "a", "b", types=(kind, kind), operator=operator)
    assert (broken(pair, a=left, b=right) == []) is kept
    assert broken(pair, a=left) == broken(pair, b=right) == []


@pytest.mark.parametrize(
    ("condition", "applies"),
    [
        (Condition("level", "is", ("A", "b")), ("A", "B")),
        (Condition("level", "is_not", ("A",)), ("B", "C", "")),
        (Condition("level", "filled"), ("A", "B", "C")),
        (Condition("level", "empty"), ("",)),
    ],
)
def test_a_condition_says_when(condition: Condition, applies: Sequence[str]) -> None:
    needed = rule(REQUIRED, "mobile", condition=condition)
    levels = ("A", "B", "C", "")
    assert tuple(level for level in levels if broken(needed, level=[Held(level)] if level else ())) == applies


def test_a_condition_on_a_region_holds_for_all_that_lies_in_it() -> None:
    needed = rule(REQUIRED, "mobile", condition=Condition("region", "is", ("330000", "110101")))
    found = {code: bool(broken(needed, region=code)) for code in ("330000", "330106", "320100", "110101", "110102")}
    assert found == {"330000": True, "330106": True, "320100": False, "110101": True, "110102": False}


def test_unique_values_are_claimed_and_never_broken_alone() -> None:
    only = Compiled(rule(UNIQUE, "mobile"), TODAY)
    values = record(mobile=[Held("+8613812345678"), Held("138", sound=False)])
    assert only.breaches("person", values) == []
    assert only.claims("person", values) == [Claim(7, "mobile", "+8613812345678")]
