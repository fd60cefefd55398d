"""Who was affected: everybody whom the concerned people, tokens and addresses looked at, revealed, took out or changed in the time.

Ids alone are gathered while the logs are read, page by page. Who was merged since is counted once, with the customer that holds them
now; who was erased is counted and no longer named. Looks that do not name their customers are told as what they are: unknown.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from django.db import transaction

from kedang.accounts.models import Token
from kedang.archive.forwarding import resolve
from kedang.archive.models import Customer
from kedang.history.involving import Concerned, Trace, changes_involving, exports_numbered, looks_involving
from kedang.history.models import LEAVING
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.incidents import rights
from kedang.incidents.models import ADDRESS, EXPORT, OPEN, PERSON, TOKEN, Affected, Incident
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.ids import new_ids

BATCH, TOLD_EXPORTS = 500, 200
# What shows nobody: numbers, and what was done with this room's own pages.
_SHOWS_NOBODY = ("customers.counted", "history.read", "incidents.read", "activity.counted", "opportunities.counted")
NO_FIELDS: frozenset[str] = frozenset()


@dataclass(slots=True)
class Touched:
    """What was done with one customer."""

    first: datetime
    last: datetime
    looks: int = 0
    revealed: int = 0
    left: int = 0
    changes: int = 0
    fields: frozenset[str] = NO_FIELDS

    def add(self, other: "Touched") -> None:
        """What was done with another, who is the same by now."""
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.looks, self.revealed = self.looks + other.looks, self.revealed + other.revealed
        self.left, self.changes = self.left + other.left, self.changes + other.changes
        if not other.fields <= self.fields:
            self.fields |= other.fields


@dataclass(slots=True)
class Found:
    """What both logs say. `exports` and `unnamed`: looks that name nobody."""

    customers: dict[int, Touched] = field(default_factory=dict)
    looks: int = 0
    changes: int = 0
    exports: list[Trace] = field(default_factory=list)
    unnamed: dict[str, list[int]] = field(default_factory=dict)

    def look(self, trace: Trace) -> None:
        """One look more."""
        self.looks += 1
        fields = frozenset(trace.fields)
        for customer_id in trace.customer_ids:
            one = self._of(customer_id, trace.at, fields)
            if trace.verb in LEAVING:
                one.left += 1
            elif trace.verb == "customer.revealed":
                one.revealed += 1
            else:
                one.looks += 1
        if not trace.customer_ids and trace.count and trace.verb not in _SHOWS_NOBODY:
            if trace.verb in LEAVING and len(self.exports) < TOLD_EXPORTS:
                self.exports.append(trace)
            else:
                counted = self.unnamed.setdefault(trace.verb, [0, 0])
                counted[0] += 1
                counted[1] += trace.count

    def change(self, trace: Trace) -> None:
        """One change more."""
        self.changes += 1
        self._of(trace.customer_ids[0], trace.at, frozenset(trace.fields)).changes += 1

    def _of(self, customer_id: int, at: datetime, fields: frozenset[str]) -> Touched:
        one = self.customers.get(customer_id)
        if one is None:
            self.customers[customer_id] = one = Touched(at, at, fields=fields)
            return one
        one.first, one.last = min(one.first, at), max(one.last, at)
        if not fields <= one.fields:
            one.fields |= fields
        return one


def work_out(actor: Actor, incident_id: int, *, beat: Callable[[], None] = lambda: None) -> None:
    """Read both logs and freeze what they say, unless the incident was changed or closed meanwhile."""
    actor.require(rights.HANDLE)
    row = Incident.objects.filter(id=incident_id, state=OPEN).first()
    if row is None or not row.waits:
        return
    record_read(actor, "history.read", details={"what": "incident", "incident": str(row.id)})
    found = read_logs(row, beat)
    _freeze(actor, row.id, row.asked, found, *_as_they_are_now(found.customers))


def read_logs(row: Incident, beat: Callable[[], None]) -> Found:
    """What both logs say of an incident."""
    found, numbers = Found(), _of_kind(row, EXPORT)
    who = _concerned(row)
    for trace in exports_numbered(numbers):
        found.look(trace)
    for page in looks_involving(who, row.since, row.until):
        for trace in page:
            if trace.id not in numbers:
                found.look(trace)
        beat()
    for page in changes_involving(who, row.since, row.until):
        for trace in page:
            found.change(trace)
        beat()
    return found


def sources_of(row: Incident) -> list[tuple[str, str]]:
    """Whose doings are concerned, as (kind, value)."""
    return [(str(kind), str(value)) for kind, value in orjson.loads(row.sources)]


def _of_kind(row: Incident, wanted: str) -> set[int]:
    return {int(value) for kind, value in sources_of(row) if kind == wanted}


def _concerned(row: Incident) -> Concerned:
    tokens = _of_kind(row, TOKEN)
    owners = dict(Token.objects.filter(id__in=tokens).values_list("id", "user_id"))
    return Concerned(
        people=frozenset(_of_kind(row, PERSON)),
        tokens=frozenset(tokens),
        owners=frozenset(owners.values()) if len(owners) == len(tokens) else None,
        addresses=frozenset(value for kind, value in sources_of(row) if kind == ADDRESS),
    )


def _as_they_are_now(customers: dict[int, Touched]) -> tuple[dict[int, Touched], list[Touched]]:
    """Those who are there, by who holds them now, and those who are there no more."""
    there: dict[int, Touched] = {}
    gone: list[Touched] = []
    ids = sorted(customers)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        known = set(Customer.objects.filter(id__in=some).values_list("id", flat=True))
        holders = resolve(known)
        for customer_id in some:
            touched = customers[customer_id]
            holder = holders.get(customer_id)
            if holder is None:
                gone.append(touched)
            elif holder in there:
                there[holder].add(touched)
            else:
                there[holder] = touched
    return there, gone


@transaction.atomic
def _freeze(
    actor: Actor, incident_id: int, asked: int, found: Found, there: dict[int, Touched], gone: list[Touched]
) -> None:
    actor.require(rights.HANDLE)
    row = Incident.objects.select_for_update().filter(id=incident_id, state=OPEN, asked=asked).first()
    if row is None:
        return
    Affected.objects.filter(incident_id=row.id).delete()
    # An erasure that ends between the look at who is there and this transaction must not be undone by it.
    kept = _still_there(there)
    lines = [(i if i in kept else None, there[i]) for i in sorted(there)] + [(None, each) for each in gone]
    for start in range(0, len(lines), BATCH):
        Affected.objects.bulk_create(_rows(row, lines[start : start + BATCH]))
    row.frozen_at, row.affected, row.looks, row.changes = now(), len(lines), found.looks, found.changes
    row.unnamed = orjson.dumps(_unnamed(found)).decode()
    row.digest = hashlib.sha256(",".join(str(i) for i in sorted(kept)).encode()).hexdigest()
    # Not a new version: who notes a step meanwhile is not disturbed by a list that is done.
    row.answered = asked
    row.save()
    details = {"affected": row.affected, "looks": row.looks, "changes": row.changes, "ids_sha256": row.digest}
    record(actor, "incident.affected_frozen", subject=("incident", row.id), details=details)


def _still_there(ids: Collection[int]) -> set[int]:
    listed, found = sorted(ids), set[int]()
    for start in range(0, len(listed), BATCH):
        found.update(Customer.objects.filter(id__in=listed[start : start + BATCH]).values_list("id", flat=True))
    return found


def _rows(row: Incident, lines: list[tuple[int | None, Touched]]) -> list[Affected]:
    return [
        Affected(
            id=own_id,
            incident_id=row.id,
            customer_id=customer_id,
            looks=one.looks,
            revealed=one.revealed,
            left=one.left,
            changes=one.changes,
            fields=orjson.dumps(sorted(one.fields)).decode(),
            first_at=one.first,
            last_at=one.last,
        )
        for own_id, (customer_id, one) in zip(new_ids(len(lines)), lines, strict=True)
    ]


def _unnamed(found: Found) -> list[dict[str, object]]:
    """Exports one by one, as far as there are not too many, and every other look by its verb."""
    told: list[dict[str, object]] = [
        {"verb": each.verb, "event": str(each.id), "at": each.at.isoformat(), "looks": 1, "rows": each.count}
        for each in found.exports
    ]
    summed: list[dict[str, object]] = [
        {"verb": verb, "event": "", "at": None, "looks": looks, "rows": rows}
        for verb, (looks, rows) in sorted(found.unnamed.items())
    ]
    return told + summed
