"""Masks hide what identifies, whatever comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kedang.kit.masking import mask


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "+8613812345678", "138****5678"),
        ("phone", "057187654321", "057****4321"),
        ("phone", "10086", "***86"),
        ("email", "lin@example.com", "l***@example.com"),
        ("idnumber", "33010619900101123X", "330***********123X"),
        ("name", "张伟", "张*"),
        ("address", "浙江省杭州市西湖区文三路1号", "浙江省杭州市西湖区****"),
        ("address", "文三路1号", "****"),
        ("date", "1990-01-01", "1990-**-**"),
        ("bank_account", "6222020200112233445", "****3445"),
        ("unheard of", "secret", "s***"),
        ("phone", "", ""),
    ],
)
def test_masks(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown


@given(st.sampled_from(["phone", "email", "idnumber", "bank_account", "other"]), st.text(min_size=6, max_size=40))
def test_a_mask_never_shows_the_value(kind: str, value: str) -> None:
    assert mask(kind, value) != value or "*" in value
