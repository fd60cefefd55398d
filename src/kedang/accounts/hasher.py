"""Argon2id at the strength OWASP asks for. Django's default costs six times as much and lets sign-ins starve a server."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password

from kedang.kit.errors import Refusal


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane."""

    memory_cost = 19456
    time_cost = 2
    parallelism = 1


BUSY = Refusal(
    "sign_in_busy",
    429,
    "现在登录的人太多，请在 {seconds} 秒后重试。",
    "Too many people are signing in right now. Please try again in {seconds} seconds.",
)
QUEUE = 16

# Hashing leaves one core to those who are already working; a crowd that signs in queues for the rest, and the queue
# is shorter than the number of request threads, so that it never holds them all.
_cores = threading.BoundedSemaphore(max(1, (os.cpu_count() or 2) - 1))
_queue = threading.BoundedSemaphore(QUEUE)


@contextmanager
def _turn() -> Iterator[None]:
    if not _queue.acquire(blocking=False):
        raise BUSY(seconds=2)
    try:
        with _cores:
            yield
    finally:
        _queue.release()


def hash_password(password: str) -> str:
    """The stored form of a password."""
    with _turn():
        return make_password(password)


def password_fits(password: str, stored: str | None, *, upgrade: Callable[[str], None] | None = None) -> bool:
    """Whether a password is the stored one; without a stored one the same work is done for nothing."""
    with _turn():
        if stored is None:
            make_password(password)
            return False
        return check_password(password, stored, setter=_rehash(upgrade))


def _rehash(store: Callable[[str], None] | None) -> Callable[[str], None] | None:
    return None if store is None else lambda password: store(make_password(password))
