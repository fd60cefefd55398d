"""Telephone numbers to E.164: Chinese mobiles by pattern, landlines by area code, everything foreign by phonenumbers."""

import re
from dataclasses import dataclass, replace
from typing import Literal

import phonenumbers

from kedang.engine.standardise.clean import nfkc, one_line
from kedang.engine.standardise.regions import area_codes

PhoneKind = Literal["mobile", "landline", "service", "foreign", "unknown"]

MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
_SCIENTIFIC = re.compile(r"([0-9])(?:\.([0-9]+))?[Ee]\+?([0-9]{1,2})", re.ASCII)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+", re.ASCII)
_EXTENSION = re.compile(
    r"[\s,;(]*(?:转|轉|分机|分機|内线|ext(?:ension)?\.?|extn\.?|x|#)\s*[:.\-=]?\s*([0-9]{1,6})\)?$",
    re.IGNORECASE | re.ASCII,
)
_DASHED_EXTENSION = re.compile(r"((?:0[0-9]{2,3}[\s)\-]*)?[2-9][0-9]{6,7})\s*-\s*([0-9]{1,6})", re.ASCII)
_LABEL_FRONT = re.compile(r"^\s*([^\W\d_][^\d+(]{0,19}?)\s*[:.\s]*(?=[+(\d])")
_LABEL_BACK = re.compile(r"(?<=\d)\s*(?:\(([^()\d]{1,20})\)|([^\W\d_][^\d()]{0,19}))\s*$")
_DASHES = re.compile("[‐‑‒–—―−－ーｰ_~～]")
_PUNCTUATION = re.compile(r"[\s()\[\]\-./·']+")
_HARD = re.compile(r"[/／\\＼、;；，,|｜\n\r\t]+|(?<=\d)\s*(?:或|和|及|&)\s*(?=[+\d(])")
_SERVICE = re.compile(r"(?:400|800)[0-9]{7}", re.ASCII)
_SHORT = re.compile(r"1[0-2][0-9]|1[0-2][0-9]{3,4}|9[0-9]{4,5}", re.ASCII)
_SET_APART = re.compile(r"\s*\(?[0-9]{2}[\s)\-]", re.ASCII)
_LONGEST = 100
_NEIGHBOURS = ("852", "853", "886")


@dataclass(frozen=True, slots=True)
class Phone:
    """One number. `e164` is "" when it cannot be dialled from abroad as it stands (no area code, short number).

    `national` is what people dial at home. A landline without its area code is valid, with reason `phone.no_area`.
    """

    e164: str
    kind: PhoneKind
    national: str
    extension: str = ""
    valid: bool = True
    reason: str | None = None
    label: str = ""

    @property
    def standard(self) -> str:
        """E.164 where there is one, else the digits as dialled."""
        return self.e164 or (self.national if self.valid else "")


def standardise_phone(text: str, default_area: str | None = None) -> Phone:
    """The first part of a cell read as one number. `default_area` is an area code (0571) for bare landlines."""
    if MOBILE.fullmatch(text):
        return Phone("+86" + text, "mobile", text)
    line = _DASHES.sub("-", nfkc(one_line(text)))
    if not line:
        return _bad("phone.empty")
    if len(line) > _LONGEST:
        return _bad("phone.length")
    repaired = _without_excel(line)
    if repaired is None:
        return _bad("phone.scientific")
    line, label = _without_label(repaired)
    line, extension = _without_extension(line)
    phone = _number(_PUNCTUATION.sub("", line), line, default_area)
    if extension or label:
        phone = replace(phone, extension=extension, label=label)
    return phone


def _bad(reason: str, national: str = "") -> Phone:
    return Phone("", "unknown", national, valid=False, reason=reason)


def _without_excel(line: str) -> str | None:
    """The digits behind 13800000000.0, 1.38001380001E+10 and 13,800,138,000; None when digits were lost."""
    if match := _SCIENTIFIC.fullmatch(line):
        fraction, exponent = match.group(2) or "", int(match.group(3))
        return match.group(1) + fraction if len(fraction) == exponent else None
    if _THOUSANDS.fullmatch(line):
        return line.replace(",", "")
    head, point, zeros = line.partition(".")
    if point and zeros and not zeros.strip("0") and head.isdigit() and len(head) > 4:
        return head
    return line.lstrip("'`")


def _without_label(line: str) -> tuple[str, str]:
    if line.replace("-", "").isdigit():
        return line, ""
    label = ""
    if (match := _LABEL_FRONT.match(line)) and not match.group(1).lower().startswith(("ext", "转")):
        label, line = match.group(1).strip(" :"), line[match.end() :]
        line = line.lstrip(": ")
    if (match := _LABEL_BACK.search(line)) and not _EXTENSION.search(line):
        label, line = match.group(1) or match.group(2).strip() or label, line[: match.start()]
    if label.upper().replace(".", "") in (
        "TEL",
        "T",
        "M",
        "MOB",
        "P",
        "PHONE",
        "电话",
        "手机",
        "座机",
        "传真",
        "FAX",
        "F",
    ):
        label = ""
    return line, label


def _without_extension(line: str) -> tuple[str, str]:
    if match := _EXTENSION.search(line):
        return line[: match.start()], match.group(1)
    if match := _DASHED_EXTENSION.fullmatch(line.replace("+86", "").strip(" -")):
        return match.group(1), match.group(2)
    return line, ""


