"""What the API says of keys."""

from datetime import datetime

from ninja import Schema

from kedang.operations.keys_standing import Standing


class MasterKeyOut(Schema):
    """One master key: what it is for, its epoch and its age, and how many keys it wraps."""

    purpose: str
    epoch: int
    created_at: datetime
    wraps: int


class KeysOut(Schema):
    """How the keys stand."""

    masters: list[MasterKeyOut]
    subjects: int


def keys_out(standing: Standing) -> KeysOut:
    """Standing as the API says it."""
    return KeysOut(
        masters=[
            MasterKeyOut(purpose=each.purpose, epoch=each.epoch, created_at=each.created_at, wraps=each.wraps)
            for each in standing.masters
        ],
        subjects=standing.subjects,
    )
