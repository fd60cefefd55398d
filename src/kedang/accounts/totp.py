"""Codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds, which is what every app understands).

The secret is shown once, sealed under a key of its own, and never shown again after its first right code. A code counts once.
"""

import base64
import hmac
import os
import time
from dataclasses import dataclass
from urllib.parse import quote

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction

from kedang.accounts.models import Totp, User
from kedang.accounts.policy import current_policy
from kedang.kit.clock import now
from kedang.kit.ids import new_id
from kedang.vault.keys import create_keys, key_for, shred

SECONDS = 30
# A phone's clock may be off: the code before and the code after are right as well.
LEEWAY = 1
_PLACE = {"table": "accounts_totp", "column": "sealed"}


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app must be told, once: the secret to type, or the address to draw as a QR code."""

    secret: str
    uri: str


def clock() -> int:
    """Which thirty seconds of the world's these are."""
    return int(time.time()) // SECONDS


def code_at(secret: bytes, step: int) -> str:
    """The six digits of some thirty seconds."""
    return TOTP(secret, 6, SHA1(), SECONDS).generate(step * SECONDS).decode()  # noqa: S303 - RFC 6238 says SHA-1


def begin(user: User) -> Enrolment:
    """A fresh secret that waits for its first code; an earlier one that waited goes. In the caller's transaction."""
    drop(user.id, confirmed=False)
    row_id, secret = new_id(), os.urandom(20)
    key = create_keys([row_id])[row_id]
    Totp.objects.create(id=row_id, user=user, sealed=key.seal(secret, row_id=row_id, **_PLACE))
    typed = base64.b32encode(secret).decode()
    issuer = quote(current_policy().organisation or "Kedang", safe="")
    uri = f"otpauth://totp/{issuer}:{quote(user.login, safe='')}?secret={typed}&issuer={issuer}"
    return Enrolment(typed, uri)


def confirm(user_id: int, code: str) -> bool:
    """Take the secret that waits into use when its code is right; it takes the place of an earlier app."""
    row = Totp.objects.select_for_update().filter(user_id=user_id, confirmed_at=None).first()
    if row is None or not _use(row, code):
        return False
    drop(user_id, confirmed=True)
    Totp.objects.filter(id=row.id).update(confirmed_at=now())
    return True


def fits(user_id: int, code: str) -> bool:
    """Whether this is the app's code now; the same code never fits twice."""
    row = Totp.objects.filter(user_id=user_id, confirmed_at__isnull=False).first()
    return row is not None and _use(row, code)


def drop(user_id: int, *, confirmed: bool) -> int:
    """Forget an app, and its key once that is committed."""
    found = Totp.objects.filter(user_id=user_id, confirmed_at__isnull=not confirmed)
    ids = list(found.values_list("id", flat=True))
    Totp.objects.filter(id__in=ids).delete()
    if ids:
        transaction.on_commit(lambda: shred(ids))
    return len(ids)


def _use(row: Totp, code: str) -> bool:
    secret = key_for(row.id).open_bytes(row.sealed, row_id=row.id, **_PLACE)
    step = clock()
    for near in range(step - LEEWAY, step + LEEWAY + 1):
        if hmac.compare_digest(code_at(secret, near).encode(), code.encode("utf-8", "replace")):
            # Two that come with the same code at once: the row lets one of them through.
            return Totp.objects.filter(id=row.id, last_step__lt=near).update(last_step=near) == 1
    return False
