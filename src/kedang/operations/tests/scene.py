"""What the tests of keys have in common: a root key, a key store and a folder of copies of their own."""

from pathlib import Path

import pytest

from kedang.vault.blind import forget_keys
from kedang.vault.models import MasterKey, SubjectKeyRow
from kedang.vault.root import master


def forget() -> None:
    """As if the process had been started anew."""
    master.cache_clear()
    forget_keys()


def own_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation without a key yet; where its root key will lie."""
    monkeypatch.setenv("KEDANG_ROOT_KEY_FILE", str(folder / "root.key"))
    monkeypatch.setenv("KEDANG_KEY_COPIES", str(folder / "copies"))
    MasterKey.objects.all().delete()
    SubjectKeyRow.objects.all().delete()
    forget()
    return folder / "root.key"
