"""Which customers stand on a page of a list, in what order, and how many there are.

Three ways, none of which reads the whole table when it can be helped:

* few: the filter's sealed values or its tokens leave at most `SMALL` customers; those are fetched and sorted;
* walk: the index of the order is walked from where the last page ended until the page is full, one arm for each part of
  the actor's reach;
* gather: a walk that found too little in its first `WINDOW` rows stops, and all that the tokens find is sorted instead.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection

from kedang.archive import search_index
from kedang.engine.search_terms import Term, Token, every
from kedang.finding.filter_sql import REGION_KEY, SMALL, Test
from kedang.finding.reach import own_arms, own_sql, scope_term, visible_arms, visible_sql
from kedang.finding.sql import Sql, among, marks, run, select
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import INVALID
from kedang.kit.paging import decode_cursor, encode_cursor

COUNTED = 1000
WINDOW = 20_000
LISTED = "c.trashed_at IS NULL"
TRASHED = "c.trashed_at IS NOT NULL AND c.survivor_id IS NULL AND c.restricted_at IS NULL"
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A sort order. `keys` end in the id, so that no two rows are equal; `armed` orders have an index for each arm."""

    code: str
    keys: tuple[str, ...]
    descending: bool
    armed: bool = False

    @property
    def clause(self) -> str:
        """ORDER BY."""
        direction = " DESC" if self.descending else ""
        return ", ".join(f"{key}{direction}" for key in self.keys)

    @property
    def numbered(self) -> str:
        """ORDER BY of a compound select, by the position of its columns."""
        direction = " DESC" if self.descending else ""
        return ", ".join(f"{number}{direction}" for number in range(1, len(self.keys) + 1))

    def beyond(self, key: Key) -> Sql:
        """The rows that come after a key."""
        return Sql(f"({', '.join(self.keys)}) {'<' if self.descending else '>'} ({marks(key)})", key)

    def segments(self, after: Key | None, edge: Key | None) -> list[Sql]:
        """The stretch between two keys in pieces that lie one behind the other, each a plain range of the order's index.

        Thousands of rows of one import share one moment: a comparison of pairs would walk over all of them again, because
        SQLite uses only the first half of it.
        """
        beyond, before = ("<", ">=") if self.descending else (">", "<=")
        if len(self.keys) == 1:
            ends = [Sql(f"{self.keys[0]} {beyond} %s", after)] if after else []
            return [_joined([*ends, *([Sql(f"{self.keys[0]} {before} %s", edge)] if edge else [])])]
        first, second = self.keys
        if after and edge and after[0] == edge[0]:
            return [Sql(f"{first} = %s AND {second} {beyond} %s AND {second} {before} %s", (*after, edge[1]))]
        middle = [Sql(f"{first} {beyond} %s", after[:1])] if after else []
        middle += [Sql(f"{first} {before[0]} %s", edge[:1])] if edge else []
        found = [Sql(f"{first} = %s AND {second} {beyond} %s", after)] if after else []
        found.append(_joined(middle))
        return [*found, *([Sql(f"{first} = %s AND {second} {before} %s", edge)] if edge else [])]


def _joined(parts: Sequence[Sql]) -> Sql:
    return Sql(" AND ".join(part.text for part in parts), tuple(value for part in parts for value in part.values))


KEYS: dict[str, tuple[str, ...]] = {
    "created_at": ("c.id",),
    "updated_at": ("c.updated_at", "c.id"),
    "name": ("c.name_key", "c.id"),
    "number": ("c.number", "c.id"),
    "region": (REGION_KEY, "c.id"),
}
_ARMED = frozenset(("created_at", "updated_at"))


def order_of(code: str) -> Order | None:
    """The order named by `-updated_at` and the like, if it is one."""
    name = code.removeprefix("-")
    keys = KEYS.get(name)
    return Order(name, keys, code.startswith("-"), name in _ARMED) if keys else None


def cursor_of(order: Order, key: Key) -> str:
    """Where the next page begins."""
    sign = "-" if order.descending else ""
    return encode_cursor((sign + order.code, *key))


def key_of(order: Order, cursor: str | None) -> Key | None:
    """What a cursor of this order says."""
    if not cursor:
        return None
    sort, *key = decode_cursor(cursor, length=len(order.keys) + 1)
    kinds = [int if k == "c.id" or k.startswith("COALESCE") else str for k in order.keys]
    if sort != ("-" if order.descending else "") + order.code or [type(k) for k in key] != kinds:
        raise INVALID(what="cursor")
    return tuple(key)


