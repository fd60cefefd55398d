"""Run the benchmarks: `python -m benchmarks`, `kedang bench` or `make bench`.

--count N        customers (1,000,000)
--rows N         what people did with them, for the desk (ten a customer)
--database WHAT  sqlite, postgres or both (both)
--home FOLDER    keep the archive there and use it again; a temporary folder without
--only WHAT      some of: list protection search page create deals check desk import ledger; or audit, which makes a log of its own
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import audit, home


def main() -> int:
    """The command: each database in a process of its own."""
    given = _arguments().parse_args()
    if given.only == ["audit"]:
        print("\n".join(audit.run()))
        return 0
    if given.database != "both":
        return _measure(given)
    codes = []
    for database in ("sqlite", "postgres"):
        rest = [
            f"--count={given.count}",
            f"--rows={given.rows or given.count * 10}",
            f"--database={database}",
            *(f"--only={name}" for name in given.only or ()),
        ]
        rest += [f"--home={given.home / database}"] if given.home else []
        codes.append(subprocess.run([sys.executable, "-m", "benchmarks", *rest], check=False).returncode)
    return max(codes)


def _arguments() -> argparse.ArgumentParser:
    arguments = argparse.ArgumentParser(prog="kedang bench", description=__doc__)
    arguments.add_argument("--count", type=int, default=1_000_000)
    arguments.add_argument("--rows", type=int, default=0)
    arguments.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    arguments.add_argument("--home", type=Path)
    names = ["list", "protection", "search", "page", "create", "deals", "check", "desk", "import", "ledger", "audit"]
    arguments.add_argument("--only", action="append", choices=names)
    return arguments


def _measure(given: argparse.Namespace) -> int:
    folder = given.home or Path(tempfile.mkdtemp(prefix="kedang-bench-"))
    cluster = home.begin(folder, given.database)
    try:
        from benchmarks.fill import fill
        from benchmarks.measure import MEASUREMENTS, Place
        from kedang.archive.models import Customer

        if not Customer.objects.exists():
            print(f"filling {given.count:,} customers", flush=True)
            fill(given.count)
        print(f"{given.database}, {Customer.objects.count():,} customers", flush=True)
        for name in given.only or MEASUREMENTS:
            for line in MEASUREMENTS[name](Place(given.database, folder, given.count, given.rows or given.count * 10)):
                print(line, flush=True)
    finally:
        if cluster:
            cluster.stop()
        if not given.home:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
