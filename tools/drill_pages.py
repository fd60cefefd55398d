"""Single bits turned in the files of a stopped PostgreSQL cluster: whether its sums of pages notice.

`python -m tools.drill_pages [--flips 200] [--seed N]`; a cluster of its own, made with `--data-checksums` as the guide asks for. A page that
was never written to has no sum and no content. The control: nothing is said before the first bit is turned.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tools import postgres
from tools.drill_flips import turn
from tools.drill_import import Home, write_rows
from tools.drill_postgres import NOT_RUN

PAGE = 8192


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=200)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args(argv)
    programs = postgres.binaries()
    if programs is None:
        print("NOT RUN: there are no PostgreSQL server programs here")
        return NOT_RUN
    cluster = postgres.start(programs)
    base = Path(tempfile.mkdtemp(prefix="kedang-drill-"))
    try:
        return 0 if _drill(base, cluster, given) else 1
    finally:
        cluster.stop()
        shutil.rmtree(base, ignore_errors=True)


def _drill(base: Path, cluster: postgres.Cluster, given: argparse.Namespace) -> bool:
    home, chance = Home(base, "home"), random.Random(given.seed)
    home.environment["KEDANG_DATABASE_URL"] = cluster.url
    write_rows(base / "rows.csv", given.rows, 7)
    home.run("import", str(base / "rows.csv"), "--json")
    cluster.rest()
    files = [path for path in sorted((cluster.folder / "data" / "base").rglob("[0-9]*")) if path.is_file()]
    files = [path for path in files if path.stat().st_size]
    clean = cluster.sound()
    found = empty = missed = 0
    for path in chance.choices(files, [path.stat().st_size for path in files], k=given.flips):
        bit = chance.randrange(path.stat().st_size * 8)
        unwritten = not any(_page(path, bit))
        turn(path, bit)
        told = not cluster.sound()
        turn(path, bit)
        found, empty, missed = found + told, empty + (not told and unwritten), missed + (not told and not unwritten)
    print(
        f"seed {given.seed}: {given.flips} flips in {sum(path.stat().st_size for path in files) / 1e6:.0f} MB of pages: "
        f"{found} found, {empty} in pages never written to, {missed} missed; {'nothing' if clean else 'SOMETHING'} said before"
    )
    return clean and found > 0 and not missed


def _page(path: Path, bit: int) -> bytes:
    with path.open("rb") as file:
        file.seek(bit // 8 // PAGE * PAGE)
        return file.read(PAGE)


if __name__ == "__main__":
    sys.exit(main())
