"""Erasing customers: nothing that says something of them stays, in any room.

The links register says what becomes of each table's rows; what a room keeps besides (an index, a message on its way) it
takes out itself, as it said in its `apps.ready()`. Archive numbers stay given out, events and the record of merges stay
written. The caller has checked the right, holds the transaction, records the event, and destroys the keys when it is
committed.
"""

from collections.abc import Callable, Sequence

from django.db import connection

from kedang.archive import change
from kedang.archive.links import Link, links
from kedang.archive.write import blank_where, delete_where

Forgetting = Callable[[Sequence[int]], None]

_forgetting: list[Forgetting] = []


def forgets_with(forget: Forgetting) -> None:
    """Say, in `apps.ready()`, how to forget of customers what no column of the links register holds.

    Called in the transaction of the erasure, while the rows that name the customers are still there.
    """
    _forgetting.append(forget)


def remove(customer_ids: Sequence[int]) -> None:
    """Erase these customers and whatever points at them."""
    assert connection.in_atomic_block, "a customer goes as a whole or not at all"
    change.drop_entry(customer_ids)
    for forget in _forgetting:
        forget(customer_ids)
    for link in links():
        _let_go(link, [i for i in customer_ids if link.retain is None or not link.retain(i)])
    delete_where("archive_customer", "id", customer_ids)


def _let_go(link: Link, customer_ids: Sequence[int]) -> None:
    if link.on_erase == "delete":
        delete_where(link.model._meta.db_table, link.column, customer_ids)
    elif link.on_erase == "anonymise":
        blank_where(link.model._meta.db_table, link.column, customer_ids)
