"""What is asked for once a request.

What seldom changes is kept in memory under a version, which is read again before every use. A page that only reads names fifty people:
within such a request the first answer holds, so that all of it is told from one state. The same goes for the customer that twenty
parts of one page are about. Requests that write ask every time.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
_seen: ContextVar[dict[Hashable, object] | None] = ContextVar("glance", default=None)


@contextmanager
def one_glance() -> Iterator[None]:
    """While this lasts, the same thing is read at most once."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def once(what: Hashable, read: Callable[[], T]) -> T:
    """What was first read under this name within the glance, or what is read now. Nobody may change what they are given."""
    seen = _seen.get()
    if seen is None:
        return read()
    if what not in seen:
        seen[what] = read()
    return seen[what]  # type: ignore[return-value]


def version_of(what: str, read: Callable[[], int]) -> int:
    """A version, as it was first read within the glance, or as it is now."""
    return once(what, read)


def look_again(what: str) -> None:
    """It has just been changed here: within a glance as well the next one who asks shall see that."""
    seen = _seen.get()
    if seen is not None:
        seen.pop(what, None)
