"""Ten million events: sealing them, and verifying them with the stand-alone verifier. SQLite's files, made for this run.

Rows look as the application writes them; they are put in with executemany, sealed by the sealer itself, and verified in processes
of their own, once by `kedang verify-audit` and once by the copied file.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

EVENTS = 10_000_000
_AT = "2026-11-23 08:00:00.%06d"
_DEVICE = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
_FIRST_ID = 91_000_000_000 << 22


def run(events: int = EVENTS) -> list[str]:
    """Lines for docs/benchmarks.md."""
    with tempfile.TemporaryDirectory(prefix="kedang-audit-", dir=os.environ.get("KEDANG_BENCH_DIR")) as folder:
        os.environ["KEDANG_HOME"] = folder
        os.environ.pop("KEDANG_DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
        import django

        django.setup()
        from kedang.config.prepare import prepare

        prepare()
        lines = [_filled(events)]
        lines.append(_sealed())
        return [*lines, *_verified(Path(folder))]


def _changes(count: int) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        yield (
            *(
                _FIRST_ID + (n << 11),
                _AT % (n % 1_000_000),
                91_000_000_001_234_567,
                "林小雨",
                "session",
                "customer.changed",
                "customer",
            ),
            *(91_000_000_002_000_000 + n % 100_000, None, '["mobile","name"]', '{"revision":7}', None),
            *(91_000_000_003_000_000, "0123456789abcdef0123456789abcdef", "10.1.2.3", _DEVICE),
        )


def _looks(count: int) -> Iterator[tuple[object, ...]]:
    for n in range(count):
        yield (
            *(
                _FIRST_ID + (n << 11) + 1,
                _AT % (n % 1_000_000),
                91_000_000_001_234_567,
                "林小雨",
                "session",
                "customer.opened",
            ),
            *(91_000_000_002_000_000 + n % 100_000, None, 1, "", '["mobile","name"]', "{}"),
            *(91_000_000_003_000_000, "0123456789abcdef0123456789abcdef", "10.1.2.3", _DEVICE),
        )


def _filled(events: int) -> str:
    """Half changes, half looks. Without fsync and without the secondary indexes, which nothing here reads."""
    from django.db import connections

    from kedang.history.append_only import GUARDED
    from kedang.history.standalone import COLUMNS, TABLES

    began = time.perf_counter()
    for log, rows in enumerate((_changes(events // 2), _looks(events - events // 2))):
        connection = connections[GUARDED[TABLES[log]]]
        connection.ensure_connection()
        bare = connection.connection
        for (name,) in bare.execute(
            "SELECT name FROM sqlite_master WHERE type='index' AND tbl_name=? AND sql NOT NULL", (TABLES[log],)
        ).fetchall():
            bare.execute(f"DROP INDEX {name}")
        bare.execute("PRAGMA synchronous=OFF")
        bare.execute("BEGIN")
        bare.executemany(
            f"INSERT INTO {TABLES[log]} ({', '.join(COLUMNS[log])}) VALUES ({','.join('?' * len(COLUMNS[log]))})", rows
        )
        bare.execute("COMMIT")
        bare.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        bare.execute("PRAGMA synchronous=FULL")
    return f"{events:,} events written in {time.perf_counter() - began:.0f} s"


def _sealed() -> str:
    from django.db import connections

    from kedang.history.sealing import seal_all

    began = time.perf_counter()
    count = seal_all()
    seconds = time.perf_counter() - began
    connections.close_all()
    return f"sealed in {seconds:.0f} s ({count / seconds:,.0f} events/s, durable)"


def _verified(folder: Path) -> Iterator[str]:
    from kedang.history import standalone

    kedang = [sys.executable, "-m", "kedang", "verify-audit"]
    alone = [
        sys.executable,
        standalone.__file__,
        "--data",
        str(folder / "kedang.db"),
        "--audit",
        str(folder / "audit.db"),
    ]
    for name, command in (
        ("kedang verify-audit", kedang),
        ("the same, --fast", [*kedang, "--fast"]),
        ("stand-alone verifier", alone),
    ):
        began = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ.copy(), check=False)
        seconds = time.perf_counter() - began
        yield f"{name}: {seconds:.1f} s, exit {done.returncode}: {done.stdout.strip().splitlines()[-1:]}{done.stderr[-200:]}"


if __name__ == "__main__":
    for line in run(int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS):
        print(line, flush=True)
