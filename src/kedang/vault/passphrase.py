"""A root key that opens with a passphrase (Argon2id). The passphrase comes from a file that KEDANG_ROOT_PASSPHRASE_FILE names: a
secret of the service manager, or a file on a stick that is taken out after the start."""

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kedang.kit import crypto
from kedang.vault.unfit import RootKeyMissing

KIND = "passphrase"
SETTING = "KEDANG_ROOT_PASSPHRASE_FILE"
SHORTEST = 16
# A gigabyte would be better against guessing, and would not start on small machines; once a process this costs half a second.
_MEMORY, _TIME, _LANES = 256 * 1024, 3, 4


class PassphraseMissing(RootKeyMissing):
    """There is no passphrase, or it is too short to be one."""


def close(root: bytes, given: Mapping[str, str]) -> dict[str, Any]:
    """Seal the root key under the passphrase."""
    salt = os.urandom(16)
    cipher = AESGCM(_stretched(_passphrase(), salt, _MEMORY, _TIME, _LANES))
    sealed = crypto.seal(cipher, crypto.header(1), root, KIND.encode())
    cost = {"memory": _MEMORY, "time": _TIME, "lanes": _LANES}
    return {**cost, "salt": base64.b64encode(salt).decode(), "sealed": base64.b64encode(sealed).decode()}


def open_(facts: Mapping[str, Any]) -> bytes:
    """The root key, or Tampered when the passphrase is another."""
    salt = base64.b64decode(facts["salt"])
    key = _stretched(_passphrase(), salt, int(facts["memory"]), int(facts["time"]), int(facts["lanes"]))
    return crypto.open_sealed(AESGCM(key), base64.b64decode(facts["sealed"]), KIND.encode())


def _passphrase() -> bytes:
    named = os.environ.get("KEDANG_ROOT_PASSPHRASE_FILE")
    try:
        said = Path(named).read_bytes().strip() if named else b""
    except OSError:
        said = b""
    if len(said) < SHORTEST:
        raise PassphraseMissing(SETTING)
    return said


def _stretched(passphrase: bytes, salt: bytes, memory: int, time: int, lanes: int) -> bytes:
    return hash_secret_raw(passphrase, salt, time, memory, lanes, crypto.KEY, Type.ID)
