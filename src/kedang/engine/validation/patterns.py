"""Patterns that somebody typed in settings: matched in linear time whatever they are, by RE2.

Python's own engine tries every way to match and can take for ever; RE2 has no backreferences and no lookaround, and in return
no pattern and no value can hold a server up.
"""

from collections.abc import Callable
from functools import lru_cache

import re2

LONGEST_PATTERN = 500
LONGEST_TEXT = 20_000
_MEMORY = 1 << 21
# what a mask's signs stand for
MASK_SIGNS = {"#": "[0-9]", "&": "[A-Za-z]", "?": ".", "*": ".*", "汉": r"\p{Han}"}


class BadPattern(ValueError):
    """Not a pattern RE2 can match; the text says why, in English, as the library gives it."""


def _options() -> re2.Options:
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    options.dot_nl = True
    return options


@lru_cache(maxsize=512)
def matcher(pattern: str, *, mask: bool = False) -> Callable[[str], bool]:
    """Whether the whole of a text is as the pattern says. Raises BadPattern."""
    source = mask_pattern(pattern) if mask else pattern
    if not pattern or len(pattern) > LONGEST_PATTERN:
        raise BadPattern("length")
    try:
        compiled = re2.compile(source, _options())
    except re2.error as failure:
        raise BadPattern(_text(failure)) from failure

    def matches(text: str) -> bool:
        return len(text) <= LONGEST_TEXT and compiled.fullmatch(text) is not None

    return matches


def mask_pattern(mask: str) -> str:
    """A mask as a pattern: # a digit, & a letter, ? any sign, * any number of signs, 汉 a Chinese character, the rest itself."""
    return "".join(MASK_SIGNS.get(sign) or re2.escape(sign) for sign in mask)


def _text(failure: Exception) -> str:
    found = failure.args[0] if failure.args else ""
    return found.decode(errors="replace") if isinstance(found, bytes) else str(found)
