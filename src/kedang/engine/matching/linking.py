"""Pairs over a whole archive: keys that name few, compared by Splink inside one DuckDB in memory.

Nothing is written to disk: what is compared is clear text. Keys held by more than `MOST` records are left out, so that the
number of pairs grows with the number of records and not with its square, however skewed the names are.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from kedang.engine.catalogue import Kind
from kedang.engine.matching.clustering import Edge
from kedang.engine.matching.columns import COLUMNS, ID, KEYS
from kedang.engine.matching.comparisons import COMPARISONS
from kedang.engine.matching.model import SHARE_SQL, Parameters
from kedang.engine.matching.scoring import Frequency
from kedang.engine.matching.splinking import settings

MOST = 60
# Records whose pairs are in memory at a time.
_AT_ONCE = 100_000
_TABLE = "records"
_CAPPED = f"""
CREATE TABLE {_TABLE} AS
WITH held AS (SELECT {ID}, unnest({KEYS}) AS key FROM given),
     telling AS (SELECT key FROM held GROUP BY key HAVING count(*) BETWEEN 2 AND {MOST}),
     kept AS (SELECT {ID}, list(key) AS keys FROM held SEMI JOIN telling USING (key) GROUP BY {ID})
SELECT given.* REPLACE (kept.keys AS {KEYS}) FROM given JOIN kept USING ({ID})
"""


# Two different values of one of these and two records are not one customer: (column, when it is beyond doubt).
MARKS: dict[Kind, tuple[tuple[str, str], ...]] = {
    "person": (("idnumber", "sound_id"),),
    "organisation": (("credit", "sound_code"), ("unit", "TRUE")),
}


def adjusted_columns(kind: Kind) -> list[str]:
    """The columns whose frequencies adjust a weight."""
    levels = [level for comparison in COMPARISONS[kind] for level in comparison.levels]
    return list(dict.fromkeys(level.by for level in levels if level.by))


def _nothing() -> None:
    """Nobody wants to be told."""


class Linking:
    """One look at one kind of customer. `close` it: everything is in memory."""

    def __init__(self, kind: Kind, parameters: Parameters, *, memory_mb: int = 1_800, threads: int = 2) -> None:
        self._kind, self._parameters = kind, parameters
        self._database = duckdb.connect(":memory:")
        self._run(f"SET memory_limit = '{memory_mb}MB'")
        self._run(f"SET threads = {threads}")
        self._run("SET temp_directory = ''")
        self._run("SET preserve_insertion_order = false")
        self._records = 0

    def close(self) -> None:
        """Give the memory back; may be called twice."""
        self._database.close()

    def _run(self, sql: str) -> list[Any]:
        return self._database.execute(sql).fetchall()

    def add(self, batches: Iterable[pa.RecordBatch]) -> int:
        """Take records in; returns how many there are now."""
        for batch in batches:
            self._database.register("batch", pa.Table.from_batches([batch]))
            verb = "INSERT INTO given" if self._records else "CREATE TABLE given AS"
            self._run(f"{verb} SELECT * FROM batch")
            self._database.unregister("batch")
            self._records += batch.num_rows
        return self._records

    def edges(self, *, at_least: float, beat: Callable[[], None] = _nothing) -> list[Edge]:
        """Every pair that shares a telling key and reaches the probability. `beat` is called now and then."""
        if self._records < 2:
            return []
        self._count_values()
        self._run(_CAPPED)
        self._run("DROP TABLE given")
        beat()
        if not self._run(f"SELECT count(*) FROM {_TABLE}")[0][0]:
            return []
        chunks = 1 + self._records // _AT_ONCE
        predicted = self._linker().inference.predict(threshold_match_probability=at_least, num_chunks_left=chunks)
        beat()
        found = self._run(f"SELECT {ID}_l, {ID}_r, match_probability FROM {predicted.physical_name}")
        predicted.drop_table_from_database_and_remove_from_cache()
        return [Edge(min(a, b), max(a, b), probability) for a, b, probability in found]

    def marks(self, ids: Sequence[int]) -> dict[int, dict[str, str]]:
        """What these records are known by beyond doubt, for clustering."""
        columns = MARKS[self._kind]
        shown = ", ".join(f"CASE WHEN {when} THEN {column} END" for column, when in columns)
        found = {}
        for row in self._among(ids, f"{ID}, {shown}"):
            known = {column: value for (column, _), value in zip(columns, row[1:], strict=True) if value}
            if known:
                found[row[0]] = known
        return found

    def rows(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The compared columns of these records."""
        names = list(COLUMNS[self._kind])
        found = self._among(ids, ", ".join([ID, *names]))
        return {row[0]: dict(zip(names, row[1:], strict=True)) for row in found}

    def frequencies(self, ids: Sequence[int]) -> Frequency:
        """How frequent the values of these records are among all, as `scoring.score` asks."""
        known: dict[tuple[str, str], float] = {}
        for column in adjusted_columns(self._kind):
            wanted = f"SELECT DISTINCT {column} FROM {_TABLE} JOIN wanted USING ({ID})"
            with self._wanted(ids):
                rows = self._run(f"SELECT {column}, tf_{column} FROM tf_{column} WHERE {column} IN ({wanted})")
            known.update({(column, value): share for value, share in rows})
        return lambda column, value: known.get((column, value), 0.0)

    def sample(self, count: int) -> list[int]:
        """Some records that share a telling key with another, picked at random, the same every time."""
        return [row[0] for row in self._run(f"SELECT {ID} FROM {_TABLE} ORDER BY hash({ID}) LIMIT {count}")]

    def _among(self, ids: Sequence[int], columns: str) -> list[Any]:
        if not ids:
            return []
        with self._wanted(ids):
            return self._run(f"SELECT {columns} FROM {_TABLE} JOIN wanted USING ({ID})")

    @contextmanager
    def _wanted(self, ids: Sequence[int]) -> Iterator[None]:
        self._database.register("wanted", pa.table({ID: pa.array(ids, pa.int64())}))
        try:
            yield
        finally:
            self._database.unregister("wanted")

    def _count_values(self) -> None:
        """Frequencies over all records, counted before those without a telling key are left out."""
        for column in adjusted_columns(self._kind):
            share = SHARE_SQL.format(total=f"(SELECT count({column}) FROM given)")
            values = f"FROM given WHERE {column} IS NOT NULL GROUP BY {column}"
            self._run(f"CREATE TABLE tf_{column} AS SELECT {column}, {share} AS tf_{column} {values}")

    def _linker(self) -> Linker:
        api = DuckDBAPI(connection=self._database)
        linker = Linker(api.register(_TABLE), settings(self._parameters, "duckdb"))
        # Splink tells its story at INFO, and sets that itself.
        logging.getLogger("splink").setLevel(logging.ERROR)
        for column in adjusted_columns(self._kind):
            linker.table_management.register_term_frequency_lookup(api.register(f"tf_{column}"), column)
        return linker
