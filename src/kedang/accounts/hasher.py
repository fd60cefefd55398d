"""Argon2id at the strength OWASP asks for. Django's default costs six times as much and lets sign-ins starve a server."""

import os
import threading
from collections.abc import Callable

from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password


class Argon2(Argon2PasswordHasher):
    """19 MiB, two passes, one lane."""

    memory_cost = 19456
    time_cost = 2
    parallelism = 1


# A crowd signing in queues here, so that it never takes every core from those who are already working.
_places = threading.BoundedSemaphore(max(1, (os.cpu_count() or 2) - 1))


def hash_password(password: str) -> str:
    """The stored form of a password."""
    with _places:
        return make_password(password)


def password_fits(password: str, stored: str | None, *, upgrade: Callable[[str], None] | None = None) -> bool:
    """Whether a password is the stored one; without a stored one the same work is done for nothing."""
    with _places:
        if stored is None:
            make_password(password)
            return False
        return check_password(password, stored, setter=_rehash(upgrade))


def _rehash(store: Callable[[str], None] | None) -> Callable[[str], None] | None:
    return None if store is None else lambda password: store(make_password(password))
