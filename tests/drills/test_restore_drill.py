"""The manual's own commands bring an installation back; the long version is `make drill`."""

import os
from pathlib import Path

import pytest

from tools import drill_restore

POSTGRES = os.environ.get("KEDANG_TEST_DATABASE") == "postgres"


def test_the_manual_names_every_step() -> None:
    for language in ("en", "zh"):
        page = drill_restore.ROOT / "docs" / "guide" / language / "backup.md"
        assert sorted(drill_restore.blocks(page.read_text(encoding="utf-8"))) == [
            "backup",
            "customer",
            "keys",
            "restore",
        ]


def test_both_languages_have_the_same_commands() -> None:
    pages = [drill_restore.ROOT / "docs" / "guide" / language / "backup.md" for language in ("en", "zh")]
    en, zh = (drill_restore.blocks(page.read_text(encoding="utf-8")) for page in pages)
    assert en == zh


@pytest.mark.slow
@pytest.mark.skipif(POSTGRES, reason="the manual's commands are those of SQLite; run once is enough")
def test_the_manual_brings_everything_back_but_the_erased(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KEDANG_DATABASE_URL", "KEDANG_BACKUP_TO", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    assert drill_restore.drill(tmp_path, rows=300)
