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
