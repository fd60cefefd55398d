"""The same look on Apache Spark, for archives that outgrow one machine: the same model, keys, frequencies and groups.

What is compared is clear text: shuffles, spills and what goes between the processes are encrypted, and nothing is written as a
table. Needs the package `pyspark` and Java 17; `master` is any Spark master's address.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from splink import Linker
from splink.backends.spark import SparkAPI

from kedang.engine.catalogue import Kind
from kedang.engine.matching.clustering import Edge
from kedang.engine.matching.columns import COLUMNS, ID, KEYS, schema_of
from kedang.engine.matching.linking import MARKS, MOST, adjusted_columns
from kedang.engine.matching.model import SHARE_SQL, Parameters
from kedang.engine.matching.scoring import Frequency
from kedang.engine.matching.splinking import settings

_TABLE = "records"
_CAPPED = f"""
WITH held AS (SELECT {ID}, explode({KEYS}) AS key FROM given),
     telling AS (SELECT key FROM held GROUP BY key HAVING count(*) BETWEEN 2 AND {MOST}),
     kept AS (SELECT {ID}, collect_list(key) AS telling_keys FROM held LEFT SEMI JOIN telling USING (key) GROUP BY {ID})
SELECT given.{ID}, kept.telling_keys AS {KEYS}, {{columns}} FROM given JOIN kept USING ({ID})
"""
_PROTECTED = {
    "spark.io.encryption.enabled": "true",
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.ui.enabled": "false",
    # Conditions of this length outgrow what Java compiles in one piece; trying costs more than interpreting.
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.session.timeZone": "UTC",
}


def session(master: str, **more: str) -> SparkSession:
    """A Spark session with everything protected that it writes or sends. `more` are further settings, `_` for `.`."""
    builder = SparkSession.builder.master(master).appName("kedang")
    for name, value in (_PROTECTED | {key.replace("_", "."): value for key, value in more.items()}).items():
        builder = builder.config(name, value)
    made: SparkSession = builder.getOrCreate()
    made.sparkContext.setLogLevel("ERROR")
    return made


def leave() -> None:
    """Stop the session of this process, if there is one."""
    current = SparkSession.getActiveSession()
    if current is not None:
        current.stop()


class SparkLinking:
    """One look at one kind of customer, as `linking.Linking`."""

    def __init__(self, kind: Kind, parameters: Parameters, spark: SparkSession) -> None:
        self._kind, self._parameters, self._spark = kind, parameters, spark
        self._batches: list[pa.RecordBatch] = []
        self._kept: list[DataFrame] = []

    def close(self) -> None:
        """Let the cluster forget everything; may be called twice."""
        for frame in self._kept:
            frame.unpersist()
        self._kept = []

    def add(self, batches: Iterable[pa.RecordBatch]) -> int:
        """Take records in; returns how many there are now."""
        self._batches += batches
        return sum(batch.num_rows for batch in self._batches)

    def edges(self, *, at_least: float, beat: Callable[[], None]) -> list[Edge]:
        """Every pair that shares a telling key and reaches the probability."""
        if sum(batch.num_rows for batch in self._batches) < 2:
            return []
        table = pa.Table.from_batches(self._batches, schema=schema_of(self._kind))
        self._view("given", self._spark.createDataFrame(table))
        self._batches = []
        self._count_values()
        self._view(_TABLE, self._spark.sql(_CAPPED.format(columns=", ".join(COLUMNS[self._kind]))))
        beat()
        if self._spark.table(_TABLE).isEmpty():
            return []
        predicted = self._linker().inference.predict(threshold_match_probability=at_least)
        beat()
        columns = [f"{ID}_l", f"{ID}_r", "match_probability"]
        found = predicted.as_spark_dataframe().select(*columns).collect()
        return [Edge(min(a, b), max(a, b), probability) for a, b, probability in found]

    def marks(self, ids: Sequence[int]) -> dict[int, dict[str, str]]:
        """What these records are known by beyond doubt, for clustering."""
        columns = MARKS[self._kind]
        shown = [f"CASE WHEN {when} THEN {column} END AS {column}" for column, when in columns]
        found = {}
        for row in self._among(ids, [ID, *shown]):
            known = {column: row[column] for column, _ in columns if row[column]}
            if known:
                found[row[ID]] = known
        return found

    def rows(self, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The compared columns of these records."""
        names = list(COLUMNS[self._kind])
        return {row[ID]: {name: row[name] for name in names} for row in self._among(ids, [ID, *names])}

    def frequencies(self, ids: Sequence[int]) -> Frequency:
        """How frequent the values of these records are among all, as `scoring.score` asks."""
        known: dict[tuple[str, str], float] = {}
        for column in adjusted_columns(self._kind):
            wanted = {row[column] for row in self._among(ids, [column]) if row[column] is not None}
            table = self._spark.table(f"tf_{column}")
            rows = table.where(table[column].isin(*wanted)).collect() if wanted else []
            known.update({(column, row[column]): row[f"tf_{column}"] for row in rows})
        return lambda column, value: known.get((column, value), 0.0)

    def _among(self, ids: Sequence[int], columns: Sequence[str]) -> list[Any]:
        if not ids:
            return []
        wanted = self._spark.createDataFrame(pa.table({ID: pa.array(ids, pa.int64())}))
        return self._spark.table(_TABLE).join(wanted, ID, "left_semi").selectExpr(*columns).collect()

    def _view(self, name: str, frame: DataFrame) -> None:
        self._kept.append(frame.persist())
        self._kept[-1].createOrReplaceTempView(name)

    def _count_values(self) -> None:
        for column in adjusted_columns(self._kind):
            share = SHARE_SQL.format(total=f"(SELECT count({column}) FROM given)")
            values = f"FROM given WHERE {column} IS NOT NULL GROUP BY {column}"
            self._view(f"tf_{column}", self._spark.sql(f"SELECT {column}, {share} AS tf_{column} {values}"))

    def _linker(self) -> Linker:
        api = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=self._spark, break_lineage_method="persist", register_udfs_automatically=False
        )
        linker = Linker(api.register(_TABLE), settings(self._parameters, "spark"))
        # Splink tells its story at INFO, and sets that itself.
        logging.getLogger("splink").setLevel(logging.ERROR)
        for column in adjusted_columns(self._kind):
            linker.table_management.register_term_frequency_lookup(api.register(f"tf_{column}"), column)
        return linker
