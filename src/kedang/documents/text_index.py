"""The blind full-text index: FTS5 on SQLite, an array with GIN on PostgreSQL. One row a document."""

from collections.abc import Collection

from django.db import connection

from kedang.finding.sql import Sql, among

CREATE: dict[str, tuple[str, ...]] = {
    "sqlite": ("CREATE VIRTUAL TABLE documents_search USING fts5(grams, detail=none, columnsize=0, tokenize='ascii')",),
    "postgresql": (
        "CREATE TABLE documents_search (document_id bigint PRIMARY KEY, grams bigint[] NOT NULL)",
        "CREATE INDEX documents_search_grams ON documents_search USING gin (grams)",
    ),
}
DROP = "DROP TABLE IF EXISTS documents_search"
_KEEP = (
    "INSERT INTO documents_search (document_id, grams) VALUES (%s, %s)"
    " ON CONFLICT (document_id) DO UPDATE SET grams = excluded.grams"
)


def _postgres() -> bool:
    return connection.vendor == "postgresql"


def _word(gram: int) -> str:
    """A gram as SQLite's index holds it: forty of its bits, which is enough for a proposal."""
    return f"{gram & 0xFFFFFFFFFF:010x}"


def keep(document_id: int, grams: Collection[int]) -> None:
    """Index a document anew."""
    with connection.cursor() as cursor:
        if _postgres():
            cursor.execute(_KEEP, [document_id, sorted(grams)])
            return
        cursor.execute("DELETE FROM documents_search WHERE rowid = %s", [document_id])
        words = " ".join(sorted({_word(gram) for gram in grams}))
        cursor.execute("INSERT INTO documents_search (rowid, grams) VALUES (%s, %s)", [document_id, words])


def held(document_ids: Collection[int]) -> dict[int, frozenset[object]]:
    """What the index holds of documents, to be compared only."""
    column = "document_id" if _postgres() else "rowid"
    listed = among(list(document_ids), column)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}, grams FROM documents_search WHERE {listed.text}", listed.values)  # noqa: S608
        rows = cursor.fetchall()
    return {row[0]: frozenset(row[1].split() if isinstance(row[1], str) else row[1]) for row in rows}


def drop(document_ids: Collection[int]) -> None:
    """Take documents out of the index."""
    listed = among(list(document_ids), "document_id" if _postgres() else "rowid")
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM documents_search WHERE {listed.text}", listed.values)  # noqa: S608


def proposes(grams: Collection[int]) -> Sql:
    """The condition on a document `d` that the index knows all these grams of it."""
    if _postgres():
        return Sql(
            "d.id IN (SELECT s.document_id FROM documents_search s WHERE s.grams @> %s::bigint[])", (list(grams),)
        )
    words = " AND ".join(f'"{_word(gram)}"' for gram in grams)
    return Sql("d.id IN (SELECT s.rowid FROM documents_search s WHERE s.documents_search MATCH %s)", (words,))
