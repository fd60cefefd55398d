"""Everything the reader of a file needs to know, fixed before it starts: no database is asked while rows are prepared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache

from kedang.archive.enforcing import NO_RULES, Rulebook
from kedang.archive.models import KIND_CODES
from kedang.archive.rows import Filing
from kedang.engine.catalogue import FIELDS
from kedang.engine.tables.layout import Layout
from kedang.engine.tables.shaping import Target
from kedang.fields.queries import FieldDefinition
from kedang.intake.models import OFF
from kedang.kit.actor import Actor

# The whole row: for rows that carry no key. A row that adds nothing to a customer of the same name is that customer.
WHOLE_ROW = "row"
MATCH_KEYS: tuple[str, ...] = (
    "external_id",
    "credit_code",
    "id_number",
    "passport",
    "tax_number",
    "business_licence",
    "phone_name",
    "phone",
    "email_name",
    "email",
    "name",
    WHOLE_ROW,
)
IDENTIFIER_KEYS = frozenset({"credit_code", "id_number", "passport", "tax_number", "business_licence"})
ALIASES = {
    "identifier": "credit_code",
    "phone+name": "phone_name",
    "phone-name": "phone_name",
    "email+name": "email_name",
    "company": "name",
    "company_name": "name",
    "external": "external_id",
    "mobile": "phone",
}


_AT_AN_ORGANISATION = frozenset({"employer", "job_title"})


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """How one table of the sheet is read. `targets` holds for each kind the columns that are not left out."""

    kind: str
    targets: Mapping[str, tuple[Target, ...]]
    kind_column: int | None = None


def section_plan(kind: str, targets: Sequence[Target], kind_column: int | None) -> SectionPlan:
    """The plan of one table. A field that a row's kind does not have is kept as an extra of that row."""
    kept = [t for t in targets if t.field != ""]
    return SectionPlan(kind, {k: tuple([_for_kind(t, k) for t in kept]) for k in KIND_CODES}, kind_column)


def _for_kind(target: Target, kind: str) -> Target:
    spec = FIELDS.get(target.field or "")
    known = spec is None or kind in spec.kinds or spec.code in _AT_AN_ORGANISATION
    return target if known else replace(target, field=None)


def as_organisation(values: dict[str, str | list[str]]) -> None:
    """Among persons a row of an organisation is named by their employer column, and the person is its contact."""
    if title := values.pop("job_title", None):
        values["contact_title"] = title
    employer = values.pop("employer", None)
    if not employer:
        return
    person = values.get("name")
    if person and person != employer:
        values["contact_name"] = person
    values["name"] = employer


@dataclass(frozen=True, slots=True)
class Assignee:
    """Somebody a file may name as owner."""

    user_id: int
    department_id: int | None
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run as its preparer sees it. Immutable; goes to the second process by fork.

    `alone`: nobody is in the archive whom this run did not put there, so that no row will be compared with a stored one.
    `fuzzy`: what becomes of rows that look like somebody; see `ImportRun`.
    """

    run_id: int
    actor: Actor
    mode: str
    match_key: str
    source: str
    filename: str
    sheet: str | None
    layout: Layout
    sections: tuple[SectionPlan, ...]
    batch_rows: int
    at: datetime
    today: date
    filing: Filing
    assignees: Mapping[str, Assignee] = field(default_factory=dict)
    tags: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    definitions: Mapping[str, FieldDefinition] = field(default_factory=dict)
    rules: Rulebook = NO_RULES
    writing: bool = True
    alone: bool = False
    fuzzy: str = OFF

    @property
    def custom_ids(self) -> dict[str, int]:
        """Custom field codes and their definitions' ids."""
        return {code: d.id for code, d in self.definitions.items()}


@cache
def key_chain(match_key: str, kind: str) -> tuple[str, ...]:
    """The chosen key, then the weaker ones for rows that do not carry it.

    A name alone never identifies a person, and a telephone or an address alone nobody, unless it is what was chosen.
    """
    weak = {"phone", "email"} | ({"name"} if kind == "person" else {"phone_name", "email_name"})
    start = MATCH_KEYS.index(match_key) if match_key in MATCH_KEYS else 0
    return tuple(k for k in MATCH_KEYS[start:] if k == match_key or k not in weak)
