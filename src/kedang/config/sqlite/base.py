"""What Django loads as the database engine.

Django declares a 64-bit key as `bigint PRIMARY KEY`, which SQLite stores as a second B-tree beside the table. Declared
`integer` it is the row id itself: every table has one tree less to write and one less to walk. And every connection knows
the sum that the rows carry.
"""

import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

from kedang.kit.row_sum import teach


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's backend with one type spelt differently (both spellings hold the same 64-bit numbers) and one function more."""

    data_types: dict[str, Any] = {**base.DatabaseWrapper.data_types, "BigIntegerField": "integer"}  # noqa: RUF012

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """A connection that can write rows with their sum."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        teach(connection)
        return connection
