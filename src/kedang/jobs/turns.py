"""One at a time, across processes: whoever comes second waits until the first one's transaction ends."""

from hashlib import blake2b

from django.db import connection


def wait_turn(what: str) -> None:
    """Hold the turn of `what` until the caller's transaction ends. SQLite has one writer anyway."""
    assert connection.in_atomic_block, "a turn lasts as long as a transaction"
    if connection.vendor == "postgresql":
        number = int.from_bytes(blake2b(what.encode(), digest_size=8).digest(), "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
