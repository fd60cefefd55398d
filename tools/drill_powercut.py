"""Cut the power at random moments of real work and see that nothing that was said to be done is gone.

`python -m tools.drill_powercut [--images 2000] [--rounds 60] [--seed N]`. What the process writes is recorded; for each image a moment is
chosen, and what was not flushed by then is kept by chance, sector by sector. The same is done once with databases that do not flush:
if that loses nothing, the drill itself is broken and fails.
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from kedang.kit.row_sum import teach
from tools.powercut.images import SAID, Deed, Disk, deeds

RECORDER = Path(__file__).parent / "powercut" / "recorder.c"
DATABASES = ("kedang", "keys", "audit")
NOT_RUN = 77


def main(argv: Sequence[str] | None = None) -> int:
    """The drill, and its control."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    args = parser.parse_args(argv)
    if shutil.which("cc") is None:
        print("NOT RUN: there is no C compiler here")
        return NOT_RUN
    base = Path(tempfile.mkdtemp(prefix="kedang-cut-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    try:
        return _drill(base, args)
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _drill(base: Path, args: argparse.Namespace) -> int:
    subprocess.run(
        ["cc", "-O2", "-shared", "-fPIC", "-o", base / "recorder.so", RECORDER, "-ldl", "-lpthread"], check=True
    )
    fresh = _installation(base / "fresh")
    flushed = _cut(base, fresh, "FULL", images=args.images, args=args)
    control = _cut(base, fresh, "OFF", images=max(50, args.images // 10), args=args)
    if not control:
        print("the control lost nothing: this drill proves nothing")
    return 0 if control and not flushed else 1


def _installation(home: Path) -> Path:
    """An installation with all its tables, nobody in it, and everything on the disk."""
    script = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "for alias in ('default', 'keys', 'audit'): call_command('migrate', database=alias, verbosity=0)\n"
        "from kedang.accounts.builtin import ensure_builtin_roles; ensure_builtin_roles()\n"
    )
    environment = {**os.environ, "KEDANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kedang.config.settings"}
    environment.pop("KEDANG_DATABASE_URL", None)
    home.mkdir()
    subprocess.run([sys.executable, "-c", script], env=environment, check=True)
    (home / SAID).touch()
    return home


def _cut(base: Path, fresh: Path, synchronous: str, *, images: int, args: argparse.Namespace) -> Counter[str]:
    """Work once, cut so many times; how often what was found."""
    home, log = base / "home", base / "log"
    shutil.copytree(fresh, home)
    subprocess.run(
        [sys.executable, "-m", "tools.powercut.working", str(home), str(args.rounds), synchronous],
        env={**os.environ, "LD_PRELOAD": str(base / "recorder.so"), "CUT_LOG": str(log), "CUT_BELOW": str(home)},
        check=True,
    )
    done = deeds(log, str(home))
    whole = {path.name: path.read_bytes() for path in (home / "documents").rglob("*") if path.is_file()}
    shutil.rmtree(home)
    log.unlink()
    started, found, chance = time.monotonic(), Counter[str](), random.Random(args.seed)
    for image in _images(fresh, done, images, chance, base / "image"):
        found.update(_faults(image, whole))
    print(
        f"synchronous={synchronous}: seed {args.seed}, {args.rounds * 4} acts, {len(done)} deeds on files, {images} cuts in "
        f"{time.monotonic() - started:.0f} s: {dict(found) or 'nothing lost'}",
        flush=True,
    )
    return found


def _images(fresh: Path, done: list[Deed], images: int, chance: random.Random, at: Path) -> Iterator[Path]:
    """Folders as a cut leaves them, at moments in order, so that nothing is replayed twice."""
    disk, position = Disk.of(fresh), 0
    first = next(i for i, deed in enumerate(done) if deed.path == SAID)
    for moment in sorted(chance.randrange(first, len(done) + 1) for _ in range(images)):
        for deed in done[position:moment]:
            disk.do(deed)
        position = moment
        for name, content in disk.cut(chance):
            path = at / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        # What was said to the outside is not the disk's to lose.
        (at / SAID).write_bytes(_said(disk))
        yield at
        shutil.rmtree(at, ignore_errors=True)


def _said(disk: Disk) -> bytes:
    file = disk.seen[SAID]
    return bytes(file.safe) + b"".join(deed.data for deed in file.since)


def _faults(image: Path, whole: dict[str, bytes]) -> Iterator[str]:
    """What an image lacks of what was said, and what in it does not belong together."""
    said = [json.loads(line) for line in (image / SAID).read_bytes().splitlines()]
    with ExitStack() as open_ones:
        try:
            data, keys, audit = (open_ones.enter_context(closing(_opened(image, name))) for name in DATABASES)
            yield from _missing(image, whole, said, data, keys, audit)
        except sqlite3.DatabaseError:
            yield "corrupt"


def _missing(
    image: Path,
    whole: dict[str, bytes],
    said: list[dict[str, Any]],
    data: sqlite3.Connection,
    keys: sqlite3.Connection,
    audit: sqlite3.Connection,
) -> Iterator[str]:
    yield from _gone(said, data, audit)
    sealed = {row[0] for row in data.execute("SELECT id FROM archive_customer")}
    if sealed - {row[0] for row in keys.execute("SELECT subject_id FROM vault_subject_key")}:
        yield "a customer without its key"
    events = {row[0] for row in data.execute("SELECT subject_id FROM history_event WHERE verb = 'customer.created'")}
    if sealed - events:
        yield "a customer without its event"
    for (place,) in data.execute("SELECT place FROM documents_version"):
        path = image / "documents" / place[:2] / place
        if not path.exists() or path.read_bytes() != whole[place]:
            yield "a document without its file"
            break


def _gone(said: list[dict[str, Any]], data: sqlite3.Connection, audit: sqlite3.Connection) -> Iterator[str]:
    versions = dict(data.execute("SELECT id, version FROM archive_customer"))
    documents = {row[0] for row in data.execute("SELECT id FROM documents_document")}
    (looks,) = audit.execute("SELECT count(*) FROM history_read_event WHERE verb = 'customer.opened'").fetchone()
    gone = (
        any(each["customer"] not in versions for each in said if each["what"] == "filed")
        or any(versions.get(each["customer"], 0) < 2 for each in said if each["what"] == "changed")
        or any(each["document"] not in documents for each in said if each["what"] == "document")
        or any(each["looks"] > looks for each in said if each["what"] == "looked")
    )
    if gone:
        yield "something that was said to be done is gone"


def _opened(image: Path, name: str) -> sqlite3.Connection:
    database = sqlite3.connect(image / f"{name}.db")
    teach(database)
    if database.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        raise sqlite3.DatabaseError(name)
    return database


if __name__ == "__main__":
    sys.exit(main())
