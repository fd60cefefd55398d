"""Ids as people read them out, and back however they were written down."""

import pytest

from kedang.kit.ids import new_id
from kedang.kit.spelled import read_back, spelled


def test_what_is_written_is_read_back() -> None:
    assert (spelled(0), spelled(1234567890123456789)) == ("0000-0000-00000", "128G-GYHY-YK08N")
    for number in (0, 1, 2**63 - 1, new_id()):
        assert read_back(spelled(number)) == number
    assert read_back(" 128g gyhy yk08n") == read_back("i28G-GYHY-YKo8N") == 1234567890123456789


@pytest.mark.parametrize(
    "text", ["", "128G", "128G-GYHY-YK08N0", "128G-GYHY-YK08U", "ZZZZ-ZZZZ-ZZZZZ", "１28G-GYHY-YK08N"]
)
def test_what_is_none_is_none(text: str) -> None:
    assert read_back(text) is None
