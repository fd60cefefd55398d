"""Email addresses: lower case, half width, display names apart."""

import re
from dataclasses import dataclass

from kedang.engine.standardise.clean import nfkc, one_line

# The dot-atom form of RFC 5322, as mailbox providers accept it; local parts and labels may be of any script (RFC 6531).
_SIMPLE = re.compile(r"[a-z0-9_+\-]+(?:\.[a-z0-9_+\-]+)*@(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,24}")
_FULL = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]+)"
)
_ANGLE = re.compile(r"^(.*?)\s*<\s*([^<>]+?)\s*>$")
_HARD = re.compile(r"[、;；，,|\n\r\t]+|(?<=\w)\s*/\s*(?=[^\s/@]+@)")
# RFC 5321, section 4.5.3.1
_LONGEST_LOCAL, _LONGEST = 64, 254
_LOOSE = re.compile(r" *([@.]) *")
_STRAY = " \t.,;:'\"<>()[]。，；：“”‘’"


@dataclass(frozen=True, slots=True)
class Email:
    """`label` is the display name that stood with the address: 张三 <zhang@example.com>."""

    standard: str
    valid: bool
    reason: str | None = None
    label: str = ""


def standardise_email(text: str) -> Email:
    """The address in lower case, or why it is none."""
    if len(text) <= _LONGEST_LOCAL and _SIMPLE.fullmatch(text):
        return Email(text, valid=True)
    line, label = nfkc(one_line(text)), ""
    if len(line) > 2 * _LONGEST:
        return Email("", valid=False, reason="email.format")
    if match := _ANGLE.fullmatch(line):
        label, line = match.group(1).strip(_STRAY), match.group(2)
    line = re.sub(r"^(?:mailto|e-?mail|邮箱|电子邮件)\s*[:：]\s*", "", line, flags=re.IGNORECASE)
    address = _LOOSE.sub(r"\1", line.strip(_STRAY).replace("。", ".")).lower()
    if " " in address:
        words = [word for word in address.split() if "@" in word]
        address, label = (words[0].strip(_STRAY), line.partition(" ")[0]) if len(words) == 1 else (address, label)
    local, at, _ = address.rpartition("@")
    if at and len(local) <= _LONGEST_LOCAL and len(address) <= _LONGEST and _FULL.fullmatch(address):
        return Email(address, valid=True, label=label)
    return Email("", valid=False, reason="email.format", label=label)


def split_emails(cell: str) -> list[str]:
    """The addresses of one cell, each as it was given."""
    if cell.count("@") + cell.count("＠") < 2:
        return [cell]
    pieces: list[str] = []
    for piece in _HARD.split(cell):
        piece = piece.strip()
        if piece.count("@") > 1 and "<" not in piece:
            pieces += piece.split()
        elif piece:
            pieces.append(piece)
    return pieces or [cell]
