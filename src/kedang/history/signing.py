"""Checkpoints as signed notes: an Ed25519 key for each epoch, sealed under the root key like every master key.

The text follows the signed notes of transparency logs: origin, size, root, then lines of a word and its value, an empty line, and
`— name base64(four bytes of the key's hash, signature)`. The first note carries its own public key. A new key is introduced by a
note that the old one signs, so that whoever holds any key of the line can follow it.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db.models import Max

from kedang.kit.clock import iso
from kedang.vault.models import MasterKey
from kedang.vault.root import master

PURPOSE = "audit"


@dataclass(frozen=True, slots=True)
class Signer:
    """The key of one epoch, under the name of this installation's log."""

    name: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        return self.private.public_key().public_bytes_raw()

    @property
    def mark(self) -> bytes:
        """The four bytes by which a signature says whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n\x01" + self.public).digest()[:4]

    def printed(self) -> str:
        """The public key in the form that verifiers read."""
        return f"{self.name}+{self.mark.hex()}+{base64.b64encode(bytes((1,)) + self.public).decode()}"

    def sign(self, body: str) -> str:
        """The whole note."""
        coded = base64.b64encode(self.mark + self.private.sign(body.encode())).decode()
        return f"{body}\n— {self.name} {coded}\n"


def _private(epoch: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(master().key(PURPOSE, epoch))


def signer(epoch: int) -> Signer:
    """The key of an epoch. The log is named after its first key, and keeps that name."""
    first = _private(1).public_key().public_bytes_raw()
    return Signer(f"kedang-{hashlib.sha256(first).hexdigest()[:8]}", _private(epoch))


def newest_epoch() -> int:
    """The key to sign with from the next checkpoint on."""
    return MasterKey.objects.filter(purpose=PURPOSE).aggregate(newest=Max("epoch"))["newest"] or 1


def make_key() -> int:
    """Make the key of the next epoch; the next checkpoint introduces it, signed with the one in force."""
    signer(1)
    epoch = newest_epoch() + 1
    master().key(PURPOSE, epoch)
    return epoch


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a checkpoint says."""

    size: int
    root: bytes
    number: int
    at: datetime
    before: str
    new_key: str = ""


def note(said: Statement, by: Signer) -> str:
    """The signed text. `before` is the whole note before this one, or nothing."""
    lines = [
        by.name,
        str(said.size),
        base64.b64encode(said.root).decode(),
        f"number {said.number}",
        f"time {iso(said.at)}",
        f"previous {hashlib.sha256(said.before.encode()).hexdigest()}",
    ]
    return by.sign("\n".join([*lines, *([f"key {said.new_key}"] if said.new_key else [])]) + "\n")
