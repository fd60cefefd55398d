"""Bank account numbers: digits only; cards are checked by Luhn (ISO/IEC 7812-1 annex B), company accounts have none."""

import re
from dataclasses import dataclass

from kedang.engine.standardise.clean import squashed

_DECORATION = re.compile(r"[\s\-‐-―_·']")
_DOUBLED = str.maketrans("0123456789", "0246813579")
# UnionPay issues 62; 4 and 51-55 with sixteen digits are Visa and MasterCard.
_CARD = re.compile(r"62[0-9]{14,17}|4[0-9]{15}|5[1-5][0-9]{14}", re.ASCII)
_LOST = re.compile(r"[0-9.]+E\+?[0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class BankAccount:
    """`card` says that the number is a card's, not a company account's."""

    standard: str
    valid: bool
    reason: str | None = None
    card: bool = False


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check of the others."""
    doubled = digits[-2::-2].translate(_DOUBLED)
    return sum(map(int, digits[::-2] + doubled)) % 10 == 0


def is_card(digits: str) -> bool:
    """Whether digits are the number of a card, check digit included."""
    return _CARD.fullmatch(digits) is not None and passes_luhn(digits)


def standardise_bank_account(text: str) -> BankAccount:
    """A card or account number, 8 to 30 digits. A card with a wrong check digit is invalid."""
    number = _DECORATION.sub("", squashed(text)).upper()
    if number.endswith(".0"):
        number = number[:-2]
    if _LOST.fullmatch(number) and not number.isdigit():
        return BankAccount("", valid=False, reason="number.scientific")
    if not (number.isascii() and number.isdigit()):
        iban = re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", number, re.ASCII)
        return BankAccount(number, valid=True) if iban else BankAccount("", valid=False, reason="bank.format")
    if not 8 <= len(number) <= 30:
        return BankAccount("", valid=False, reason="bank.length")
    card = _CARD.fullmatch(number) is not None
    if card and not passes_luhn(number):
        return BankAccount("", valid=False, reason="bank.checksum", card=True)
    return BankAccount(number, valid=True, card=card)
