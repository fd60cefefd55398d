"""Asking the archive who is already there, a batch at a time, by blind indexes and exact keys only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from kedang.archive.models import KIND_NAMES, Customer, Grant, kept_from
from kedang.intake.keys import RowKeys
from kedang.intake.plan import IDENTIFIER_KEYS, WHOLE_ROW
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now

_CHUNK = 5_000


@dataclass(frozen=True, slots=True)
class Known:
    """A customer in the archive that a key led to."""

    id: int
    kind: str
    number: str
    name_key: str
    owner_id: int | None
    department_id: int | None
    trashed: bool


@dataclass(slots=True)
class Neighbours:
    """Everybody the keys of a batch lead to."""

    customers: dict[int, Known] = field(default_factory=dict)
    by_external: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_identifier: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_point: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    kept: frozenset[int] = frozenset()

    def of(self, kind: str, keys: RowKeys) -> list[Known]:
        """The customers a row's strongest key leads to, each once, oldest first. The recycle bin answers to no key but an
        external id, which stays taken."""
        ids = {i for i in self._ids(keys) if i in self.customers}
        found = [self.customers[i] for i in sorted(ids)]
        if keys.level == "external_id":
            return found
        return [k for k in found if k.kind == kind and not k.trashed and k.id not in self.kept]

    def _ids(self, keys: RowKeys) -> Iterable[int]:
        level, find = keys.level, keys.find
        if level == "external_id":
            return [i for value in find for i in self.by_external.get(str(value), ())]
        if level in IDENTIFIER_KEYS:
            return [i for number in find for i in self.by_identifier.get(int(number), ())]
        if level == "name":
            return self.by_name.get(str(find[0]), ())
        if level in {"phone", "email"}:
            return [i for number in find for i in self.by_point.get(int(number), ())]
        name, numbers = str(find[0]), find[1:]
        if level == WHOLE_ROW and name:
            return self.by_name.get(name, ())
        reached = [i for number in numbers for i in self.by_point.get(int(number), ())]
        return [i for i in reached if i in self.customers and self.customers[i].name_key == name]


def neighbours(actor: Actor, rows: Iterable[RowKeys], *, source: str) -> Neighbours:
    """Look up every key of a batch: one question a kind of key, whatever the number of rows.

    Whom the actor has no clearance for is not there, apart from an external id of theirs, which can be held once only.
    """
    external: set[str] = set()
    identifiers: set[int] = set()
    points: set[int] = set()
    names: set[str] = set()
    for keys in rows:
        _collect(keys, external, identifiers, points, names)
    found = Neighbours()
    ids: set[int] = set()
    for value, customer_id in _pairs("archive_external_id", "value", external, also=("source", source)):
        found.by_external[value].append(customer_id)
        ids.add(customer_id)
    for number, customer_id in _pairs("archive_identifier", "blind", identifiers):
        found.by_identifier[number].append(customer_id)
        ids.add(customer_id)
    for number, customer_id in _pairs("archive_contact_point", "blind", points, extra="contact_id IS NULL"):
        found.by_point[number].append(customer_id)
        ids.add(customer_id)
    _load(found, _customers("id", ids))
    _load(found, _customers("name_key", names))
    _leave_out(found, _kept(actor, found.customers))
    for known in found.customers.values():
        if known.name_key in names:
            found.by_name[known.name_key].append(known.id)
    return found


def _kept(actor: Actor, ids: Iterable[int]) -> frozenset[int]:
    """Those of these customers that are above the actor's clearance."""
    return frozenset(kept_from(actor).filter(id__in=list(ids)).values_list("id", flat=True))


def _leave_out(found: Neighbours, kept: frozenset[int]) -> None:
    found.kept = kept
    taken = {i for ids in found.by_external.values() for i in ids}
    for customer_id in kept - taken:
        del found.customers[customer_id]
    for customer_id in kept & taken:
        kind = found.customers[customer_id].kind
        found.customers[customer_id] = Known(customer_id, kind, "", "", None, None, trashed=False)


def _collect(keys: RowKeys, external: set[str], identifiers: set[int], points: set[int], names: set[str]) -> None:
    level, find = keys.level, keys.find
    external.update(keys.external)
    if level == "external_id":
        external.update(map(str, find))
    elif level in IDENTIFIER_KEYS:
        identifiers.update(map(int, find))
    elif level in {"phone", "email"}:
        points.update(map(int, find))
    elif level == "name" or (level == WHOLE_ROW and find[0]):
        names.add(str(find[0]))
    elif level:
        points.update(map(int, find[1:]))


def _pairs(
    table: str, column: str, wanted: Collection[Any], *, also: tuple[str, str] | None = None, extra: str = ""
) -> Iterable[tuple[Any, int]]:
    rest = f" AND {also[0]} = %s" if also else ""
    rest += f" AND {extra}" if extra else ""
    for batch in _chunks(wanted):
        condition, values = _among(column, batch)
        with connection.cursor() as cursor:
            sql = f"SELECT {column}, customer_id FROM {table} WHERE {condition}{rest}"  # noqa: S608 - names are ours
            cursor.execute(sql, [*values, also[1]] if also else values)
            yield from cursor.fetchall()


def _chunks(wanted: Collection[Any]) -> Iterable[list[Any]]:
    everything = sorted(wanted)
    for start in range(0, len(everything), _CHUNK):
        yield everything[start : start + _CHUNK]


def _among(column: str, batch: Sequence[Any]) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)", [list(batch)]
    return f"{column} IN ({','.join(['%s'] * len(batch))})", list(batch)


_COLUMNS = "id, kind, number, name_key, owner_id, department_id, trashed_at IS NOT NULL"


def _customers(column: str, wanted: Collection[Any]) -> Iterable[tuple[Any, ...]]:
    for batch in _chunks(wanted):
        condition, values = _among(column, batch)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_COLUMNS} FROM archive_customer WHERE {condition}", values)  # noqa: S608
            yield from cursor.fetchall()


def _load(found: Neighbours, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        known = Known(row[0], KIND_NAMES[row[1]], row[2], row[3], row[4], row[5], bool(row[6]))
        found.customers[known.id] = known


class Reach:
    """Which of the customers found an actor may see, and which of those change."""

    def __init__(self, actor: Actor, found: Neighbours) -> None:
        self._actor, self._kept = actor, found.kept
        self._grants = {} if actor.scope == Scope.ALL else _grants(actor, found.customers)

    def sees(self, known: Known) -> bool:
        """Whether the actor may see it at all."""
        return known.id not in self._kept and (self._by_place(known) or known.id in self._grants)

    def changes(self, known: Known) -> bool:
        """Whether the actor may change it."""
        return self.sees(known) and (self._by_place(known) or self._grants.get(known.id) == "edit")

    def owns(self, known: Known) -> bool:
        """Whether it counts as the actor's own, for the modes of its fields."""
        return known.owner_id == self._actor.id or known.id in self._grants

    def _by_place(self, known: Known) -> bool:
        actor = self._actor
        if actor.scope == Scope.ALL or known.owner_id == actor.id:
            return True
        return known.department_id is not None and known.department_id in actor.department_ids


def _grants(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    running = Grant.objects.filter(user_id=actor.id).exclude(until__lte=now())
    return {
        customer_id: level for customer_id, level in running.values_list("customer_id", "level") if customer_id in ids
    }


def visible(actor: Actor, ids: Collection[int]) -> set[int]:
    """Those of these customers the actor may see."""
    return set(Customer.objects.visible_to(actor, trashed=None).filter(id__in=list(ids)).values_list("id", flat=True))
