"""Cryptography is used where the register says, and what is broken or guessable is used nowhere."""

import ast
from collections.abc import Iterable

from kedang.kit.inventory import USES
from tests.house.source import PACKAGE, Source, package_files

MODULES = ("cryptography", "argon2", "hmac")
BROKEN = {"md5", "sha1", "md4", "ECB", "ARC4", "TripleDES", "Blowfish", "uuid1", "uuid3"}
# Samples and demonstration data: nothing secret comes of them, and they must come out the same twice.
CHANCE = ("config/demo/", "duplicates/learning.py", "duplicates/entry_index.py")


def inside(source: Source) -> str:
    """The name of a file inside the package."""
    return source.name.removeprefix("src/kedang/")


def imported(source: Source) -> set[str]:
    """The modules a file imports, by their first names."""
    names: set[str] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def unregistered(sources: Iterable[Source]) -> list[str]:
    """Files that use a primitive without a line in the register."""
    known = {where for use in USES for where in use.where}
    working = [source for source in sources if not source.is_test]
    return sorted(inside(each) for each in working if imported(each) & set(MODULES) and inside(each) not in known)


def broken(sources: Iterable[Source]) -> list[str]:
    """Algorithms nobody should use any more, wherever they are named."""
    found: list[str] = []
    for source in sources:
        for node in ast.walk(source.tree):
            name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
            asked = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            aliases = {each.name for each in node.names} if isinstance(node, ast.ImportFrom) else set()
            if ({name, asked} | aliases) & BROKEN:
                found.append(inside(source))
    return sorted(set(found))


def guessable(sources: Iterable[Source]) -> list[str]:
    """Files that use the random numbers one can guess."""
    working = [source for source in sources if not source.is_test]
    return sorted(
        inside(each) for each in working if "random" in imported(each) and not inside(each).startswith(CHANCE)
    )


def test_every_use_stands_in_the_register() -> None:
    assert unregistered(package_files()) == []
    assert [where for use in USES for where in use.where if not (PACKAGE / where).exists()] == []


def test_nothing_broken_and_nothing_guessable_is_used() -> None:
    assert broken(source for source in package_files() if not source.is_test) == []
    assert guessable(package_files()) == []


def test_what_must_not_be_is_seen() -> None:
    def one(text: str) -> list[Source]:
        return [Source("src/kedang/archive/x.py", text)]

    assert unregistered(one("from cryptography.fernet import Fernet\n")) == ["archive/x.py"]
    assert broken(one("import hashlib\nhashlib.md5(b'')\n")) == ["archive/x.py"]
    assert broken(one("import hashlib\nhashlib.new('sha1')\n")) == ["archive/x.py"]
    assert broken(one("from hashlib import sha1\n")) == ["archive/x.py"]
    assert guessable(one("import random\n")) == ["archive/x.py"]
