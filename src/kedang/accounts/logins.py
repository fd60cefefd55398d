"""The name somebody signs in with: one spelling in the database, however it is typed."""

import re
import unicodedata

from kedang.kit.errors import Refusal

_SHAPE = re.compile(r"[\w.@+-]{2,80}")

BAD_LOGIN = Refusal(
    "login.shape",
    422,
    "登录名需要 2 到 80 个字符，只能包含文字、数字和 . @ + - _。",
    "A login has 2 to 80 letters, digits or . @ + - _.",
)


def canonical_login(typed: str) -> str:
    """Full width, upper case and outer spaces make no difference."""
    return unicodedata.normalize("NFKC", typed).strip().casefold()


def new_login(typed: str) -> str:
    """A login that may be given to somebody."""
    login = canonical_login(typed)
    if not _SHAPE.fullmatch(login):
        raise BAD_LOGIN()
    return login
