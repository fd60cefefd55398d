"""Versions that are asked for once a request.

What seldom changes is kept in memory under a version, which is read again before every use. A page that only reads names fifty people:
within such a request the first answer holds, so that all of it is told from one state. Requests that write ask every time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_seen: ContextVar[dict[str, int] | None] = ContextVar("glance", default=None)


@contextmanager
def one_glance() -> Iterator[None]:
    """While this lasts, each version is read at most once."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def version_of(what: str, read: Callable[[], int]) -> int:
    """A version, as it was first read within the glance, or as it is now."""
    seen = _seen.get()
    if seen is None:
        return read()
    if what not in seen:
        seen[what] = read()
    return seen[what]


def look_again(what: str) -> None:
    """It has just been changed here: within a glance as well the next one who asks shall see that."""
    seen = _seen.get()
    if seen is not None:
        seen.pop(what, None)
