"""What a look over the archive runs on: DuckDB inside this process, or a Spark cluster that somebody operates."""

import secrets
import sys
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from typing import Any, Protocol

import pyarrow as pa

from kedang.engine.catalogue import Kind
from kedang.engine.matching.clustering import Edge
from kedang.engine.matching.grouping import Linked
from kedang.engine.matching.linking import Linking
from kedang.engine.matching.model import Parameters
from kedang.kit.env import settings
from kedang.kit.errors import Refusal

DUCKDB, SPARK = "duckdb", "spark"
ENGINES = (DUCKDB, SPARK)
# Half of what a look may take; the other half is the readers', the database's and Python's.
_MEMORY_MB = 1_800
NO_SPARK = Refusal(
    "duplicates.no_spark",
    409,
    "这台机器上没有安装 Spark（pyspark）。没有改动任何数据；可以改用内置引擎。",
    "Spark (the package pyspark) is not installed here. Nothing was changed; the built-in engine needs nothing.",
)


class Linker(Linked, Protocol):
    """Links the records of one kind; see `engine.matching.linking.Linking`."""

    def add(self, batches: Iterable[pa.RecordBatch]) -> int:
        """Take records in."""
        ...

    def edges(self, *, at_least: float, beat: Callable[[], None]) -> list[Edge]:
        """The pairs from a probability on."""
        ...

    def close(self) -> None:
        """Forget everything."""
        ...


Make = Callable[[Kind, Parameters], Linker]


def maker(engine: str) -> Make:
    """How to make a linker on an engine."""
    if engine == DUCKDB:
        return partial(Linking, memory_mb=_MEMORY_MB)
    sparking = _sparking()
    own = settings()
    session = sparking.session(own.spark_master, spark_authenticate_secret=own.spark_secret or secrets.token_hex(32))
    return partial(sparking.SparkLinking, spark=session)


def require(engine: str) -> None:
    """Refuse an engine this installation does not have."""
    if engine == SPARK:
        _sparking()


def stop() -> None:
    """Leave the cluster, if this process is in one."""
    module = sys.modules.get("kedang.engine.matching.sparking")
    if module is not None:
        module.leave()


def _sparking() -> Any:
    """Loaded only when it is wanted: Spark is a package of half a gigabyte that most installations do without."""
    try:
        return import_module("kedang.engine.matching.sparking")
    except ModuleNotFoundError as missing:
        raise NO_SPARK() from missing
