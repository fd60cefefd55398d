"""Patterns from settings: no pattern and no value holds a server up, and what is not supported is said."""

import pytest

from kedang.engine.validation.patterns import LONGEST_TEXT, BadPattern, mask_pattern, matcher

# Each of these takes a backtracking engine longer than the age of the universe; the test's own time limit would end it.
CATASTROPHES = (r"(a+)+b", r"(a|a)*b", r"(a|aa)+b", r"(.*a){25}b", r"((a*)*)*b", r"(\w+\s?)*b")


@pytest.mark.parametrize("pattern", CATASTROPHES)
def test_a_catastrophic_pattern_is_answered(pattern: str) -> None:
    assert matcher(pattern)("a" * (LONGEST_TEXT - 1) + "!") is False


@pytest.mark.parametrize("pattern", ["", "(", r"(a)\1", r"(?=a)b", r"(((a{1000}){10}){10}){10}", "x" * 501])
def test_what_cannot_be_matched_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        matcher(pattern)


def test_a_text_beyond_all_measure_matches_nothing() -> None:
    assert matcher("a*")("a" * LONGEST_TEXT) is True
    assert matcher("a*")("a" * (LONGEST_TEXT + 1)) is False


def test_a_mask_takes_every_other_sign_as_itself() -> None:
    assert mask_pattern("#&?*汉") == r"[0-9][A-Za-z]..*\p{Han}"
    assert matcher("(##) +", mask=True)("(12) +") is True
