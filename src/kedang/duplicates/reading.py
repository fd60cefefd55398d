"""Everybody in the archive as facts, a range of ids at a time.

For runs over the whole archive only, under a right of their own: it reads across all reach and shows nothing to anybody.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from django.db import connection

from kedang.archive.content import Content
from kedang.archive.load import load_contents
from kedang.archive.models import Customer
from kedang.duplicates.facts import facts_of
from kedang.engine.matching.facts import Facts
from kedang.kit.crypto import Tampered
from kedang.vault.keys import KeyMissing

Range = tuple[int, int]
_LAST = 2**63 - 1


def ranges(size: int) -> list[Range]:
    """Ranges of ids, both ends included, with about `size` listed customers each."""
    sql = (
        "SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM archive_customer "
        "WHERE trashed_at IS NULL AND survivor_id IS NULL) AS numbered WHERE place %% %s = 0 ORDER BY id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [size])
        starts = [row[0] for row in cursor.fetchall()]
    return [(low, high - 1) for low, high in pairwise([*starts, _LAST])] if starts else []


def facts_in(low: int, high: int) -> Iterator[tuple[int, Facts]]:
    """The customers of one range that are listed: neither in the recycle bin nor merged away."""
    listed = Customer.objects.filter(id__range=(low, high), trashed_at__isnull=True, survivor_id__isnull=True)
    for customer_id, content in _sound(list(listed.values_list("id", flat=True))):
        yield customer_id, facts_of(content)


def _sound(ids: Sequence[int]) -> Iterator[tuple[int, Content]]:
    """Their contents. A damaged record is left out and does not hide the others; `kedang doctor` tells of it."""
    try:
        yield from load_contents(ids).items()
    except (Tampered, KeyMissing):
        for customer_id in ids:
            try:
                yield from load_contents([customer_id]).items()
            except (Tampered, KeyMissing):
                continue
