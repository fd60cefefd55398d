"""Slowing down whoever guesses passwords or codes: by account, by address and over all, first a little, then a quarter of an hour.

An attempt is counted before the password is looked at and taken back when it was right, so a hundred guesses sent at
once are a hundred guesses. A block always ends by itself, and a browser its owner signed in from before is counted apart:
nobody can lock somebody else out for good.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from kedang.accounts.models import Attempts
from kedang.kit.clock import now
from kedang.kit.errors import Refusal
from kedang.vault.blind import token_apart

LOCK = timedelta(minutes=15)

WAIT = Refusal(
    "sign_in_wait",
    429,
    "尝试次数过多，请在 {seconds} 秒后重试。",
    "Too many attempts. Please try again in {seconds} seconds.",
)


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures pass unhindered, and how many lead to the lock."""

    free: int
    lock: int
    longest: int = 60

    def block(self, failures: int) -> timedelta:
        """How long the next attempt must wait after so many failures in a row."""
        if failures >= self.lock:
            return LOCK
        if failures <= self.free:
            return timedelta()
        return timedelta(seconds=min(2 ** min(failures - self.free - 1, 6), self.longest))


ACCOUNT = Patience(free=3, lock=10)
ADDRESS = Patience(free=20, lock=60)
# Everybody together: after a wave of failures the strangers among us come in one a second. There is no lock here, for it
# would lock everybody out; browsers that are known do not even wait.
ALL_TOGETHER = Patience(free=300, lock=10**9, longest=1)
Key = tuple[str, Patience]


def begin(*, account: str, ip: str, device: str = "") -> None:
    """Count an attempt; refuse it when the account, the address or everybody has to wait. `device` is one that is known."""
    refused: timedelta | None = None
    with transaction.atomic():
        rows = [(_row(key), patience) for key, patience in _keys(account, ip, device)]
        # Only now, with all rows held: whoever waited for them must not look at them with an old clock.
        moment = now()
        blocked = [row.blocked_until - moment for row, _ in rows if row.blocked_until > moment]
        if blocked:
            refused = max(blocked)
        else:
            for row, patience in rows:
                _count(row, patience, moment)
    if refused is not None:
        raise WAIT(seconds=int(refused.total_seconds()) + 1)


def succeed(*, account: str, ip: str, device: str = "") -> int:
    """Take an attempt back because it was right: the account starts afresh, the shared counts get this one back. Returns how many
    failures of the account went before it."""
    (own_key, _), *shared = _keys(account, ip, device)
    with transaction.atomic():
        own = Attempts.objects.filter(key=own_key)
        counted = own.values_list("failures", flat=True).first() or 1
        own.delete()
        for key, _ in shared:
            row = Attempts.objects.select_for_update().filter(key=key).first()
            if row is not None:
                row.failures = max(row.failures - 1, 0)
                row.blocked_until = row.last_failed_at
                row.save(update_fields=["failures", "blocked_until"])
    return counted - 1


def forgive(account: str) -> None:
    """Let an account try again at once: an administrator has set a new password."""
    Attempts.objects.filter(key=_account_key(account)).delete()


def _account_key(account: str) -> str:
    return "a" + token_apart("sign_in.account", account)


def _keys(account: str, ip: str, device: str) -> list[Key]:
    """What an attempt is counted under, always in this order, so that two never wait for each other."""
    address = ("i" + token_apart("sign_in.address", ip), ADDRESS)
    if device:
        return [("d" + token_apart("sign_in.device", f"{account}|{device}"), ACCOUNT), address]
    return [(_account_key(account), ACCOUNT), address, ("g", ALL_TOGETHER)]


def _row(key: str) -> Attempts:
    moment = now()
    row, _ = Attempts.objects.select_for_update().get_or_create(
        key=key, defaults={"failures": 0, "last_failed_at": moment, "blocked_until": moment}
    )
    return row


def _count(row: Attempts, patience: Patience, moment: datetime) -> None:
    row.failures = 1 if moment - row.last_failed_at > LOCK else row.failures + 1
    row.last_failed_at = moment
    row.blocked_until = moment + patience.block(row.failures)
    row.save(update_fields=["failures", "last_failed_at", "blocked_until"])
