"""Email addresses: lower case, half width, display names apart."""

import re
from dataclasses import dataclass

from kedang.engine.standardise.clean import nfkc, one_line

# The dot-atom form of RFC 5322, as mailbox providers accept it; local parts and labels may be of any script (RFC 6531).
_SIMPLE = re.compile(r"[a-z0-9_][a-z0-9._+\-]{0,63}@[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.[a-z]{2,24}")
_FULL = re.compile(
    r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+(?:[^\W\d_]{2,24}|xn--[a-z0-9-]+)"
)
_ANGLE = re.compile(r"^(.*?)\s*<\s*([^<>]+?)\s*>$")
_HARD = re.compile(r"[、;；，,|\n\r\t]+|(?<=\w)\s*/\s*(?=[^\s/@]+@)")
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
    if _SIMPLE.fullmatch(text) and ".." not in text:
        return Email(text, valid=True)
    line, label = nfkc(one_line(text)), ""
    if match := _ANGLE.fullmatch(line):
        label, line = match.group(1).strip(_STRAY), match.group(2)
    line = re.sub(r"^(?:mailto|e-?mail|邮箱|电子邮件)\s*[:：]\s*", "", line, flags=re.IGNORECASE)
    address = line.strip(_STRAY).replace(" ", "").replace("。", ".").lower()
    local, at, _ = address.rpartition("@")
    if at and len(local) <= 64 and len(address) <= 254 and _FULL.fullmatch(address):
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
