"""Blind indexes: equal for equal, different between fields, never the value."""

import pytest

from kedang.vault.blind import blind, blind_token

pytestmark = pytest.mark.django_db


def test_equal_values_meet_and_fields_do_not() -> None:
    assert blind("phone", "+8613812345678") == blind("phone", "+8613812345678")
    assert blind("phone", "+8613812345678") != blind("fax", "+8613812345678")
    assert blind("phone", "1") != blind("phone", "2")


def test_it_fits_a_bigint_and_a_search_token() -> None:
    values = [blind("phone", str(n)) for n in range(500)]
    assert all(-(2**63) <= v < 2**63 for v in values)
    assert min(values) < 0 < max(values)
    token = blind_token("tail", "5678")
    assert len(token) == 16
    assert token.isalnum()
    assert token == token.lower()
    assert "5678" not in token
