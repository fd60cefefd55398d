"""Case numbers: a running number in each year, given out inside the transaction that uses it, never twice."""

from django.db import connection


def next_serial(year: int) -> int:
    """The next number of a year."""
    assert connection.in_atomic_block, "numbers are given out inside the transaction that uses them"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO service_counter (year, last) VALUES (%s, 1) "
            "ON CONFLICT (year) DO UPDATE SET last = service_counter.last + 1 RETURNING last",
            [year],
        )
        (last,) = cursor.fetchone()
    return int(last)
