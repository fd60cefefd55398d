"""Questions to the search index: tokens joined by AND and OR, the same for both databases.

Token bodies come from the archive's `tokens.py` and hold only letters, digits and ideographs, so they need no escaping in either language.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """One token, or with `prefix` every token that begins so."""

    text: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All of the parts."""

    parts: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of the parts at least."""

    parts: tuple["Term", ...]


Term = Token | Every | Some


def every(parts: Iterable[Term]) -> Term | None:
    """All of the parts; nothing to ask gives None."""
    distinct = tuple(dict.fromkeys(parts))
    if not distinct:
        return None
    return distinct[0] if len(distinct) == 1 else Every(distinct)


def some(parts: Iterable[Term]) -> Term | None:
    """One of the parts; none gives None."""
    distinct = tuple(dict.fromkeys(parts))
    if not distinct:
        return None
    return distinct[0] if len(distinct) == 1 else Some(distinct)


def leaves(term: Term) -> Iterator[Token]:
    """Every token of a question."""
    if isinstance(term, Token):
        yield term
        return
    for part in term.parts:
        yield from leaves(part)


def matches(term: Term, tokens: frozenset[str]) -> bool:
    """Whether a token string answers the question; what both databases must agree with."""
    if isinstance(term, Token):
        return any(t.startswith(term.text) for t in tokens) if term.prefix else term.text in tokens
    if isinstance(term, Every):
        return all(matches(part, tokens) for part in term.parts)
    return any(matches(part, tokens) for part in term.parts)
