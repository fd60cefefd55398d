"""The source files the rules look at, parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "kedang"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its name for people, its text, its tree."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return _parsed(self.name, self.text)

    @property
    def room(self) -> str:
        """The room it belongs to; empty outside the package."""
        parts = Path(self.name).parts
        return parts[2] if parts[:2] == ("src", "kedang") and len(parts) > 3 else ""

    @property
    def is_test(self) -> bool:
        """Whether it tests instead of working."""
        return "tests" in Path(self.name).parts


@cache
def _parsed(name: str, text: str) -> ast.Module:
    return ast.parse(text, filename=name)


def _read(path: Path) -> Source:
    return Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))


@cache
def package_files() -> tuple[Source, ...]:
    """Every file of the package but migrations, which a command writes."""
    paths = sorted(p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts)
    return tuple(_read(path) for path in paths)


@cache
def python_files() -> tuple[Source, ...]:
    """Every Python file people write."""
    folders = [ROOT / name for name in ("tests", "tools", "benchmarks")]
    others = [p for folder in folders if folder.exists() for p in sorted(folder.rglob("*.py"))]
    return (*package_files(), *(_read(path) for path in [ROOT / "conftest.py", *others]))


@cache
def committed_files() -> tuple[Path, ...]:
    """Every file git knows and that still stands."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]
    return tuple(path for path in paths if path.is_file())


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """(qualified name, function) of every function and method, nested ones included."""

    def walk(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, Function):
                yield prefix + child.name, child
                yield from walk(child, f"{prefix}{child.name}.")
            elif isinstance(child, ast.ClassDef):
                yield from walk(child, f"{prefix}{child.name}.")
            else:
                yield from walk(child, prefix)

    yield from walk(tree, "")


def called_name(call: ast.Call) -> str:
    """`a.b.c(...)` as "a.b.c"; empty for anything that is not a plain name."""
    parts: list[str] = []
    node: ast.expr = call.func
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join(reversed([*parts, node.id]))
