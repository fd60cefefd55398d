"""One row standardised whole: values beside what was given, derived values, the sort key and the match keys."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256

from kedang.engine.standardise import regions
from kedang.engine.standardise.addresses import combine_regions
from kedang.engine.standardise.clean import storable
from kedang.engine.standardise.companies import company_key
from kedang.engine.standardise.fields import HANDLERS, Row, State, Value, plain_value
from kedang.engine.standardise.names import person_matching
from kedang.engine.standardise.pinyin import spelled

__all__ = ["Record", "State", "Value", "match_keys", "name_key", "standardise_record"]

KEY_SEPARATOR = "\x1f"
# A B-tree entry holds about 2,700 bytes; longer names are told apart by their digest.
_LONGEST_SORT, _LONGEST_NAME = 120, 200

_REGION_CODES = ("province", "city", "district", "region")
_LANDLINES = frozenset({"landline", "fax", "contact_landline"})
_PHONE_CODES = frozenset({"mobile", "landline", "contact_mobile", "contact_landline"})


@dataclass(frozen=True, slots=True)
class Record:
    """A standardised row. `name_key` is pinyin + U+001F + normalised name: it sorts, and equals for exact duplicates."""

    kind: str
    values: tuple[Value, ...]
    name_key: str = ""

    def all(self, field: str) -> list[Value]:
        """Every value of a field."""
        return [value for value in self.values if value.field == field]

    def first(self, field: str) -> str:
        """The standard form of the field's first usable value, or ""."""
        return next((v.standard for v in self.values if v.field == field and v.standard and v.state != "invalid"), "")


def standardise_record(kind: str, values: Mapping[str, str | Sequence[str]], *, today: date | None = None) -> Record:
    """Standardise a row of field codes and texts; blank texts give no value. Never raises for any text.

    `province`, `city` and `district` are accepted beside `region` and combine into one region code. Unknown codes,
    extras and custom fields are kept as they are. A list stands for several cells of the same field.
    """
    row = Row(kind, today)
    later: list[tuple[str, str]] = []
    if not _REGION_NAMES.isdisjoint(values):
        _read_region(values, row)
    for code, cell in values.items():
        if code in _REGION_NAMES:
            continue
        for given in (cell,) if isinstance(cell, str) else cell:
            if not given or given.isspace():
                continue
            if code in _LANDLINES:
                later.append((code, given))
            elif code in _REPEATING and len(given) <= _LONGEST_REPEATING:
                row.out += _alone(code, given)
            else:
                HANDLERS.get(code, plain_value)(
                    code, given if given.isascii() and "\0" not in given else storable(given), row
                )
    if later:
        row.area = regions.area_of(row.region or row.address_region)
        for code, given in later:
            HANDLERS[code](code, storable(given), row)
    _derive(row)
    return Record(kind, tuple(row.out), _row_name_key(row))


_REGION_NAMES = frozenset(_REGION_CODES)
# Fields with few different values that depend on nothing else in the row: each value is read once.
_REPEATING = frozenset(
    [
        "level",
        "status",
        "source",
        "industry",
        "gender",
        "education",
        "marital_status",
        "nationality",
        "capital_currency",
        "company_type",
        "stock_exchange",
        "recorded_on",
        "founded_on",
        "tags",
        "groups",
    ]
)
_LONGEST_REPEATING = 40


@lru_cache(maxsize=16384)
def _alone(code: str, given: str) -> tuple[Value, ...]:
    row = Row("organisation")
    HANDLERS[code](code, storable(given), row)
    return tuple(row.out)


def _read_region(values: Mapping[str, str | Sequence[str]], row: Row) -> None:
    pieces = []
    for code in _REGION_CODES:
        cell = values.get(code) or ""
        text = cell if isinstance(cell, str) else " ".join(cell)
        if text and not text.isspace():
            pieces.append(text)
    if not pieces:
        return
    row.region, trouble = _region_of(tuple(pieces))
    given = storable(" ".join(pieces) if len(pieces) > 1 else pieces[0])
    standard = str(row.region) if row.region is not None else ""
    row.out.append(Value("region", given, standard, "invalid" if trouble else "ok", trouble))


@lru_cache(maxsize=16384)
def _region_of(pieces: tuple[str, ...]) -> tuple[int | None, str | None]:
    return combine_regions(pieces)


def _derive(row: Row) -> None:
    if row.address_region is None and not row.postcode and not row.currency and not row.gender:
        return
    present = {value.field for value in row.out}
    if row.address_region is not None and "region" not in present:
        row.out.append(Value("region", "", str(row.address_region), "ok", "derived.address"))
    if row.postcode and "postcode" not in present:
        row.out.append(Value("postcode", "", row.postcode, "ok", "derived.address"))
    if row.currency and "capital_currency" not in present:
        row.out.append(Value("capital_currency", "", row.currency, "ok", "derived.registered_capital"))
    if row.gender and row.kind == "person":
        if "birth_date" not in present:
            row.out.append(Value("birth_date", "", row.birth_date, "ok", "derived.id_number"))
        if "gender" not in present:
            row.out.append(Value("gender", "", row.gender, "ok", "derived.id_number"))


def _row_name_key(row: Row) -> str:
    for value in row.out:
        if value.field == "name":
            return name_key(row.kind, value.standard)
    return ""


def name_key(kind: str, name: str) -> str:
    """The key of a standard name: pinyin for sorting, U+001F, the normalised name for equality."""
    if not name:
        return ""
    if kind == "person":
        normalised = person_matching(name)
        sort = spelled(normalised, surname=True)
    else:
        normalised = company_key(name)
        sort = spelled(normalised)
    if len(normalised) > _LONGEST_NAME:
        digest = sha256(normalised.encode("utf-8", "replace")).hexdigest()[:32]
        normalised = f"{normalised[: _LONGEST_NAME - 33]}~{digest}"
    return f"{sort[:_LONGEST_SORT]}{KEY_SEPARATOR}{normalised}"


def match_keys(record: Record) -> dict[str, list[str]]:
    """Normalised keys for exact look-up, strongest kinds first; only valid values count, repeats once.

    `phone` holds E.164 numbers of mobiles and landlines that can be dialled; `phone_name` (persons) joins each with the
    normalised name, because families and front desks share numbers.
    """
    found: dict[str, dict[str, None]] = {}
    for value in record.values:
        if value.state == "invalid" or not value.standard:
            continue
        if value.field in _EXACT:
            found.setdefault(value.field, {})[value.standard] = None
        elif value.field in _FOLDED:
            found.setdefault(value.field, {})[value.standard.casefold()] = None
        elif value.field in ("mobile", "landline") and value.standard.startswith("+"):
            found.setdefault("phone", {})[value.standard] = None
    keys = {kind: list(found[kind]) for kind in _ORDER if kind in found}
    if record.name_key:
        keys["name_key"] = [record.name_key]
        if record.kind == "person" and "phone" in keys:
            name = record.name_key.partition(KEY_SEPARATOR)[2]
            keys["phone_name"] = [f"{phone}{KEY_SEPARATOR}{name}" for phone in keys["phone"]]
    return keys


_EXACT = frozenset({"external_id", "credit_code", "id_number", "passport", "email"})
_FOLDED = frozenset({"wechat", "tax_number", "business_licence"})
_ORDER = (
    "external_id",
    "credit_code",
    "id_number",
    "passport",
    "tax_number",
    "business_licence",
    "phone",
    "email",
    "wechat",
)
