"""Conditions on a pair of records that read the same in SQL and in Python.

A model is written once with these; DuckDB and Spark evaluate `.sql()`, a single comparison at entry evaluates `.holds()`.
Fuzzy comparison happens on ASCII only (digits, spellings): engines count bytes there, and bytes are characters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from rapidfuzz.distance import Levenshtein

Dialect = Literal["duckdb", "spark"]
Row = Mapping[str, Any]


class Condition(Protocol):
    """Something that holds for a pair or does not."""

    def sql(self, dialect: Dialect) -> str:
        """The condition over columns `<name>_l` and `<name>_r`."""
        ...

    def holds(self, left: Row, right: Row) -> bool:
        """The same for two rows at hand."""
        ...


@dataclass(frozen=True, slots=True)
class Missing:
    """A column is unknown on either side."""

    column: str

    def sql(self, dialect: Dialect) -> str:
        return f"({self.column}_l IS NULL OR {self.column}_r IS NULL)"

    def holds(self, left: Row, right: Row) -> bool:
        return left[self.column] is None or right[self.column] is None


@dataclass(frozen=True, slots=True)
class Same:
    """Equal and known."""

    column: str

    def sql(self, dialect: Dialect) -> str:
        return f"coalesce({self.column}_l = {self.column}_r, FALSE)"

    def holds(self, left: Row, right: Row) -> bool:
        value = left[self.column]
        return value is not None and bool(value == right[self.column])


@dataclass(frozen=True, slots=True)
class Share:
    """Two lists have at least `count` values in common."""

    column: str
    count: int = 1

    def sql(self, dialect: Dialect) -> str:
        left, right = f"{self.column}_l", f"{self.column}_r"
        if dialect == "duckdb":
            both = f"list_has_any({left}, {right})" if self.count == 1 else f"len(list_intersect({left}, {right}))"
        else:
            both = f"arrays_overlap({left}, {right})" if self.count == 1 else f"size(array_intersect({left}, {right}))"
        return f"coalesce({both}, FALSE)" if self.count == 1 else f"coalesce({both} >= {self.count}, FALSE)"

    def holds(self, left: Row, right: Row) -> bool:
        ours, theirs = left[self.column], right[self.column]
        if not ours or not theirs:
            return False
        return len({*ours} & {*theirs}) >= self.count


@dataclass(frozen=True, slots=True)
class Among:
    """The value of one side is in the other side's list, either way round."""

    column: str
    among: str

    def sql(self, dialect: Dialect) -> str:
        contains = "list_contains" if dialect == "duckdb" else "array_contains"
        pairs = [(f"{self.among}_r", f"{self.column}_l"), (f"{self.among}_l", f"{self.column}_r")]
        return "(" + " OR ".join(f"coalesce({contains}({a}, {b}), FALSE)" for a, b in pairs) + ")"

    def holds(self, left: Row, right: Row) -> bool:
        pairs = ((left[self.column], right[self.among]), (right[self.column], left[self.among]))
        return any(value is not None and value in (among or ()) for value, among in pairs)


@dataclass(frozen=True, slots=True)
class Near:
    """At most `edits` letters apart, and both at least `shortest` long; ASCII only."""

    column: str
    edits: int
    shortest: int

    def sql(self, dialect: Dialect) -> str:
        left, right = f"{self.column}_l", f"{self.column}_r"
        return (
            f"coalesce(length({left}) >= {self.shortest} AND length({right}) >= {self.shortest} AND "
            f"abs(length({left}) - length({right})) <= {self.edits} AND levenshtein({left}, {right}) <= {self.edits}, FALSE)"
        )

    def holds(self, left: Row, right: Row) -> bool:
        ours, theirs = left[self.column], right[self.column]
        if ours is None or theirs is None or len(ours) < self.shortest or len(theirs) < self.shortest:
            return False
        return Levenshtein.distance(ours, theirs, score_cutoff=self.edits) <= self.edits


@dataclass(frozen=True, slots=True)
class Has:
    """A flag is set on both sides (`both`), or on exactly one."""

    column: str
    both: bool = True

    def sql(self, dialect: Dialect) -> str:
        left, right = f"coalesce({self.column}_l, FALSE)", f"coalesce({self.column}_r, FALSE)"
        return f"({left} AND {right})" if self.both else f"({left} <> {right})"

    def holds(self, left: Row, right: Row) -> bool:
        ours, theirs = bool(left[self.column]), bool(right[self.column])
        return (ours and theirs) if self.both else ours != theirs


@dataclass(frozen=True, slots=True)
class Every:
    """All of several conditions."""

    parts: Sequence[Condition]

    def sql(self, dialect: Dialect) -> str:
        return "(" + " AND ".join(part.sql(dialect) for part in self.parts) + ")"

    def holds(self, left: Row, right: Row) -> bool:
        return all(part.holds(left, right) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of several conditions."""

    parts: Sequence[Condition]

    def sql(self, dialect: Dialect) -> str:
        return "(" + " OR ".join(part.sql(dialect) for part in self.parts) + ")"

    def holds(self, left: Row, right: Row) -> bool:
        return any(part.holds(left, right) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Unless:
    """The opposite of a condition."""

    part: Condition

    def sql(self, dialect: Dialect) -> str:
        return f"(NOT {self.part.sql(dialect)})"

    def holds(self, left: Row, right: Row) -> bool:
        return not self.part.holds(left, right)
