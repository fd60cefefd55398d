"""Keeping the search index in step with `archive_search_entry`, and asking it, on whichever database this is."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from kedang.archive import search_postgres, search_sqlite
from kedang.engine.search_terms import Term


def add(entries: Sequence[tuple[Any, ...]]) -> None:
    """Index new entries (customer id, tokens); their rows are already in `archive_search_entry`."""
    if entries:
        (search_postgres if connection.vendor == "postgresql" else search_sqlite).add(entries)


def remove(entries: Sequence[tuple[Any, ...]]) -> None:
    """Take entries out of the index; the old tokens are needed to find their postings."""
    if entries:
        (search_postgres if connection.vendor == "postgresql" else search_sqlite).remove(entries)


def replace(old: Sequence[tuple[Any, ...]], new: Sequence[tuple[Any, ...]]) -> None:
    """Index the same customers under other tokens; they keep their place among the newest."""
    if new:
        (search_postgres if connection.vendor == "postgresql" else search_sqlite).replace(old, new)


def find(term: Term, limit: int) -> list[int]:
    """Customers that answer a question, newest first. Unchecked: whoever shows them starts at `visible_to`."""
    if connection.vendor == "postgresql":
        return search_postgres.find(term, limit)
    return search_sqlite.find(term, limit)


def source(term: Term) -> tuple[str, list[Any]]:
    """All customers that answer, unchecked, as a FROM item `s` with a column `id`, and its values."""
    if connection.vendor == "postgresql":
        return search_postgres.source(term)
    return search_sqlite.source(term)
