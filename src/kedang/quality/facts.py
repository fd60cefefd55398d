"""What a score needs to know of customers, read many at a time and without opening what they hold.

Whether a value is there, whether it is marked invalid and when it was last confirmed stands beside the ciphertext; only the
notes on invalid values of the customer's own row are sealed and have to be opened.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson

from kedang.archive.content import Content
from kedang.archive.models import KIND_NAMES, Customer
from kedang.archive.policy import contact_code
from kedang.archive.rows import CLEAR_COLUMNS
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.fields.queries import by_id
from kedang.fields.rule_book import active_ids
from kedang.finding.sql import Sql, among, run, select
from kedang.quality.counting import counting_ids
from kedang.vault.keys import open_sound_cells

VERIFIED = "verified"
_NULLABLE = frozenset(code for code in CLEAR_COLUMNS if FIELDS[code].type in {"region", "number", "integer", "money"})


@dataclass(slots=True)
class Facts:
    """One customer, as far as it can be measured.

    `present` are the fields with a valid value, `invalid` those with one that breaks its rule, `values` counts both.
    `broken` maps a field to the validation rules in force that it breaks; `only_ruled` are those of them that have no other fault.
    `stamps` is the provenance: the unix time at which each field was entered or confirmed, `*` for fields not named.
    """

    id: int
    kind: str
    template: str
    level: str
    owner_id: int | None
    department_id: int | None
    version: int
    created_at: int
    stamps: Mapping[str, Sequence[Any]]
    present: set[str]
    values: int = 0
    invalid: list[str] = field(default_factory=list)
    points: int = 0
    verified: int = 0
    broken: dict[str, list[str]] = field(default_factory=dict)
    only_ruled: set[str] = field(default_factory=set)

    def confirmed_at(self, code: str) -> int:
        """When a field was last entered or confirmed; people at an organisation share one time."""
        key = "contacts" if code.startswith("contact_") else code
        found = self.stamps.get(key) or self.stamps.get("*")
        return int(found[2]) if found else self.created_at

    @property
    def reviewed_at(self) -> int:
        """When the record was last confirmed as a whole, which filing it was the first time."""
        found = self.stamps.get("*")
        return int(found[2]) if found else self.created_at

    def holds(self, code: str, reason: str) -> None:
        """Count one value."""
        self.values += 1
        if reason:
            self.invalid.append(code)
        else:
            self.present.add(code)

    def reached_by(self, code: str, state: str, reason: str) -> None:
        """Count one contact point; an invalid one can be verified by nobody."""
        self.holds(code, reason)
        if not reason:
            self.points += 1
            self.verified += state == VERIFIED

    def marked(self, marks: str | None, in_force: Collection[int], counting: Collection[int]) -> None:
        """Count what breaks a validation rule, once a field, as invalid. Of several fields the rule names the first counts.
        Scores are for all to see, so they count no rule about a field that somebody may not read (`counting`)."""
        counted: set[str] = set()
        for rule_id, codes in orjson.loads(marks or "{}").items():
            if int(rule_id) in in_force:
                self.broken.setdefault(codes[0], []).append(rule_id)
                counted.update(codes[:1] if int(rule_id) in counting else ())
        self.only_ruled = self.broken.keys() - set(self.invalid)
        for code in counted - set(self.invalid):
            self.values += code not in self.present
            self.present.discard(code)
            self.invalid.append(code)


def facts_of(customer: Customer, content: Content, custom_codes: Mapping[int, str]) -> Facts:
    """The same of one customer whose content somebody has opened already; a test compares the two."""
    facts = Facts(
        id=customer.id,
        kind=content.kind,
        template=customer.template,
        level=customer.level,
        owner_id=customer.owner_id,
        department_id=customer.department_id,
        version=customer.version,
        created_at=int(customer.created_at.timestamp()),
        stamps=orjson.loads(customer.provenance or "{}"),
        present=set(content.fields),
        values=len(content.fields),
    )
    _invalid_values(facts, content.given)
    for name in content.names:
        facts.holds(name.kind, "")
    for identifier in content.identifiers:
        facts.holds(identifier.kind, identifier.reason)
    for _ in content.addresses:
        facts.holds("address", "")
    for point in content.points:
        facts.reached_by(point.kind, point.state, point.reason)
    for contact in content.contacts:
        facts.holds("contact_name", "")
        for point in contact.points:
            facts.reached_by(contact_code(point.kind), point.state, point.reason)
    facts.present.update(["external_id"] if content.external_ids else [])
    for custom in (*content.customs, *(value for contact in content.contacts for value in contact.customs)):
        if custom.field_id in custom_codes:
            facts.holds(custom_codes[custom.field_id], custom.reason)
    if customer.rule_marks:
        facts.marked(customer.rule_marks, active_ids(), counting_ids())
    return facts


def _there(code: str) -> str:
    return f"c.{code} IS NOT NULL" if code in _NULLABLE else f"c.{code} <> ''"


_COLUMNS = ", ".join(
    [
        "c.id, c.kind, c.template, c.level, c.owner_id, c.department_id, c.version, c.created_at, c.provenance",
        "c.birth_date_enc IS NOT NULL, c.given_enc, c.rule_marks",
        *(_there(code) for code in CLEAR_COLUMNS),
    ]
)
_FIXED = 12


def read_facts(ids: Sequence[int]) -> list[Facts]:
    """The customers with these ids that are in use, in the order of their ids."""
    found: dict[int, Facts] = {}
    sealed: list[tuple[int, int, bytes]] = []
    marks: dict[int, str] = {}
    text, values = select(_COLUMNS, [among(ids), Sql("c.trashed_at IS NULL")])
    for row in run(f"{text} ORDER BY c.id", values):
        facts = _own_row(row)
        found[facts.id] = facts
        if row[10] is not None:
            sealed.append((facts.id, facts.id, bytes(row[10])))
        if row[11]:
            marks[facts.id] = row[11]
    _notes_on_values(found, sealed)
    _parts(found)
    in_force, counting = (active_ids(), counting_ids()) if marks else ((), ())
    for customer_id, text in marks.items():
        found[customer_id].marked(text, in_force, counting)
    return list(found.values())


def _own_row(row: Sequence[Any]) -> Facts:
    present = {code for code, there in zip(CLEAR_COLUMNS, row[_FIXED:], strict=True) if there}
    if row[9]:
        present.add("birth_date")
    return Facts(
        id=row[0],
        kind=KIND_NAMES[row[1]],
        template=row[2],
        level=row[3],
        owner_id=row[4],
        department_id=row[5],
        version=row[6],
        created_at=_seconds(row[7]),
        stamps=orjson.loads(row[8] or "{}"),
        present=present,
        values=len(present),
    )


def _seconds(moment: datetime | str) -> int:
    """SQLite hands out text or a moment without a zone, PostgreSQL a moment with one; all of them mean UTC."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return int((known if known.tzinfo else known.replace(tzinfo=UTC)).timestamp())


