"""How each catalogue field of a row is standardised: field code → a function that appends its values."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from kedang.engine.catalogue import CATALOGUE, FieldSpec
from kedang.engine.standardise import (
    addresses,
    bank_cards,
    clean,
    credit_codes,
    dates,
    emails,
    id_numbers,
    numbers,
    phones,
    websites,
)
from kedang.engine.standardise.choices import standardise_choice
from kedang.engine.standardise.companies import company_name
from kedang.engine.standardise.names import has_letter, split_person

State = Literal["ok", "invalid", "kept"]


class Value(NamedTuple):
    """One value of one field. `given` is the text as it came, `standard` the form to store and search.

    `ok`: standardised, `reason` may tell how. `invalid`: `reason` tells why; `standard` is "" or the best effort.
    `kept`: no rule exists for the field, the text stands as it is. Derived values have an empty `given`.
    """

    field: str
    given: str
    standard: str
    state: State = "ok"
    reason: str | None = None
    label: str = ""


@dataclass(slots=True)
class Row:
    """What the fields of one row share while they are read."""

    kind: str
    today: date | None = None
    region: int | None = None
    area: str | None = None
    out: list[Value] = field(default_factory=list)
    birth_date: str = ""
    gender: str = ""
    address_region: int | None = None
    postcode: str = ""
    currency: str = ""


Handler = Callable[[str, str, Row], None]

_BLANK_LINE = re.compile(r"[^\S\n]+\n")
_TAG_SEPARATORS = re.compile(r"[、;；，,|\n\r\t]+")
_ID_SEPARATORS = re.compile(r"[、;；，,|\n\r\t]+")
_HANDLE_SEPARATORS = re.compile(r"[/／、;；，,|\n\r\t]+")
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}", re.ASCII)
_POSTCODE = re.compile(r"[0-9]{6}", re.ASCII)
_QQ = re.compile(r"[1-9][0-9]{4,10}", re.ASCII)
_FLOAT_TAIL = re.compile(r"[0-9]+\.0+", re.ASCII)
_CODE_FORMS = {
    "passport": (_PASSPORT, "passport.format"),
    "postcode": (_POSTCODE, "postcode.format"),
    "qq": (_QQ, "qq.format"),
}


def text_value(code: str, given: str, row: Row) -> None:
    """Free text: trimmed, without control characters, otherwise untouched."""
    kept = clean.without_controls(given)
    row.out.append(Value(code, given, kept.strip(), "ok", "text.control" if kept != given else None))


def plain_value(code: str, given: str, row: Row) -> None:
    """A field without a rule: extras and custom fields."""
    kept = clean.without_controls(given)
    row.out.append(Value(code, given, kept.strip(), "kept", "text.control" if kept != given else None))


def line_value(code: str, given: str, row: Row) -> None:
    """One line of text: a job title, an industry, a level."""
    standard = clean.one_line(given)
    if standard:
        row.out.append(Value(code, given, standard))
    else:
        row.out.append(Value(code, given, "", "invalid", "name.empty"))


def long_value(code: str, given: str, row: Row) -> None:
    """Several lines of text; line ends become LF."""
    kept = clean.without_controls(given)
    if "\r" in kept:
        kept = kept.replace("\r\n", "\n").replace("\r", "\n")
    if not kept.strip():
        row.out.append(Value(code, given, "", "invalid", "name.empty"))
        return
    row.out.append(Value(code, given, kept.strip(), "ok", "text.control" if clean.has_controls(given) else None))


def _named(code: str, given: str, standard: str, label: str, row: Row) -> None:
    reason = None
    if not standard:
        reason = "name.empty"
    elif not has_letter(standard):
        reason = "name.no_letter"
    row.out.append(Value(code, given, standard, "invalid" if reason else "ok", reason, label))


def person_value(code: str, given: str, row: Row) -> None:
    """The name of a person."""
    standard, label = split_person(given)
    _named(code, given, standard, label, row)


def company_value(code: str, given: str, row: Row) -> None:
    """The name of an organisation."""
    _named(code, given, company_name(given), "", row)


def name_value(code: str, given: str, row: Row) -> None:
    """A name of the row's own kind."""
    if row.kind == "person":
        person_value(code, given, row)
    else:
        company_value(code, given, row)


def other_name_value(code: str, given: str, row: Row) -> None:
    """Former, short, brand and English names: one line, nothing taken apart."""
    if row.kind == "person":
        _named(code, given, clean.one_line(given), "", row)
    else:
        company_value(code, given, row)


def phone_value(code: str, given: str, row: Row) -> None:
    """Telephone numbers, several in a cell."""
    if phones.MOBILE.fullmatch(given):
        row.out.append(Value(code, given, "+86" + given))
        return
    for piece, phone in phones.standardise_phones(given, row.area):
        label = f"{phone.label} 转{phone.extension}".strip() if phone.extension else phone.label
        row.out.append(Value(code, piece, phone.standard, "ok" if phone.valid else "invalid", phone.reason, label))


def email_value(code: str, given: str, row: Row) -> None:
    """Email addresses, several in a cell."""
    for piece in emails.split_emails(given):
        found = emails.standardise_email(piece)
        row.out.append(
            Value(code, piece, found.standard, "ok" if found.valid else "invalid", found.reason, found.label)
        )


def date_value(code: str, given: str, row: Row) -> None:
    """A date; a five-digit number in a date field is what a spreadsheet left of one."""
    found = dates.standardise_date(given, serial=True)
    reason, state = found.reason, "ok" if found.valid else "invalid"
    if code == "birth_date" and found.valid and found.iso > (row.today or dates.current_day()).isoformat():
        reason, state = "date.future", "invalid"
    if code == "birth_date" and state == "ok":
        row.birth_date = row.birth_date or found.iso
    row.out.append(Value(code, given, found.iso, "ok" if state == "ok" else "invalid", reason))


