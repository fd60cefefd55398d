"""From columns to catalogue fields, by what stands above them and by what stands in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from kedang.engine.catalogue import FIELDS
from kedang.engine.tables import presets
from kedang.engine.tables.content import shares
from kedang.engine.tables.guessing import guess_by_content, is_running_number
from kedang.engine.tables.kinds import decide_kind, majority, says_kind
from kedang.engine.tables.preset import Preset
from kedang.engine.tables.vocabulary import BY_KIND, MARKS, PARTS, key, meaning

SAMPLE = 200
_TELLS_AN_ID = re.compile(
    r"(?i)(?:^|[^a-z])(?:id|no|code|key|ref|number|sn)(?:$|[^a-z])|编号|编码|代码|代号|序列|客户号|会员号|卡号|账号|流水"
)
_SHOWN = 5
# Content that overrules a header which names another kind of value.
_STRONG = {
    "mobile": "mobile",
    "email": "email",
    "id_number": "id_number",
    "credit_code": "credit_code",
    "url": "website",
}
_COMPATIBLE = {
    "mobile": {
        "mobile",
        "landline",
        "fax",
        "contact_mobile",
        "contact_landline",
        "wechat",
        "other_contact",
        "qq",
        "external_id",
        "remark",
    },
    "email": {"email", "contact_email", "external_id", "wechat", "other_contact", "remark", "owner"},
    "id_number": {"id_number", "external_id", "remark", "tax_number", "credit_code", "passport"},
    "credit_code": {"credit_code", "tax_number", "business_licence", "external_id", "remark"},
    "url": {"website", "other_contact", "external_id", "remark", "email", "introduction"},
}
_LONG_TEXT = frozenset(code for code, spec in FIELDS.items() if spec.type == "longtext")
_CONTACT_TWIN = {
    "mobile": "contact_mobile",
    "phone": "contact_mobile",
    "landline": "contact_landline",
    "email": "contact_email",
}


class CustomField(Protocol):
    """What mapping needs of a custom field definition."""

    @property
    def code(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnGuess:
    """`field`: a catalogue code, `custom:<code>`, a part (province, city, district, family_name, given_name, kind) or None.

    `why`: name, name+content, content, preset, custom, group, sequence, reference, second, empty, unknown.
    `unit`: the unit in the header's brackets when the cells are numbers in it (元, 万元).
    """

    index: int
    header: str
    field: str | None
    confidence: float
    samples: tuple[str, ...]
    why: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """`kind_column` is the index of a column that names the kind of each row (`kinds.row_kind`), else None."""

    kind: str
    kind_confidence: float
    columns: tuple[ColumnGuess, ...]
    preset: str | None
    match_key: str | None
    match_keys: tuple[str, ...]
    kind_column: int | None = None


@dataclass(slots=True)
class _Column:
    index: int
    header: str
    values: list[str]
    shares: dict[str, float]
    concept: str = ""
    certainty: float = 0.0
    unit: str = ""
    why: str = "unknown"

    def share(self, *classes: str) -> float:
        return sum(self.shares.get(c, 0.0) for c in classes)


def propose(
    headers: Sequence[str],
    sample_rows: Sequence[Sequence[str]],
    *,
    kind: str | None = None,
    preset: str | None = None,
    custom_fields: Sequence[CustomField] = (),
    group_column: int | None = None,
) -> Proposal:
    """Propose a field for every column. `kind` and `preset` fix what would otherwise be recognised."""
    columns = [_column(i, h, sample_rows) for i, h in enumerate(headers)]
    chosen = presets.PRESETS_BY_NAME.get(preset) if preset else presets.recognise(headers)
    for column in columns:
        _name_column(column, chosen, custom_fields)
    decided, confidence = decide_kind([c.concept for c in columns], [c.shares for c in columns])
    if chosen and chosen.kind:
        decided, confidence = chosen.kind, 0.97
    told = next((c.values for c in columns if c.concept == "kind" and says_kind(c.values)), None)
    if told:
        decided, confidence = majority(told), 0.99
    if kind:
        decided, confidence = kind, 1.0
    # A table that names the kind of each row has the fields of both.
    mixed = bool(told) and not kind
    with_contact = any(c.concept in ("person_name", "contact_person", "contact_name") for c in columns)
    guesses = [_guess(c, decided, with_contact, is_group=c.index == group_column, mixed=mixed) for c in columns]
    guesses = _without_clashes(_with_name(guesses, columns, decided), columns)
    keys = _match_keys(guesses, columns)
    return Proposal(
        kind=decided,
        kind_confidence=confidence,
        columns=tuple(guesses),
        preset=chosen.name if chosen else None,
        match_key=keys[0] if keys else None,
        match_keys=tuple(keys),
        kind_column=next((g.index for g in guesses if g.field == "kind"), None),
    )


def _column(index: int, header: str, rows: Sequence[Sequence[str]]) -> _Column:
    values = [row[index] for row in rows[:SAMPLE] if index < len(row) and row[index] and not row[index].isspace()]
    return _Column(index, header, values, shares(values))


def _name_column(column: _Column, preset: Preset | None, custom_fields: Sequence[CustomField]) -> None:
    """Fill the concept of a column from the preset, the custom fields or the vocabulary."""
    own = key(column.header)
    if preset and own in preset.columns:
        column.concept, column.certainty, column.why = preset.columns[own] or "reference", 0.98, "preset"
        return
    for field in custom_fields:
        if own and own in (key(field.zh), key(field.en), key(field.code)):
            column.concept, column.certainty, column.why = f"custom:{field.code}", 0.97, "custom"
            return
    found = meaning(column.header)
    column.concept, column.certainty, column.unit = found.concept, found.certainty, found.unit
    column.why = "name" if found.concept else "unknown"


def _guess(column: _Column, kind: str, with_contact: bool, *, is_group: bool, mixed: bool) -> ColumnGuess:
    if is_group:
        return _as_guess(column, "groups", 0.6, "group")
    if column.concept == "kind":
        return _kind_guess(column)
    if column.concept in MARKS:
        return _as_guess(column, None, column.certainty, column.concept)
    field = _field_of(column, kind, with_contact, mixed=mixed)
    if field is None:
        return _by_content(column, kind)
    return _checked(column, field)


def _kind_guess(column: _Column) -> ColumnGuess:
    if not column.values or says_kind(column.values):
        return _as_guess(column, "kind", column.certainty, "name+content")
    return _as_guess(column, "groups", 0.5, "name")


def _field_of(column: _Column, kind: str, with_contact: bool, *, mixed: bool) -> str | None:
    """The field a concept means in a table of this kind; None when there is none."""
    concept = column.concept
    if not concept or concept in PARTS or concept.startswith("custom:"):
        return concept or None
    if (
        kind == "organisation"
        and not mixed
        and with_contact
        and concept in ("mobile", "phone")
        and column.why != "preset"
    ):
        persons = key(column.header).startswith(("联系", "联络", "聯", "contact"))
        return _phone_of(column, "contact_mobile", "contact_landline" if persons else "landline")
    if concept == "phone":
        return _phone_of(column, "mobile", "landline")
    if mixed and concept == "contact_person":
        return "contact_name"
    if concept in BY_KIND:
        return BY_KIND[concept][0 if kind == "person" else 1]
    spec = FIELDS.get(concept)
    if spec and (mixed or kind in spec.kinds):
        return concept
    twins = {
        "contact_name": "name",
        "contact_mobile": "mobile",
        "contact_landline": "landline",
        "contact_email": "email",
        "contact_title": "job_title",
    }
    return twins.get(concept) if kind == "person" else None


def _phone_of(column: _Column, mobile: str, landline: str) -> str:
    if column.concept == "mobile":
        return mobile
    if column.share("landline") > column.share("mobile"):
        return landline
    return mobile if column.share("mobile") > 0 or not column.share("phone", "number") else landline


def _checked(column: _Column, field: str) -> ColumnGuess:
    """Raise or lower the certainty of a name by what the cells look like; strong content wins over a weak name."""
    if not column.values:
        return _as_guess(column, field, min(column.certainty, 0.8), column.why)
    for found, means in _STRONG.items():
        share = column.share(found)
        if share < 0.8 or column.why in ("preset", "custom"):
            continue
        if field == means or field.removeprefix("contact_") == means:
            return _as_guess(column, field, min(0.99, column.certainty + 0.04), "name+content")
        if field not in _COMPATIBLE[found] and field in FIELDS:
            return _as_guess(column, means, 0.6, "content")
    if field in PARTS or field == "region":
        return _checked_region(column, field)
    if field == "external_id" and is_running_number(column.values) and column.certainty < 0.9:
        return _as_guess(column, None, 0.5, "sequence")
    return _as_guess(column, field, column.certainty, column.why)


def _checked_region(column: _Column, field: str) -> ColumnGuess:
    if field == "city" and column.share("province") > 0.8 and column.share("unique") < 0.9:
        return _as_guess(column, "province", 0.7, "content")
    sure = column.share(field if field != "district" else "city") > 0.3
    return _as_guess(column, field, column.certainty, "name+content" if sure else column.why)


def _by_content(column: _Column, kind: str) -> ColumnGuess:
    """The field of a column whose header says nothing usable."""
    if not column.values:
        return _as_guess(column, None, 0.0, "empty")
    if column.concept:
        # The header is understood but has no field for this kind: an extra, not a guess.
        return _as_guess(column, None, column.certainty, "reference")
    field, confidence = guess_by_content(column.values, column.shares, kind)
    if field == "external_id" and not _TELLS_AN_ID.search(column.header):
        # Unique codes without a telling head may be passports or contracts: kept as an extra, which is sealed.
        field = None
    if field is None:
        why = "sequence" if is_running_number(column.values) else "unknown"
        return _as_guess(column, None, 0.0, why)
    return _as_guess(column, field, confidence, "content")


def _as_guess(column: _Column, field: str | None, confidence: float, why: str) -> ColumnGuess:
    samples = tuple(dict.fromkeys(column.values))[:_SHOWN]
    unit = column.unit if field in ("registered_capital", "annual_revenue", "employees") else ""
    return ColumnGuess(
        index=column.index,
        header=column.header,
        field=field,
        confidence=round(confidence, 2),
        samples=samples,
        why=why,
        unit=unit,
    )


def _with_name(guesses: list[ColumnGuess], columns: Sequence[_Column], kind: str) -> list[ColumnGuess]:
    """See that something becomes the name: a contact person, or the column that looks most like names."""
    have = {g.field for g in guesses}
    if "name" in have or have & {"family_name", "given_name"}:
        return guesses
    wanted = "person" if kind == "person" else "company"
    order = (
        ("short_name", "english_name", "brand_name", "former_name")
        if kind == "organisation"
        else ("contact_name", "short_name")
    )
    for guess in guesses:
        if guess.field in order:
            return _replaced(guesses, guess, field="name", confidence=min(guess.confidence, 0.6))
    free = [g for g in guesses if g.field is None and g.why == "unknown" and columns[g.index].share(wanted) >= 0.5]
    if free:
        best = max(free, key=lambda g: columns[g.index].share(wanted))
        return _replaced(guesses, best, field="name", confidence=0.6, why="content")
    return guesses


def _replaced(guesses: list[ColumnGuess], guess: ColumnGuess, **changes: object) -> list[ColumnGuess]:
    return [replace(g, **changes) if g is guess else g for g in guesses]  # type: ignore[arg-type]


def _without_clashes(guesses: list[ColumnGuess], columns: Sequence[_Column]) -> list[ColumnGuess]:
    """A field with one value gets one column: the surest, the fuller, the first. The others stay as extras."""
    holders: dict[str, ColumnGuess] = {}
    for guess in guesses:
        if guess.field is None or _is_multi(guess.field):
            continue
        other = holders.get(guess.field)
        if other is None or _rank(guess, columns) > _rank(other, columns):
            holders[guess.field] = guess
    named = "name" in holders and any(columns[holders["name"].index].values)
    result = []
    for guess in guesses:
        field = guess.field
        lost = field is not None and not _is_multi(field) and holders.get(field) is not guess
        if lost or (named and field in ("family_name", "given_name")):
            guess = replace(guess, field=None, why="second")
        result.append(guess)
    return result


def _rank(guess: ColumnGuess, columns: Sequence[_Column]) -> tuple[float, int]:
    return guess.confidence, len(columns[guess.index].values)


def _is_multi(field: str) -> bool:
    spec = FIELDS.get(field)
    return spec is not None and spec.multi and field != "external_id"


def _match_keys(guesses: Sequence[ColumnGuess], columns: Sequence[_Column]) -> list[str]:
    """The keys this file carries, the strongest first. A key must be filled and distinct to be one."""
    fields: Mapping[str, ColumnGuess] = {g.field: g for g in reversed(guesses) if g.field}
    keys = []
    for code in ("external_id", "credit_code", "id_number", "passport", "tax_number"):
        if code in fields and _identifies(columns[fields[code].index]):
            keys.append(code)
    named = "name" in fields or bool(fields.keys() & {"family_name", "given_name"})
    if named and fields.keys() & {"mobile", "landline", "contact_mobile"}:
        keys.append("phone+name")
    if named:
        keys.append("name")
    elif fields.keys() & {"mobile", "landline"}:
        keys.append("phone")
    return keys


def _identifies(column: _Column) -> bool:
    return not column.values or column.share("unique") >= 0.5
