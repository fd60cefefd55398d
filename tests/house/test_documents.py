"""Documents exist in both languages, say the same things in the same order, and link to what is there."""

import re
from pathlib import Path

import pytest

from tests.house.source import ROOT, committed_files

GUIDE = ROOT / "docs" / "guide"
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s#]+)(?:#[^)]*)?\)")
OUTSIDE = ("http://", "https://", "mailto:")


def outline(text: str) -> list[str]:
    """The levels of the headings and the shape of the tables: what two languages must have in common."""
    plain = re.sub(r"```.*?```", "```", text, flags=re.DOTALL)
    shape: list[str] = []
    for line in plain.splitlines():
        if line.startswith("#"):
            shape.append(line.split(" ", 1)[0])
        elif line.startswith("|"):
            shape.append(f"row of {line.count('|') - line.count(chr(92) + '|') - 1}")
    return shape


def broken_links(path: Path, text: str) -> list[str]:
    """Relative links of a document that lead nowhere."""
    found = [(mark, target) for mark, target in LINK.findall(text) if not target.startswith(OUTSIDE)]
    return [target for mark, target in found if not mark and not (path.parent / target).exists()]


def test_the_guide_has_the_same_pages_in_both_languages() -> None:
    assert {p.name for p in (GUIDE / "zh").iterdir()} == {p.name for p in (GUIDE / "en").iterdir()}


@pytest.mark.parametrize("name", sorted(p.name for p in (GUIDE / "en").iterdir()))
def test_a_page_has_the_same_outline_in_both_languages(name: str) -> None:
    zh, en = ((GUIDE / language / name).read_text(encoding="utf-8") for language in ("zh", "en"))
    assert outline(zh) == outline(en)


def test_the_readmes_have_the_same_outline() -> None:
    zh, en = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.zh-CN.md", "README.md"))
    assert outline(zh) == outline(en)


def test_links_lead_somewhere() -> None:
    broken: dict[str, list[str]] = {}
    for path in committed_files():
        if path.suffix == ".md" and (found := broken_links(path, path.read_text(encoding="utf-8"))):
            broken[str(path.relative_to(ROOT))] = found
    assert broken == {}


@pytest.mark.skipif(not any((ROOT / "docs" / "pictures").glob("*.png")), reason="the pictures are taken last")
def test_pictures_are_there() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        shown = [t for mark, t in LINK.findall((ROOT / name).read_text(encoding="utf-8")) if mark]
        assert [target for target in shown if not (ROOT / target).exists()] == []
        assert shown


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in sorted(folder.glob("0*.md")) if p.name not in index] == []


def test_differences_and_broken_links_are_seen(tmp_path: Path) -> None:
    assert outline("# a\n| b | c |\n") != outline("# a\n## b\n| b | c |\n")
    assert outline("# a\n| b | c |\n") != outline("# a\n| b | c | d |\n")
    assert outline("# a\n```\n# not a heading\n```\n") == outline("# b\n```\n| x |\n```\n")
    assert broken_links(tmp_path / "x.md", "[a](nowhere.md) [b](https://example.org) [c](.)") == ["nowhere.md"]
