"""The values of a list's further columns, many customers at a time and as the actor's modes allow.

Each loader answers {customer id: values in clear}; only what is shown is opened, and `FieldPolicy` masks on the way out.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection

from kedang.archive.figures import TIMES
from kedang.archive.load import number_text
from kedang.archive.policy import FieldPolicy
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS, FieldSpec
from kedang.finding.damage import Damage
from kedang.finding.filter_columns import CLASSIFICATION
from kedang.finding.sql import among, run, select
from kedang.kit.crypto import Tampered
from kedang.kit.modes import Mode
from kedang.vault.keys import SubjectKey, sound_keys_for
from kedang.vault.unfit import ProviderAway

Values = dict[int, list[str]]
COMPLETENESS = "completeness"
# What stands for a value while the provider of the root key is away: any mask leaves it as it is.
SHUT = "****"


def is_column(code: str) -> bool:
    """Whether a list can show such a column besides those every row has."""
    return code in FIELDS or code in (COMPLETENESS, CLASSIFICATION, *TIMES) or code.startswith(CUSTOM_PREFIX)


class Loader:
    """Loads columns for the customers of one page; keys are opened once, and what does not open stands in `damage`."""

    def __init__(self, ids: Sequence[int], policy: FieldPolicy) -> None:
        self.ids = ids
        self.policy = policy
        self.damage = Damage()
        self.shut = False
        self._keys: dict[int, SubjectKey] | None = None
        self._broken: frozenset[int] = frozenset()

    def opened(self, code: str, customer_id: int, sealed: bytes, *, table: str, column: str, row_id: int) -> str:
        """One sealed value of a column; empty when the customer's key was shredded, or when it is damaged."""
        if self._keys is None and not self.shut:
            self._open_keys()
        if self._keys is None:
            return SHUT
        key = self._keys.get(customer_id)
        try:
            if key is not None:
                return key.open(sealed, table=table, column=column, row_id=row_id)
        except Tampered:
            self.damage.add(customer_id, code)
        if customer_id in self._broken:
            self.damage.add(customer_id, code)
        return ""

    def _open_keys(self) -> None:
        try:
            self._keys, self._broken = sound_keys_for(self.ids)
        except ProviderAway as away:
            self.go_on_shut(away)

    def go_on_shut(self, away: ProviderAway) -> None:
        """The keys are out of reach. A page shows that something stands there; whatever takes the values along is refused."""
        if self.policy.place != "list":
            raise away
        self.shut = True

    def shown(self, code: str) -> dict[int, str | list[str] | None]:
        """One column as the actor may see it: a text, or several for a field that may hold several."""
        if self.policy.mode(code) == Mode.HIDDEN:
            return {}
        spec = FIELDS.get(code)
        multi = spec.multi if spec else self._multi(code)
        found = self.clear(code)
        texts = {i: [shown.value for v in vs if (shown := self.policy.show(code, v))] for i, vs in found.items()}
        return {i: [t for t in ts if t] if multi else next(iter(ts), None) for i, ts in texts.items()}

    def _multi(self, code: str) -> bool:
        definition = self.policy.definitions.get(code.removeprefix(CUSTOM_PREFIX))
        return definition.multi if definition else False

    def clear(self, code: str) -> Values:
        """One column in clear; for whoever masks it afterwards."""
        if code == COMPLETENESS:
            return self._plain("archive_figures", "x.completeness", "x.completeness IS NOT NULL")
        if code == CLASSIFICATION:
            return self._own_row("COALESCE(c.classification, 0)", lambda _, value: number_text(value))
        if code in TIMES:
            return self._times(code)
        if code.startswith(CUSTOM_PREFIX):
            return self._custom(code.removeprefix(CUSTOM_PREFIX))
        spec = FIELDS[code]
        return _BY_STORAGE[spec.storage](self, spec)

    def rows(
        self, table: str, columns: str, where: str, values: Sequence[Any] = (), *, order: str = "x.id"
    ) -> list[Any]:
        """Rows of one table of parts that belong to the page's customers, in the order they were added."""
        mine = among(self.ids, "x.customer_id")
        statement = f"SELECT x.customer_id, {columns} FROM {table} x WHERE {mine.text} AND {where} ORDER BY {order}"  # noqa: S608
        return run(statement, [*mine.values, *values])

    def _times(self, code: str) -> Values:
        column = f"x.{code}"
        if connection.vendor == "sqlite":
            column = f"REPLACE({column}, ' ', 'T') || 'Z'"
        rows = self.rows("archive_figures", column, f"x.{code} IS NOT NULL", order="1")
        return {row[0]: [row[1] if isinstance(row[1], str) else row[1].isoformat()] for row in rows}

    def _plain(self, table: str, column: str, where: str, values: Sequence[Any] = (), *, order: str = "1") -> Values:
        found: Values = defaultdict(list)
        for customer_id, value in self.rows(table, column, where, values, order=order):
            found[customer_id].append(value if isinstance(value, str) else number_text(value))
        return found

    def _sealed(self, code: str, table: str, where: str, values: Sequence[Any]) -> Values:
        found: Values = defaultdict(list)
        name = table.removeprefix("archive_")
        order = "x.id" if name in ("identifier", "custom_value") else "x.preferred DESC, x.id"
        for customer_id, row_id, sealed in self.rows(table, "x.id, x.value_enc", where, values, order=order):
            text = self.opened(code, customer_id, sealed, table=name, column="value", row_id=row_id)
            if text:
                found[customer_id].append(text)
        return found

    def column(self, spec: FieldSpec) -> Values:
        """A clear column of the customer's row."""
        return self._own_row(f"c.{spec.code}", lambda _, value: value if isinstance(value, str) else number_text(value))

    def sealed(self, spec: FieldSpec) -> Values:
        """A sealed column of the customer's row."""

        def opened(customer_id: int, value: Any) -> str:
            return self.opened(spec.code, customer_id, value, table="customer", column=spec.code, row_id=customer_id)

        return self._own_row(f"c.{spec.code}_enc", opened)

    def _own_row(self, column: str, read: Callable[[int, Any], str]) -> Values:
        mine = among(self.ids)
        rows = run(*select(f"c.id, {column}", [mine]))
        return {row[0]: [read(row[0], row[1])] for row in rows if row[1] not in (None, "")}

    def name(self, spec: FieldSpec) -> Values:
        """Other names."""
        return self._plain("archive_customer_name", "x.name", "x.kind = %s", (spec.code,), order="x.id")

    def identifier(self, spec: FieldSpec) -> Values:
        """Identifiers, clear or sealed."""
        if spec.sensitivity == "clear":
            return self._plain("archive_identifier", "x.value", "x.kind = %s", (spec.code,), order="x.id")
        return self._sealed(spec.code, "archive_identifier", "x.kind = %s", (spec.code,))

    def point(self, spec: FieldSpec) -> Values:
        """Contact points of the customer itself, the preferred one first."""
        return self._sealed(spec.code, "archive_contact_point", "x.contact_id IS NULL AND x.kind = %s", (spec.code,))

    def address(self, spec: FieldSpec) -> Values:
        """Addresses."""
        return self._sealed(spec.code, "archive_address", "1 = 1", ())

    def contact(self, spec: FieldSpec) -> Values:
        """What the contact people give."""
        kind = spec.code.removeprefix("contact_")
        if spec.sensitivity == "clear":
            order = "x.preferred DESC, x.id"
            return self._plain("archive_contact", f"x.{kind}", f"x.{kind} <> ''", order=order)
        return self._sealed(spec.code, "archive_contact_point", "x.contact_id IS NOT NULL AND x.kind = %s", (kind,))

    def link(self, spec: FieldSpec) -> Values:
        """External ids, and names of tags and groups."""
        if spec.code == "external_id":
            return self._plain("archive_external_id", "x.value", "1 = 1", order="x.id")
        if spec.code == "tags":
            joined = "archive_customer_tag x JOIN archive_tag t ON t.id = x.tag_id"
            return self._joined(joined, "t.name")
        joined = "archive_group_member x JOIN archive_group t ON t.id = x.group_id"
        return self._joined(joined, "t.name") if spec.code == "groups" else {}

    def _joined(self, tables: str, column: str) -> Values:
        mine = among(self.ids, "x.customer_id")
        found: Values = defaultdict(list)
        statement = f"SELECT x.customer_id, {column} FROM {tables} WHERE {mine.text} ORDER BY x.id"  # noqa: S608
        for customer_id, value in run(statement, mine.values):
            found[customer_id].append(value)
        return found

    def _custom(self, code: str) -> Values:
        definition = self.policy.definitions.get(code)
        if definition is None:
            return {}
        where, values = "x.contact_id IS NULL AND x.field_id = %s", (definition.id,)
        if definition.sensitivity != "clear":
            return self._sealed(CUSTOM_PREFIX + code, "archive_custom_value", where, values)
        return self._plain("archive_custom_value", "x.text", where, values, order="x.id")


_BY_STORAGE: Mapping[str, Callable[[Loader, FieldSpec], Values]] = {
    "column": Loader.column,
    "sealed": Loader.sealed,
    "name": Loader.name,
    "identifier": Loader.identifier,
    "point": Loader.point,
    "address": Loader.address,
    "contact": Loader.contact,
    "link": Loader.link,
}
