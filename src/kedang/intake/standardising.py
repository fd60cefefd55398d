"""From given values to content: what every door into the archive does, whether a row, a form or a program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kedang.archive.content import Content, IdentifierItem
from kedang.archive.edit import LONGEST_EXTERNAL_ID
from kedang.archive.filing import Filed, content_of
from kedang.engine.catalogue import CUSTOM_PREFIX, EXTRA_PREFIX, FIELDS
from kedang.engine.standardise.record import Record, Value, standardise_record
from kedang.fields.queries import FieldDefinition
from kedang.fields.values import canonical, split_values

NO_NAME = "require.name"
NO_NAME_OR_REACH = "require.name_or_reach"
Given = Mapping[str, str | Sequence[str]]


@dataclass(slots=True)
class Standardised:
    """A row, form or request as the archive would keep it. `refused` is a code when its kind requires more."""

    record: Record
    filed: Filed
    refused: str

    @property
    def derived(self) -> frozenset[str]:
        """Fields whose value was not given but follows from another."""
        return frozenset([v.field for v in self.record.values if not v.given])

    @property
    def content(self) -> Content:
        """The content to file."""
        return self.filed.content


def standardise(
    kind: str, values: Given, *, source: str, definitions: Mapping[str, FieldDefinition], today: date
) -> Standardised:
    """Standardise, sort into content, and see whether it may be filed. Never raises for any text."""
    own = [code for code in values if code.startswith(CUSTOM_PREFIX)]
    if own:
        plain = {code: v for code, v in values.items() if not code.startswith(CUSTOM_PREFIX)}
        record = standardise_record(kind, plain, today=today)
        extra = [v for code in own for v in _custom(code, values[code], definitions)]
        record = Record(record.kind, (*record.values, *extra), record.name_key)
    else:
        record = standardise_record(kind, values, today=today)
    ids = {code: d.id for code, d in definitions.items()} if own else None
    filed = content_of(record, source=source, custom_ids=ids)
    _once_each(filed.content)
    return Standardised(record, filed, required(filed.content))


def _once_each(content: Content) -> None:
    """A value that stands in two columns is one value; what is too long for an external id is kept as an extra."""
    if len(content.points) > 1:
        content.points = list({(p.kind, p.value): p for p in reversed(content.points)}.values())[::-1]
    if len(content.identifiers) > 1:
        content.identifiers = _one_of_a_kind(content.identifiers)
    if len(content.addresses) > 1:
        content.addresses = list({a.value: a for a in reversed(content.addresses)}.values())[::-1]
    if len(content.names) > 1:
        content.names = list({(n.kind, n.value): n for n in reversed(content.names)}.values())[::-1]
    for source, value in [pair for pair in content.external_ids if len(pair[1]) > LONGEST_EXTERNAL_ID]:
        content.external_ids.remove((source, value))
        content.extras["外部编号"] = value
    if len(content.external_ids) > 1:
        content.external_ids = list(dict.fromkeys(content.external_ids))


def _one_of_a_kind(items: list[IdentifierItem]) -> list[IdentifierItem]:
    """Bank accounts may be several; of everything else the first valid one stays, or the first."""
    kept: dict[tuple[str, str], IdentifierItem] = {}
    for item in sorted(items, key=lambda i: bool(i.reason)):
        spec = FIELDS[item.kind]
        kept.setdefault((item.kind, item.value if spec.multi else ""), item)
    return [i for i in items if any(i is k for k in kept.values())]


def _custom(code: str, given: str | Sequence[str], definitions: Mapping[str, FieldDefinition]) -> list[Value]:
    definition = definitions.get(code.removeprefix(CUSTOM_PREFIX))
    if definition is None:
        texts = [given] if isinstance(given, str) else list(given)
        return [
            Value(EXTRA_PREFIX + code.removeprefix(CUSTOM_PREFIX), t, t.strip(), "kept") for t in texts if t.strip()
        ]
    found = [(text, canonical(definition, text)) for text in split_values(definition, given)]
    return [
        Value(code, text, c.value, "invalid" if c.state == "invalid" else "ok", c.reason)
        for text, c in found
        if c.value
    ]


def required(content: Content) -> str:
    """What the kind requires and the content lacks: an organisation a name, a person a name or a way to be reached."""
    if content.name:
        return ""
    if content.kind == "organisation":
        return NO_NAME
    return "" if content.points else NO_NAME_OR_REACH
