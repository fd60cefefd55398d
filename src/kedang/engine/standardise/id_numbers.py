"""Citizen identity numbers, GB 11643-1999: 18 characters with an ISO 7064 MOD 11-2 check, and the old 15 digits."""

import re
from dataclasses import dataclass, replace
from datetime import date

from kedang.engine.standardise.clean import squashed
from kedang.engine.standardise.dates import current_day
from kedang.engine.standardise.regions import nearest_region

_EIGHTEEN = re.compile(r"[1-9][0-9]{16}[0-9X]", re.ASCII)
_FIFTEEN = re.compile(r"[1-9][0-9]{14}", re.ASCII)
_DECORATION = re.compile(r"[\s\-‐-―_·']")
_LOST = re.compile(r"[0-9.]+E\+?[0-9]+", re.IGNORECASE | re.ASCII)
# Residence permits of people from Taiwan carry 83, GB/T 2260 knows Taiwan as 71; 9 begins a foreigner's permit.
_RESIDENTS = {"83": 710000}
EARLIEST_YEAR = 1880


@dataclass(frozen=True, slots=True)
class IdNumber:
    """`standard` has 18 characters. `region` is a code in force: a dissolved county gives its prefecture or province."""

    standard: str
    valid: bool
    reason: str | None = None
    birth_date: str = ""
    gender: str = ""
    region: int | None = None


def check_digit(first17: str) -> str:
    """The 18th character for 17 digits.

    The weights are powers of 2 modulo 11, and 13 is 2 modulo 11: reading the digits in base 13 weighs them at once.
    """
    return "0123456789X"[(1 - 2 * int(first17, 13)) % 11]


def standardise_id_number(text: str, *, today: date | None = None) -> IdNumber:
    """The number in 18 characters with what it says about its bearer, or why it is none."""
    number = text if text.isascii() and text.isalnum() else _DECORATION.sub("", squashed(text))
    number = number.upper()
    if _EIGHTEEN.fullmatch(number):
        return _eighteen(number, today)
    if _FIFTEEN.fullmatch(number):
        upgraded = f"{number[:6]}19{number[6:]}"
        found = _eighteen(upgraded + check_digit(upgraded), today)
        return replace(found, reason=found.reason or "id.upgraded")
    if "." in number or "E" in number:
        return _repaired(number, today)
    return IdNumber(
        "", valid=False, reason="id.length" if number.isalnum() and len(number) not in (15, 18) else "id.format"
    )


def _repaired(number: str, today: date | None) -> IdNumber:
    whole = number.removesuffix(".0")
    if whole != number and (_FIFTEEN.fullmatch(whole) or _EIGHTEEN.fullmatch(whole)):
        return standardise_id_number(whole, today=today)
    return IdNumber("", valid=False, reason="number.scientific" if _LOST.fullmatch(number) else "id.format")


def _eighteen(number: str, today: date | None) -> IdNumber:
    region = _RESIDENTS.get(number[:2]) or nearest_region(int(number[:6]))
    if region is None and number[0] != "9":
        return IdNumber("", valid=False, reason="id.region")
    try:
        birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return IdNumber("", valid=False, reason="id.birth_date")
    if birth.year < EARLIEST_YEAR or birth > (today or current_day()):
        return IdNumber("", valid=False, reason="id.birth_date")
    if check_digit(number[:17]) != number[17]:
        return IdNumber("", valid=False, reason="id.checksum")
    gender = "male" if int(number[16]) % 2 else "female"
    return IdNumber(number, valid=True, birth_date=birth.isoformat(), gender=gender, region=region)