def _number(digits: str, line: str, default_area: str | None) -> Phone:
    if not digits:
        return _bad("phone.empty")
    if digits[0] in "+＋":
        digits = digits.lstrip("+")
        return _chinese_abroad(digits[2:]) if digits.startswith("86") else _foreign(digits)
    if not (digits.isascii() and digits.isdigit()):
        return _bad("phone.letters")
    if digits.startswith("0086"):
        return _chinese_abroad(digits[4:])
    if digits.startswith("00"):
        return _foreign(digits[2:])
    return _chinese(digits, line, default_area)


def _chinese_abroad(digits: str) -> Phone:
    """What follows +86: an area code may come with its 0 or without."""
    if not (digits.isascii() and digits.isdigit()):
        return _bad("phone.letters")
    if MOBILE.fullmatch(digits):
        return Phone("+86" + digits, "mobile", digits)
    if _SERVICE.fullmatch(digits):
        return Phone("+86" + digits, "service", digits)
    found = _landline(digits if digits.startswith("0") else "0" + digits)
    if not found.valid and digits.startswith("01"):
        return _chinese(digits[1:], digits, None)
    return found


def _chinese(digits: str, line: str, default_area: str | None) -> Phone:
    if MOBILE.fullmatch(digits):
        return Phone("+86" + digits, "mobile", digits)
    if digits.startswith("0"):
        if len(digits) == 12 and MOBILE.fullmatch(digits[1:]):
            return Phone("+86" + digits[1:], "mobile", digits[1:])
        return _landline(digits)
    if _SERVICE.fullmatch(digits):
        return Phone("+86" + digits, "service", digits)
    if digits.startswith("86") and len(digits) >= 12 and (found := _chinese_abroad(digits[2:])).valid:
        return found
    if digits.startswith(_NEIGHBOURS) and len(digits) >= 11 and (found := _foreign(digits)).valid:
        return found
    if digits.startswith("1") and len(digits) == 11:
        return _bad("phone.prefix", digits)
    if len(digits) in (7, 8) and digits[0] not in "01":
        return _bare_landline(digits, default_area)
    if _SHORT.fullmatch(digits):
        return Phone("", "service", digits, reason="phone.short")
    # (10) 6234 5678: an area code without its zero, set apart from the number
    if len(digits) == 10 and digits[0] in "12" and _SET_APART.match(line) and (found := _landline("0" + digits)).valid:
        return found
    return _bad("phone.country" if len(digits) == 10 and digits[0] not in "01" else "phone.length", digits)


def _bare_landline(digits: str, default_area: str | None) -> Phone:
    if default_area and (found := _landline(default_area + digits)).valid:
        return replace(found, reason="phone.area_assumed")
    return Phone("", "landline", digits, reason="phone.no_area")


def _landline(digits: str) -> Phone:
    area = digits[:3] if digits[1:2] in ("1", "2") else digits[:4]
    if area not in area_codes():
        return _bad("phone.area", digits)
    local = digits[len(area) :]
    if local.startswith(("400", "800")) and len(local) == 10:
        return Phone("+86" + local, "service", local)
    if len(local) not in ((8,) if len(area) == 3 else (7, 8)):
        return _bad("phone.length", digits)
    if local[0] in "01":
        return _bad("phone.prefix", digits)
    return Phone("+86" + digits[1:], "landline", f"{area}-{local}")


def _foreign(digits: str) -> Phone:
    if not (digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 15):
        return _bad("phone.foreign", digits if digits.isascii() and digits.isdigit() else "")
    try:
        number = phonenumbers.parse("+" + digits, None)
    except phonenumbers.NumberParseException:
        return _bad("phone.foreign", digits)
    if not phonenumbers.is_possible_number(number):
        return _bad("phone.foreign", digits)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Phone(e164, "foreign", phonenumbers.national_significant_number(number))


def split_phones(cell: str) -> list[str]:
    """The numbers of one cell, each as it was given; a single number comes back alone, untouched."""
    if MOBILE.fullmatch(cell) or _THOUSANDS.fullmatch(cell.strip()):
        return [cell]
    pieces: list[str] = []
    for piece in _HARD.split(cell):
        pieces += _split_spaces(piece.strip()) if piece and piece.strip() else []
    return pieces or [cell]


def _split_spaces(piece: str) -> list[str]:
    digits = _PUNCTUATION.sub("", piece)
    if not any(mark.isspace() for mark in piece) or len(digits) <= 15:
        return [piece]
    words = piece.split()
    if all(standardise_phone(word).valid for word in words):
        return words
    if digits.isdigit() and len(digits) % 11 == 0:
        mobiles = [digits[start : start + 11] for start in range(0, len(digits), 11)]
        if all(map(MOBILE.fullmatch, mobiles)):
            return mobiles
    return [piece]


def standardise_phones(cell: str, default_area: str | None = None) -> list[tuple[str, Phone]]:
    """(as given, number) for each number of a cell; a later bare landline takes the area code of an earlier one."""
    found: list[tuple[str, Phone]] = []
    area = default_area
    for piece in split_phones(cell):
        phone = standardise_phone(piece, area)
        if phone.kind == "landline" and "-" in phone.national and phone.reason is None:
            area = phone.national.partition("-")[0]
        found.append((piece, phone))
    return found
