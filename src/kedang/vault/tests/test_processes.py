"""Rotation beside other processes that file and read, and processes that are killed in the middle of it."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kedang.vault.tests.fake_transit import serving

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(os.environ.get("KEDANG_DATABASE_URL")), reason="a key store in a file of its own"),
]
BEGIN = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", "vault", database="keys", verbosity=0)
from kedang.kit.ids import new_ids
from kedang.vault import keys
keys.create_keys(new_ids(500))
"""
WORK = """
import django
django.setup()
from pathlib import Path
from django.conf import settings
from kedang.kit.ids import new_ids
from kedang.vault import keys
sealed, enough = {}, settings.ENV.home / "enough"
at = dict(table="t", column="c", row_id=1)
print("ready", flush=True)
while not enough.exists():
    for key in keys.create_keys(new_ids(3)).values():
        sealed[key.subject_id] = key.seal(str(key.subject_id), **at)
    found = keys.keys_for(sealed)
    assert all(found[each].open(blob, **at) == str(each) for each, blob in sealed.items())
print(len(sealed))
"""
CUT = """
import os, signal, sys, django
django.setup()
from kedang.vault import rootfile, rotating
def cut(*_):
    os.kill(os.getpid(), signal.SIGKILL)
whole, calls = rotating.swap, []
def second(*given):
    calls.append(1)
    cut() if len(calls) == 2 else whole(*given)
if sys.argv[1] == "swap":
    rotating.swap = second
    rotating.begin_epoch()
    after = rotating.BEFORE_ALL
    while True:
        after = rotating.rewrap_batch(after, 50).last
setattr(rootfile if sys.argv[1] == "put_in_place" else rotating, sys.argv[1], cut)
rotating.rotate_root(*sys.argv[2:])
"""

ROTATE = """
import django
django.setup()
from kedang.vault import rotating
rotating.settle()
rotating.begin_epoch()
after = rotating.BEFORE_ALL
while (batch := rotating.rewrap_batch(after, 50)).last is not None:
    after = batch.last
rotating.rotate_root()
print(rotating.oldest_in_use())
"""


def start(home: Path, program: str, *words: str) -> "subprocess.Popen[str]":
    env = {**os.environ, "KEDANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "kedang.config.settings"}
    return subprocess.Popen(
        [sys.executable, "-c", program, *words], env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def done(program: "subprocess.Popen[str]") -> tuple[int, str, str]:
    out, error = program.communicate(timeout=200)
    return program.returncode, out, error


def epochs(home: Path) -> dict[int, int]:
    with sqlite3.connect(home / "keys.db") as store:
        return dict(store.execute("SELECT epoch, count(*) FROM vault_subject_key GROUP BY epoch"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert done(start(tmp_path / "home", BEGIN)) == (0, "", "")
    return tmp_path / "home"


def test_keys_are_rotated_while_another_process_files_and_reads(home: Path) -> None:
    worker = start(home, WORK)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    assert done(start(home, ROTATE)) == (0, "2\n", "")
    (home / "enough").touch()
    code, out, error = done(worker)
    assert (code, error, int(out) > 0, set(epochs(home))) == (0, "", True, {2})


@pytest.mark.parametrize("stage", ["swap", "rewrap_masters", "put_in_place"])
def test_killed_at_any_stage_a_rotation_is_gone_on_with(home: Path, stage: str) -> None:
    assert done(start(home, CUT, stage))[0] == -signal.SIGKILL
    assert sum(epochs(home).values()) == 500
    code, _, error = done(start(home, ROTATE))
    assert (code, error, sum(epochs(home).values()), len(epochs(home))) == (0, "", 500, 1)
    assert not (home / "root.key.next").exists()


@pytest.mark.parametrize("stage", ["rewrap_masters", "put_in_place"])
def test_killed_on_the_way_to_a_key_service_it_comes_back(
    home: Path, stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path, monkeypatch) as engine:
        assert done(start(home, CUT, stage, "transit"))[0] == -signal.SIGKILL
        assert done(start(home, ROTATE)) == (0, "2\n", "")
        assert engine.asked.count("encrypt") == 1
    assert (sum(epochs(home).values()), (home / "root.key").stat().st_size) == (500, 32)
