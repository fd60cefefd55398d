"""An exchange of the index key by processes that are killed: in the middle of a transaction, and before the old key is destroyed."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(os.environ.get("KEDANG_DATABASE_URL")), reason="an installation in a folder of its own"),
]
BEGIN = """
import django
django.setup()
from kedang.config.prepare import prepare
prepare()
from kedang.archive.tests.filing import file_customer
for number in range(12):
    file_customer(None, name=f"客户{number}", mobile=f"1380000{number:04d}", id_number="11010519491231002X")
"""
CUT = """
import os, signal, sys, django
django.setup()
from kedang.config.cli import main
from kedang.operations import index_places
from kedang.vault import indexing
index_places.BATCH = 5
home, calls = (index_places, indexing)[sys.argv[1] == "drop_former"], []
whole = getattr(home, sys.argv[1])
def cut(*given):
    calls.append(1)
    if len(calls) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*given)
setattr(home, sys.argv[1], cut)
main(["keys", "rotate", "index"])
"""
END = """
import django
django.setup()
from kedang.config.cli import main
assert main(["keys", "show"]) == 1
assert main(["keys", "rotate", "index"]) == 0
from kedang.finding.search import search
from kedang.kit.actor import system_actor
found = [search(system_actor("command"), f"1380000{number:04d}").hits for number in range(12)]
assert [[hit.name for hit in hits] for hits in found] == [[f"客户{number}"] for number in range(12)], found
"""


def run(home: Path, program: str, *words: str) -> int:
    env = {**os.environ, "KEDANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kedang.config.settings"}
    return subprocess.run([sys.executable, "-c", program, *words], env=env, timeout=200, check=False).returncode


def held(home: Path, database: str, question: str) -> set[object]:
    with sqlite3.connect(home / database) as opened:
        return {row[0] for row in opened.execute(question)}


def test_killed_twice_it_is_finished_by_the_same_command(tmp_path: Path) -> None:
    home, numbers = tmp_path / "home", "SELECT blind FROM archive_contact_point"
    assert run(home, BEGIN) == 0
    former = held(home, "kedang.db", numbers)
    assert run(home, CUT, "_follow", "2") == -signal.SIGKILL
    half = held(home, "kedang.db", numbers)
    assert (len(half), len(half & former)) == (12, 7)
    assert run(home, CUT, "drop_former", "1") == -signal.SIGKILL
    keys = "SELECT epoch FROM vault_master_key WHERE purpose = 'index'"
    assert (held(home, "kedang.db", numbers) & former, len(held(home, "keys.db", keys))) == (set(), 2)
    assert run(home, END) == 0
    assert (len(held(home, "kedang.db", numbers)), len(held(home, "keys.db", keys))) == (12, 1)
