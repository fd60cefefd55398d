"""What a value of a custom field looks like when it is stored: canonical text for every type.

Tolerant: a value that does not fit its type is kept as it was given, with the reason, and never refuses a record.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from kedang.engine.standardise.clean import folded, one_line
from kedang.engine.standardise.dates import standardise_date
from kedang.engine.standardise.emails import standardise_email
from kedang.engine.standardise.numbers import standardise_count, standardise_number
from kedang.engine.standardise.phones import standardise_phone
from kedang.engine.standardise.websites import standardise_website
from kedang.fields.queries import FieldDefinition
from kedang.kit.text import storable

BIGGEST = Decimal(10) ** 18
SMALLEST_STEP = Decimal("0.000001")
LOCAL = ZoneInfo("Asia/Shanghai")
TRUE_WORDS = frozenset(("true", "yes", "y", "1", "是", "有", "对", "√", "✓", "真", "已", "开"))
FALSE_WORDS = frozenset(("false", "no", "n", "0", "否", "无", "不", "没有", "×", "✗", "假", "未", "关"))
_SPLIT = re.compile(r"[、，,;；|\n\r\t]+")


class Canonical(NamedTuple):
    """`value` is what to store; `state` is ok or invalid; `reason` is a code of `engine.standardise.reasons`."""

    value: str
    state: str
    reason: str | None


def canonical(definition: FieldDefinition, raw: str) -> Canonical:
    """One given text as a value of the field. An invalid one keeps the given text as its value."""
    given = storable(raw)
    if not given.strip():
        return Canonical("", "ok", None)
    value, reason = _READERS[definition.type](definition, given)
    if reason or not value:
        return Canonical(given, "invalid", reason or "invalid")
    return Canonical(value, "ok", None)


def split_values(definition: FieldDefinition, raw: str | Sequence[str]) -> list[str]:
    """The single values in what was given: several for a multi-choice field, one for every other."""
    texts = [raw] if isinstance(raw, str) else list(raw)
    if definition.multi:
        pieces = [piece for text in texts for piece in _pieces(definition, text)]
        return list(dict.fromkeys(piece for piece in pieces if piece))
    return [text for text in texts if text.strip()][:1]


def _pieces(definition: FieldDefinition, text: str) -> list[str]:
    """A cell cut into options, unless the whole of it is one."""
    if _choice(definition, text)[1] is None:
        return [text.strip()]
    return [piece.strip() for piece in _SPLIT.split(text)]


Reading = tuple[str, str | None]


def _text(_: FieldDefinition, given: str) -> Reading:
    line = one_line(given)
    return line, None if line else "name.empty"


def _longtext(_: FieldDefinition, given: str) -> Reading:
    return given.strip(), None


def _number(_: FieldDefinition, given: str) -> Reading:
    found = standardise_number(given)
    return _stored_number(found.value, found.standard, found.reason)


def _integer(_: FieldDefinition, given: str) -> Reading:
    found = standardise_number(given)
    if found.value is not None and found.value < 0 and found.value == found.value.to_integral_value():
        return _stored_number(found.value, found.standard, None)
    counted = standardise_count(given)
    return _stored_number(counted.value, counted.standard, counted.reason)


def _stored_number(value: Decimal | None, standard: str, reason: str | None) -> Reading:
    if value is None:
        return "", reason or "number.unreadable"
    if abs(value) >= BIGGEST or value != value.quantize(SMALLEST_STEP):
        return "", "number.too_large"
    return standard, None


def _date(_: FieldDefinition, given: str) -> Reading:
    found = standardise_date(given)
    return found.iso, None if found.valid else found.reason


def _datetime(definition: FieldDefinition, given: str) -> Reading:
    """ISO 8601 in UTC; a time without an offset is China's. A bare date is its midnight there."""
    line = one_line(given).replace("/", "-").replace("Z", "+00:00")
    try:
        moment = datetime.fromisoformat(line)
    except ValueError:
        day = standardise_date(given)
        if not day.valid or day.precision != "day":
            return "", day.reason or "date.unreadable"
        moment = datetime.fromisoformat(day.iso).replace(tzinfo=LOCAL)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)
    try:
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"), None
    except OverflowError:
        return "", "date.range"


def _boolean(_: FieldDefinition, given: str) -> Reading:
    word = folded(one_line(given))
    if word in TRUE_WORDS:
        return "true", None
    return ("false", None) if word in FALSE_WORDS else ("", "boolean.unreadable")


def _choice(definition: FieldDefinition, given: str) -> Reading:
    word = folded(one_line(given))
    for option in definition.options:
        if word in (folded(option.value), folded(option.zh), folded(option.en)):
            return option.value, None
    return "", "choice.unknown"


def _url(_: FieldDefinition, given: str) -> Reading:
    found = standardise_website(given)
    return found.standard, None if found.valid else found.reason


def _email(_: FieldDefinition, given: str) -> Reading:
    found = standardise_email(given)
    return found.standard, None if found.valid else found.reason


def _phone(_: FieldDefinition, given: str) -> Reading:
    found = standardise_phone(given)
    return found.standard, None if found.valid else found.reason


def _id(kind: str) -> Callable[[FieldDefinition, str], Reading]:
    def read(_: FieldDefinition, given: str) -> Reading:
        """A bare id; whether it exists and may be seen is the asking room's to say."""
        text = one_line(given)
        fits = text.isascii() and text.isdigit() and 0 < int(text[:20]) < 2**63
        return (str(int(text)), None) if fits else ("", f"{kind}.unknown")

    return read


_READERS: dict[str, Callable[[FieldDefinition, str], Reading]] = {
    "text": _text,
    "longtext": _longtext,
    "number": _number,
    "money": _number,
    "integer": _integer,
    "date": _date,
    "datetime": _datetime,
    "boolean": _boolean,
    "choice": _choice,
    "multi_choice": _choice,
    "url": _url,
    "email": _email,
    "phone": _phone,
    "user": _id("user"),
    "customer": _id("customer"),
}
TYPES: tuple[str, ...] = tuple(_READERS)
