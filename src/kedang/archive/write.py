"""Writing prepared tuples: executemany on SQLite, COPY on PostgreSQL, always inside the caller's transaction."""

from collections.abc import Sequence

from django.db import connection

from kedang.archive import search_index
from kedang.archive.rows import COLUMNS, Bundle, Row, table_rows


def insert_bundle(bundle: Bundle) -> None:
    """Insert every row of the bundle, then its search entries into the index."""
    for table, rows in table_rows(bundle):
        insert_rows(table, COLUMNS[table], rows)
    search_index.add(bundle.archive_search_entry)


def insert_rows(table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Bulk insert into one table; names come from `COLUMNS`, never from outside."""
    if not rows:
        return
    names = ", ".join(f'"{c}"' for c in columns)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(columns))
    connection.ensure_connection()
    sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - names are ours
    connection.connection.executemany(sql, rows)


def delete_where(table: str, column: str, ids: Sequence[int]) -> None:
    """Delete rows of our own tables by id list, in chunks both databases take."""
    _where(f'DELETE FROM "{table}"', column, ids)  # noqa: S608 - names are ours


def blank_where(table: str, column: str, ids: Sequence[int]) -> None:
    """Empty a column of our own tables where it names one of these."""
    _where(f'UPDATE "{table}" SET "{column}" = NULL', column, ids)  # noqa: S608 - names are ours


def _where(statement: str, column: str, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), 900):
        batch = ids[start : start + 900]
        marks = ",".join(["%s"] * len(batch))
        with connection.cursor() as cursor:
            cursor.execute(f'{statement} WHERE "{column}" IN ({marks})', list(batch))