@dataclass(slots=True)
class Found:
    """The rows of a page and one more, each beginning with its key, and how many rows there are at least."""

    rows: list[Key] = field(default_factory=list)
    count: int = 0
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """One question to the table of customers."""

    actor: Actor
    tests: Sequence[Test]
    order: Order
    trashed: bool = False
    limited_to_own: bool = False
    columns: str = ""

    @property
    def width(self) -> int:
        """How many values of a row are its key."""
        return len(self.order.keys)

    def _selected(self, *, compound: bool = False) -> str:
        """Key and columns. A compound select is sorted by its columns, so there the key has to be the bare column."""
        keys = self.order.keys if compound else _as_text(connection.vendor, self.order.keys)
        return ", ".join([*keys, *([self.columns] if self.columns else [])])

    def page(self, after: Key | None, limit: int) -> Found:
        """`limit` rows after a key, with the count of the whole list, capped."""
        ids, complete = self.candidates()
        if complete:
            return self._small(ids, after, limit)
        found = self._large(after, limit)
        if after is None and len(found) <= limit:
            return Found(found, len(found))
        count, capped = self._count(ids)
        return Found(found, max(count, len(found)), capped or len(found) > count)

    def candidates(self) -> tuple[Sequence[int], bool]:
        """The newest customers that may pass, and whether these are all of them."""
        sets = [set(test.ids) for test in self.tests if test.ids is not None]
        if sets:
            return list(set.intersection(*sets)), True
        term = self.term()
        if term is None or (self.order.armed and not self._narrowing()):
            return (), False
        found = search_index.find(term, SMALL + 1)
        return found, len(found) <= SMALL

    def _narrowing(self) -> bool:
        """Whether a test leaves fewer than the arms, which are walked by the index of the order: one's own are an arm already."""
        own = Token(f"o{self.actor.id:x}") if self.order.armed and self.actor.scope == Scope.OWN else None
        return any(test.term is not None and test.term != own for test in self.tests)

    def term(self) -> Term | None:
        """What of the question the index can answer. The recycle bin is not in it."""
        if self.trashed:
            return None
        parts = [test.term for test in self.tests if test.term is not None]
        scope = Token(f"o{self.actor.id:x}") if self.limited_to_own else scope_term(self.actor)
        return every([*parts, *([scope] if scope else [])])

    def conditions(self) -> list[Sql]:
        """The filter and the recycle bin, without the reach."""
        return [Sql(TRASHED if self.trashed else LISTED), *(Sql(test.text, test.values) for test in self.tests)]

    def visible(self) -> Sql:
        """The reach as one condition."""
        return own_sql(self.actor) if self.limited_to_own else visible_sql(self.actor)

    def arms(self) -> tuple[Sql, ...]:
        """The reach as conditions that exclude each other, where the order has an index for each."""
        if self.trashed or not self.order.armed:
            return (self.visible(),)
        return own_arms(self.actor) if self.limited_to_own else visible_arms(self.actor)

    def select(self, columns: str, extra: Sequence[Sql] = (), *, first: int = 0) -> tuple[str, list[Any]]:
        """SELECT of all arms, without order or limit. `first`: each arm may end after that many rows of the order.

        SQLite merges arms that are sorted alike. PostgreSQL does not when one of them is a join, and sorts everything,
        unless each arm has a limit of its own; SQLite takes no limit inside a compound select.
        """
        chosen = [select(columns, [arm, *self.conditions(), *extra]) for arm in self.arms()]
        if first and len(chosen) > 1 and connection.vendor == "postgresql":
            chosen = [(f"({text} ORDER BY {self.order.clause} LIMIT %s)", [*values, first]) for text, values in chosen]
        return " UNION ALL ".join(text for text, _ in chosen), [value for _, values in chosen for value in values]

    def _small(self, ids: Sequence[int], after: Key | None, limit: int) -> Found:
        within = [among(ids), self.visible(), *self.conditions()]
        total = self._total(within)
        if after is not None:
            within.append(self.order.beyond(after))
        text, values = select(self._selected(), within)
        rows = _keyed(f"{text} ORDER BY {self.order.clause} LIMIT %s", [*values, limit + 1])
        return Found(rows, min(total, COUNTED), capped=total > COUNTED)

    def _total(self, within: Sequence[Sql]) -> int:
        return int(run(*select("COUNT(*)", within))[0][0])

    def _large(self, after: Key | None, limit: int) -> list[Key]:
        bounded = any(test.order == self.order.code for test in self.tests)
        term = self.term() if self._narrowing() and not bounded else None
        edge = self._edge(after) if term is not None else None
        found = self._walk(after, limit, edge)
        if term is not None and edge is not None and len(found) <= limit:
            return self._gather(term, after, limit)
        return found

    def _walk(self, after: Key | None, limit: int, edge: Key | None) -> list[Key]:
        compound = len(self.arms()) > 1
        order = self.order.numbered if compound else self.order.clause
        found: list[Key] = []
        for segment in self.order.segments(after, edge):
            wanted = limit + 1 - len(found)
            text, values = self.select(self._selected(compound=compound), [segment], first=wanted)
            found += _keyed(f"{text} ORDER BY {order} LIMIT %s", [*values, wanted])
            if len(found) > limit:
                break
        return found

    def _edge(self, after: Key | None) -> Key | None:
        """A key about `WINDOW` rows on, read from the order's index alone; None when there are not so many."""
        for segment in self.order.segments(after, None):
            text, values = select(", ".join(self.order.keys), [Sql(LISTED), segment])
            found = _keyed(f"{text} ORDER BY {self.order.clause} LIMIT 1 OFFSET %s", [*values, WINDOW])
            if found:
                return found[0]
        return None

    def _gather(self, term: Term, after: Key | None, limit: int) -> list[Key]:
        source, asked = search_index.source(term)
        where = [self.visible(), *self.conditions(), *([self.order.beyond(after)] if after else [])]
        text, values = select(self._selected(), where, source=f"{source} CROSS JOIN archive_customer c")
        joined = f"{text} AND c.id = s.id ORDER BY {self.order.clause} LIMIT %s"
        return _keyed(joined, [*asked, *values, limit + 1])

    def _count(self, candidates: Sequence[int]) -> tuple[int, bool]:
        """Up to COUNTED exactly; what has to be tried row by row is tried on the newest rows only."""
        if candidates:
            within = [self.visible(), *self.conditions()]
            half = self._total([among(candidates[: COUNTED + COUNTED // 2]), *within])
            total = half if half >= COUNTED else self._total([among(candidates), *within])
            return min(total, COUNTED), True
        edge = self._newest_edge() if self.tests else None
        text, values = self.select("c.id", [Sql("c.id >= %s", edge)] if edge else [])
        # Without an order SQLite may pick an index that leads all over the table; this one need not touch the rows.
        order = "" if len(self.arms()) > 1 or self.trashed else "ORDER BY c.updated_at DESC, c.id DESC"
        ((total,),) = run(f"SELECT COUNT(*) FROM ({text} {order} LIMIT %s) n", [*values, COUNTED + 1])  # noqa: S608
        return min(total, COUNTED), total > COUNTED or edge is not None

    def _newest_edge(self) -> Key | None:
        return Plan(self.actor, (), Order("created_at", KEYS["created_at"], descending=True))._edge(None)

    def exact(self) -> int:
        """How many there are, counted to the last; this may read the whole table."""
        ids, complete = self.candidates()
        if complete:
            return self._total([among(ids), self.visible(), *self.conditions()])
        text, values = self.select("c.id")
        return int(run(f"SELECT COUNT(*) FROM ({text}) n", values)[0][0])  # noqa: S608

    def everything(self, size: int) -> Iterator[list[Key]]:
        """Every row of the list, some at a time: for exports."""
        after: Key | None = None
        ids, complete = self.candidates()
        while True:
            found = self._small(ids, after, size).rows if complete else self._walk(after, size, None)
            yield found[:size]
            if len(found) <= size:
                return
            after = found[size - 1][: self.width]


@cache
def _as_text(vendor: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    """SQLite's times are text already; an expression keeps Django from reading each of them as a time."""
    if vendor == "postgresql":
        return keys
    return tuple(f"{key} || ''" if key == "c.updated_at" else key for key in keys)


def _keyed(text: str, values: Sequence[Any]) -> list[Key]:
    """Rows whose keys have their times as text, which is how both databases take them back."""
    rows = run(text, values)
    if rows and isinstance(rows[0][0], datetime):
        return [(row[0].isoformat(" "), *row[1:]) for row in rows]
    return rows
