"""A file is named for one capability, so that it has a natural end; no address of a machine stands in the tree."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.source import PACKAGE, ROOT, committed_files

FORBIDDEN = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "managers",
    "signals",
    "constants",
    "common",
    "misc",
}
# Put together from pieces, so that this file does not find itself.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "npm" + "mirror.com", "deb." + "debian.org",
         "tuna." + "tsinghua", "mirrors." + "aliyun"]  # fmt: skip
PATHS = [
    r"/ro" + r"ot/",
    r"/ho" + r"me/\w+/",
    r"/Us" + r"ers/\w+/",
    r"/wo" + r"rk/",
    r"/o" + r"pt/py",
    r"C:\\Us" + r"ers",
]
ADDRESS = re.compile("|".join([*(re.escape(host) for host in HOSTS), *PATHS]))
BINARY = {".png", ".xlsx", ".xls", ".woff2", ".ico", ".db"}


def forbidden_names(paths: list[Path]) -> list[str]:
    """Files named for a layer instead of a capability."""
    return sorted(str(path) for path in paths if path.suffix in {".py", ".ts", ".tsx"} and path.stem in FORBIDDEN)


def addresses(text: str) -> list[str]:
    """Registry hosts and machine paths in a text."""
    return [found.group(0) for found in ADDRESS.finditer(text)]


def test_no_file_is_named_for_a_layer() -> None:
    paths = [p.relative_to(ROOT) for p in PACKAGE.rglob("*.py")]
    paths += [p.relative_to(ROOT) for p in committed_files() if p.suffix in {".ts", ".tsx"}]
    assert forbidden_names(paths) == []


def test_a_room_says_what_it_owns() -> None:
    rooms = [p for p in PACKAGE.iterdir() if p.is_dir() and any(p.glob("*.py"))]
    silent = [room.name for room in rooms if '"""' not in (room / "__init__.py").read_text(encoding="utf-8")]
    assert silent == []


def test_no_registry_host_and_no_machine_path_is_committed() -> None:
    found: dict[str, list[str]] = {}
    for path in committed_files():
        if path.suffix in BINARY:
            continue
        hits = addresses(path.read_text(encoding="utf-8", errors="replace"))
        if hits:
            found[str(path.relative_to(ROOT))] = sorted(set(hits))
    assert found == {}


def test_nothing_is_committed_that_is_not_to_be() -> None:
    """An installation's keys and what tools leave behind: once in the tree, they are in every copy."""
    asked = ["git", "ls-files", "--cached", "--ignored", "--exclude-standard"]
    assert subprocess.run(asked, cwd=ROOT, capture_output=True, check=True, text=True).stdout == ""


def test_bad_names_are_seen() -> None:
    names = ["archive/utils.py", "archive/merge.py", "web/src/lib/helpers.ts", "utils.md"]
    assert forbidden_names([Path(name) for name in names]) == ["archive/utils.py", "web/src/lib/helpers.ts"]


@pytest.mark.parametrize("text", [f"see https://{HOSTS[0]}/simple", "cd /ho" + "me/lin/kedang", "/wo" + "rk/main"])
def test_addresses_are_seen(text: str) -> None:
    assert addresses(text)
    assert not addresses("see https://example.org and ./var")
