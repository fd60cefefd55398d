"""`make setup`: the virtual environment and the built front end; nothing is done twice.

Runs on the system's Python before anything is installed, so it imports the standard library only.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tools import node, stamps

ROOT = stamps.ROOT
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
REQUIREMENTS = ROOT / "requirements"
WEB = ROOT / "web"
BUILT_PAGE = ROOT / "src" / "kedang" / "static_app" / "index.html"


def say(text: str) -> None:
    """One plain line of progress."""
    print(f"[setup] {text}", flush=True)


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    """Run one step; its failure ends the set-up with the command that failed."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=env, check=False)
    if done.returncode != 0:
        sys.exit(f"[setup] failed ({done.returncode}): {' '.join(str(part) for part in command)}")


def uv(*arguments: str | Path) -> None:
    """Run the pinned uv against our environment."""
    # The system's certificates: behind a company's proxy the bundled ones know nobody.
    run(PYTHON, "-m", "uv", *arguments, env={"UV_SYSTEM_CERTS": "1", **os.environ, "VIRTUAL_ENV": str(VENV)})


def make_venv() -> None:
    """.venv with pip in it."""
    if PYTHON.exists():
        return
    say("creating .venv")
    done = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
    if done.returncode != 0:
        sys.exit("[setup] python -m venv failed. On Debian and Ubuntu: apt-get install python3-venv")


def install(name: str, *options: str) -> None:
    """Install requirements/<name>.txt, every file checked against its hash."""
    lock = REQUIREMENTS / f"{name}.txt"
    value = stamps.digest([lock], extra=str(sys.version_info[:2]))
    if stamps.is_current(f"python-{name}", value) and PYTHON.exists():
        return
    say(f"installing requirements/{name}.txt")
    if name == "uv":
        run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)
    else:
        uv("pip", "install", "--quiet", "--compile-bytecode", "--require-hashes", *options, "-r", lock)
    stamps.mark(f"python-{name}", value)


def install_package() -> None:
    """The package itself, editable, so that `.venv/bin/kedang` runs this tree."""
    value = stamps.digest([ROOT / "pyproject.toml", REQUIREMENTS / "server.in"])
    if stamps.is_current("package", value) and (PYTHON.parent / "kedang").exists():
        return
    say("installing kedang (editable)")
    uv("pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ".")
    stamps.mark("package", value)


def compile_sources() -> None:
    """Bytecode beforehand, also where the environment tells Python to write none: it halves the time of a start."""
    value = stamps.digest(stamps.files_below(ROOT / "src" / "kedang", ending=".py"))
    if not stamps.is_current("bytecode", value):
        run(PYTHON, "-m", "compileall", "-q", ROOT / "src" / "kedang")
        stamps.mark("bytecode", value)


def build_web() -> None:
    """The front end, built into the package's static files."""
    if not (WEB / "package-lock.json").exists():
        return
    whole = stamps.digest(stamps.files_below(WEB))
    if stamps.is_current("web", whole) and BUILT_PAGE.exists():
        return
    folder = node.node_folder(VENV)
    if folder is None:
        say("no Node.js 20.19 or newer here: taking it from a wheel")
        install("node")
        folder = node.node_folder(VENV)
    if folder is None:
        sys.exit("[setup] no usable Node.js; install Node.js 20.19 or newer")
    env = node.environment(folder)
    npm = shutil.which("npm", path=env["PATH"]) or "npm"
    modules = stamps.digest([WEB / "package.json", WEB / "package-lock.json"])
    if not (stamps.is_current("node-modules", modules) and (WEB / "node_modules").exists()):
        say("installing the front end's packages")
        run(npm, "ci", "--no-audit", "--no-fund", cwd=WEB, env=env)
        stamps.mark("node-modules", modules)
    say("building the front end")
    run(npm, "run", "--silent", "build", cwd=WEB, env=env)
    stamps.mark("web", stamps.digest(stamps.files_below(WEB)))


def main() -> None:
    """All steps in order."""
    if sys.version_info < (3, 11):  # noqa: UP036 - runs before anything has checked the version
        sys.exit("[setup] Python 3.11 or newer is needed; this is " + sys.version.split()[0])
    started = time.monotonic()
    if not PYTHON.exists():
        shutil.rmtree(stamps.STAMPS, ignore_errors=True)
    make_venv()
    install("uv")
    install("dev")
    install_package()
    compile_sources()
    if "--no-web" not in sys.argv:
        build_web()
    if time.monotonic() - started > 2:
        say(f"ready after {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
