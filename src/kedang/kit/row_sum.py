"""The sum of a row, as SQLite asks for it: tells a row that has changed by itself from one that was written.

It is no seal: whoever may write the file can make a right sum for a wrong row. See docs/adr/0045.
"""

import sqlite3
import zlib
from marshal import dumps

FUNCTION = "kedang_row_sum"
_FORMAT = 0  # of `marshal`: the one without references, whose bytes depend on the values alone


def row_sum(*values: float | str | bytes | None) -> int:
    """CRC-32 of the values of a row, each None, int, float, str or bytes: 0 to 2^32 - 1."""
    return zlib.crc32(dumps(values, _FORMAT))


def teach(connection: sqlite3.Connection) -> None:
    """Let a connection write and check rows that carry a sum; without it SQLite refuses both."""
    connection.create_function(FUNCTION, -1, row_sum, deterministic=True)
