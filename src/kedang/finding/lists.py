"""Lists of customers: one page at a time, as the actor's reach and field modes allow, recorded before it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db import connection

from kedang.accounts.queries import Directory, directory
from kedang.archive import rights
from kedang.archive.load import number_text
from kedang.archive.models import KIND_NAMES
from kedang.archive.policy import FieldPolicy, field_label, policy_for
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.engine.standardise.regions import full_name
from kedang.finding.conditions import Condition
from kedang.finding.damage import KEY as DAMAGED
from kedang.finding.filters import NOT_READABLE, compile_filter
from kedang.finding.list_plan import LISTED, TRASHED, Plan, cursor_of, key_of, order_of
from kedang.finding.list_points import reach_of
from kedang.finding.list_values import Loader, is_column
from kedang.finding.reach import visible_sql
from kedang.finding.sql import Sql, among, run, select
from kedang.history.reads import hash_query, record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.kit.modes import Mode, Place
from kedang.kit.paging import clamp_limit

NEWEST = "-created_at"
MOST_COLUMNS = 40
NOT_SORTABLE = Refusal("field_not_sortable", 400, "不能按“{field}”排序。", "The list cannot be sorted by “{field}”.")
UNKNOWN_COLUMN = Refusal("field_unknown", 400, "没有“{field}”这一列。", "There is no column “{field}”.")
BASE = ("id", "number", "name", "kind", "owner", "department", "region", "region_name", "level", "status")
REACH = ("phone", "email")
TIMES = ("created_at", "updated_at", "trashed_at")
ALWAYS = frozenset((*BASE, *TIMES, "tags"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuery:
    """What of the list somebody wants to see. `columns` None means the usual ones."""

    filter: tuple[Condition, ...] = ()
    sort: str = NEWEST
    columns: tuple[str, ...] | None = None
    trashed: bool = False

    def fingerprint(self) -> str:
        """The question, for the record of who asked what."""
        return repr((self.filter, self.sort, self.columns, self.trashed))


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `next` is where the following one begins."""

    rows: list[dict[str, Any]]
    next: str | None
    count: int
    capped: bool
    limited_to_own: bool


