"""Single bits turned in the databases and files of an installation: what notices.

`python -m tools.drill_flips [--flips 500] [--files 100] [--seed 1]`; temporary folders only, on SQLite. An installation with every kind of
row is filled; then one bit of one database file is turned, everything is looked at, and the bit is turned back. A row *changed* when
it reads differently from before or not at all. The drill fails when a row of content changed and neither `check-data` nor
`verify-audit` would say so. The control takes the sums off and looks again at what the sums alone had found: it must miss some.
"""

import argparse
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from kedang.kit.row_sum import teach
from kedang.operations.row_sums import DERIVED, LAID, unsound
from tools.drill_import import Home, write_rows

BASES = ("kedang", "audit", "keys")
CONTENT, DERIVED_ONLY, NOTHING = "content changed", "only derived rows changed", "no row changed"
_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name"
_AT_ONCE = 20


def prepared(base: Path, rows: int) -> Path:
    """A stopped installation with the demo organisation and imported customers; its databases are one file each."""
    home = Home(base, "home")
    home.environment["KEDANG_DEMO"] = "1"
    home.run("seed")
    write_rows(base / "rows.csv", rows, 7)
    home.run("import", str(base / "rows.csv"), "--json")
    home.run("audit", "seal")
    for name in BASES:
        with closing(sqlite3.connect(home.path / f"{name}.db")) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.execute("PRAGMA journal_mode=DELETE")
    return home.path


def still(path: Path) -> sqlite3.Connection:
    """A reader of a file that nobody writes."""
    database = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    teach(database)
    return database


def read_all(path: Path) -> dict[str, str]:
    """A digest of the rows of each table, as its own tree holds them; a table that cannot be read says so."""
    with closing(still(path)) as database:
        database.text_factory = bytes
        try:
            tables = [name.decode() for (name,) in database.execute(_TABLES)]
        except (sqlite3.Error, UnicodeDecodeError):
            return {}
        return {name: _digest(database, name) for name in tables}


def _digest(database: sqlite3.Connection, table: str) -> str:
    seen = hashlib.blake2b(digest_size=16)
    try:
        for row in database.execute(f'SELECT * FROM "{table}" NOT INDEXED'):
            seen.update(repr(row).encode())
    except (sqlite3.Error, MemoryError, OverflowError) as broken:
        return f"cannot be read: {broken}"
    return seen.hexdigest()


def differing(before: dict[str, str], now: dict[str, str]) -> set[str]:
    """The tables whose rows read differently."""
    return {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}


def kind_of(tables: set[str]) -> str:
    """What kind of rows read differently."""
    if not tables:
        return NOTHING
    return DERIVED_ONLY if tables <= DERIVED else CONTENT


def by_sums(path: Path) -> bool:
    """Whether `check-data` would say something."""
    with closing(still(path)) as database:
        return bool(unsound(database, 1))


def by_tree(home: Path) -> bool:
    """Whether the stand-alone verifier would say something. Rows that only wait for their seal do not count."""
    words = [sys.executable, "-m", "kedang.history.standalone"]
    places = ["--data", str(home / "kedang.db"), "--audit", str(home / "audit.db")]
    return subprocess.run([*words, *places], check=False, stdout=subprocess.DEVNULL).returncode in {2, 4}


def turn(path: Path, bit: int) -> None:
    """Turn one bit of a file."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def places(home: Path, flips: int, chance: random.Random) -> Iterator[tuple[str, int]]:
    """Which database and which bit, each bit of all of them as likely as any other."""
    sizes = {name: (home / f"{name}.db").stat().st_size * 8 for name in BASES}
    for name in chance.choices(BASES, [sizes[name] for name in BASES], k=flips):
        yield name, chance.randrange(sizes[name])


def flipped(home: Path, flips: int, chance: random.Random) -> tuple[Counter[tuple[str, bool]], list[tuple[str, int]]]:
    """How many flips of each kind were found or not, and the places that changed content and only the sums found."""
    before = {name: read_all(home / f"{name}.db") for name in BASES}
    counts, owed = Counter[tuple[str, bool]](), list[tuple[str, int]]()
    for name, bit in places(home, flips, chance):
        path = home / f"{name}.db"
        turn(path, bit)
        tables, summed = differing(before[name], read_all(path)), by_sums(path)
        kind = kind_of(tables)
        found = summed or (kind == CONTENT and by_tree(home))
        turn(path, bit)
        counts[kind, found] += 1
        if kind == CONTENT and summed:
            owed.append((name, bit))
        if kind == CONTENT and not found:
            print(f"NOT FOUND: bit {bit} of {name}.db, {sorted(tables)}", flush=True)
    return counts, owed


def control(home: Path, places: Sequence[tuple[str, int]]) -> int:
    """How many of these are missed without the sums, by the integrity check alone."""
    for name in BASES:
        with closing(sqlite3.connect(home / f"{name}.db")) as database:
            teach(database)
            for index, _, _ in database.execute(LAID).fetchall():
                database.execute(f'DROP INDEX "{index}"')
            database.commit()
    # Dropping moves no row, so that the same bits are meant; a page that was the index's is free now.
    missed = 0
    for name, bit in places:
        path = home / f"{name}.db"
        turn(path, bit)
        missed += not by_sums(path)
        turn(path, bit)
    return missed


def files_damaged(home: Path, wanted: int, chance: random.Random) -> tuple[int, int]:
    """How many files had a bit turned, and how many `check-files` named; a handful at a time."""
    environment = {**os.environ, "KEDANG_HOME": str(home), "KEDANG_DEMO": "", "LANG": "en_US.UTF-8"}
    files = [path for path in sorted((home / "documents").rglob("??/*")) if path.is_file() and path.stat().st_size]
    turned = named = 0
    while files and turned < wanted:
        chosen = [
            (path, chance.randrange(path.stat().st_size * 8))
            for path in chance.sample(files, min(_AT_ONCE, len(files)))
        ]
        for path, bit in chosen:
            turn(path, bit)
        words = [sys.executable, "-m", "kedang", "check-files"]
        said = subprocess.run(words, env=environment, capture_output=True, text=True, check=False).stdout
        named += int(said.rstrip().splitlines()[-1].split()[-2])
        turned += len(chosen)
        for path, bit in chosen:
            turn(path, bit)
    return turned, named


def drill(base: Path, args: argparse.Namespace) -> bool:
    """Whether everything that changed was found."""
    chance, home = random.Random(args.seed), prepared(base, args.rows)
    size = sum((home / f"{name}.db").stat().st_size for name in BASES)
    clean = not any(by_sums(home / f"{name}.db") for name in BASES)
    counts, owed = flipped(home, args.flips, chance)
    print(f"seed {args.seed}: {args.flips} flips in {size / 1e6:.0f} MB of databases")
    for (kind, found), count in sorted(counts.items()):
        print(f"  {kind}, {'found' if found else 'not found'}: {count}")
    missed = control(home, owed)
    print(f"  control: without the sums {missed} of {len(owed)} changes of content are missed")
    turned, named = files_damaged(home, args.files, chance)
    print(f"  files: {turned} turned, {named} found")
    return clean and not counts[CONTENT, False] and missed > 0 and turned == named


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=500)
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--rows", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    base = Path(tempfile.mkdtemp(prefix="kedang-drill-"))
    try:
        return 0 if drill(base, args) else 1
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
