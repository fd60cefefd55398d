"""The servers of these tests listen on loopback, which an operator has to allow."""

from collections.abc import Iterator

import pytest

from kedang.kit import env


@pytest.fixture(autouse=True)
def allowed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """127.0.0.1 stands on the operator's list."""
    monkeypatch.setenv("KEDANG_PRIVATE_HOSTS", "127.0.0.1")
    env.settings.cache_clear()
    yield
    monkeypatch.undo()
    env.settings.cache_clear()
