"""The four levels of classifications and clearances, in order: how closely a customer is kept, and how far somebody may see."""

from typing import Literal

from kedang.kit.errors import INVALID

# As the API has them.
Secrecy = Literal[0, 1, 2, 3]

ORDINARY, INTERNAL, CONFIDENTIAL, STRICT = range(4)
STRICTEST = STRICT
# As people say them, in Chinese and English.
_WORDS = (("普通", "Ordinary"), ("内部", "Internal"), ("保密", "Confidential"), ("严控", "Strict"))
_LEVELS: tuple[Secrecy, ...] = (0, 1, 2, 3)


def level(stored: int | None) -> Secrecy:
    """A level as the tables keep it: null is ordinary."""
    return _LEVELS[stored or 0]


def checked(wanted: int) -> int:
    """One of the four levels."""
    if not ORDINARY <= wanted <= STRICTEST:
        raise INVALID(what="level: 0-3")
    return wanted


def level_text(wanted: str, language: str) -> str:
    """A level in words; what is none stays as it is."""
    known = wanted in ("0", "1", "2", "3")
    return _WORDS[int(wanted)][0 if language.startswith("zh") else 1] if known else wanted
