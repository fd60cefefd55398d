"""Real processes, really killed: a short run in every test, the long ones in `make drill`."""

import os

import pytest

from tools.drill_import import main

ON_SQLITE = pytest.mark.skipif(
    bool(os.environ.get("KEDANG_DATABASE_URL")), reason="makes homes of its own, which are SQLite"
)


@ON_SQLITE
@pytest.mark.slow
@pytest.mark.timeout(280)
def test_killed_twice() -> None:
    assert main(["--rows", "6000", "--kills", "2", "--span", "4", "--seed", "7"]) == 0
