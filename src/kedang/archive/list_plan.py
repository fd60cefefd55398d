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
from typing import Any

import orjson
from django.db import connection

from kedang.archive import search_index
from kedang.archive.filter_sql import SMALL, Test, marks
from kedang.archive.reach import Sql, own_arms, own_sql, scope_term, visible_arms, visible_sql
from kedang.archive.search_terms import Term, Token, every
from kedang.kit.actor import Actor, Scope
from kedang.kit.errors import INVALID
from kedang.kit.paging import decode_cursor, encode_cursor

COUNTED = 1000
WINDOW = 20_000
LISTED, TRASHED = "c.trashed_at IS NULL", "c.trashed_at IS NOT NULL"
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

    def until(self, key: Key) -> Sql:
        """The rows up to a key."""
        return Sql(f"({', '.join(self.keys)}) {'>=' if self.descending else '<='} ({marks(key)})", key)


KEYS: dict[str, tuple[str, ...]] = {
    "created_at": ("c.id",),
    "updated_at": ("c.updated_at", "c.id"),
    "name": ("c.name_key", "c.id"),
    "number": ("c.number", "c.id"),
    "region": ("COALESCE(c.region, 0)", "c.id"),
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
    """The keys of a page and one more, and how many rows there are at least."""

    keys: list[Key] = field(default_factory=list)
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

    def page(self, after: Key | None, limit: int) -> Found:
        """The keys of `limit` rows after a key, with the count of the whole list, capped."""
        ids = self.few()
        if ids is not None:
            return self._small(ids, after, limit)
        return self._large(after, limit)

    def few(self) -> list[int] | None:
        """All customers that can pass, when the filter says so and they are few; None when they are many."""
        sets = [set(test.ids) for test in self.tests if test.ids is not None]
        if sets:
            return list(set.intersection(*sets))
        term = self.term()
        if term is None or (self.order.armed and not self._narrowing()):
            return None
        found = search_index.find(term, SMALL + 1)
        return found if len(found) <= SMALL else None

    def _narrowing(self) -> bool:
        return any(test.term is not None for test in self.tests)

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

    def select(self, columns: str, extra: Sequence[Sql] = ()) -> tuple[str, list[Any]]:
        """SELECT of all arms, without order or limit."""
        texts, values = [], []
        for arm in self.arms():
            where = [sql for sql in (arm, *self.conditions(), *extra) if sql.text]
            texts.append(f"SELECT {columns} FROM archive_customer c WHERE {' AND '.join(sql.text for sql in where)}")  # noqa: S608
            values += [value for sql in where for value in sql.values]
        return " UNION ALL ".join(texts), values

    def _small(self, ids: Sequence[int], after: Key | None, limit: int) -> Found:
        within = [among(ids), self.visible(), *self.conditions()]
        total = _run(*_single("COUNT(*)", within))[0][0]
        if after is not None:
            within.append(self.order.beyond(after))
        text, values = _single(", ".join(self.order.keys), within)
        keys = _run(f"{text} ORDER BY {self.order.clause} LIMIT %s", [*values, limit + 1])
        return Found(keys, min(total, COUNTED), capped=total > COUNTED)

    def _large(self, after: Key | None, limit: int) -> Found:
        term = self.term() if self._narrowing() else None
        edge = self._edge(after) if term is not None else None
        found = self._walk(after, limit, edge)
        if edge is not None and len(found) <= limit and term is not None:
            found = self._gather(term, after, limit)
        return Found(found, *self._count())

    def _walk(self, after: Key | None, limit: int, edge: Key | None) -> list[Key]:
        extra = [*([self.order.beyond(after)] if after else []), *([self.order.until(edge)] if edge else [])]
        text, values = self.select(", ".join(self.order.keys), extra)
        order = self.order.numbered if " UNION ALL " in text else self.order.clause
        return _run(f"{text} ORDER BY {order} LIMIT %s", [*values, limit + 1])

    def _edge(self, after: Key | None) -> Key | None:
        """The key `WINDOW` rows on, read from the order's index alone."""
        where = [Sql(LISTED), *([self.order.beyond(after)] if after else [])]
        text, values = _single(", ".join(self.order.keys), where)
        found = _run(f"{text} ORDER BY {self.order.clause} LIMIT 1 OFFSET %s", [*values, WINDOW])
        return found[0] if found else None

    def _gather(self, term: Term, after: Key | None, limit: int) -> list[Key]:
        source, asked = search_index.source(term)
        where = [self.visible(), *self.conditions(), *([self.order.beyond(after)] if after else [])]
        text, values = _single(", ".join(self.order.keys), where, source=f"{source} CROSS JOIN archive_customer c")
        joined = f"{text} AND c.id = s.id ORDER BY {self.order.clause} LIMIT %s"
        return _run(joined, [*asked, *values, limit + 1])

    def _count(self) -> tuple[int, bool]:
        """Up to COUNTED exactly; where a filter has to be tried row by row, only in the newest WINDOW rows."""
        if self._narrowing() and all(t.exact for t in self.tests) and not self.limited_to_own and self._all():
            return COUNTED, True
        edge = None
        if self.tests:
            newest = Order("created_at", KEYS["created_at"], descending=True)
            edge = Plan(self.actor, (), newest)._edge(None)
        extra = [Sql("c.id >= %s", (edge[0],))] if edge else []
        text, values = self.select("c.id", extra)
        ((total,),) = _run(f"SELECT COUNT(*) FROM ({text} LIMIT %s) n", [*values, COUNTED + 1])  # noqa: S608
        return min(total, COUNTED), total > COUNTED or edge is not None

    def _all(self) -> bool:
        return self.actor.scope == Scope.ALL

    def exact(self) -> int:
        """How many there are, counted to the last; this may read the whole table."""
        ids = self.few()
        if ids is not None:
            return int(_run(*_single("COUNT(*)", [among(ids), self.visible(), *self.conditions()]))[0][0])
        text, values = self.select("c.id")
        return int(_run(f"SELECT COUNT(*) FROM ({text}) n", values)[0][0])  # noqa: S608

    def all_keys(self, size: int) -> Iterator[list[Key]]:
        """Every key of the list, some at a time: for exports."""
        after: Key | None = None
        ids = self.few()
        while True:
            found = self._small(ids, after, size).keys if ids is not None else self._walk(after, size, None)
            yield found[:size]
            if len(found) <= size:
                return
            after = found[size - 1]


def among(ids: Sequence[int]) -> Sql:
    """A list of ids of any length as one value."""
    if connection.vendor == "postgresql":
        return Sql("c.id = ANY(%s::bigint[])", (list(ids),))
    return Sql("c.id IN (SELECT value FROM json_each(%s))", (orjson.dumps(list(ids)).decode(),))


def _single(columns: str, where: Sequence[Sql], *, source: str = "archive_customer c") -> tuple[str, list[Any]]:
    parts = [sql for sql in where if sql.text]
    text = f"SELECT {columns} FROM {source} WHERE {' AND '.join(sql.text for sql in parts)}"  # noqa: S608
    return text, [value for sql in parts for value in sql.values]


def _run(text: str, values: Sequence[Any]) -> list[Key]:
    """Rows with their times as text, which is how both databases take them back."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        rows: list[Key] = cursor.fetchall()
    if rows and isinstance(rows[0][0], datetime):
        return [(row[0].isoformat(" "), *row[1:]) for row in rows]
    return rows
