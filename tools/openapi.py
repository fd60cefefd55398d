"""`make schema`: web/openapi.json from the routes. `--check` also makes the TypeScript again and fails on any difference."""

import subprocess
import sys
from pathlib import Path

from tools.django_ready import declarations

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "web" / "openapi.json"
TYPES = ROOT / "web" / "src" / "api" / "schema.d.ts"


def fresh_document() -> str:
    """The OpenAPI document of this tree, always in the same order."""
    from kedang.config.commands.openapi import document  # noqa: PLC0415 - needs Django to be set up

    return document().decode()


def check(fresh: str) -> int:
    """Compare document and types with what is committed; put both back as they were."""
    if not DOCUMENT.exists() or DOCUMENT.read_text(encoding="utf-8") != fresh:
        print("web/openapi.json differs from the routes: run `make schema`")
        return 1
    committed = TYPES.read_text(encoding="utf-8")
    command = [sys.executable, "-m", "tools.node", "npm", "run", "--silent", "schema"]
    try:
        subprocess.run(command, cwd=ROOT, check=True)
        same = TYPES.read_text(encoding="utf-8") == committed
    finally:
        TYPES.write_text(committed, encoding="utf-8")
    if not same:
        print("web/src/api/schema.d.ts differs from web/openapi.json: run `make schema`")
    return 0 if same else 1


def main() -> int:
    """Write the document, or with --check only compare."""
    with declarations():
        fresh = fresh_document()
    if "--check" in sys.argv:
        return check(fresh)
    DOCUMENT.write_text(fresh, encoding="utf-8")
    print("wrote web/openapi.json")
    return 0


if __name__ == "__main__":
    sys.exit(main())
