"""A restore by the manual's own commands: takes them out of docs/guide/en/backup.md and runs them on a fresh folder.

`python -m tools.drill_restore [--rows 20000]`; temporary folders only. Fails when the archive, its numbers or the search differ, when
somebody who was erased after the backup comes back, or when a command of the manual does not work as it stands there. Then one customer
loses its numbers and gets them back alone: everything else has to stay.
"""

import argparse
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tools.drill_import import Home, write_rows

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "guide" / "en" / "backup.md"
_BLOCK = re.compile(r"<!-- drill: (\w+) -->\n```sh\n(.*?)```", re.DOTALL)
_NUMBER = "KH2026-000123"  # the manual's customer
_ERASE = """
from django.db import transaction
from kedang.archive import removal
from kedang.archive.models import Customer
from kedang.vault.keys import shred
ids = list(Customer.objects.order_by("id").values_list("id", flat=True)[:50])
with transaction.atomic():
    removal.remove(ids)
shred(ids)
print(" ".join(map(str, ids)))
"""
_SPOIL = """
from kedang.archive import edit
from kedang.archive.models import Customer
from kedang.kit.actor import system_actor
customer = Customer.objects.order_by("-id")[0]
edit.change_values(system_actor("command"), customer.id, {"mobile": []})
print(customer.number)
"""


def blocks(text: str) -> dict[str, str]:
    """The commands of the manual, by name."""
    return dict(_BLOCK.findall(text))


class Machine:
    """A folder that stands for a machine: the manual's /srv and /mnt lie in it."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.environment = {
            **os.environ,
            "KEDANG_DEMO": "",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        }
        self.environment.pop("KEDANG_ROOT_KEY_FILE", None)
        (base / "srv").mkdir()
        (base / "mnt").mkdir()

    def run(self, script: str, *, home: Path | None = None) -> str:
        """Run commands as they stand there; stops at the first that fails."""
        moved = script.replace("/srv/", f"{self.base}/srv/").replace("/mnt/", f"{self.base}/mnt/")
        environment = {**self.environment, **({"KEDANG_HOME": str(home)} if home else {})}
        done = subprocess.run(
            ["sh", "-e", "-c", moved], env=environment, capture_output=True, text=True, check=False, cwd=self.base
        )
        print(done.stdout + done.stderr, flush=True)
        if done.returncode:
            raise SystemExit(f"the manual's command failed:\n{moved}")
        return done.stdout


def drill(base: Path, rows: int) -> bool:
    """Whether everything came back but for the erased."""
    commands = blocks(PAGE.read_text(encoding="utf-8"))
    machine, home = Machine(base), Home(base, "old")
    file = base / "rows.csv"
    write_rows(file, rows, 7)
    counts = json.loads(home.run("import", str(file), "--json").stdout)
    made = time.monotonic()
    machine.run(commands["backup"], home=home.path)
    made = time.monotonic() - made
    erased = home.run("django", "shell", "-c", _ERASE).stdout.split()[-50:]
    expected_digest = home.digest()
    machine.run(commands["keys"], home=home.path)
    shutil.rmtree(home.path)
    back = time.monotonic()
    machine.run(commands["restore"])
    back = time.monotonic() - back
    new = Home(base / "srv", "kedang")
    with closing(sqlite3.connect(new.path / "kedang.db")) as database:
        there = database.execute("SELECT count(*) FROM archive_customer").fetchone()[0]
        marks = ",".join("?" * len(erased))
        came_back = database.execute(f"SELECT count(*) FROM archive_customer WHERE id IN ({marks})", erased).fetchone()[
            0
        ]
    expected = counts["created"] - len(erased)
    print(
        f"backup with proof {made:.1f} s, restore by the manual {back:.1f} s, {there} of {expected} customers, {came_back} erased came back"
    )
    whole = there == expected and came_back == 0 and len(erased) == 50 and new.digest() == expected_digest != ""
    return one_customer(machine, new, commands["customer"], expected_digest) and whole


def one_customer(machine: Machine, home: Home, command: str, expected_digest: str) -> bool:
    """Whether a customer that lost its numbers gets them back alone."""
    number = home.run("django", "shell", "-c", _SPOIL).stdout.split()[-1]
    spoilt = home.digest() != expected_digest
    took = time.monotonic()
    machine.run(command.replace(_NUMBER, number), home=home.path)
    took = time.monotonic() - took
    back = home.digest() == expected_digest
    print(f"one customer brought back in {took:.1f} s; the digest is {'the same' if back else 'another'}")
    return spoilt and back


def main(argv: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    given = parser.parse_args(argv)
    base = Path(tempfile.mkdtemp(prefix="kedang-drill-"))
    try:
        return 0 if drill(base, given.rows) else 1
    finally:
        shutil.rmtree(base, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