def _number(code: str, given: str, row: Row, found: numbers.NumberValue) -> None:
    row.currency = row.currency or (found.currency if code == "registered_capital" else "")
    row.out.append(Value(code, given, found.standard, "ok" if found.valid else "invalid", found.reason))


def number_value(code: str, given: str, row: Row) -> None:
    """A number in single units."""
    _number(code, given, row, numbers.standardise_number(given))


def capital_value(code: str, given: str, row: Row) -> None:
    """An amount in 万元."""
    _number(code, given, row, numbers.standardise_capital(given))


def integer_value(code: str, given: str, row: Row) -> None:
    """A count."""
    _number(code, given, row, numbers.standardise_count(given))


def choice_value(code: str, given: str, row: Row) -> None:
    """A word for one of the fixed choices."""
    standard, reason = standardise_choice(code, given)
    state: State = "ok" if standard else ("kept" if reason == "choice.unstated" else "invalid")
    row.out.append(Value(code, given, standard, state, reason))


def address_value(code: str, given: str, row: Row) -> None:
    """An address; what it says about the region is remembered for the row."""
    found = addresses.standardise_address(given, within=row.region)
    if found.region is not None and row.address_region is None:
        row.address_region = found.region
    row.postcode = row.postcode or found.postcode
    reason = None if found.region is not None else "address.no_region"
    row.out.append(Value(code, given, found.standard, "ok" if found.standard else "invalid", reason))


def id_number_value(code: str, given: str, row: Row) -> None:
    """A citizen identity number; birth date and sex are remembered for the row."""
    found = id_numbers.standardise_id_number(given, today=row.today)
    if found.valid:
        row.birth_date, row.gender = row.birth_date or found.birth_date, found.gender
    row.out.append(Value(code, given, found.standard, "ok" if found.valid else "invalid", found.reason))


def credit_code_value(code: str, given: str, row: Row) -> None:
    """A unified social credit code."""
    found = credit_codes.standardise_credit_code(given)
    row.out.append(Value(code, given, found.standard, "ok" if found.valid else "invalid", found.reason))


def bank_value(code: str, given: str, row: Row) -> None:
    """Bank accounts, several in a cell."""
    for piece in filter(None, map(str.strip, _ID_SEPARATORS.split(given))):
        found = bank_cards.standardise_bank_account(piece)
        row.out.append(Value(code, piece, found.standard, "ok" if found.valid else "invalid", found.reason))


def url_value(code: str, given: str, row: Row) -> None:
    """A web address."""
    found = websites.standardise_website(given)
    row.out.append(Value(code, given, found.standard, "ok" if found.valid else "invalid", found.reason))


def code_value(code: str, given: str, row: Row) -> None:
    """A code of any kind: half width, trimmed, Excel's trailing .0 removed; some have a form of their own."""
    standard = clean.one_line(given)
    if _FLOAT_TAIL.fullmatch(standard):
        standard = standard.partition(".")[0]
    form = _CODE_FORMS.get(code)
    if form is not None:
        standard = clean.squashed(standard).upper()
        if not form[0].fullmatch(standard):
            row.out.append(Value(code, given, "", "invalid", form[1]))
            return
    if standard:
        row.out.append(Value(code, given, standard))
    else:
        row.out.append(Value(code, given, "", "invalid", "name.empty"))


def ids_value(code: str, given: str, row: Row) -> None:
    """Ids of other systems; an export puts several into one cell."""
    for piece in given.split(" / ") if " / " in given else (given,):
        if piece.strip():
            code_value(code, piece, row)


def handle_value(code: str, given: str, row: Row) -> None:
    """WeChat and QQ, several in a cell; a QQ mailbox names its number."""
    for piece in filter(None, map(str.strip, _HANDLE_SEPARATORS.split(given))):
        number = clean.squashed(piece).lower().removesuffix("@qq.com") if code == "qq" else piece
        before = len(row.out)
        code_value(code, number, row)
        row.out[before] = row.out[before]._replace(given=piece)


def list_value(code: str, given: str, row: Row) -> None:
    """Tags and groups, several in a cell."""
    for piece in _TAG_SEPARATORS.split(given):
        if standard := clean.one_line(piece):
            row.out.append(Value(code, piece.strip(), standard))


_BY_TYPE: dict[str, Handler] = {
    "text": line_value,
    "longtext": long_value,
    "company": company_value,
    "phone": phone_value,
    "email": email_value,
    "url": url_value,
    "date": date_value,
    "number": number_value,
    "money": number_value,
    "integer": integer_value,
    "choice": choice_value,
    "address": address_value,
    "idnumber": id_number_value,
    "credit_code": credit_code_value,
    "bank_account": bank_value,
    "code": code_value,
    "tags": list_value,
    "user": line_value,
}
_BY_CODE: dict[str, Handler] = {
    "name": name_value,
    "contact_name": person_value,
    "legal_representative": line_value,
    "registered_capital": capital_value,
    "other_contact": text_value,
    "external_id": ids_value,
    "wechat": handle_value,
    "qq": handle_value,
}


def _handler(spec: FieldSpec) -> Handler:
    if spec.code in _BY_CODE:
        return _BY_CODE[spec.code]
    return other_name_value if spec.type == "name" else _BY_TYPE[spec.type]


# Region columns are combined beforehand by `record`.
HANDLERS: dict[str, Handler] = {spec.code: _handler(spec) for spec in CATALOGUE if spec.type != "region"}
