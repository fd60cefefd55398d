"""What Django loads as the database engine.

Django declares a 64-bit key as `bigint PRIMARY KEY`, which SQLite stores as a second B-tree beside the table. Declared
`integer` it is the row id itself: every table has one tree less to write and one less to walk.
"""

from typing import Any

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's backend with one type spelt differently; both spellings hold the same 64-bit numbers."""

    data_types: dict[str, Any] = {**base.DatabaseWrapper.data_types, "BigIntegerField": "integer"}  # noqa: RUF012
