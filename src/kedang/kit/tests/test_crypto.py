"""Sealed values: known vectors, and nothing opens that was touched."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kedang.kit import crypto


def test_known_answer() -> None:
    # NIST GCM test case 15 (256-bit key, 64 bytes, no AAD), put into our frame.
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255"
    )
    sealed = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad"
        "b094dac5d93471bdec1a502270e3cc6c"
    )
    assert crypto.open_sealed(AESGCM(key), crypto.header(1) + nonce + sealed, b"") == plain


def test_every_changed_byte_is_noticed() -> None:
    cipher = AESGCM(crypto.fresh_key())
    blob = crypto.seal(cipher, crypto.header(7), b"secret", b"here")
    assert crypto.key_id_of(blob) == 7
    for place in [0, 1, *range(crypto.HEADER, len(blob))]:
        broken = bytearray(blob)
        broken[place] ^= 1
        with pytest.raises(crypto.Tampered):
            crypto.open_sealed(cipher, bytes(broken), b"here")


@pytest.mark.parametrize("cut", [0, 5, 6, 20, 33])
def test_a_cut_value_is_noticed(cut: int) -> None:
    cipher = AESGCM(crypto.fresh_key())
    blob = crypto.seal(cipher, crypto.header(1), b"", b"")
    with pytest.raises(crypto.Tampered):
        crypto.open_sealed(cipher, blob[:cut], b"")
