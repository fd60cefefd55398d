"""Text as people typed it, made safe to store and compare."""

import re
import unicodedata

# PostgreSQL cannot store NUL and JSON cannot carry lone surrogates; everything else stays as it was given.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without the code points no database can hold."""
    return text if text.isprintable() else _UNSTORABLE.sub("\ufffd", text)


def folded(text: str) -> str:
    """NFKC and case-folded, for comparing only."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
