"""Everything the reader of a file needs to know, fixed before it starts: no database is asked while rows are prepared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from kedang.archive.rows import Filing
from kedang.engine.tables.layout import Layout
from kedang.engine.tables.shaping import Target
from kedang.fields.queries import FieldDefinition
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


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """How one table of the sheet is read."""

    kind: str
    targets: tuple[Target, ...]
    kind_column: int | None = None


@dataclass(frozen=True, slots=True)
class Assignee:
    """Somebody a file may name as owner."""

    user_id: int
    department_id: int | None
    scope: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run as its preparer sees it. Immutable; goes to the second process by fork."""

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
    writing: bool = True

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
