"""A cut of the power loses nothing that was said to be done; the long version is `make drill`."""

import os
import random
import shutil
from pathlib import Path

import pytest

from tools import drill_powercut
from tools.powercut.images import Deed, Disk

POSTGRES = os.environ.get("KEDANG_TEST_DATABASE") == "postgres"


@pytest.mark.slow
@pytest.mark.skipif(POSTGRES, reason="PostgreSQL writes its own files; the drill is about ours and SQLite's")
@pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler here")
def test_nothing_said_to_be_done_is_gone_and_the_control_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KEDANG_DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    assert drill_powercut.main(["--images", "60", "--rounds", "3", "--seed", "7"]) == 0


def test_what_was_flushed_is_always_found_and_a_new_name_only_with_its_folder(tmp_path: Path) -> None:
    disk, chance = Disk.of(tmp_path), random.Random(1)
    for deed in (Deed("N", "a/x", 0, b""), Deed("W", "a/x", 0, b"safe"), Deed("S", "a/x", 0, b"")):
        disk.do(deed)
    found = [dict(disk.cut(chance)) for _ in range(50)]
    assert {} in found, "the folder was not flushed"
    assert {"a/x": b"safe"} in found
    disk.do(Deed("S", "a", 0, b""))
    disk.do(Deed("W", "a/x", 0, b"lost"))
    found = [dict(disk.cut(chance)) for _ in range(50)]
    assert all(image.keys() == {"a/x"} for image in found)
    assert {image["a/x"] for image in found} == {b"safe", b"lost"}


def test_a_rename_takes_its_content_along(tmp_path: Path) -> None:
    disk = Disk.of(tmp_path)
    for deed in (Deed("N", "d/.part", 0, b""), Deed("W", "d/.part", 0, b"text"), Deed("S", "d/.part", 0, b"")):
        disk.do(deed)
    disk.do(Deed("R", "d/.part", 0, b"d/name"))
    disk.do(Deed("S", "d", 0, b""))
    assert dict(disk.cut(random.Random(1))) == {"d/name": b"text"}
