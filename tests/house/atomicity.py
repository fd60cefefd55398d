"""Rule: one verb, one transaction, one event. Whoever calls `record()` does so inside a transaction."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.house.source import Function, Source, called_name, functions

RECORDING = {"record", "record_many"}


@dataclass(frozen=True, slots=True)
class Call:
    """A call inside a function, and whether a `with transaction.atomic()` stands around it there."""

    name: str
    line: int
    covered: bool


def names_of_record(tree: ast.Module) -> set[str]:
    """The local names under which this file can call history's recorders."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kedang.history"):
            for alias in node.names:
                local = alias.asname or alias.name
                names.update({local} if alias.name in RECORDING else {f"{local}.{name}" for name in RECORDING})
        elif isinstance(node, ast.ImportFrom) and node.module == "kedang":
            names.update(f"{a.asname or a.name}.{n}" for a in node.names if a.name == "history" for n in RECORDING)
    return names


def _opens_transaction(expression: ast.expr) -> bool:
    target = expression.func if isinstance(expression, ast.Call) else expression
    return ast.unparse(target) in {"transaction.atomic", "atomic"}


def _calls(node: ast.AST, *, covered: bool) -> Iterator[Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            continue
        inside = covered
        if isinstance(child, ast.With):
            inside = covered or any(_opens_transaction(item.context_expr) for item in child.items)
        if isinstance(child, ast.Call):
            yield Call(called_name(child), child.lineno, inside)
        yield from _calls(child, covered=inside)


def uncovered(sources: Iterable[Source]) -> list[str]:
    """Calls of `record` that no transaction surrounds.

    A private function may leave the transaction to its callers in the same file: then all of them must have one.
    """
    found: list[str] = []
    for source in sources:
        if source.is_test or source.room == "history":
            continue
        recorders = names_of_record(source.tree)
        if not recorders:
            continue
        found += _uncovered_in(source, recorders)
    return found


def _uncovered_in(source: Source, recorders: set[str]) -> list[str]:
    calls: dict[str, list[Call]] = {}
    for name, function in functions(source.tree):
        atomic = any(_opens_transaction(decorator) for decorator in function.decorator_list)
        calls[name] = [call for part in function.body for call in _calls_of(part, covered=atomic)]
    bare = {name: [c for c in own if c.name in recorders and not c.covered] for name, own in calls.items()}
    found: list[str] = []
    waiting = {name for name, own in bare.items() if own}
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        short = name.rsplit(".", 1)[-1]
        callers = [(other, c) for other, own in calls.items() for c in own if c.name.rsplit(".", 1)[-1] == short]
        if not short.startswith("_") or not callers:
            line = bare[name][0].line if bare.get(name) else 0
            found.append(f"{source.name}:{line or ''} {name} records outside a transaction")
            continue
        waiting |= {other for other, call in callers if not call.covered and other not in seen}
    return sorted(found)


def _calls_of(node: ast.AST, *, covered: bool) -> Iterator[Call]:
    """The calls of one statement, the statement itself included."""
    yield from _calls(ast.Module(body=[node], type_ignores=[]), covered=covered)  # type: ignore[list-item]


def literal_verbs(sources: Iterable[Source]) -> set[tuple[str, str]]:
    """(place, verb) of every event verb written down in a call of `record` or `event_row`."""
    found: set[tuple[str, str]] = set()
    for source in sources:
        if source.is_test:
            continue
        for node in ast.walk(source.tree):
            if not isinstance(node, ast.Call) or len(node.args) < 2:
                continue
            verb = node.args[1]
            name = called_name(node).rsplit(".", 1)[-1]
            known = name in {*RECORDING, "event_row", "record_read"}
            if known and isinstance(verb, ast.Constant) and isinstance(verb.value, str):
                found.add((f"{source.name}:{node.lineno}", verb.value))
    return found
