"""The list of everything that is in the package and is not ours, as CycloneDX 1.6, made from the lock files alone.

The same lock files give the same bytes: no time and no serial number stand in it. Licences are named where a lock file names them.
"""

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "src" / "kedang" / "config" / "sbom.json"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.M)
HASHED = re.compile(r"--hash=sha256:([0-9a-f]{64})")
VERSION = re.compile(r'^version = "([^"]+)"', re.M)
Component = dict[str, Any]


def of_python(text: str) -> list[Component]:
    """Components of a requirements file with hashes: one for each pinned package."""
    found = []
    starts = list(PINNED.finditer(text))
    for at, match in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(text)
        name, version = match[1].lower().replace("_", "-"), match[2]
        hashes = [{"alg": "SHA-256", "content": each} for each in sorted(HASHED.findall(text[match.end() : end]))]
        found.append(_component(f"pkg:pypi/{name}@{version}", name, version, hashes=hashes))
    return found


def of_node(lock: dict[str, Any]) -> list[Component]:
    """Components of an npm lock file that go into the built front end; what only builds and tests it is left out."""
    found = {}
    for path, entry in lock["packages"].items():
        if path and not entry.get("dev") and not entry.get("devOptional"):
            name = path.rpartition("node_modules/")[2]
            kind, _, coded = entry.get("integrity", "").partition("-")
            digest = base64.b64decode(coded).hex()
            purl = f"pkg:npm/{quote(name, safe='/')}@{entry['version']}"
            hashes = [{"alg": kind.replace("sha", "SHA-"), "content": digest}] if digest else []
            found[purl] = _component(purl, name, entry["version"], hashes=hashes, licence=entry.get("license", ""))
    return list(found.values())


def _component(purl: str, name: str, version: str, *, hashes: list[Component], licence: str = "") -> Component:
    made = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": hashes}
    return {**made, "licenses": [{"expression": licence}]} if licence else made


def document() -> str:
    """The whole list, one component a line, so that a diff shows which part changed."""
    server = (ROOT / "requirements" / "server.txt").read_text(encoding="utf-8")
    front = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))
    components = sorted(of_python(server) + of_node(front), key=lambda each: str(each["purl"]))
    version = VERSION.search((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert version
    head = {"type": "application", "bom-ref": "kedang", "name": "kedang", "version": version[1]}
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in components)
    return (
        '{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,\n'
        f'"metadata": {{"component": {json.dumps(head)}}},\n"components": [\n{lines}\n]}}\n'
    )


def main() -> int:
    """Write it where the package takes it along."""
    TARGET.write_text(document(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
