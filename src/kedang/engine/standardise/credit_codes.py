"""Unified social credit codes, GB 32100-2015: 18 characters, modulo 31 check character."""

import re
from dataclasses import dataclass

from kedang.engine.standardise.clean import squashed

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: index for index, character in enumerate(ALPHABET)}
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_DECORATION = re.compile(r"[\s\-‐-―_·.:：']")
# Clause 4: authority and kind of body, six digits of region, nine of the organisation code, one check character.
_FORM = re.compile(r"[1-9NY][0-9A-HJ-NPQRTUWXY][0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
_HINTS = str.maketrans("OISZ", "0152")


@dataclass(frozen=True, slots=True)
class CreditCode:
    """`hint` is a code the writer may have meant; it is never taken over by itself."""

    standard: str
    valid: bool
    reason: str | None = None
    region: int | None = None
    hint: str = ""


def check_character(first17: str) -> str:
    """Clause 5: the check character of 17 characters that are all in the alphabet."""
    total = sum(_VALUES[character] * weight for character, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def standardise_credit_code(text: str) -> CreditCode:
    """The code in capitals without separators, or why it is none."""
    code = _DECORATION.sub("", squashed(text)).upper()
    if len(code) != 18:
        return CreditCode("", valid=False, reason="uscc.length")
    if not _FORM.fullmatch(code):
        foreign = any(letter in code for letter in "IOSVZ")
        hint = code.translate(_HINTS)
        if _FORM.fullmatch(hint) is None or check_character(hint[:17]) != hint[17]:
            hint = ""
        return CreditCode(
            "", valid=False, reason="uscc.alphabet" if foreign and code.isascii() else "uscc.format", hint=hint
        )
    if check_character(code[:17]) != code[17]:
        return CreditCode("", valid=False, reason="uscc.checksum")
    return CreditCode(code, valid=True, region=int(code[2:8]))
