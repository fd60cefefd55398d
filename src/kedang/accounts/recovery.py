"""Ten codes for the day the phone is lost: shown once, each good once, kept as hashes of 80 random bits."""

import base64
import os

from kedang.accounts.models import RecoveryCode
from kedang.accounts.secrets import hashed
from kedang.kit.clock import now

HOW_MANY = 10
_BYTES = 10


def make(user_id: int) -> list[str]:
    """Ten fresh codes; whatever was left of earlier ones is worth nothing from now on. In the caller's transaction."""
    RecoveryCode.objects.filter(user_id=user_id).delete()
    codes = [base64.b32encode(os.urandom(_BYTES)).decode().lower() for _ in range(HOW_MANY)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user_id=user_id, hash=hashed(code)) for code in codes)
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def use(user_id: int, typed: str) -> bool:
    """Use one up. Of two that come with the same code at once, one is too late."""
    code = "".join(typed.split()).replace("-", "").lower()
    mine = RecoveryCode.objects.filter(user_id=user_id, hash=hashed(code), used_at=None)
    return mine.update(used_at=now()) == 1


def left(user_id: int) -> int:
    """How many are still good."""
    return RecoveryCode.objects.filter(user_id=user_id, used_at=None).count()


def drop(user_id: int) -> None:
    """Forget them all."""
    RecoveryCode.objects.filter(user_id=user_id).delete()
