"""The floors hold, and each contract is seen to break on a small bad house."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

LINTER = Path(sys.executable).parent / "lint-imports"
FLOORS = "Each floor imports only"


def verdicts(folder: Path) -> dict[str, bool]:
    """Contract name → kept, for the package `kedang` found first in this folder."""
    env = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "300"}
    command = [str(LINTER), "--config", str(ROOT / "pyproject.toml"), "--no-cache"]
    answer = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120)
    lines = [line.strip() for line in answer.stdout.splitlines() if line.strip().endswith((" KEPT", " BROKEN"))]
    assert lines, answer.stdout + answer.stderr
    return {line.rsplit(" ", 1)[0]: line.endswith(" KEPT") for line in lines}


def house(folder: Path, files: dict[str, str]) -> Path:
    """A package with a file for each floor the contracts need, and these."""
    plain = {f"{room}/__init__.py": "" for room in ("engine", "kit", "vault", "fields", "archive", "intake", "config")}
    for name, text in {"__init__.py": "", **plain, **files}.items():
        path = folder / "kedang" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text)
    return folder


def broken(folder: Path, files: dict[str, str]) -> list[str]:
    """The contracts that the house breaks."""
    return sorted(name for name, kept in verdicts(house(folder, files)).items() if not kept)


def test_the_house_stands() -> None:
    assert [name for name, kept in verdicts(ROOT / "src").items() if not kept] == []


def test_a_clean_house_keeps_every_contract(tmp_path: Path) -> None:
    files = {"archive/api.py": "", "config/api.py": "from kedang.archive import api", "intake/jobs.py": "",
             "intake/apps.py": "from kedang.intake import jobs", "archive/queries.py": "from kedang.kit import x",
             "kit/x.py": ""}  # fmt: skip
    assert broken(tmp_path, files) == []


@pytest.mark.parametrize(
    ("files", "contract"),
    [
        ({"archive/queries.py": "from kedang import intake"}, "Each floor"),
        ({"archive/queries.py": "def f():\n    from kedang.intake import x", "intake/x.py": ""}, "Each floor"),
        ({"integration/__init__.py": "import kedang.intake"}, "Each floor"),
        ({"mystery/__init__.py": ""}, "Each floor"),
        ({"engine/names.py": "import django"}, "The engine is pure"),
        ({"archive/api.py": "", "archive/queries.py": "from kedang.archive import api"}, "Only config imports"),
        ({"intake/jobs.py": "", "intake/verbs.py": "from kedang.intake.jobs import run"}, "Only a room's apps.py"),
    ],
)
def test_a_bad_house_breaks_its_contract(tmp_path: Path, files: dict[str, str], contract: str) -> None:
    assert [name for name in broken(tmp_path, files) if name.startswith(contract)]
