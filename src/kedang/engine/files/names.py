"""A file's name as it is kept and shown: without folders, without characters that hide or turn round what stands there."""

import re
import unicodedata

LONGEST = 200
_LONGEST_ENDING = 12
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SPACES = re.compile(r"\s+")


def kept_name(given: str) -> str:
    """The name to keep. Never empty, never longer than 200 characters; its ending stays."""
    last = given.replace("\\", "/").rpartition("/")[2]
    seen = "".join(c for c in last if unicodedata.category(c) not in _INVISIBLE)
    name = _SPACES.sub(" ", seen).strip(" .") or "file"
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:LONGEST].rstrip(" .")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}.{ending}"


def ending_of(name: str) -> str:
    """What stands behind the last dot, in small letters."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def without_ending(name: str) -> str:
    """The name as a title."""
    return name.rpartition(".")[0] or name
