"""Importing a big file by the command line: into an empty archive, and into the one that is there already."""

import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmarks.generate import write_csv
from tools import postgres

INTO_FULL = 200_000
GROUP = 20_000


@dataclass(frozen=True, slots=True)
class Imported:
    """One run of the command: its own counts, the seconds of the whole process, and the memory of its largest process."""

    counts: Mapping[str, int]
    seconds: float
    cpu: float
    megabytes: float

    def __str__(self) -> str:
        name = "rows" if "rows" in self.counts else "lines"
        rows = self.counts[name]
        return (
            f"{rows:,} {name} in {self.seconds:.1f} s = {rows / self.seconds:,.0f} a second, CPU {self.cpu / rows * 1e6:.0f} µs "
            f"each, largest process {self.megabytes:.0f} MB; {self.counts['created']:,} created"
        )


def imports(database: str, home: Path, count: int) -> Iterator[str]:
    """Into an empty archive of its own: persons and organisations mixed, then persons alone. Then into the full one."""
    with tempfile.TemporaryDirectory(prefix="kedang-bench-") as temporary:
        folder = Path(temporary)
        for kind in ("mixed", "person"):
            file = folder / f"{kind}.csv"
            write_csv(file, count, kind)
            yield f"import into empty, {kind}: {into_empty(database, folder / kind, file)}"
            if database == "sqlite":
                yield f"floor, {kind}: {bare_import(folder / 'bare.db', file):,.0f} rows a second into one bare table"
            file.unlink()
        file = folder / "more.csv"
        # Numbers that no earlier run has used: these customers are new.
        write_csv(file, INTO_FULL, first=int(time.time()), seed=time.time_ns())
        yield f"import into the full one, mixed: {_run(home, file, dict(os.environ), 'import')}"


def into_empty(database: str, home: Path, file: Path, *command: str) -> Imported:
    """Import a file into an archive that is made for it, by a command of ours; `import` without one."""
    home.mkdir()
    words = command or ("import",)
    if database == "sqlite":
        return _run(home, file, {**os.environ, "KEDANG_DATABASE_URL": ""}, *words)
    programs = postgres.binaries()
    assert programs is not None
    cluster = postgres.start(programs)
    try:
        return _run(home, file, {**os.environ, "KEDANG_DATABASE_URL": cluster.url}, *words)
    finally:
        cluster.stop()


def _run(home: Path, file: Path, environment: Mapping[str, str], *words: str) -> Imported:
    env = {**environment, "KEDANG_HOME": str(home)}
    subprocess.run([sys.executable, "-m", "kedang", "migrate"], env=env, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "kedang", *words, str(file), "--json"]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE)
    assert process.stdout is not None
    told = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if status:
        raise RuntimeError(told.decode())
    return Imported(json.loads(told), seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def bare_import(target: Path, file: Path, *, once: str = "客户编号") -> float:
    """Rows a second of `csv` and `executemany` into one table, `once` a unique key of it: nothing read, checked or sealed."""
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536")
    started, rows = time.perf_counter(), 0
    with file.open(encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        head = next(lines)
        columns = ", ".join(f"c{n} TEXT" for n in range(len(head)))
        connection.execute(f"CREATE TABLE customer (id INTEGER PRIMARY KEY, {columns})")
        if once:
            connection.execute(f"CREATE UNIQUE INDEX once ON customer (c{head.index(once)})")
        marks = ", ".join("?" * len(head))
        while group := list(islice(lines, GROUP)):
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(f"INSERT INTO customer VALUES (NULL, {marks})", group)
            connection.execute("COMMIT")
            rows += len(group)
    connection.close()
    return rows / (time.perf_counter() - started)
