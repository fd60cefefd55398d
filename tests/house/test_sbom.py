"""The list of parts names every locked package, and goes with the package; the tests do not."""

import json
import re
import tomllib

import pytest

from kedang.config.cli import main
from tests.house.source import ROOT, package_files
from tools import sbom


def test_the_committed_list_is_the_present_one() -> None:
    assert sbom.TARGET.read_text(encoding="utf-8") == sbom.document(), "run `make sbom`"


def test_every_locked_package_is_listed() -> None:
    found = {(each["purl"].split("/")[0], each["name"], each["version"]) for each in _components()}
    lock = (ROOT / "requirements" / "server.txt").read_text(encoding="utf-8")
    pinned = {tuple(line.split()[0].split("==")) for line in lock.splitlines() if re.match(r"[\w.-]+==", line)}
    assert {("pkg:pypi", name, version) for name, version in pinned} <= found
    node = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((ROOT / "web" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    built_in = {("pkg:npm", name, node[f"node_modules/{name}"]["version"]) for name in wanted}
    assert built_in <= found
    assert len(found) > len(pinned) + len(built_in)


def test_each_has_an_address_and_a_hash_of_its_own() -> None:
    components = _components()
    assert len({each["purl"] for each in components}) == len(components)
    assert [each["purl"] for each in components if not each["hashes"]] == []


def test_the_command_prints_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sbom"]) == 0
    assert json.loads(capsys.readouterr().out)["bomFormat"] == "CycloneDX"


def test_tests_are_not_in_the_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "src/kedang/**/tests" in settings["tool"]["hatch"]["build"]["targets"]["wheel"]["exclude"]
    needs = [
        s.name for s in package_files() if not s.is_test and re.search(r"^\s*(?:from|import) .*\btests\b", s.text, re.M)
    ]
    assert needs == []


def _components() -> list[sbom.Component]:
    found: list[sbom.Component] = json.loads(sbom.document())["components"]
    return found


def test_lock_lines_are_read() -> None:
    text = "# x\nAbc_d==1.2 \\\n    --hash=sha256:" + "a" * 64 + "\n    # via y\ne==3 ; python_version < '3.12' \\\n"
    found = sbom.of_python(text)
    assert [(each["name"], each["version"], len(each["hashes"])) for each in found] == [
        ("abc-d", "1.2", 1),
        ("e", "3", 0),
    ]
    lock = {
        "packages": {"": {}, "node_modules/a": {"version": "1", "dev": True}, "node_modules/@b/c": {"version": "2"}}
    }
    assert [each["purl"] for each in sbom.of_node(lock)] == ["pkg:npm/%40b/c@2"]
