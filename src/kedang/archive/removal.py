"""Taking customers out again completely: for undoing an import, before anybody touched what it made.

Their archive numbers stay given out and their events stay written. The caller has checked the right, holds the
transaction, records the event, and destroys the keys when it is committed.
"""

from collections.abc import Sequence

from django.db import connection

from kedang.archive import change
from kedang.archive.rows import COLUMNS
from kedang.archive.write import delete_where

_PARTS = (
    *(table for table in COLUMNS if table not in {"archive_customer", "archive_search_entry"}),
    "archive_relation",
    "archive_note",
    "archive_grant",
    "archive_figures",
)


def remove(customer_ids: Sequence[int]) -> None:
    """Delete every row of these customers, their search entries included."""
    assert connection.in_atomic_block, "a customer goes as a whole or not at all"
    change.drop_entry(customer_ids)
    for table in _PARTS:
        delete_where(table, "customer_id", customer_ids)
    delete_where("archive_relation", "other_id", customer_ids)
    delete_where("archive_customer", "id", customer_ids)
