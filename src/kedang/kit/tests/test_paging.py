"""Cursors: what was packed comes back, anything else is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.kit.errors import DomainError
from kedang.kit.paging import clamp_limit, decode_cursor, encode_cursor


@given(st.lists(st.one_of(st.text(), st.integers(-(2**62), 2**62), st.none()), min_size=2, max_size=2))
def test_round_trip(values: list[str | int | None]) -> None:
    try:
        packed = encode_cursor(tuple(values))
    except TypeError:
        return  # lone surrogates have no JSON; no stored value holds one
    if any(isinstance(value, str) and "\0" in value for value in values):
        return  # nor NUL
    assert decode_cursor(packed, length=2) == tuple(values)


@pytest.mark.parametrize("text", ["", "x", "äöü", "WzFd", "bnVsbA", "W3siYSI6MX0sMV0", "=" * 50])
def test_strange_cursors_are_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        decode_cursor(text, length=2)
    assert refused.value.code == "invalid"


def test_limits_are_clamped() -> None:
    assert [clamp_limit(n) for n in (None, 0, -5, 10, 10_000)] == [50, 1, 1, 10, 200]
