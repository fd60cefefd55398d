"""Counting a column in one pass."""

from kedang.engine.profiling.tally import LONGEST_KEPT, Cell, Tally


def cells(*texts: str, reason: str = "") -> list[Cell]:
    return [Cell(text, text, reason) for text in texts]


def test_figures_count_customers() -> None:
    tally = Tally()
    tally.add(cells("甲", "甲", "乙"), clear=True)
    tally.add(cells("坏", reason="x"), clear=True)
    tally.add([], clear=True)
    assert (tally.customers, tally.filled, tally.invalid, tally.distinct) == (3, 2, 1, 3)
    assert (dict(tally.values), tally.bad, dict(tally.reasons)) == ({"甲": 1, "乙": 1, "坏": 1}, {"坏": "x"}, {"x": 1})
    assert dict(tally.patterns) == {"汉": 2}


def test_without_clear_no_value_is_kept() -> None:
    tally = Tally()
    tally.add(cells("甲乙"), clear=False)
    assert (dict(tally.values), tally.examples, dict(tally.patterns), dict(tally.lengths)) == (
        {},
        {},
        {"汉×2": 1},
        {2: 1},
    )
    tally.add(cells("true"), clear=False, shapes=False)
    assert (tally.filled, dict(tally.patterns)) == (2, {"汉×2": 1})


def test_above_the_cap_the_rarest_go_and_it_is_said() -> None:
    tally = Tally(most_values=10)
    for number in range(40):
        tally.add(cells("常见"), clear=True)
        tally.add(cells(f"少见{number}"), clear=True)
    assert tally.capped
    assert (tally.values["常见"], len(tally.values) <= 10) == (40, True)


def test_long_texts_are_counted_and_not_held() -> None:
    tally = Tally(most_values=4)
    long = "长" * (LONGEST_KEPT + 1)
    for text in (long, long, long + "些"):
        tally.add(cells(text), clear=True)
    assert (tally.distinct, dict(tally.values), tally.capped) == (2, {}, False)
    for number in range(9):
        tally.add(cells(long + str(number)), clear=True)
    assert tally.capped


def test_patterns_are_bounded() -> None:
    tally = Tally()
    for number in range(6_000):
        tally.add(cells("".join("a1" if number >> bit & 1 else "一1" for bit in range(13))), clear=True)
    assert len(tally.patterns) <= 5_000
    assert tally.examples.keys() <= tally.patterns.keys()
