"""The suites values are sealed by. Which one seals new values is a setting (KEDANG_CIPHER_SUITE); each value says by which it was sealed,
so that either opens at any time.

SM4-GCM with HMAC-SM3 is for those who must use the Chinese commercial algorithms (国密): SM4 has keys of 128 bits, taken from the customer's key
by HKDF-SM3, and a second tag of 16 bytes (HMAC-SM3) stands behind that of GCM. The arithmetic is OpenSSL's; no module here is certified.
"""

import hmac as compare
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kedang.kit.env import settings

AES_256_GCM, SM4_GCM = 1, 2
NAMES = {"aes-256-gcm": AES_256_GCM, "sm4-gcm": SM4_GCM}
MAC = 16
_TAG, _SM4_KEY = 16, 16


class Suite(Protocol):
    """One key under one suite."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """What `decrypt` opens, in this place only."""
        ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """The data; InvalidTag for anything else than what was encrypted."""
        ...


class Sm4:
    """SM4-GCM, and HMAC-SM3 over all of it."""

    __slots__ = ("_mac", "_sm4")

    def __init__(self, raw: bytes) -> None:
        made = HKDF(algorithm=hashes.SM3(), length=_SM4_KEY + 32, salt=None, info=b"sm4-gcm hmac-sm3").derive(raw)
        self._sm4, self._mac = algorithms.SM4(made[:_SM4_KEY]), made[_SM4_KEY:]

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """Ciphertext, tag, second tag."""
        sealed = sm4_gcm(self._sm4, nonce, data, associated_data)
        return sealed + self._second_tag(nonce, sealed, associated_data)

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes, /) -> bytes:
        """The data, once both tags fit."""
        sealed, second = data[:-MAC], data[-MAC:]
        if len(sealed) < _TAG or not compare.compare_digest(second, self._second_tag(nonce, sealed, associated_data)):
            raise InvalidTag
        opening = Cipher(self._sm4, modes.GCM(nonce, sealed[-_TAG:])).decryptor()
        opening.authenticate_additional_data(associated_data)
        return opening.update(sealed[:-_TAG]) + opening.finalize()

    def _second_tag(self, nonce: bytes, sealed: bytes, associated_data: bytes) -> bytes:
        made = hmac.HMAC(self._mac, hashes.SM3())
        made.update(len(associated_data).to_bytes(8, "big") + associated_data + nonce + sealed)
        return made.finalize()[:MAC]


def sm4_gcm(key: algorithms.SM4, nonce: bytes, data: bytes, associated_data: bytes) -> bytes:
    """Ciphertext and tag (RFC 8998)."""
    sealing = Cipher(key, modes.GCM(nonce)).encryptor()
    sealing.authenticate_additional_data(associated_data)
    return sealing.update(data) + sealing.finalize() + sealing.tag


def under(suite: int, raw: bytes) -> Suite:
    """A key for one suite."""
    return Sm4(raw) if suite == SM4_GCM else AESGCM(raw)


def chosen() -> int:
    """The suite new values are sealed by."""
    return NAMES[settings().cipher_suite]
