"""Keeping the search index in step with `archive_search_entry`, on whichever database this is."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kedang.archive import search_postgres, search_sqlite


def add(entries: Sequence[tuple[Any, ...]]) -> None:
    """Index new entries (customer id, tokens); their rows are already in `archive_search_entry`."""
    if entries:
        (search_postgres if connection.vendor == "postgresql" else search_sqlite).add(entries)


def remove(entries: Sequence[tuple[Any, ...]]) -> None:
    """Take entries out of the index; the old tokens are needed to find their postings."""
    if entries:
        (search_postgres if connection.vendor == "postgresql" else search_sqlite).remove(entries)
