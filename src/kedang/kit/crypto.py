"""Primitives: sealed values and keyed hashes. Which key and which binding to use is the vault's business.

Sealed value: 0x01 | suite (1) | key id (4, big endian) | nonce (12) | ciphertext | tag (16), and by SM4 a second tag (16).
The key is chosen by its id, never by trial: GCM does not commit to a key.
"""

import hmac
import os
from collections import deque

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kedang.kit.suites import AES_256_GCM, MAC, SM4_GCM, Suite

FORMAT = 1
HEADER = 6
NONCE = 12
_NONCES = 256
TAG = 16
KEY = 32
OVERHEAD = HEADER + NONCE + TAG + MAC


class Tampered(Exception):
    """A sealed value does not open: wrong key, wrong place, or changed bytes. Never carries the value."""


def fresh_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY)


def derive(root: bytes, info: bytes) -> bytes:
    """A key for one purpose (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(root)


def header(key_id: int, suite: int = AES_256_GCM) -> bytes:
    """The first six bytes of everything sealed under a key id by a suite."""
    return bytes((FORMAT, suite)) + key_id.to_bytes(4, "big")


_nonces: deque[bytes] = deque()
# A fork must not hand out the parent's nonces a second time.
os.register_at_fork(after_in_child=_nonces.clear)


def nonce() -> bytes:
    """Twelve fresh random bytes; asking the system for many at a time costs a tenth. Safe between threads."""
    try:
        return _nonces.popleft()
    except IndexError:
        block = os.urandom(NONCE * _NONCES)
        _nonces.extend([block[i : i + NONCE] for i in range(NONCE, len(block), NONCE)])
        return block[:NONCE]


def seal(cipher: Suite, head: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Seal bytes under a cipher object; `head` names the key."""
    once = nonce()
    return head + once + cipher.encrypt(once, plaintext, aad)


def suite_of(blob: bytes) -> int:
    """By which suite a value says it was sealed."""
    if len(blob) < HEADER + NONCE + TAG or blob[0] != FORMAT or blob[1] not in (AES_256_GCM, SM4_GCM):
        raise Tampered("malformed")
    return blob[1]


def open_sealed(cipher: Suite, blob: bytes, aad: bytes, suite: int = AES_256_GCM) -> bytes:
    """Open bytes sealed by `seal` under the cipher of this suite; any mismatch raises Tampered, never returns a default."""
    if suite_of(blob) != suite:
        raise Tampered("malformed")
    try:
        return cipher.decrypt(blob[HEADER : HEADER + NONCE], blob[HEADER + NONCE :], aad)
    except InvalidTag:
        raise Tampered("does not open") from None


def key_id_of(blob: bytes) -> int:
    """The id of the key a value was sealed under."""
    if len(blob) < HEADER:
        raise Tampered("malformed")
    return int.from_bytes(blob[2:HEADER], "big")


def keyed_hash(key: bytes, data: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key, data, "sha256")
