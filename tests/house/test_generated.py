"""docs/generated says what the code declares; what the code declares fits together."""

import argparse
import re

import pytest

from kedang.accounts.builtin import BUILTIN_ROLES
from kedang.accounts.rights import declared_rights
from kedang.config import cli
from tests.house.source import ROOT, Source, package_files
from tools import generate_docs

READS_ENVIRONMENT = re.compile(r"""(?:environ(?:\.get\(|\[)|_flag\(|_list\(|getenv\()\s*["']([A-Z][A-Z0-9_]+)["']""")
# The framework's, the system's, and what the server tells its own worker processes.
NOT_SETTINGS = {"DJANGO_SETTINGS_MODULE", "LANG", "KEDANG_SERVED_BY"}


def environment_names(sources: list[Source]) -> set[str]:
    """Environment variables that the code reads."""
    names: set[str] = set()
    for source in sources:
        names |= set(READS_ENVIRONMENT.findall(source.text))
    return names - NOT_SETTINGS


def test_every_page_is_up_to_date() -> None:
    assert sorted(generate_docs.stale_pages()) == [], "run `make docs`"


def test_every_right_event_verb_and_setting_has_its_line() -> None:
    folder = ROOT / "docs" / "generated"
    pages = {name: (folder / name).read_text(encoding="utf-8") for name in generate_docs.PAGES}
    assert [right for right in declared_rights() if f"| `{right}` |" not in pages["rights.md"]] == []


def test_every_setting_the_code_reads_is_described_and_the_other_way_round() -> None:
    read = environment_names([source for source in package_files() if not source.is_test])
    assert read == set(generate_docs.SETTINGS)


def test_the_readmes_name_only_settings_that_exist() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        named = set(re.findall(r"`(KEDANG_[A-Z_]+)`", (ROOT / name).read_text(encoding="utf-8")))
        assert named <= set(generate_docs.SETTINGS), name


def test_built_in_roles_hold_declared_rights_only_and_every_right_is_held() -> None:
    declared = {str(right) for right in declared_rights()}
    held = {right for role in BUILTIN_ROLES for right in role.rights}
    assert sorted(held - declared) == [], "a role names a right that no room declares"
    assert sorted(declared - held) == [], "nobody has this right in a fresh installation"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_guide_and_the_command_line_name_the_same_commands(language: str) -> None:
    actions = [action for action in cli.parser()._actions if isinstance(action, argparse._SubParsersAction)]
    page = (ROOT / "docs" / "guide" / language / "command-line.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `kedang ([a-z-]+)", page, re.MULTILINE)) == set(actions[0].choices)


def test_a_stale_page_is_seen(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(generate_docs.PAGES, "rights.md", lambda: "something newer")
    assert "rights.md" in generate_docs.stale_pages()


def test_an_undescribed_setting_is_seen() -> None:
    text = 'a = os.environ.get("KEDANG_SECRET_SWITCH")\nb = os.environ["KEDANG_OTHER"]\n'
    found = environment_names([Source("src/kedang/kit/env.py", text)])
    assert found == {"KEDANG_SECRET_SWITCH", "KEDANG_OTHER"}
