"""Ids as people read them from paper or on the phone: thirteen signs without I, L, O and U, which are taken for others."""

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 13
_TAKEN_FOR = str.maketrans("ILO", "110", "- ")


def spelled(number: int) -> str:
    """An id as 0A1B-2C3D-4E5F6."""
    text = ""
    for _ in range(_LENGTH):
        number, rest = divmod(number, len(_SIGNS))
        text = _SIGNS[rest] + text
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def read_back(text: str) -> int | None:
    """The id somebody wrote down, however they wrote it; None when it is none."""
    signs = text.upper().translate(_TAKEN_FOR)
    if len(signs) != _LENGTH or any(sign not in _SIGNS for sign in signs):
        return None
    number = 0
    for sign in signs:
        number = number * len(_SIGNS) + _SIGNS.index(sign)
    return number if number < 2**63 else None
