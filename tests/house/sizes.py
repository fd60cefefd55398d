"""The size rules: what is long, and the list of exceptions that may only shrink."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.house.source import Function, Source, functions

FILE = 400
FUNCTION = 50
ENDPOINT = 15
TSX = 250
ROOM = 6_000
METHODS = {"get", "post", "put", "patch", "delete"}


@dataclass(frozen=True, slots=True)
class Size:
    """How long a thing is, and how long it may be."""

    thing: str
    lines: int
    limit: int

    @property
    def too_long(self) -> bool:
        """Whether it breaks the rule."""
        return self.lines > self.limit


def line_count(text: str) -> int:
    """Lines of a file."""
    return len(text.splitlines())


def body_lines(function: Function) -> int:
    """Lines of a function without decorators and docstring."""
    start = function.lineno
    total = (function.end_lineno or start) - start + 1
    first = function.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


def is_endpoint(function: Function) -> bool:
    """Whether a decorator `@router.get(...)` makes it one."""
    for decorator in function.decorator_list:
        target = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(target, ast.Attribute) and target.attr in METHODS and isinstance(target.value, ast.Name):
            return True
    return False


def statement_lines(function: Function) -> int:
    """Lines of the statements only: an endpoint's signature is its declaration, not its logic."""
    statements = function.body
    first = statements[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
        statements = statements[1:]
    if not statements:
        return 0
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1


def python_sizes(sources: Iterable[Source]) -> list[Size]:
    """Every Python file and function with its limit."""
    sizes: list[Size] = []
    for source in sources:
        sizes.append(Size(source.name, line_count(source.text), FILE))
        for name, function in functions(source.tree):
            thing = f"{source.name}::{name}"
            sizes.append(Size(thing, body_lines(function), FUNCTION))
            if Path(source.name).name.startswith("api") and is_endpoint(function):
                sizes.append(Size(f"{thing} (endpoint)", statement_lines(function), ENDPOINT))
    return sizes


def room_sizes(sources: Iterable[Source]) -> list[Size]:
    """Every room, its tests not counted. The engine is a floor of packages: each of them counts as a room."""
    totals: dict[str, int] = {}
    for source in sources:
        if source.room and not source.is_test:
            parts = Path(source.name).parts
            room = "/".join(parts[2:4]) if source.room == "engine" and len(parts) > 4 else source.room
            totals[room] = totals.get(room, 0) + line_count(source.text)
    return [Size(f"room {room}", lines, ROOM) for room, lines in totals.items()]


def tsx_sizes(files: Iterable[Path], root: Path) -> list[Size]:
    """Every component file."""
    return [Size(str(path.relative_to(root)), line_count(path.read_text(encoding="utf-8")), TSX) for path in files]


def complaints(sizes: Iterable[Size], exceptions: dict[str, int]) -> list[str]:
    """What is too long, and exceptions that are no longer needed or could be lower."""
    found: list[str] = []
    measured = {size.thing: size for size in sizes}
    for size in measured.values():
        allowed = exceptions.get(size.thing, size.limit)
        if size.lines > allowed:
            found.append(f"{size.thing}: {size.lines} lines, allowed {allowed}")
    for thing, allowed in exceptions.items():
        now = measured.get(thing)
        if now is None or not now.too_long:
            found.append(f"{thing}: strike it from size_exceptions.json, it is no exception any more")
        elif now.lines < allowed:
            found.append(f"{thing}: lower its exception from {allowed} to {now.lines}")
    return found
