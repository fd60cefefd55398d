"""Both suites: known vectors of SM4 and SM3, and the same properties for either."""

from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import algorithms
from hypothesis import given
from hypothesis import strategies as st

from kedang.kit import crypto, suites
from kedang.kit.env import settings
from kedang.kit.suites import AES_256_GCM, NAMES, SM4_GCM

BOTH = pytest.mark.parametrize("suite", [AES_256_GCM, SM4_GCM])
KEY = bytes(range(32))


def test_sm4_gcm_gives_the_known_answer() -> None:
    # RFC 8998, appendix A.1.
    key = algorithms.SM4(bytes.fromhex("0123456789abcdeffedcba9876543210"))
    plain = bytes.fromhex("".join(letter * 16 for letter in "abcdefea"))
    aad = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    assert suites.sm4_gcm(key, bytes.fromhex("00001234567800000000abcd"), plain, aad).hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )


def test_sm3_gives_the_known_answer() -> None:
    # GB/T 32905, example 1.
    hashing = hashes.Hash(hashes.SM3())
    hashing.update(b"abc")
    assert hashing.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_what_is_stored_opens_in_later_releases() -> None:
    # Made once by this release: whoever changes the derivation or the tags cannot read what is stored.
    sealed = suites.under(SM4_GCM, KEY).encrypt(bytes(12), "值".encode(), b"place")
    assert sealed.hex() == "98ec4310bc63ce507a17ae391df4efe36e62101045bb99d40836199b3702bb94bc352b"


@BOTH
@given(data=st.binary(max_size=200), aad=st.binary(max_size=40))
def test_what_was_sealed_comes_back_and_from_no_other_place(suite: int, data: bytes, aad: bytes) -> None:
    cipher = suites.under(suite, KEY)
    blob = crypto.seal(cipher, crypto.header(1, suite), data, aad)
    assert crypto.open_sealed(cipher, blob, aad, suite) == data
    assert len(blob) - len(data) == crypto.OVERHEAD - (suites.MAC if suite == AES_256_GCM else 0)
    with pytest.raises(crypto.Tampered):
        crypto.open_sealed(cipher, blob, aad + b"x", suite)


@BOTH
def test_every_changed_byte_is_noticed(suite: int) -> None:
    cipher = suites.under(suite, KEY)
    blob = crypto.seal(cipher, crypto.header(7, suite), b"secret", b"here")
    for place in [0, 1, *range(crypto.HEADER, len(blob))]:
        broken = bytearray(blob)
        broken[place] ^= 1
        with pytest.raises(crypto.Tampered):
            crypto.open_sealed(cipher, bytes(broken), b"here", suite)


@BOTH
@pytest.mark.parametrize("cut", [0, 5, 6, 18, 33, 39])
def test_a_cut_value_is_noticed(suite: int, cut: int) -> None:
    cipher = suites.under(suite, KEY)
    blob = crypto.seal(cipher, crypto.header(1, suite), b"secret", b"")
    with pytest.raises(crypto.Tampered):
        crypto.open_sealed(cipher, blob[:cut], b"", suite)


def test_either_tag_alone_keeps_sm4_shut() -> None:
    cipher = suites.Sm4(KEY)
    sealed = cipher.encrypt(bytes(12), b"secret", b"here")
    for place in (0, len(sealed) - suites.MAC - 1, len(sealed) - 1):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(InvalidTag):
            cipher.decrypt(bytes(12), bytes(broken), b"here")


@pytest.mark.parametrize(("claimed", "made"), [(AES_256_GCM, SM4_GCM), (SM4_GCM, AES_256_GCM)])
def test_a_value_does_not_pass_for_one_of_the_other_suite(claimed: int, made: int) -> None:
    blob = crypto.seal(suites.under(made, KEY), crypto.header(1, made), b"secret" * 9, b"here")
    passed = crypto.header(1, claimed) + blob[crypto.HEADER :]
    with pytest.raises(crypto.Tampered):
        crypto.open_sealed(suites.under(claimed, KEY), passed, b"here", claimed)


def test_the_setting_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = settings()
    assert suites.chosen() == AES_256_GCM
    for name, suite in NAMES.items():
        monkeypatch.setattr(suites, "settings", lambda name=name: replace(usual, cipher_suite=name))
        assert suites.chosen() == suite
