"""What is unlike the rest."""

from fractions import Fraction

import pytest

from kedang.engine.profiling.outliers import (
    as_number,
    far_lengths,
    far_numbers,
    numbers_in,
    rare_patterns,
    weighted_median,
)


def numbers(**counts: int) -> dict[Fraction, int]:
    return {Fraction(name.removeprefix("n")): count for name, count in counts.items()}


def test_the_middle_of_counted_numbers() -> None:
    assert weighted_median(numbers(n1=1, n2=1, n9=1)) == 2
    assert weighted_median(numbers(n1=5, n9=1)) == 1
    with pytest.raises(ValueError, match="nothing"):
        weighted_median({})


def test_a_number_far_from_the_rest() -> None:
    assert far_numbers(numbers(n10=8, n12=8, n14=8, n9000=1)) == {Fraction(9000)}


def test_a_few_numbers_or_equal_ones_have_no_outlier() -> None:
    assert far_numbers(numbers(n10=3, n12=3, n9000=1)) == set()
    assert far_numbers(numbers(n10=99, n9000=1)) == set()


def test_amounts_are_long_tailed_by_nature() -> None:
    amounts = {Fraction(10 * 2**n): 10 for n in range(12)}
    assert far_numbers(amounts) == set()
    assert far_numbers(amounts | {Fraction(10**30): 1}) == {Fraction(10**30)}
    assert far_numbers({n + 5: 8 for n in map(Fraction, (-10, -8, -6))} | {Fraction(-9000): 1}) == {Fraction(-9000)}


def test_where_many_would_be_none_is() -> None:
    usual = {Fraction(n): 100 for n in (10, 11, 12)}
    assert far_numbers(usual | {Fraction(10**6 + n): 1 for n in range(3)}) == {Fraction(10**6 + n) for n in range(3)}
    assert far_numbers(usual | {Fraction(10**6 + n): 1 for n in range(4)}) == set()
    assert far_lengths({2: 300, 3: 300} | {40 + n: 1 for n in range(21)}) == set()


def test_lengths() -> None:
    assert far_lengths({11: 99, 12: 1, 40: 1}) == {40}
    assert far_lengths({2: 50, 3: 50, 4: 20, 60: 1}) == {60}
    assert far_lengths({11: 5, 40: 1}) == set()


def test_a_pattern_hardly_anybody_has() -> None:
    assert rare_patterns({"9×11": 98, "9×10": 1, "汉×2": 1}) == ["9×10", "汉×2"]
    assert rare_patterns({"汉×2": 30, "汉×3": 30, "汉×4": 30, "A": 1}) == []
    assert rare_patterns({"9×11": 5, "汉": 1}) == []
    assert rare_patterns({}) == []


def test_what_is_a_number() -> None:
    assert (as_number("12.50"), as_number("很多"), as_number("1/0")) == (Fraction(25, 2), None, None)
    assert numbers_in([("3", 2), ("3.0", 1), ("x", 5)]) == {Fraction(3): 3}


@pytest.mark.parametrize("text", ["12e456", "1e9999999999", "1E3", "9" * 400, "1_000", " 12", "１２", "12."])
def test_what_is_written_otherwise_is_not_reckoned_with(text: str) -> None:
    assert as_number(text) is None
    assert numbers_in([(text, 1)]) == {}


def test_the_longest_number_can_be_compared() -> None:
    counts = {Fraction(n): 50 for n in (10, 20, 40)}
    longest = as_number("9" * 40 + "." + "9" * 40)
    assert longest is not None
    assert far_numbers(counts | {longest: 1}) == {longest}