def list_customers(actor: Actor, query: ListQuery, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """One page of the customers the actor may see."""
    actor.require(rights.VIEW)
    shows = policy_of(actor, query)
    extra = _columns(query, shows)
    shape = Shape(shows, extra)
    plan = replace(plan_of(actor, query, shows), columns=shape.columns)
    size = clamp_limit(limit)
    found = plan.page(key_of(plan.order, cursor), size)
    width = plan.width
    rows = shape.rows([row[width:] for row in found.rows[:size]], query)
    ids = [row[width - 1] for row in found.rows[:size]]
    _record(actor, query, "customers.listed", ids, found.count)
    following = cursor_of(plan.order, found.rows[size - 1][: plan.width]) if len(found.rows) > size else None
    return Page(rows, following, found.count, found.capped, plan.limited_to_own)


def count_customers(actor: Actor, query: ListQuery) -> tuple[int, bool]:
    """How many customers a list has, counted to the last, and whether only the actor's own were counted."""
    actor.require(rights.VIEW)
    plan = plan_of(actor, query, policy_of(actor, query))
    value = plan.exact()
    _record(actor, query, "customers.counted", (), value)
    return value, plan.limited_to_own


def policy_of(actor: Actor, query: ListQuery, *, place: Place = "list") -> FieldPolicy:
    """The field modes of the list; custom fields are looked up only for a list that names one."""
    named = (*(query.columns or ()), *(condition.field for condition in query.filter))
    if any(code.startswith(CUSTOM_PREFIX) for code in named):
        return policy_for(actor, own=False, place=place)
    return FieldPolicy(actor, place, own=False, definitions={})


def plan_of(actor: Actor, query: ListQuery, shows: FieldPolicy) -> Plan:
    """The list as a question to the table, refused where it asks for what the actor may not know."""
    order = order_of(query.sort)
    if order is None:
        raise NOT_SORTABLE(field=field_label(query.sort.removeprefix("-"), actor.language, shows.definitions))
    if shows.mode(order.code) < Mode.READ:
        raise NOT_READABLE(field=field_label(order.code, actor.language, shows.definitions))
    found = compile_filter(actor, query.filter)
    return Plan(actor, found.tests, order, query.trashed, found.limited_to_own)


def _columns(query: ListQuery, shows: FieldPolicy) -> tuple[str, ...]:
    """The further columns asked for."""
    if query.columns is None:
        return ()
    if len(query.columns) > MOST_COLUMNS:
        raise UNKNOWN_COLUMN(field=f"> {MOST_COLUMNS}")
    wanted = tuple(code for code in dict.fromkeys(query.columns) if code not in ALWAYS and code not in REACH)
    for code in wanted:
        if not is_column(code):
            raise UNKNOWN_COLUMN(field=code)
    return wanted


def _record(actor: Actor, query: ListQuery, verb: str, ids: Sequence[int], count: int) -> None:
    asked = hash_query(query.fingerprint()) if query.filter else None
    fields = sorted({condition.field for condition in query.filter})
    record_read(actor, verb, customer_ids=ids, query_hash=asked, fields=fields, count=count)


@cache
def _stamp(vendor: str, column: str) -> str:
    """A time as it goes out; SQLite's text is given the form that PostgreSQL's value gets from orjson."""
    return f"c.{column}" if vendor == "postgresql" else f"REPLACE(c.{column}, ' ', 'T') || 'Z'"


def _select(vendor: str, columns: Sequence[str]) -> str:
    plain = ["c.id", "c.number", "c.name", "c.kind", "c.owner_id", "c.department_id", "c.region", "c.level", "c.status"]
    return ", ".join([*plain, *(_stamp(vendor, time) for time in TIMES), *(f"c.{code}" for code in columns)])


def load_rows(
    actor: Actor, ids: Sequence[int], query: ListQuery, shows: FieldPolicy, extra: Sequence[str]
) -> list[dict[str, Any]]:
    """The rows of some customers in the order of their ids; whoever is not visible any more is left out."""
    shape = Shape(shows, extra)
    where = [among(ids), Sql(TRASHED if query.trashed else LISTED), visible_sql(actor)]
    raw = {row[0]: row for row in run(*select(shape.columns, where))}
    return shape.rows([raw[i] for i in ids if i in raw], query)


class Shape:
    """How raw rows become those of the list, with everything that is the same for all of them asked once."""

    def __init__(self, shows: FieldPolicy, extra: Sequence[str]) -> None:
        self.shows = shows
        self.known: Directory = directory()
        direct = [code for code in extra if code in FIELDS and FIELDS[code].storage == "column"]
        self.columns = _select(connection.vendor, direct)
        self.parts = [code for code in extra if code not in direct]
        self.own_columns = [(code, shows.clear(code)) for code in direct]
        self.clear = all(shows.clear(code) for code in ("name", "region", "level", "status"))
        self.people: dict[int | None, dict[str, str] | None] = {}
        self.places: dict[int | None, dict[str, str] | None] = {}

    def rows(self, raw: Sequence[Sequence[Any]], query: ListQuery) -> list[dict[str, Any]]:
        """Raw rows as the actor may see them, in the same order."""
        found = {row[0]: self.row(row) for row in raw}
        if found:
            _add_parts(found, query, self.shows, self.parts)
        return list(found.values())

    def _person(self, user_id: int | None) -> dict[str, str] | None:
        if user_id not in self.people:
            person = self.known.person(user_id)
            self.people[user_id] = {"id": str(person.id), "name": person.name} if person else None
        return self.people[user_id]

    def _place(self, department_id: int | None) -> dict[str, str] | None:
        if department_id not in self.places:
            place = self.known.department(department_id)
            self.places[department_id] = {"id": str(place.id), "name": place.name} if place else None
        return self.places[department_id]

    def row(self, raw: Sequence[Any]) -> dict[str, Any]:
        """One row."""
        found = {
            "id": str(raw[0]),
            "number": raw[1],
            "name": raw[2],
            "kind": KIND_NAMES[raw[3]],
            "owner": self._person(raw[4]),
            "department": self._place(raw[5]),
            "region": str(raw[6]) if raw[6] else None,
            "region_name": region_name(raw[6]) if raw[6] else None,
            "level": raw[7] or None,
            "status": raw[8] or None,
            "phone": None,
            "email": None,
            "tags": [],
            "created_at": raw[9],
            "updated_at": raw[10],
            "trashed_at": raw[11],
        }
        for (code, clear), value in zip(self.own_columns, raw[12:], strict=True):
            found[code] = _text(value) if clear else self._shown(code, value)
        return found if self.clear else self._masked(found)

    def _masked(self, found: dict[str, Any]) -> dict[str, Any]:
        for code in ("name", "region", "level", "status"):
            found[code] = self._shown(code, found[code])
        if not self.shows.clear("region"):
            found["region_name"] = None
        return found

    def _shown(self, code: str, value: Any) -> str | None:
        shown = self.shows.show(code, _text(value))
        return shown.value if shown else None


def _text(value: Any) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else number_text(value)


@cache
def region_name(code: int) -> str:
    """省市区 in one string."""
    return full_name(code)


def _add_parts(rows: dict[int, dict[str, Any]], query: ListQuery, shows: FieldPolicy, parts: Sequence[str]) -> None:
    """Fill in what stands in other tables."""
    loader = Loader(list(rows), shows)
    wanted = [code for code in REACH if query.columns is None or code in query.columns]
    for code, found in reach_of(loader, wanted).items():
        for customer_id, value in found.items():
            rows[customer_id][code] = value
    if shows.clear("tags"):
        for customer_id, tag in _tags(loader):
            rows[customer_id]["tags"].append(tag)
    for code in parts:
        shown = loader.shown(code)
        for customer_id, row in rows.items():
            row[code] = shown.get(customer_id)
    for customer_id, codes in loader.damage.cells.items():
        rows[customer_id][DAMAGED] = sorted(codes)
    loader.damage.report(shows.actor)


def _tags(loader: Loader) -> list[tuple[int, dict[str, str]]]:
    mine = among(loader.ids, "x.customer_id")
    statement = (
        "SELECT x.customer_id, t.id, t.name, t.colour FROM archive_customer_tag x "  # noqa: S608
        f"JOIN archive_tag t ON t.id = x.tag_id WHERE {mine.text} ORDER BY x.id"
    )
    rows = run(statement, mine.values)
    return [(row[0], {"id": str(row[1]), "name": row[2], "colour": row[3]}) for row in rows]
