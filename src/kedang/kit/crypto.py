"""Primitives: sealed values and keyed hashes. Which key and which binding to use is the vault's business.

Sealed value: 0x01 | algorithm (1) | key id (4, big endian) | nonce (12) | ciphertext | tag (16).
The key is chosen by its id, never by trial: GCM does not commit to a key.
"""

import hmac
import os
from collections import deque

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = 1
AES_256_GCM = 1
HEADER = 6
NONCE = 12
_NONCES = 256
TAG = 16
KEY = 32


class Tampered(Exception):
    """A sealed value does not open: wrong key, wrong place, or changed bytes. Never carries the value."""


def fresh_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY)


def derive(root: bytes, info: bytes) -> bytes:
    """A key for one purpose (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(root)


def header(key_id: int) -> bytes:
    """The first six bytes of everything sealed under a key id."""
    return bytes((FORMAT, AES_256_GCM)) + key_id.to_bytes(4, "big")


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


def seal(cipher: AESGCM, head: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Seal bytes under a cipher object; `head` names the key."""
    once = nonce()
    return head + once + cipher.encrypt(once, plaintext, aad)


def open_sealed(cipher: AESGCM, blob: bytes, aad: bytes) -> bytes:
    """Open bytes sealed by `seal`; any mismatch raises Tampered, never returns a default."""
    if len(blob) < HEADER + NONCE + TAG or blob[0] != FORMAT or blob[1] != AES_256_GCM:
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
