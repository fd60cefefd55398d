"""The rules by themselves: figures in, a finding or none out."""

from datetime import timedelta

import pytest

from kedang.calendar.shipped import DAYS, WEEK
from kedang.calendar.working import Stated, compiled
from kedang.oversight.counting import Look, Outside, count
from kedang.oversight.rules import SHIPPED, Counted, Finding, Rule, Seen, judge, percentile, with_figures
from kedang.oversight.tests.synthetic import LAST, at

RULES = {rule.code: rule for rule in SHIPPED}
WORK = compiled(Stated(WEEK, DAYS, 0))


def rule(code: str) -> Rule:
    return RULES[code]


@pytest.mark.parametrize(
    ("values", "found"), [([], 0), ([7], 7), (list(range(1, 101)), 99), (list(range(1, 201)), 198)]
)
def test_the_percentile_is_one_of_the_values(values: list[int], found: int) -> None:
    assert percentile(values) == found


def test_many_rows_are_measured_by_ones_own_past() -> None:
    assert judge(rule("rows"), Seen(Counted(rows=599))) is None
    assert judge(rule("rows"), Seen(Counted(rows=600))) == Finding("rows", 600, 600)
    past = [Counted(rows=400)] * 40
    assert judge(rule("rows"), Seen(Counted(rows=1199), past)) is None
    assert judge(rule("rows"), Seen(Counted(rows=1200), past)) == Finding("rows", 1200, 1200)
    assert judge(rule("rows"), Seen(Counted(rows=9000), by_token=True)) is None
    assert judge(rule("token"), Seen(Counted(rows=9000), by_token=True)) == Finding("token", 9000, 1000)


@pytest.mark.parametrize(
    ("code", "less", "enough"),
    [
        ("outside", Counted(outside=199), Counted(outside=200)),
        ("browsing", Counted(opened=80, edits=5), Counted(opened=80, edits=4)),
        ("guessing", Counted(thin=19), Counted(thin=20)),
        ("canary", Counted(), Counted(canaries=1)),
        ("elsewhere", Counted(exported=9), Counted(exported=9, elsewhere=1)),
    ],
)
def test_each_rule_begins_at_its_figure(code: str, less: Counted, enough: Counted) -> None:
    assert judge(rule(code), Seen(less)) is None
    found = judge(rule(code), Seen(enough))
    assert found is not None
    assert found.rule == code


def test_who_hands_over_is_watched_more_closely() -> None:
    much = Counted(opened=20, exported=30)
    assert judge(rule("leaving"), Seen(much)) is None
    assert judge(rule("leaving"), Seen(much, leaving=True)) == Finding("leaving", 50, 50)


def test_figures_are_an_administrators() -> None:
    said = with_figures({"rows": {"floor": 50, "factor": 2}, "canary": {"active": False}})
    changed = {each.code: each for each in said}
    assert judge(changed["rows"], Seen(Counted(rows=50))) == Finding("rows", 50, 50)
    assert judge(changed["canary"], Seen(Counted(canaries=3))) is None
    assert changed["guessing"] == rule("guessing")


@pytest.mark.parametrize(
    ("day", "hour", "minute", "outside"),
    [
        (0, 6, 59, True),
        (0, 7, 0, False),
        (0, 12, 30, False),
        (0, 19, 59, False),
        (0, 20, 0, True),
        (1, 10, 0, True),
        (-61, 10, 0, False),
    ],
)
def test_outside_is_well_before_or_after_work(day: int, hour: int, minute: int, outside: bool) -> None:
    """20 November 2026 is a Friday; 20 September was a Sunday worked in exchange."""
    assert Outside(WORK)(at(LAST + timedelta(days=day), hour, minute)) is outside


def test_the_densest_ten_minutes_of_different_questions_count() -> None:
    def asked(minute: float, query: str, found: int = 0) -> Look:
        return Look(at(LAST, 10, minute), 0, "customers.searched", 0, 0, found, query)

    looks = [asked(minute, f"q{minute}") for minute in (0, 1, 9, 10, 20)]
    looks += [asked(2, "q1"), asked(3, "many", 50), asked(4, "")]
    ((key, counted),) = count(looks, [], WORK).items()
    assert (key[0], counted.thin) == (0, 3)