def _notes_on_values(found: Mapping[int, Facts], sealed: Sequence[tuple[int, int, bytes]]) -> None:
    """Values of the customer's own row that break their rule. What cannot be opened counts as not there."""
    if not sealed:
        return
    texts, _ = open_sound_cells(sealed, table="customer", column="given")
    for (customer_id, _, _), text in zip(sealed, texts, strict=True):
        _invalid_values(found[customer_id], orjson.loads(text or "{}"))


def _invalid_values(facts: Facts, given: Mapping[str, Sequence[str]]) -> None:
    """`given` maps a field of the customer's own row to the text as it came and the reason why it does not fit."""
    for code, (_, reason) in given.items():
        if reason:
            facts.values += code not in facts.present
            facts.present.discard(code)
            facts.invalid.append(code)


def _rows(table: str, columns: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    return run(*select(columns, [among(ids, "x.customer_id")], source=f"{table} x"))


def _parts(found: Mapping[int, Facts]) -> None:
    ids = list(found)
    for customer_id, kind in _rows("archive_customer_name", "x.customer_id, x.kind", ids):
        found[customer_id].holds(kind, "")
    for customer_id, kind, reason in _rows("archive_identifier", "x.customer_id, x.kind, x.reason", ids):
        found[customer_id].holds(kind, reason)
    for (customer_id,) in _rows("archive_address", "x.customer_id", ids):
        found[customer_id].holds("address", "")
    for (customer_id,) in _rows("archive_contact", "x.customer_id", ids):
        found[customer_id].holds("contact_name", "")
    for (customer_id,) in _rows("archive_external_id", "x.customer_id", ids):
        found[customer_id].present.add("external_id")
    _points(found, ids)
    for customer_id, code, reason in _customs(ids):
        found[customer_id].holds(code, reason)


def _points(found: Mapping[int, Facts], ids: Sequence[int]) -> None:
    columns = "x.customer_id, x.contact_id, x.kind, x.state, x.reason"
    for customer_id, contact_id, kind, state, reason in _rows("archive_contact_point", columns, ids):
        found[customer_id].reached_by(contact_code(kind) if contact_id else kind, state, reason)


def _customs(ids: Sequence[int]) -> Iterator[tuple[int, str, str]]:
    codes = {definition.id: CUSTOM_PREFIX + definition.code for definition in by_id().values() if definition.active}
    columns = "x.customer_id, x.field_id, x.reason"
    for customer_id, field_id, reason in _rows("archive_custom_value", columns, ids):
        if field_id in codes:
            yield customer_id, codes[field_id], reason
