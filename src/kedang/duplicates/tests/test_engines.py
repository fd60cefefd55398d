"""A Spark cluster of a master and two workers gives the groups that DuckDB gives, pair by pair."""

import shutil
import sys
from dataclasses import replace

import pytest
from django.db import connection

from benchmarks.matching.generating import small
from benchmarks.matching.learning import facts_of_row
from kedang.duplicates import engines
from kedang.duplicates.engines import DUCKDB, SPARK, Linker, maker
from kedang.duplicates.feeding import batches
from kedang.engine.catalogue import Kind
from kedang.engine.matching.facts import Facts
from kedang.engine.matching.grouping import Group, explained, groups_at
from kedang.engine.matching.model import shipped
from kedang.kit import env
from kedang.kit.errors import DomainError
from tools import spark


def people(count: int) -> list[tuple[int, Facts]]:
    """Made-up customers of both kinds with their ids."""
    return [(number, facts_of_row(row)) for number, row in enumerate(small(count, seed=3), start=1)]


def groups_by(linker: Linker, kind: Kind, given: list[tuple[int, Facts]]) -> list[Group]:
    """Every group a linker finds among customers."""
    try:
        linker.add([batch for of, batch in batches(given) if of == kind])
        edges = linker.edges(at_least=0.75, beat=lambda: None)
        found = groups_at(linker, edges, at_least=0.75)
        return list(explained(linker, shipped(kind), found, beat=lambda: None))
    finally:
        linker.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks no database: once is enough")
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_on_a_cluster_finds_what_duckdb_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    given = people(400)
    here = {kind: groups_by(maker(DUCKDB)(kind, shipped(kind)), kind, given) for kind in ("person", "organisation")}
    assert all(len(groups) > 3 for groups in here.values()), "nothing to compare"
    with spark.cluster(workers=2) as cluster:
        own = replace(env.settings(), spark_master=cluster.master, spark_secret=cluster.secret)
        monkeypatch.setattr(engines, "settings", lambda: own)
        monkeypatch.setenv("SPARK_CONF_DIR", str(cluster.folder))
        monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        make = maker(SPARK)
        try:
            there = {kind: groups_by(make(kind, shipped(kind)), kind, given) for kind in ("person", "organisation")}
        finally:
            engines.stop()
    assert there == here


def test_an_installation_without_spark_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kedang.engine.matching.sparking", None)
    with pytest.raises(DomainError) as refused:
        engines.require(SPARK)
    assert refused.value.code == "duplicates.no_spark"
    engines.require(DUCKDB)
